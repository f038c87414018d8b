"""Compare printed subtotals and totals with the sum of their parts; both cells are named, nothing is corrected."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.model import Count, Finding, Observations


def check_sums(observations: Observations, *, printed_used: bool = False) -> list[Finding]:
    """Return a finding for every printed total that differs from its parts.

    A total is compared where all its parts are readable, or where the readable ones already exceed it. `printed_used`
    tells that the printed figures are reported, not the sums.
    """
    findings: list[Finding] = []
    uppers = [at for at, unit in enumerate(observations.units) if not unit.leaf]
    for measure, values in observations.counts.items():
        if all(values[at] is None for at in uppers):
            continue
        lowest = _lowest(observations, values)
        for at, (parts, sums, complete) in enumerate(_sums(observations, values)):
            printed = values[at]
            if printed is not None and printed == lowest[at]:
                continue  # a subtotal below is wrong, and said there
            if printed is None or not parts or observations.units[at].row is None:
                continue
            if (complete and sums != printed) or (not complete and sums > printed):
                found = _finding(observations, measure, at, (sums, printed), parts)
                findings.append(found._replace(variant="printed") if printed_used else found)
    return findings


def _lowest(observations: Observations, values: Sequence[Count | None]) -> list[Count | None]:
    """Return for every unit the sum over the lowest units at or below it, None where one is not readable."""
    sums: list[Count | None] = [
        value if unit.leaf else 0 for unit, value in zip(observations.units, values, strict=True)
    ]
    for at in range(len(sums) - 1, 0, -1):
        parent = observations.units[at].parent
        if parent is not None:
            above, own = sums[parent], sums[at]
            sums[parent] = None if above is None or own is None else above + own
    return sums


def _sums(observations: Observations, values: Sequence[Count | None]) -> list[tuple[list[int], Count, bool]]:
    """Return for every unit its parts, their sum, and whether all are readable; a part without a row is a sum."""
    units = observations.units
    parts: list[list[int]] = [[] for _ in units]
    sums: list[Count] = [0] * len(units)
    complete = [True] * len(units)
    for at in range(len(units) - 1, -1, -1):
        parent = units[at].parent
        own = values[at]
        if parent is None:
            continue
        readable = own is not None or (bool(parts[at]) and complete[at])
        amount = own if own is not None else sums[at]
        parts[parent].append(at)
        sums[parent] += amount
        complete[parent] = complete[parent] and readable
    some = [any(values[part] is not None or parts[part] for part in group) for group in parts]
    return [
        (group if is_some else [], total, whole)
        for group, total, whole, is_some in zip(parts, sums, complete, some, strict=True)
    ]


def _with_rows(observations: Observations, measure: str, parts: Sequence[int]) -> list[int]:
    """Return the parts that a row prints, in the order of the rows; of a part without one those below it."""
    below = set(parts)
    rows: dict[int, tuple[int, int]] = {}
    for at, unit in enumerate(observations.units):
        place = observations.places[measure][at]
        if at in below and place is not None:
            rows[at] = place
        elif at in below or (unit.parent in below and unit.parent not in rows):
            below.add(at)
            if place is not None:
                rows[at] = place
    return sorted(rows, key=lambda at: rows[at])


def _finding(
    observations: Observations, measure: str, at: int, amounts: tuple[Count, Count], parts: Sequence[int]
) -> Finding:
    sums, printed = amounts
    known = [cell for part in _with_rows(observations, measure, parts) if (cell := observations.cell(measure, part))]
    own = observations.cell(measure, at)
    place = observations.places[measure][at]
    file, sheet = observations.origins[place[0]] if place else observations.origin(at)
    column = next((column.name for (_, name), column in observations.columns.items() if name == measure), measure)
    values = {
        "unit": observations.units[at].name,
        "column": column,
        "printed": printed,
        "sum": sums,
        "difference": printed - sums,
        "parts": len(parts),
        "first": known[0] if known else "–",
        "last": known[-1] if known else "–",
    }
    both = tuple(cell for cell in (own, *known[:1], *known[-1:]) if cell)
    people = int(max(printed - sums, sums - printed))
    unit = observations.units[at].name
    return Finding("total-mismatch", "error", values, file, sheet, both, unit, people=people)
