"""Histories of counts written as Python lists, for the tests of the rules over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.model import Count, Finding, column_letter
from coverage_cli.project import Thresholds
from coverage_cli.rules.history import History, Known, Spot
from coverage_cli.rules.over_time import check_history

Series = Sequence[Count | None]


def months(count: int, start: str = "2024-01") -> tuple[str, ...]:
    """Return so many months in a row."""
    first = 12 * int(start[:4]) + int(start[5:]) - 1
    return tuple(f"{at // 12}-{at % 12 + 1:02d}" for at in range(first, first + count))


def history(
    counts: Mapping[str, Series] | Mapping[str, Mapping[str, Series]],
    periods: Sequence[str] = (),
    *,
    told: Sequence[int] | None = None,
    parents: Mapping[str, str] = {},
    members: Sequence[Sequence[str]] = (),
    listed: bool = False,
) -> History:
    """Return a history: {unit: counts} of the health insured, or {measure: {unit: counts}}.

    Units stand under the whole, or under the district that `parents` name. The cell of a value is its period's column
    (A the first) and its unit's row. `members` names the units that each period speaks of, if not all.
    """
    nested = all(isinstance(value, Mapping) for value in counts.values())
    measures: Mapping[str, Mapping[str, Series]] = counts if nested else {"health_insured": counts}  # type: ignore[assignment]
    names = list(dict.fromkeys(unit for units in measures.values() for unit in units))
    uppers = ["Whole", *dict.fromkeys(parents.values())]
    size = max(len(series) for units in measures.values() for series in units.values())
    periods = tuple(periods) or months(size)
    known = [Known(upper, None if at == 0 else 0, leaf=False) for at, upper in enumerate(uppers)]
    known += [Known(name, uppers.index(parents.get(name, "Whole")), leaf=True) for name in names]
    blank = [None] * size
    return History(
        periods=periods,
        told=frozenset(range(size) if told is None else told),
        units=tuple(known),
        counts={
            measure: [*[blank] * len(uppers), *(list(units.get(name, blank)) for name in names)]
            for measure, units in measures.items()
        },
        spot=lambda measure, unit, period: Spot(
            "h.xlsx", "T", f"{column_letter(period)}{unit}", measure
        ),
        denominators=frozenset({"population", "labour_force"}),
        flows=frozenset(measure for measure in measures if measure.startswith("new_")),
        members=[
            frozenset(len(uppers) + names.index(name) for name in own)
            for own in members or [names] * size
        ],
        listed=listed,
    )


def said(made: History, *codes: str, **thresholds: object) -> list[Finding]:
    """Return the findings on a history, of these codes alone."""
    found = check_history(made, Thresholds(**thresholds))  # type: ignore[arg-type]
    return [finding for finding in found if finding.code in codes or not codes]
