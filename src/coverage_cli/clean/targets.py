"""A column's cells -> targets of the units: rates in percent, or counts of people; what is no target is said."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from coverage_cli.clean.aligned import each, middle, ratios_to
from coverage_cli.clean.attach import Pair, is_new, rate_near
from coverage_cli.clean.counts import Issue, read_counts
from coverage_cli.clean.notation import Style
from coverage_cli.clean.rates import FRACTION_LIMIT, Scale, read_rates
from coverage_cli.grouping import known
from coverage_cli.model import Column, Count, Quotient, Target, Value
from coverage_cli.patterns import pattern
from coverage_cli.records import NamedTuple

HIGHEST_RATE = 150
"""A target rate beyond this, or of zero and less, is a mistake: no office plans for it."""
# Where neither heading nor sign says rate, figures beyond this may as well be people: new ones, say.
_HIGHEST_UNSAID = 100
# So many points from the rate of today a target lies whose heading has words that were not understood.
_NEAR = 10
_BY_SIZE = "no value is too high"
_SHORT = pattern(r"^\d{1,3}(?:\.\d{1,2})?$")
# Among targets whose middle one is above 20 %, one of 1.5 and less was typed as a fraction.
_MIXED_BELOW = 1.5
_MIXED_ABOVE = 20
# A count as target lies between a fifth and five times the people it is the target of.
_FEWEST = 0.2


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
    cells: Sequence[Value],
    column: Column,
    pair: Pair | None,
    manner: Manner,
    at: tuple[int, Sequence[int | None]],
) -> TargetColumn:
    """Read a column's cells as the targets of units; `at` is the table's source and the units' 0-based rows."""
    counts = read_counts(cells, manner.style, manner.usual, of_people=False)
    people = each(lambda value: value * manner.scale, counts.values)
    kind, decided_by = _kind(
        column, cells, counts.values, ratios_to(people, pair.numerators) if pair else [], manner
    )
    if (
        decided_by == _BY_SIZE
        and column.unread
        and not column.told
        and not _is_near(counts.values, rate_near(pair))
    ):
        kind, decided_by = None, "unclear"
    if kind == "rate" and manner.percent is None and _may_be_shares(cells, pair):
        kind, decided_by = None, "fraction"
    if kind is None:
        return TargetColumn([None] * len(cells), [], None, decided_by)
    if kind == "rate":
        read = read_rates(cells, manner.style, manner.usual, manner.percent, rate_near(pair))
        values = each(lambda rate: rate.value, read.values)
        issues = read.issues
    else:
        values = each(lambda value: Quotient(value.numerator, value.denominator), people)
        issues = [issue for issue in counts.issues if issue.severity == "error"]
    issues += _taken_away(values, cells, kind)
    named: Literal["rate", "count", "new"] = "new" if is_new(column) and kind == "count" else kind
    source, rows = at
    letter = column.letter
    targets = each(
        lambda value, row: Target(named, value, f"{letter}{row + 1}", source), values, rows
    )
    return TargetColumn(targets, issues, kind, decided_by)


def _kind(
    column: Column,
    cells: Sequence[Value],
    values: Sequence[Count | None],
    ratios: Sequence[float],
    manner: Manner,
) -> tuple[Literal["rate", "count"] | None, str]:
    """Tell rates from counts by the heading, else by their size beside the numerators (`ratios`, in people)."""
    given: list[Count] = known(values)
    are_alike = bool(ratios) and _FEWEST <= middle(ratios) <= 1 / _FEWEST
    is_off = len(ratios) > 1 and not (are_alike or column.told or is_new(column))
    highest = HIGHEST_RATE if column.told else _HIGHEST_UNSAID
    are_low = bool(given) and max(given) <= highest
    are_high = bool(given) and min(given) > HIGHEST_RATE
    count: Literal["count"] | None = None if is_off else "count"
    size = "size" if is_off else ""
    # 95.125 may be a rate or a count: beside numerators of another size it is not for us to say.
    # The order is that of trust: what the heading says, a sign in the cells, then sizes alone.
    rules: Sequence[tuple[bool, Literal["rate", "count"] | None, str]] = (
        (column.kind == "rate", "rate", "heading"),
        (column.kind == "count" or is_new(column), count, size or "heading"),
        (
            any(type(cell) is str and cell.strip().endswith("%") for cell in cells),
            "rate",
            "a % sign",
        ),
        (are_alike, "count", "as large as the numerators"),
        (not ratios and manner.scale != 1, "count", "the unit line"),
        (are_low and (not ratios or ratios[-1] < _FEWEST), "rate", _BY_SIZE),
        (are_high and not ratios, "count", "values above 150"),
    )
    return next(((kind, why) for holds, kind, why in rules if holds), (None, "unclear"))


def _is_near(values: Sequence[Count | None], rate: Fraction | None) -> bool:
    """Tell whether values are about as high as the rates of today, as targets are whatever else their heading says."""
    given = sorted(value for value in values if value is not None)
    return rate is None or not given or abs(given[len(given) // 2] - rate) <= _NEAR


def _may_be_shares(cells: Sequence[Value], pair: Pair | None) -> bool:
    """Tell whether 1 or 1.2 may be as many per cent or a hundred times that, with nothing beside it to tell."""
    if rate_near(pair) is not None or any(type(cell) is str and "%" in cell for cell in cells):
        return False
    texts = (str(cell).strip().replace(",", ".") for cell in cells)
    numbers = [float(text) for text in texts if _SHORT.match(text)]
    return 1 <= max(numbers, default=0) <= FRACTION_LIMIT


def _taken_away(values: list[Quotient | None], cells: Sequence[Value], kind: str) -> list[Issue]:
    """Take away rates no office would set, fractions among points, and counts that are no whole people."""
    usual = middle(sorted(map(float, known(values))) or [0.0])
    issues = []
    for at, value in enumerate(values):
        found = None if value is None else _fault(value, kind, usual)
        if found:
            issues.append(Issue(at, *found, str(cells[at])))
            values[at] = None
    return issues


def _fault(value: Quotient, kind: str, usual: float) -> tuple[str, str] | None:
    """Return the code and variant of what is wrong with a target, None where nothing is."""
    if kind == "count":
        return None if value.under == 1 else ("bad-target", "not-whole")
    if usual > _MIXED_ABOVE and 0 < float(value) <= _MIXED_BELOW:
        return "rate-scale-mixed", ""
    return None if 0 < value.over <= HIGHEST_RATE * value.under else ("bad-target", "")
