"""Derived figures as formulas over the counts beside them, each held against the value that the program computed.

A cell gets a formula only where it comes to the computed figure: people, targets and verdicts exactly, rates within
1e-9. Where it does not (a unit that lacks a part, or stands as printed) the value stays a value. No function here is
newer than Excel 2007.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from coverage_cli.grouping import take
from coverage_cli.model import Figure
from coverage_cli.records import NamedTuple
from coverage_cli.write.workbook.rows import Formula, Held

_NEAR = 1e-9
_LONGEST = 8_000  # characters; Excel takes 8,192
_MOST_ARGUMENTS = 250  # Excel takes 255
# What an upper unit has as the sum of its parts.
SUMMED = (
    "numerator",
    "denominator",
    "target_count",
    "shortfall_people",
    "units_complete",
    "units_expected",
)
# What follows from other cells of the same row; the verdict and a lowest unit's shortfall do, too.
DERIVED = ("coverage_pct", "target_pct", "target_count", "attainment_pct", "gap_people", "gap_pp")
Cell = str | int | float | None


class Rule(NamedTuple):
    """A formula of one row: the columns it needs, its text over their cells, and what it comes to."""

    needs: tuple[str, ...]
    text: str
    value: Callable[..., float]


class Place(NamedTuple):
    """Where a block of figures stands: the letter of each column, the 1-based row of the first figure."""

    letters: Mapping[str, str]
    first: int


_COVERAGE = Rule(("numerator", "denominator"), "100*{}/{}", lambda over, under: 100 * over / under)
_TARGET_PCT = _COVERAGE._replace(needs=("target_count", "denominator"))
_GOAL = ("target_pct", "denominator")
# rounded before it is rounded up: 94.6 % of 1,000 would else be 947, for no machine holds 94.6
_REACHED = Rule(
    _GOAL, "ROUNDUP(ROUND({}*{}/100,6),0)", lambda pct, of: math.ceil(round(pct * of / 100, 6))
)
_KEPT_TO = Rule(
    _GOAL, "ROUNDDOWN(ROUND({}*{}/100,6),0)", lambda pct, of: math.floor(round(pct * of / 100, 6))
)
_MISSING = Rule(("target_count", "numerator"), "{}-{}", lambda goal, done: goal - done)
_POINTS = Rule(("target_pct", "coverage_pct"), "{}-{}", lambda goal, done: goal - done)
_SHORTFALL = Rule(("gap_people",), "MAX({},0)", lambda gap: max(gap, 0))


def _turned(rule: Rule) -> Rule:
    return rule._replace(needs=rule.needs[::-1])


def rules_of(kind: str | None, *, lower: bool) -> Mapping[str, Rule]:
    """Return the formulas of a unit with a target of that kind; where lower is better they are turned round.

    New people stand in no column of the report: what follows from them stays a value.
    """
    rules = {"coverage_pct": _COVERAGE, "shortfall_people": _SHORTFALL}
    if kind == "rate":
        rules["target_count"] = _KEPT_TO if lower else _REACHED
        attained = Rule(("coverage_pct", "target_pct"), _COVERAGE.text, _COVERAGE.value)
    elif kind == "count":
        rules["target_pct"] = _TARGET_PCT
        attained = Rule(("numerator", "target_count"), _COVERAGE.text, _COVERAGE.value)
    else:
        return rules
    turned = {"attainment_pct": attained, "gap_people": _MISSING, "gap_pp": _POINTS}
    return {**rules, **{key: _turned(rule) if lower else rule for key, rule in turned.items()}}


def parts_of(depths: Sequence[int]) -> list[list[int]]:
    """Return for each row in reading order the rows right below it.

    >>> parts_of([0, 1, 2, 2, 1])
    [[1, 4], [2, 3], [], [], []]
    """
    parts: list[list[int]] = [[] for _ in depths]
    above: list[int] = []
    for row, depth in enumerate(depths):
        while above and depths[above[-1]] >= depth:
            above.pop()
        if above and depths[above[-1]] == depth - 1:
            parts[above[-1]].append(row)
        above.append(row)
    return parts


def sum_of_cells(letter: str, rows: Sequence[int]) -> str | None:
    """Return the sum of a column's cells in some rows, neighbours as a range; None where Excel would not take it.

    >>> sum_of_cells("C", [6, 7, 8, 12])
    'SUM(C6:C8,C12)'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    cells = [
        f"{letter}{first}" if first == last else f"{letter}{first}:{letter}{last}"
        for first, last in runs
    ]
    chunks = [cells[at : at + _MOST_ARGUMENTS] for at in range(0, len(cells), _MOST_ARGUMENTS)]
    text = "+".join(f"SUM({','.join(chunk)})" for chunk in chunks)
    return text if len(text) <= _LONGEST else None


def with_formulas(
    figures: Sequence[Figure],
    table: Mapping[str, Sequence[Cell]],
    place: Place,
    *,
    lower: bool = False,
    nested: bool = True,
) -> dict[str, list[Held]]:
    """Return the derived columns of a block with formulas in the place of values; `table` holds all as they are.

    A formula is made where its column and those it needs have a place, and none else.
    `nested` tells whether units stand below the one they are parts of; else nothing is summed.
    """
    known = [key for key in dict.fromkeys((*DERIVED, *SUMMED)) if key in place.letters]
    made: dict[str, list[Held]] = {key: list(table[key]) for key in known}
    rules = {
        kind: {
            key: rule
            for key, rule in rules_of(kind, lower=lower).items()
            if {key, *rule.needs} <= place.letters.keys()
        }
        for kind in {one.target_kind for one in figures}
    }
    parts = parts_of([one.depth for one in figures]) if nested else [[]] * len(figures)
    for kind, its_rules in rules.items():
        rows = [at for at, one in enumerate(figures) if one.target_kind == kind]
        leaves = [at for at in rows if not parts[at]]
        for key, rule in its_rules.items():
            chosen = leaves if key == "shortfall_people" else rows
            _follow(rule, made[key], chosen, take(table, rule.needs), place)
    for row, (figure, below) in enumerate(zip(figures, parts, strict=True)):
        if below and figure.units_complete == figure.units_expected:
            _sum_up(made, row, below, table, place)
    return made


def _follow(
    rule: Rule,
    cells: list[Held],
    rows: Sequence[int],
    given: Sequence[Sequence[Cell]],
    place: Place,
) -> None:
    """Put formulas in the place of a column's values in some rows, where they come to these."""
    written = rule.text.format(*(f"{place.letters[need]}%d" for need in rule.needs))
    width, first, comes_to = len(rule.needs), place.first, rule.value
    for row in rows:
        value = cells[row]
        beside = [column[row] for column in given]
        if value is None or None in beside or type(value) is str:
            continue
        try:
            follows = same(comes_to(*beside), value)  # type: ignore[arg-type]  # a number by now
        except ZeroDivisionError:
            continue
        if follows:
            cells[row] = Formula(written % ((first + row,) * width), value)  # type: ignore[arg-type]


def same(comes_to: float, value: float) -> bool:
    """Tell whether a formula comes to a value: whole numbers exactly, others within 1e-9."""
    if isinstance(value, int):
        return comes_to == value
    return abs(comes_to - value) <= _NEAR * max(1.0, abs(value))


def _sum_up(
    made: dict[str, list[Held]],
    row: int,
    below: Sequence[int],
    table: Mapping[str, Sequence[Cell]],
    place: Place,
) -> None:
    """Put sums of the parts in a row of an upper unit, where they are what it has."""
    for key in made.keys() & SUMMED:
        value, parts = table[key][row], take(table[key], below)
        if isinstance(made[key][row], Formula) or not isinstance(value, int | float):
            continue
        numbers = [part for part in parts if isinstance(part, int | float)]
        if len(numbers) == len(parts) and same(sum(numbers), value):
            text = sum_of_cells(place.letters[key], [place.first + part for part in below])
            made[key][row] = value if text is None else Formula(text, value)


def verdicts(
    figures: Sequence[Figure],
    gaps: Sequence[Cell],
    place: Place,
    said: Mapping[str, str],
) -> list[Held]:
    """Return the statuses in words (`said`), those that follow from the gap in people as a formula."""
    letter, made = place.letters["gap_people"], list[Held]()
    met, short = (said[status].replace('"', '""') for status in ("met", "short"))
    for row, (figure, gap) in enumerate(zip(figures, gaps, strict=True), start=place.first):
        status = said[figure.status]
        follows = isinstance(gap, int | float) and figure.status == ("met" if gap <= 0 else "short")
        text = f'IF({letter}{row}<=0,"{met}","{short}")'
        made.append(Formula(text, status) if follows else status)
    return made
