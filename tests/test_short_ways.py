"""Where one look spares a table the long way, both say the same."""

from __future__ import annotations

from unittest.mock import patch

from grids import TYPE_WORDS, grid, observations
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coverage_cli.clean import rates
from coverage_cli.errors import UnreadableInput
from coverage_cli.figures.rollup import nothing_of, roll_up
from coverage_cli.locate.headings import Heading, find_heading, next_heading
from coverage_cli.units import duplicates, settle_duplicates
from coverage_cli.write.machine import records
from coverage_cli.write.safety import inert, visible

NAMES = st.sampled_from(
    [
        "Xã A",
        "A",
        "TT.A",
        "Thị trấn A",
        "P. A",
        "Xã B",
        "xã  b",
        "B",
        "TT. Me.",
        "Me",
        "Thị trấn Me.",
        "Phường 1",
        "P.1",
        "1",
    ]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from("XYZ"),
        st.sampled_from(["", "1", "2", "3"]),
        NAMES,
        st.sampled_from([10, 200, 300]),
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
@settings(max_examples=200)
def test_no_unit_that_stands_again_is_missed(rows):
    head = ["Huyện", "Mã xã", "Xã", "Dân số", "BHYT"]
    try:
        made = observations([head, *([*row, row[-1] - 1] for row in rows)])
    except UnreadableInput:
        assume(False)  # most units stand again and again: that is another layout
    short = settle_duplicates(made, TYPE_WORDS, ("xã",))
    every = [at for at, unit in enumerate(made.units) if unit.leaf and unit.parent is not None]
    with (
        patch.object(duplicates, "stand_alone", lambda _: False),
        patch.object(duplicates, "_ending_alike", lambda _: every),
    ):
        assert settle_duplicates(made, TYPE_WORDS, ("xã",)) == short


@given(st.text() | st.text("a1 =+-@|,\t\"'\n\ufeffＸ＝"), st.sampled_from(",\t"), st.booleans())
def test_a_field_is_written_as_the_long_way_writes_it(text, delimiter, raw):
    long = records._quoted(text if raw else visible(inert(text)), delimiter)
    assert records._field(delimiter, raw=raw)(text) == long


def test_nothing_counted_sums_to_nothing():
    units = observations(
        [["TT", "Đơn vị", "Dân số"], ["I", "Huyện X", None], [1, "Xã A", 5], [2, "Xã B", 6]]
    ).units
    nothing, long = nothing_of(units), roll_up(units, [None] * len(units), None)
    assert (nothing.numerators, nothing.denominators) == (long.numerators, long.denominators)
    assert (nothing.complete, nothing.taken, nothing.kept) == (long.complete, long.taken, long.kept)


CELLS = st.sampled_from(
    [None, 95.0, 95, 94.5, 0.945, 1.0, 1, 1.25, "94,5", "95 %", "x", -1.0, 100.0]
)


@given(st.lists(CELLS, max_size=12))
def test_rates_read_together_are_what_each_is_alone(cells):
    read = rates.read_rates(cells, None, "vi", "points", None)
    for cell, rate in zip(cells, read.values, strict=True):
        if isinstance(cell, int | float):
            assert rate.value == rates.digits_of_float(float(cell)).value()


@given(
    st.lists(
        st.lists(
            st.sampled_from([None, 1.0, 2000.0, "Xã A", "Dân số", "BHYT", "12", "2.024"]),
            min_size=4,
            max_size=4,
        ),
        min_size=1,
        max_size=9,
    )
)
def test_a_second_heading_is_found_with_and_without_typed_numbers(rows):
    """Typed numbers are told by one look, written ones by a pattern; a heading is no other for it."""
    sheet = grid([["TT", "Đơn vị", "Dân số", "BHYT"], [1.0, "Xã A", 2.0, 3.0], *rows])
    written = grid(
        [[f"{cell:g}" if type(cell) is float else cell for cell in row] for row in sheet.rows]
    )
    heading = Heading((0,), 1)
    assert next_heading(sheet, range(1, len(sheet.rows)), heading, bool) == next_heading(
        written, range(1, len(sheet.rows)), heading, bool
    )
    assert find_heading(sheet) == find_heading(written)
