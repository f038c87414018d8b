"""Find totals that went unrecognised among the lowest units: in every column of counts the sum of others.

One is the sum of all others, or of the rows right above or below it; or the rows fall into two parts that add up to the
same, as two breakdowns of one whole do. Nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from coverage_cli.model import Count, Finding, Observations
from coverage_cli.project import Thresholds
from coverage_cli.rules.cells import ranges
from coverage_cli.rules.saying import finding_on, source_of_rule

_FEWEST, _FEWEST_PARTS = 3, 5
"""Among fewer units none can be the sum of others; among few a city may be nearly that."""
_LEAST = 100
"""Smaller figures may be the sum of others by chance."""
_BEYOND, _LEAST_SHARE = 1000, 80
"""Among five units none has ten times as many people as all others; a total with a wrong cell has so many percent."""


class _Rows(NamedTuple):
    """The lowest units of a table in their order, the distinct columns of their figures, and these' running sums."""

    measure: str
    units: Sequence[int]
    columns: Sequence[Sequence[Count]]
    sums: Sequence[Sequence[Count]]


def totals_among(observations: Observations, thresholds: Thresholds) -> list[Finding]:
    """Return a warning for each unit that is the sum of others, and for a second breakdown of the same people."""
    findings = []
    for rows in _tables(observations):
        alike = [at for at in _heavy(rows) if _is_like_all(rows, at, thresholds.as_all_others)]
        findings += [_like_all(observations, rows, at, thresholds) for at in alike]
        runs = ((at, run) for at in _beside_sums(rows) if at not in alike and (run := _run_beside(rows, at)))
        findings += [_said(observations, rows, at, run, "as-sum") for at, run in runs]
        halves = (at for at in range(2, len(rows.units) - 1) if 2 * rows.sums[0][at] == rows.sums[0][-1])
        half = next((at for at in halves if all(2 * sums[at] == sums[-1] for sums in rows.sums)), 0)
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
        known = [[column[at] or 0 for at in units] for column in columns]
        sums = [list(accumulate(counts, initial=0)) for counts in known]
        if len(units) >= _FEWEST and [of[-1] for of in sums] != [column[0] for column in columns]:
            yield _Rows(next(iter(columns.values())), units, known, sums)


def _heavy(rows: _Rows) -> list[int]:
    """Return the units that may be like all others: none weighs less than this in the first column."""
    counts = rows.columns[0]
    least = _LEAST_SHARE * rows.sums[0][-1] // 100
    return [at for at, count in enumerate(counts) if 2 * count >= least]


def _beside_sums(rows: _Rows) -> list[int]:
    """Return the units that a run right above or below may add up to, by the first column's running sums."""
    sums = rows.sums[0]
    reached = set(sums)
    counted = enumerate(zip(rows.columns[0], sums, sums[1:], strict=False))
    return [at for at, (count, before, after) in counted if before - count in reached or after + count in reached]


def _is_like_all(rows: _Rows, at: int, percent: int) -> bool:
    """Tell whether a unit weighs as much as all others together in one column, and nearly so in each.

    A city may well have more people than all towns beside it.
    """
    own = [counts[at] for counts in rows.columns]
    total = [sums[-1] for sums in rows.sums]
    if min(own) < _LEAST or any(
        2 * count < _LEAST_SHARE * total_count // 100 for count, total_count in zip(own, total, strict=True)
    ):
        return False
    others = [total_count - count for count, total_count in zip(own, total, strict=True)]
    shares = [100 * Fraction(count) / (other or 1) for count, other in zip(own, others, strict=True)]
    if len(rows.units) < _FEWEST_PARTS:
        return own == others
    is_near = any(percent <= share <= 200 - percent for share in shares)
    return (is_near and min(shares) >= _LEAST_SHARE) or min(shares) > _BEYOND


def _run_beside(rows: _Rows, at: int) -> range | None:
    """Return the rows right above or below one that add up to it in every column, two at least."""
    sums, own = rows.sums[0], rows.columns[0][at]
    if min(counts[at] for counts in rows.columns) < _LEAST:
        return None
    first = next((first for first in range(at - 2, -1, -1) if sums[at] - sums[first] >= own), None)
    if first is not None and _is_sum(rows, at, range(first, at)):
        return range(first, at)
    last = next((last for last in range(at + 3, len(sums)) if sums[last] - sums[at + 1] >= own), None)
    run = range(at + 1, last or 0)
    return run if run and _is_sum(rows, at, run) else None


def _is_sum(rows: _Rows, at: int, run: range) -> bool:
    """Tell whether a run adds up to a unit in every column."""
    columns = zip(rows.columns, rows.sums, strict=True)
    return all(sums[run.stop] - sums[run.start] == counts[at] for counts, sums in columns)


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
