"""A fault planted anywhere in a clean sheet is reported with its cell, and no figure changes unsaid."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import planting
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from planting import INSURED, PEOPLE, RATE, Plant, Planting, Sheet, addresses

from coverage_cli.model import MACHINE_COLUMNS, Figure, Finding
from coverage_cli.pipeline import work_through
from coverage_cli.project import Job

EXAMPLES = int(os.environ.get("FAULT_EXAMPLES", "0"))
"""Set it to look further than the suite does, at other sheets each time."""
SHRINK = "FAULT_SHRINK" in os.environ
COMPARED = tuple(name for name in MACHINE_COLUMNS if name != "parent")


def examples(few: int) -> settings:
    return settings(
        max_examples=EXAMPLES or few, deadline=None, derandomize=not EXAMPLES, database=None,
        phases=[Phase.generate, *([Phase.shrink] if SHRINK else [])],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip


class Seen(NamedTuple):
    """What the program made of a sheet: the figures by unit, the whole under "", in reading order."""

    figures: dict[str, Figure]
    findings: Sequence[Finding]

    def leaves(self, name: str) -> list[Figure]:
        """Return the lowest units at or below one."""
        below = list(self.figures.values())
        at = list(self.figures).index(name)
        inside = [below[at]]
        for figure in below[at + 1 :]:
            if figure.depth <= below[at].depth:
                break
            inside.append(figure)
        return [
            figure
            for figure, after in zip(inside, [*inside[1:], None], strict=True)
            if after is None or after.depth <= figure.depth
        ]


def seen(sheet: Sheet, folder: Path) -> Seen:
    path = folder / "bao-cao-2024-05.xlsx"
    path.write_bytes(sheet.bytes())
    worked = work_through(Job((str(path),)))
    figures = [figure for result in worked.results for figure in result.figures]
    named = {figure.unit if figure.depth else "": figure for figure in figures}
    assert len(named) == len(figures), "two units of one name"
    return Seen(named, worked.findings)


def differences(before: Figure, after: Figure) -> dict[str, tuple[object, object]]:
    """Return what is said of a unit otherwise than before; whose part it is and what the whole is called are no figures."""
    compared = (
        COMPARED if before.depth else [name for name in COMPARED if name not in ("unit", "level")]
    )
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in compared}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def concerned(sheet: Sheet, plant: Plant) -> set[str]:
    """Return the units that a fault touches, and those above them."""
    names: set[str] = set()
    for row in plant.touched:
        names |= {"" if row.kind == "total" else row.name, ""}
        names |= {upper.name for upper in sheet.of("district") if upper.district == row.district}
    return names


def is_reported(finding: Finding, sheet: Sheet, plant: Plant) -> bool:
    asked = [
        (plant.code, plant.severity),
        *([("ambiguous-number", "error")] if plant.refused else []),
    ]
    return (finding.code, finding.severity) in asked and addresses(sheet, plant.spots) <= set(
        finding.cells
    )


def hold(sheet: Sheet, clean: Seen, made: Seen, plants: Sequence[Plant]) -> None:
    """Assert that each fault is reported and that nothing changed but what it touches, and that never unsaid."""
    for plant in plants:
        told = [(at.code, at.severity, at.cells) for at in made.findings]
        assert any(is_reported(at, sheet, plant) for at in made.findings), (
            plant.code,
            addresses(sheet, plant.spots),
            told,
        )
    if not any(plant.adds for plant in plants):
        assert set(made.figures) <= set(clean.figures), "a unit that was not there"
    valueless = {row.name for plant in plants for row in plant.valueless}
    for name, before in clean.figures.items():
        touching = [plant for plant in plants if name in concerned(sheet, plant)]
        after = made.figures.get(name)
        if not touching:
            assert after is not None, f"{name} has gone"
            assert differences(before, after) == {}, name
            continue
        if name in valueless:
            assert after is None or after.coverage_pct is None
        if after is not None:  # it may have changed, for the fault is reported; but not to anything
            of_cells(sheet, name, before, after)
    if made.figures:
        sums_hold(made)


def of_cells(sheet: Sheet, name: str, before: Figure, after: Figure) -> None:
    """Assert that a commune's counts are those of its cells or none: never a third value."""
    rows = [row for row in sheet.rows if row.kind in ("commune", "copy") and row.cells[1] == name]
    for count, was, column in (
        (after.numerator, before.numerator, INSURED),
        (after.denominator, before.denominator, PEOPLE),
    ):
        written = {
            Fraction(repr(row.cells[column]))
            for row in rows
            if type(row.cells[column]) in (int, float)
        }
        assert not rows or count is None or count in {was, *written}


def sums_hold(made: Seen) -> None:
    """Assert that each unit has the sums of the communes below it that have both counts."""
    for name, figure in made.figures.items():
        leaves = made.leaves(name)
        pairs = [
            (leaf.numerator, leaf.denominator) for leaf in leaves if leaf.coverage_pct is not None
        ]
        assert (figure.units_complete, figure.units_expected) == (len(pairs), len(leaves))
        if pairs:
            assert (figure.numerator, figure.denominator) == tuple(
                map(sum, zip(*pairs, strict=True))
            )
        else:
            assert figure.coverage_pct is None


FAILING: dict[Planting, str] = {}
"""What the program does not do yet, the worst first."""
FAILING_BARE: dict[Planting, str] = {**FAILING}


def faults(plantings: Sequence[Planting], failing: Mapping[Planting, str]) -> list[Any]:
    return [
        pytest.param(
            planted,
            id=planted.__name__,
            marks=[pytest.mark.xfail(strict=True, reason=failing[planted])]
            if planted in failing
            else [],
        )
        for planted in plantings
    ]


ALL = (*planting.LOCAL, *planting.ALONE)


@examples(40)
@given(sheet=planting.provinces())
def test_a_clean_sheet_has_nothing_above_a_note_and_the_figures_it_prints(tmp_path, sheet):
    made = seen(sheet, tmp_path)
    assert [at for at in made.findings if at.severity != "info"] == []
    rows = sheet.of("total", "district", "commune")
    names = ["" if row.kind == "total" else row.name for row in rows]
    assert list(made.figures) == names
    for name, row in zip(names, rows, strict=True):
        figure = made.figures[name]
        assert [figure.denominator, figure.numerator] == row.cells[PEOPLE : INSURED + 1]
        assert [
            figure.coverage_pct.rounded(2) / 100,
            float(figure.target_pct),
            figure.gap_people,
        ] == row.cells[RATE:]
    sums_hold(made)


@examples(20)
@given(sheet=planting.provinces(bare=True))
def test_a_clean_sheet_of_counts_alone_has_nothing_above_a_note(tmp_path, sheet):
    made = seen(sheet, tmp_path)
    assert [at for at in made.findings if at.severity != "info"] == []
    for row in sheet.of("commune"):
        figure = made.figures[row.name]
        assert [figure.denominator, figure.numerator] == row.cells[PEOPLE : INSURED + 1]
    sums_hold(made)


@pytest.mark.parametrize("planted", faults(ALL, FAILING))
@examples(12)
@given(data=st.data())
def test_a_planted_fault_is_reported_and_changes_nothing_unsaid(tmp_path, planted, data):
    alone(tmp_path, data, planted, planting.provinces())


@pytest.mark.parametrize(
    "planted", faults([at for at in ALL if at not in planting.NEED_SUMS], FAILING_BARE)
)
@examples(12)
@given(data=st.data())
def test_a_fault_is_reported_where_no_printed_sum_could_tell_it(tmp_path, planted, data):
    alone(tmp_path, data, planted, planting.provinces(bare=True))


def alone(
    folder: Path, data: st.DataObject, planted: Planting, sheets: st.SearchStrategy[Sheet]
) -> None:
    sheet = data.draw(sheets, label="province")
    clean = seen(sheet, folder)
    plant = data.draw(planting.into(sheet, planted), label="fault")
    hold(sheet, clean, seen(sheet, folder), [plant])


@pytest.mark.parametrize("bare", [False, True])
@examples(200)
@given(data=st.data())
def test_two_faults_are_both_reported(tmp_path, data, bare):
    unable = {*FAILING_BARE, *planting.NEED_SUMS} if bare else {*FAILING}
    able = [planted for planted in planting.LOCAL if planted not in unable]
    sheet = data.draw(planting.provinces(bare=bare), label="province")
    clean = seen(sheet, tmp_path)
    sheet.paired = True
    two = data.draw(
        st.lists(st.sampled_from(able), min_size=2, max_size=2, unique=True), label="faults"
    )
    plants = [data.draw(planting.into(sheet, planted)) for planted in two]
    hold(sheet, clean, seen(sheet, tmp_path), plants)
