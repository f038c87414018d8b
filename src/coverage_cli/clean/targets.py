"""A column's cells -> targets of the units: rates in percent, or counts of people; what is no target is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from coverage_cli.clean.attach import Pair, rate_near
from coverage_cli.clean.counts import Issue, read_counts
from coverage_cli.clean.notation import Style
from coverage_cli.clean.rates import FRACTION_LIMIT, Scale, read_rates
from coverage_cli.model import Column, Count, Quotient, Target, Value
from coverage_cli.patterns import pattern

HIGHEST_RATE = 150
"""A target rate beyond this, or of zero and less, is a mistake: no office plans for it."""
_SHORT = pattern(r"^\d{1,3}(?:\.\d{1,2})?$")
_MIXED_BELOW = 1.5
_MIXED_ABOVE = 20
_FEWEST = 0.2
"""A count as target lies between a fifth and five times the people it is the target of."""


class TargetColumn(NamedTuple):
    """A column read as targets, what was odd about it, and what made it a rate or a count."""

    values: list[Target | None]
    issues: list[Issue]
    kind: Literal["rate", "count"] | None
    decided_by: str


class Manner(NamedTuple):
    """How cells are to be read: what was told, and what the file's other columns do."""

    style: Style | None
    usual: Style | None
    percent: Scale | None
    scale: int = 1


def read_targets(
    cells: Sequence[Value], column: Column, pair: Pair | None, manner: Manner, at: tuple[int, Sequence[int | None]]
) -> TargetColumn:
    """Read a column's cells as the targets of units; `at` is the table's source and the units' 0-based rows."""
    source, rows = at
    # A column of rates need not be read as counts first.
    counts = read_counts([] if column.kind == "rate" else cells, manner.style, manner.usual, of_people=False)
    scaled = [None if value is None else value * manner.scale for value in counts.values]
    kind, decided_by = _kind(column, cells, (counts.values, scaled), pair, manner.scale)
    if kind is None:
        return TargetColumn([None] * len(cells), [], None, decided_by)
    if kind == "rate" and manner.percent is None and _may_be_shares(cells, pair):
        return TargetColumn([None] * len(cells), [], None, "fraction")
    if kind == "rate":
        read = read_rates(cells, manner.style, manner.usual, manner.percent, rate_near(pair))
        values = [None if rate is None else rate.value for rate in read.values]
        issues = read.issues + _impossible(values, cells)
    else:
        values = [None if value is None else _quotient(value) for value in scaled]
        issues = [issue for issue in counts.issues if issue.severity == "error"] + _not_whole(values, cells)
    is_new = bool(column.subject and column.subject.startswith("new_"))
    named: Literal["rate", "count", "new"] = "new" if is_new and kind == "count" else kind
    letter = column.letter
    targets = [
        None if value is None or row is None else Target(named, value, f"{letter}{row + 1}", source)
        for value, row in zip(values, rows, strict=True)
    ]
    return TargetColumn(targets, issues, kind, decided_by)


def _kind(
    column: Column,
    cells: Sequence[Value],
    read: tuple[Sequence[Count | None], Sequence[Count | None]],
    pair: Pair | None,
    manner_scale: int = 1,
) -> tuple[Literal["rate", "count"] | None, str]:
    """Tell rates from counts by the heading, else by their size beside the numerators.

    `read` are the cells as numbers, and as people.
    """
    values, people = read
    if column.kind == "rate":
        return "rate", "heading"
    if column.kind == "count" or (column.subject or "").startswith("new_"):
        return "count", "heading"
    if any(type(cell) is str and cell.strip().endswith("%") for cell in cells):
        return "rate", "a % sign"
    ratios = []
    if pair is not None:
        ratios = sorted(
            float(value) / float(over)  # a hint about magnitudes: no figure comes out of it
            for value, over in zip(people, pair.numerators, strict=True)
            if value is not None and over
        )
    if ratios and _FEWEST <= ratios[len(ratios) // 2] <= 1 / _FEWEST:
        return "count", "as large as the numerators"
    if not ratios and manner_scale != 1:
        return "count", "the unit line"
    given = [value for value in values if value is not None]
    if given and max(given) <= HIGHEST_RATE and (not ratios or ratios[-1] < _FEWEST):
        return "rate", "no value above 150"
    # 95.125 may be a rate or a count: beside numerators of another size it is not for us to say.
    return ("count", "values above 150") if given and min(given) > HIGHEST_RATE and not ratios else (None, "unclear")


def _may_be_shares(cells: Sequence[Value], pair: Pair | None) -> bool:
    """Tell whether 1 or 1.2 may be as many per cent or a hundred times that, with nothing beside it to tell."""
    if rate_near(pair) is not None or any(type(cell) is str and "%" in cell for cell in cells):
        return False
    texts = (str(cell).strip().replace(",", ".") for cell in cells if cell is not None)
    numbers = [float(text) for text in texts if _SHORT.match(text)]
    return bool(numbers) and 1 <= max(numbers) <= FRACTION_LIMIT


def _quotient(value: Count) -> Quotient:
    return Quotient(value.numerator, value.denominator)


def _impossible(values: list[Quotient | None], cells: Sequence[Value]) -> list[Issue]:
    """Take away rates no office would set, and fractions among points."""
    given = sorted(float(value) for value in values if value is not None)
    middle = given[len(given) // 2] if given else 0.0
    issues = []
    for at, value in enumerate(values):
        if value is None:
            continue
        if middle > _MIXED_ABOVE and 0 < float(value) <= _MIXED_BELOW:
            issues.append(Issue(at, "rate-scale-mixed", "", str(cells[at]), "error"))
            values[at] = None
        elif not 0 < value.over <= HIGHEST_RATE * value.under:
            issues.append(Issue(at, "bad-target", "", str(cells[at]), "error"))
            values[at] = None
    return issues


def _not_whole(values: list[Quotient | None], cells: Sequence[Value]) -> list[Issue]:
    """Take away counts that are no whole people."""
    issues = []
    for at, value in enumerate(values):
        if value is not None and value.under != 1:
            issues.append(Issue(at, "bad-target", "not-whole", str(cells[at]), "error"))
            values[at] = None
    return issues
