"""Sheets written as Python lists, and the stages of the program run on them, for the tests of the rooms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.clean import Reading, observe
from coverage_cli.figures import compute
from coverage_cli.locate import load_vocabulary, locate
from coverage_cli.model import (
    Computed,
    Figure,
    Finding,
    Grid,
    Observations,
    Quotient,
    Span,
    Table,
    Target,
    Unit,
)
from coverage_cli.profiles import Profile, load_profile
from coverage_cli.project import TargetSetting, Thresholds, Told
from coverage_cli.rules import (
    OF_FIGURES,
    Case,
    Tally,
    component_exceeds_total,
    copied_down,
    unlike_neighbours,
)

PROFILE = load_profile()
VOCABULARY = load_vocabulary()
TYPE_WORDS = [word.strip() for word, _ in VOCABULARY.types]


def grid(rows: Sequence[Sequence[Any]], *merged: str, **options: Any) -> Grid:
    """Build a sheet: rows are padded, whole numbers become floats as in a workbook (unless `text_only`)."""
    width = max(map(len, rows))
    stored = [[float(cell) if type(cell) is int else cell for cell in row] for row in rows]
    padded = [[*row, *[None] * (width - len(row))] for row in stored]
    options.setdefault("sheet", "T5")
    return Grid("report.xlsx", options.pop("sheet"), padded, tuple(map(span, merged)), **options)


def text_grid(text: str, **options: Any) -> Grid:
    """Build the sheet of a CSV file from its lines, cells parted by `|`; blank cells are None."""
    lines = [
        [cell.strip() or None for cell in line.split("|")] for line in text.strip("\n").split("\n")
    ]
    return grid(lines, sheet="", text_only=True, **options)


def span(area: str) -> Span:
    """Read a merged range from its A1 form."""
    match = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area)
    assert match
    first, top, last, bottom = match.groups()
    return Span(int(top) - 1, _index(first), int(bottom) - 1, _index(last))


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def table(sheet: Grid | Sequence[Sequence[Any]], *merged: str, **told: Any) -> Table:
    """Find the table of a sheet; `told` are the fields of `Told`."""
    made = sheet if isinstance(sheet, Grid) else grid(sheet, *merged)
    found = locate(made, Told(**told), PROFILE.measures, VOCABULARY)
    assert found, "no table found"
    (only,) = found
    return only


def reading(
    sheet: Grid | Sequence[Sequence[Any]],
    *merged: str,
    source: int = 0,
    period: str | None = None,
    **told: Any,
) -> Reading:
    """Read a sheet as far as observations and findings."""
    return observe(
        table(sheet, *merged, **told), source, period, Told(**told), PROFILE.default_indicators
    )


def observations(
    sheet: Grid | Sequence[Sequence[Any]], *merged: str, **options: Any
) -> Observations:
    """Return the only observations of a sheet."""
    (made,) = reading(sheet, *merged, **options).observations
    return made


def computed(
    made: Observations,
    indicator: str = "health_insurance",
    *given: TargetSetting,
    printed: bool = False,
) -> Computed:
    """Compute one indicator."""
    return compute(made, PROFILE.indicators[indicator], given, printed=printed)


def figures(
    made: Observations, indicator: str = "health_insurance", *given: TargetSetting, **options: Any
) -> dict[str, Figure]:
    """Return the figures of one indicator by the name of their unit."""
    result = computed(made, indicator, *given, **options)
    named = {figure.unit: figure for figure in result.figures}
    assert len(named) == len(result.figures), "two units of one name: look at them one by one"
    return named


def tree(units: Sequence[Unit]) -> list[tuple[str, str, str | None]]:
    """Return name, level and parent's name of every unit."""
    return [
        (unit.name, unit.level, None if unit.parent is None else units[unit.parent].name)
        for unit in units
    ]


def roles(found: Table) -> dict[str, tuple[str, str | None]]:
    """Return role and subject of every column by its letter."""
    return {column.letter: (column.role, column.subject) for column in found.columns}


def counts(made: Observations, measure: str) -> dict[str, Any]:
    """Return the counts of a measure by the name of their unit."""
    return {unit.name: value for unit, value in zip(made.units, made.counts[measure], strict=True)}


def targets(made: Observations, measure: str = "health_insured") -> dict[str, Target | None]:
    """Return the targets for a measure by the name of their unit."""
    return {unit.name: value for unit, value in zip(made.units, made.targets[measure], strict=True)}


def found(findings: Sequence[Finding]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return code (with its variant), severity and cells of findings."""
    return [
        (".".join(filter(None, (at.code, at.variant))), at.severity, at.cells) for at in findings
    ]


def rate(text: str, indicator: str | None = None) -> TargetSetting:
    """Give a target rate as --target does: "95", "81.85"."""
    whole, _, rest = text.partition(".")
    return TargetSetting(indicator, "rate", Quotient(int(whole + rest), 10 ** len(rest)))


def people(count: int, indicator: str | None = None, *, kind: str = "count") -> TargetSetting:
    """Give a target count as --target ID=N:count (or :new) does."""
    return TargetSetting(indicator, kind, Quotient(count, 1))  # type: ignore[arg-type]


def pct(value: Quotient | None, places: int = 2) -> float | None:
    """Show an exact percentage rounded half away from zero."""
    return None if value is None else value.rounded(places) / 10**places


def simple(
    *communes: Sequence[Any],
    head: Sequence[str] = ("Đơn vị", "Dân số", "BHYT"),
    total: Sequence[Any] = (),
) -> list[list[Any]]:
    """Return the rows of a sheet with one heading row, a row a commune and maybe a total."""
    return [list(head), *map(list, communes), *([list(total)] if total else [])]


def by_heading(found_table: Table) -> Mapping[str, tuple[str, str | None]]:
    """Return role and subject of every column by its heading path."""
    return {column.name: (column.role, column.subject) for column in found_table.columns}


def case(
    made: Observations, *results: Computed, profile: Profile = PROFILE, **thresholds: Any
) -> Case:
    """Return what the rules of a period look at."""
    return Case(made, results, profile, Tally(), Thresholds(**thresholds))


def doubts(made: Observations, *results: Computed, **thresholds: Any) -> list[Finding]:
    """Return what the rules on figures find, those on counts and printed figures aside."""
    held = case(made, *results, **thresholds)
    own = [
        finding for result in results for rule in OF_FIGURES for finding in rule.judge(held, result)
    ]
    return [*unlike_neighbours.judge(held), *own]


def contradictions(made: Observations, profile: Profile = PROFILE) -> list[Finding]:
    """Return the parts that exceed their whole, and the counts copied down."""
    held = case(made, profile=profile)
    return [*component_exceeds_total.judge(held), *copied_down.judge(held)]
