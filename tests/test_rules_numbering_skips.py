"""Numbers that the numbering of the rows skips."""

import pytest
from grids import found, reading, table

from coverage_cli.rules import check_layout

HEAD = ["STT", "Đơn vị", "Dân số", "BHYT"]


def skips(numbers, *, head=HEAD, more=()):
    """Return the finding on a sheet whose rows bear these numbers."""
    rows = [
        head,
        *([number, f"Xã {at}X", 1000 + at, 900 + at] for at, number in enumerate(numbers)),
        *more,
    ]
    made = table(rows)
    said = check_layout(made, reading(rows).columns)
    return [
        (at.severity, at.cells, at.values["numbers"]) for at in said if at.code == "numbering-skips"
    ]


@pytest.mark.parametrize("kind", [int, str, float, "{}.".format])
def test_a_number_that_is_skipped_is_said_with_the_row_behind_it(kind):
    assert skips(map(kind, [1, 2, 3, 4, 6, 7, 8])) == [("warning", ("A6",), ("5",))]


def test_two_rows_lost_side_by_side_are_one_place_and_two_numbers():
    assert skips([1, 2, 3, 4, 5, 6, 9, 10, 11]) == [("warning", ("A8",), ("7", "8"))]


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3, 4, 5, 6, 7],
        [1, 2, 3, 1, 2, 3, 4, 1, 2],
        [3, 1, 2, 6, 5, 4, 8, 7],
        [10, 20, 30, 40, 50, 60, 70],
        [1, 2, 4, 5],
        [1, 2, 3, 4, 5, 50, 51, 52],
        [None, None, None, None, None, None, None],
    ],
    ids=["whole", "anew in each district", "ranks", "tens", "too few", "another list", "none"],
)
def test_other_ways_of_numbering_skip_nothing(numbers):
    assert skips(numbers) == []


def test_a_number_that_stands_on_a_row_left_out_is_not_missing():
    rows = [
        HEAD,
        *([at, f"Xã {at}X", 1000 + at, 900 + at] for at in (1, 2, 3, 4, 5, 6)),
        [7, "Bình quân", 1003, 903],
    ]
    rows += [[at, f"Xã {at}X", 1000 + at, 900 + at] for at in (8, 9)]
    made = table(rows)
    assert "numbering-skips" not in [
        code for code, *_ in found(check_layout(made, reading(rows).columns))
    ]
