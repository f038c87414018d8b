"""A screen looks at a whole column at once; a law holds for each: it never clears what the exact rule reports.

The rule is run twice on the same sheet, once with its screen letting everything through: the findings are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from grids import case, computed, grid, observations, rate, simple, table
from histories import history, said
from hypothesis import given
from hypothesis import strategies as st

from coverage_cli.model import Units
from coverage_cli.rules import (
    OF_COUNTS,
    OF_FIGURES,
    OF_PRINTED,
    copied_down,
    name_repaired,
    over_100,
    printed_rate_differs,
    rounding_hides_miss,
    row_shifted,
    totals_among,
    unlike_neighbours,
)
from coverage_cli.rules.history import History

NAMES = st.sampled_from(
    ["Xã A", "Xã Đông", "Xa\u0303 B", "Xã\u200b C", "12", "1.234", "Xã 1", "7\n8", "Đảo"]
)
PEOPLE = st.one_of(
    st.integers(0, 60),
    st.sampled_from([100, 1000, 1000, 1000, 9500, 10_000, 94_999, 95_000, 100_000]),
)
RATES = st.one_of(st.none(), st.sampled_from([95, 94.99, 95.01, 9.5, 0.5, 100, 50]))
ROWS = st.lists(st.tuples(NAMES, PEOPLE, PEOPLE, RATES), min_size=2, max_size=12)
HEAD = ("Đơn vị", "Dân số", "Số người tham gia BHYT", "Tỷ lệ bao phủ BHYT (%)")


def everything(_: Any, result: Any) -> range:
    return range(len(result.figures))


SCREENS: list[tuple[ModuleType, str, Callable[..., Any]]] = [
    (copied_down, "suspects", lambda *_: True),
    (over_100, "suspects", everything),
    (printed_rate_differs, "suspects", lambda rows: rows),
    (rounding_hides_miss, "suspects", everything),
    (totals_among, "heavy", lambda rows: range(len(rows.units))),
    (totals_among, "beside_sums", lambda rows: range(len(rows.units))),
    (unlike_neighbours, "suspects", lambda *_: True),
]


@pytest.mark.parametrize(
    ("rule", "screen", "opened"), SCREENS, ids=lambda value: getattr(value, "__name__", None)
)
@given(rows=ROWS)
def test_no_screen_of_a_period_clears_what_its_rule_reports(rule, screen, opened, rows):
    named = [(f"Xã {at}{name}", *rest) for at, (name, *rest) in enumerate(rows)]
    made = observations(simple(*named, head=HEAD))
    result = computed(made, "health_insurance", rate("95"))
    judge = unlike_neighbours.judge if rule is totals_among else rule.judge
    asked = (result,) if rule in (*OF_FIGURES, *OF_PRINTED) else ()
    found = judge(case(made, result), *asked)
    with patch.object(rule, screen, opened):
        assert judge(case(made, result), *asked) == found


@pytest.mark.parametrize("rule", [name_repaired, row_shifted], ids=lambda rule: rule.__name__)
@given(names=st.lists(NAMES, min_size=2, max_size=8))
def test_no_screen_of_a_layout_clears_what_its_rule_reports(rule, names):
    made = table(
        grid([list(HEAD[:3]), *([f"Xã {at}", 1000 + at, 900 + at] for at in range(len(names)))])
    )
    rows = [*made.grid.rows]
    for unit, name in zip(made.units[1:], names, strict=True):
        rows[unit.row] = [name, *rows[unit.row][1:]]
    units = [unit._replace(name=name) for unit, name in zip(made.units[1:], names, strict=True)]
    made = made._replace(
        grid=made.grid._replace(rows=rows), units=Units.of((made.units[0], *units))
    )
    found = rule.judge(made)
    with patch.object(rule, "suspects", lambda _: True):
        assert rule.judge(made) == found


def all_series(history: History, measures: Any, percent: int) -> Iterator[tuple[str, int, Any]]:
    del percent
    return (
        (measure, unit, values)
        for measure in measures
        for unit, values in enumerate(history.counts[measure])
    )


COUNTS = st.one_of(
    st.none(),
    st.integers(0, 30),
    st.sampled_from([1000, 1001, 1049, 1051, 1100, 1101, 10_000, 11_000]),
)


@given(counts=st.lists(st.lists(COUNTS, min_size=8, max_size=8), min_size=1, max_size=5))
def test_the_screen_over_time_clears_nothing_that_a_rule_reports(counts):
    made = history({f"Xã {at}": series for at, series in enumerate(counts)})
    found = said(made)
    with patch.object(History, "moving", all_series):
        assert said(made) == found


def test_every_rule_with_a_screen_is_held_to_the_law():
    rules = (*OF_COUNTS, *OF_PRINTED, *OF_FIGURES, unlike_neighbours)
    assert {rule for rule in rules if hasattr(rule, "suspects")} == {
        rule for rule, name, _ in SCREENS if name == "suspects"
    }
