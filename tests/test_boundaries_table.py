"""A table of changes: what rows mean, what is refused and where, and figures carried along it to the person."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coverage_cli.boundaries.carry import Moves
from coverage_cli.boundaries.crosswalk import Change, Crosswalk, Place, Route
from coverage_cli.boundaries.table import COLUMNS, crosswalk_of
from coverage_cli.errors import UnreadableInput
from coverage_cli.model import Grid
from coverage_cli.read import read_book

ENDS = "2020-06-30"


def table(*rows: dict[str, str]) -> Crosswalk:
    cells = [list(COLUMNS), *([row.get(column) for column in COLUMNS] for row in rows)]
    return crosswalk_of(Grid("changes.csv", "", cells))


def change(old: str, new: str, **more: str) -> dict[str, str]:
    return {"old_name": old, "new_name": new, "valid_to": ENDS, **more}


def refused(*rows: dict[str, str]) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as fault:
        table(*rows)
    return fault.value


def goals(made: Crosswalk, day: str) -> dict[str, list[tuple[str, Fraction, bool]]]:
    names = [place.name for place in made.places]
    route = Route(made, day)
    return {
        name: [(names[goal.place], goal.share, goal.reached) for goal in route.goals[at]]
        for at, name in enumerate(names)
    }


def test_whole_units_go_to_the_new_one_and_parts_where_shares_are_told():
    made = table(
        change("Ashby", "Norwick"),
        change("Barrow", "Norwick", share="0.25"),
        change("Barrow", "Selby", share="75 %"),
    )
    found = goals(made, "2020-07-01")
    assert found["Ashby"] == [("Norwick", 1, True)]
    assert found["Barrow"] == [("Norwick", Fraction(1, 4), True), ("Selby", Fraction(3, 4), True)]


def test_a_part_without_a_share_stays_with_the_old_unit():
    made = table(change("Barrow", "Norwick"), change("Barrow", "Selby"), change("Ashby", "Selby"))
    assert goals(made, "2020-07-01")["Barrow"] == [("Barrow", 1, False)]
    names = [place.name for place in made.places]
    lacking = {names[at]: pairs for at, pairs in Route(made, "2020-07-01").unknown.items()}
    barrow, norwick, selby = (names.index(name) for name in ("Barrow", "Norwick", "Selby"))
    assert lacking == {"Norwick": {(barrow, norwick)}, "Selby": {(barrow, selby)}}


def test_of_a_part_with_and_one_without_a_share_only_the_first_moves():
    made = table(change("Barrow", "Norwick", share="1/3"), change("Barrow", "Selby"))
    assert goals(made, "2020-07-01")["Barrow"] == [
        ("Norwick", Fraction(1, 3), True),
        ("Barrow", Fraction(2, 3), False),
    ]


def test_changes_are_followed_over_several_days_and_not_beyond_the_day_asked_for():
    made = table(
        change("Ashby", "Norwick"),
        {"old_name": "Norwick", "new_name": "Great Selby", "valid_to": "2024-12-31"},
    )
    assert goals(made, "2024-12-31")["Ashby"] == [("Norwick", 1, True)]
    assert goals(made, "2025-01-01")["Ashby"] == [("Great Selby", 1, True)]
    assert made.days == ["2020-07-01", "2025-01-01"]


def test_one_code_before_and_after_a_day_is_two_units():
    made = table(
        change("TT Nho", "Xã Nho", old_code="14428", new_code="14428"),
        change("Xã Phong", "Xã Nho", old_code="14416", new_code="14428"),
    )
    assert [(place.code, place.name, place.since, place.until) for place in made.places] == [
        ("14428", "TT Nho", "", ENDS),
        ("14428", "Xã Nho", "2020-07-01", ""),
        ("14416", "Xã Phong", "", ENDS),
    ]
    assert [made.places[at].name for at in made.on("2020-06-30")] == ["TT Nho", "Xã Phong"]


REFUSALS = (
    ("crosswalk-day", 2, "E", [change("A", "B", valid_to="31/6/2020")]),
    ("crosswalk-share", 2, "I", [change("A", "B", share="120 %")]),
    ("crosswalk-share", 2, "I", [change("A", "B", share="half")]),
    ("crosswalk-kind", 2, "J", [change("A", "B", kind="swallowed")]),
    ("crosswalk-blank", 2, "E", [{"old_name": "A", "new_name": "B"}]),
    ("crosswalk-blank", 2, "G", [{"old_name": "A", "valid_to": ENDS}]),
    ("crosswalk-order", 2, "E", [change("A", "B", valid_from="2021-01-01")]),
    ("crosswalk-twice", 3, "G", [change("A", "B"), change("A", "B")]),
    ("crosswalk-sum", 3, "I", [change("A", "B", share="0.5"), change("A", "C", share="0.6")]),
    ("crosswalk-sum", 3, "I", [change("A", "B", share="0.5"), change("A", "C", share="0.4")]),
    ("crosswalk-overlap", 3, "D", [change("A", "C", old_code="7"), change("B", "C", old_code="7")]),
    ("crosswalk-two-ends", 3, "E", [change("A", "B"), change("A", "C", valid_to="2022-12-31")]),
)


@pytest.mark.parametrize(("why", "row", "column", "rows"), REFUSALS)
def test_what_cannot_be_meant_is_refused_with_its_row_and_column(why, row, column, rows):
    fault = refused(*rows)
    assert (fault.key, fault.values["row"], fault.values["column"]) == (why, row, column)
    assert fault.values["file"] == "changes.csv"


def test_a_file_without_the_columns_is_refused():
    with pytest.raises(UnreadableInput, match="crosswalk-columns"):
        crosswalk_of(Grid("people.csv", "", [["name", "people"], ["A", 3]]))


def test_headings_may_be_in_the_users_language_and_stand_lower(tmp_path):
    file = tmp_path / "bảng.csv"
    file.write_text(
        "Bảng chuyển đổi;;;\nTên cũ;Có hiệu lực đến;Tên mới;Tỷ lệ\nXã A;30/6/2025;Xã C;0,4\nXã A;30/6/2025;Xã B;0,6\n",
        encoding="utf-8",
    )
    made = crosswalk_of(read_book(str(file)).grids[0])
    assert [one.share for one in made.changes] == [Fraction(2, 5), Fraction(3, 5)]
    assert made.days == ["2025-07-01"]


@st.composite
def crosswalks(draw):
    """Return a crosswalk of two days with whole units, shares, and parts without one, and the units of its first day."""
    sizes = draw(st.tuples(st.integers(1, 8), st.integers(1, 5), st.integers(1, 4)))
    ends = ("2019-12-31", "2024-12-31", "")
    begins = ("", "2020-01-01", "2025-01-01")
    places = [
        Place("", f"{era}-{at}", "", begins[era], ends[era])
        for era, size in enumerate(sizes)
        for at in range(size)
    ]
    changes = []
    for old, place in enumerate(places):
        later = [at for at, other in enumerate(places) if place.until and other.since > place.until]
        reached = (
            [at for at in later if places[at].since == min(places[at].since for at in later)]
            if later
            else []
        )
        if not reached:
            continue
        chosen = draw(st.lists(st.sampled_from(reached), min_size=1, max_size=3, unique=True))
        weights = draw(st.lists(st.integers(1, 9), min_size=len(chosen), max_size=len(chosen)))
        blank = draw(st.sets(st.sampled_from(chosen))) if len(chosen) > 1 else set()
        changes += [
            Change(old, at, None if at in blank else Fraction(weight, sum(weights)), "", "")
            for at, weight in zip(chosen, weights, strict=True)
        ]
    return Crosswalk("random", places, changes), sizes[0]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(crosswalks(), st.data())
def test_no_person_is_lost_or_made_on_any_crosswalk(made, data):
    crosswalk, first = made
    route = Route(crosswalk, "2025-01-01")
    moves = Moves(
        [tuple((goal.place, goal.share) for goal in route.goals[at]) for at in range(first)],
        len(crosswalk.places),
    )
    counts = data.draw(st.lists(st.integers(0, 100_000), min_size=first, max_size=first))
    carried = moves.carried(counts)
    there = [value for value in carried if value is not None]
    assert sum(there) == sum(counts)
    assert all(isinstance(value, int) and value >= 0 for value in there)
    for at in range(first):
        assert sum(goal.share for goal in route.goals[at]) == 1


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(crosswalks(), st.data())
def test_a_count_is_never_a_whole_person_off_its_exact_share(made, data):
    crosswalk, first = made
    route = Route(crosswalk, "2025-01-01")
    count = data.draw(st.integers(0, 100_000))
    for at in range(first):
        move = tuple((goal.place, goal.share) for goal in route.goals[at])
        carried = Moves([move], len(crosswalk.places)).carried([count])
        for place, share in move:
            assert abs(carried[place] - count * share) < 1
