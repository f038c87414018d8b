"""Find totals that went unrecognised among the lowest units: in every column of counts the sum of others.

One is the sum of all others, or of the rows right above or below it; or the rows fall into two parts that add up to the
same, as two breakdowns of one whole do. Nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from coverage_cli.checks.cells import ranges
from coverage_cli.checks.saying import finding_on, source_of_rule
from coverage_cli.model import Count, Finding, Observations
from coverage_cli.project import Thresholds

_FEWEST, _FEWEST_PARTS = 3, 5
"""Among fewer units none can be the sum of others; among few a city may be nearly that."""
_LEAST = 100
"""Smaller figures may be the sum of others by chance."""
_BEYOND, _LEAST_SHARE = 1000, 80
"""Among five units none has ten times as many people as all others; a total with a wrong cell has so many percent."""
Counts = tuple[Count, ...]


class _Rows(NamedTuple):
    """The lowest units of a table in their order, their figures in each distinct column, and the sums before each."""

    measure: str
    units: Sequence[int]
    counts: Sequence[Counts]
    sums: Sequence[Counts]


def totals_among(observations: Observations, thresholds: Thresholds) -> list[Finding]:
    """Return a warning for each unit that is the sum of others, and for a second breakdown of the same people."""
    findings = []
    for rows in _tables(observations):
        alike = [at for at in range(len(rows.units)) if _is_like_all(rows, at, thresholds.as_all_others)]
        findings += [_like_all(observations, rows, at, thresholds) for at in alike]
        runs = ((at, run) for at in range(len(rows.units)) if at not in alike and (run := _run_beside(rows, at)))
        findings += [_said(observations, rows, at, run, "as-sum") for at, run in runs]
        half = next(
            (at for at in range(2, len(rows.units) - 1) if _plus(rows.sums[at], rows.sums[at]) == rows.sums[-1]), 0
        )
        findings += [_said(observations, rows, half, range(half, len(rows.units)), "twice")] if half else []
    return findings


def _tables(observations: Observations) -> Iterator[_Rows]:
    """Yield the units table by table, where two columns of counts and more are not confirmed by a printed total."""
    columns = {tuple(counts): measure for measure, counts in observations.counts.items() if any(counts)}
    sources: dict[int, list[int]] = {}
    for at, unit in enumerate(observations.units):
        place = next((place for places in observations.places.values() if (place := places[at])), None)
        if at and unit.leaf and place:
            sources.setdefault(place[0], []).append(at)
    for units in sources.values() if len(columns) > 1 else ():
        counts = [tuple(column[at] or 0 for column in columns) for at in units]
        zero: Counts = (0,) * len(columns)
        sums = list(accumulate(counts, _plus, initial=zero))
        if len(units) >= _FEWEST and sums[-1] != tuple(column[0] for column in columns):
            yield _Rows(next(iter(columns.values())), units, counts, sums)


def _plus(one: Counts, other: Counts) -> Counts:
    return tuple(map(sum, zip(one, other, strict=True)))


def _is_like_all(rows: _Rows, at: int, percent: int) -> bool:
    """Tell whether a unit weighs as much as all others together in one column, and nearly so in each.

    A city may well have more people than all towns beside it.
    """
    own, total = rows.counts[at], rows.sums[-1]
    if min(own) < _LEAST or any(
        2 * count < _LEAST_SHARE * total_count // 100 for count, total_count in zip(own, total, strict=True)
    ):
        return False
    others = [total_count - count for count, total_count in zip(own, total, strict=True)]
    shares = [100 * Fraction(count) / (other or 1) for count, other in zip(own, others, strict=True)]
    if len(rows.units) < _FEWEST_PARTS:
        return own == tuple(others)
    is_near = any(percent <= share <= 200 - percent for share in shares)
    return (is_near and min(shares) >= _LEAST_SHARE) or min(shares) > _BEYOND


def _run_beside(rows: _Rows, at: int) -> range | None:
    """Return the rows right above or below one that add up to it in every column, two at least."""
    own, before, after = rows.counts[at], rows.sums[at], rows.sums[at + 1]
    if min(own) < _LEAST:
        return None
    for first in range(at - 2, -1, -1):
        if before[0] - rows.sums[first][0] >= own[0]:
            if _plus(rows.sums[first], own) == before:
                return range(first, at)
            break
    for last in range(at + 3, len(rows.sums)):
        if rows.sums[last][0] - after[0] >= own[0]:
            return range(at + 1, last) if _plus(after, own) == rows.sums[last] else None
    return None


def _like_all(observations: Observations, rows: _Rows, at: int, thresholds: Thresholds) -> Finding:
    values = {
        "unit": observations.units[rows.units[at]].name,
        "others": len(rows.units) - 1,
        "threshold": thresholds.as_all_others,
        "source": source_of_rule("as_all_others", thresholds),
    }
    return finding_on(observations, "unlike-neighbours", rows.measure, [rows.units[at]], values)._replace(
        variant="as-all"
    )


def _said(observations: Observations, rows: _Rows, at: int, run: Sequence[int], variant: str) -> Finding:
    """Say which rows a unit is the sum of, or which rows add up to what all others do."""
    places = [(observations.places[rows.measure][unit], unit) for unit in (rows.units[row] for row in run)]
    column = {
        source: column.index for (source, measure), column in observations.columns.items() if measure == rows.measure
    }
    cells = [(*place, column[place[0]]) for place, _ in places if place and place[0] in column]
    home = cells[0][0] if cells else None
    values = {
        "unit": observations.units[rows.units[at]].name,
        "others": len(run),
        "cells": ranges(cells, observations.origins, home),
    }
    finding = finding_on(observations, "unlike-neighbours", rows.measure, [rows.units[at]], values)
    return finding._replace(variant=variant)
