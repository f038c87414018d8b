"""Find totals that went unrecognised among the lowest units: in every column of counts the sum of others.

One is the sum of all others, or of the rows right above or below it; or the rows fall into two parts that add up to the
same, as two breakdowns of one whole do. Nothing is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from coverage_cli.findings import at_counts, finding
from coverage_cli.grouping import first_where, places_where
from coverage_cli.model import Count, Finding, Observations
from coverage_cli.project import Thresholds
from coverage_cli.records import NamedTuple
from coverage_cli.rules.cells import ranges
from coverage_cli.rules.saying import source_of_rule

# Among fewer units none can be the sum of others; among few a city may be nearly that.
_FEWEST, _FEWEST_PARTS = 3, 5
# Smaller figures may be the sum of others by chance.
_LEAST = 100
# Among five units none has ten times as many people as all others; a total with a wrong cell has so many percent.
_BEYOND, _LEAST_SHARE = 1000, 80


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
        alike = [at for at in heavy(rows) if _is_like_all(rows, at, thresholds.as_all_others)]
        findings += [_like_all(observations, rows, at, thresholds) for at in alike]
        for at in beside_sums(rows):
            run = None if at in alike else _run_beside(rows, at)
            findings += [_sum_of_rows(observations, rows, at, run, "as-sum")] if run else []
        half = _half(rows)
        findings += (
            [_sum_of_rows(observations, rows, half, range(half, len(rows.units)), "twice")]
            if half
            else []
        )
    return findings


def _tables(observations: Observations) -> Iterator[_Rows]:
    """Yield the units table by table, where two columns of counts and more are not confirmed by a printed total."""
    columns = {
        tuple(counts): measure for measure, counts in observations.counts.items() if any(counts)
    }
    for units in _by_source(observations) if len(columns) > 1 else ():
        known = [[column[at] or 0 for at in units] for column in columns]
        sums = [list(accumulate(counts, initial=0)) for counts in known]
        if len(units) >= _FEWEST and [of[-1] for of in sums] != [column[0] for column in columns]:
            yield _Rows(next(iter(columns.values())), units, known, sums)


def _by_source(observations: Observations) -> list[list[int]]:
    """Return the lowest units of each table; a unit is of the table that its first count is printed in."""
    first: dict[int, int] = {}
    for places in {
        id(places): places for places in reversed(list(observations.places.values()))
    }.values():
        first |= {at: place[0] for at, place in enumerate(places) if place}
    sources: dict[int, list[int]] = {}
    for at in observations.units.lowest:
        if at in first:
            sources.setdefault(first[at], []).append(at)
    return list(sources.values())


def heavy(rows: _Rows) -> list[int]:
    """Return the units that may be like all others: none weighs less than this in the first column."""
    least = _LEAST_SHARE * rows.sums[0][-1] // 100
    return places_where(lambda count: 2 * count >= least, rows.columns[0])


def beside_sums(rows: _Rows) -> list[int]:
    """Return the units that a run right above or below may add up to, by the first column's running sums."""
    sums, counts = rows.sums[0], rows.columns[0]
    reached = set(sums)
    counted = enumerate(zip(counts, sums, sums[1:], strict=False))
    return [
        at
        for at, (count, before, after) in counted
        if before - count in reached or after + count in reached
    ]


def _is_like_all(rows: _Rows, at: int, percent: int) -> bool:
    """Tell whether a unit weighs as much as all others together in one column, and nearly so in each.

    A city may well have more people than all towns beside it.
    """
    own = [counts[at] for counts in rows.columns]
    others = [sums[-1] - count for count, sums in zip(own, rows.sums, strict=True)]
    if min(own) < _LEAST:
        return False
    # Among few units a city may have nearly as many people as all others: only exactly as many are odd.
    if len(rows.units) < _FEWEST_PARTS:
        return own == others
    shares = [
        100 * Fraction(count) / (other or 1) for count, other in zip(own, others, strict=True)
    ]
    is_near = any(percent <= share <= 200 - percent for share in shares)
    return (is_near and min(shares) >= _LEAST_SHARE) or min(shares) > _BEYOND


def _run_beside(rows: _Rows, at: int) -> range | None:
    """Return the rows right above or below one that add up to it in every column, two at least."""
    sums, own = rows.sums[0], rows.columns[0][at]
    # Small figures add up to one another by chance.
    if min(counts[at] for counts in rows.columns) < _LEAST:
        return None
    first = first_where(lambda first: sums[at] - sums[first] >= own, range(at - 2, -1, -1), at)
    last = first_where(
        lambda last: sums[last] - sums[at + 1] >= own, range(at + 3, len(sums)), at + 1
    )
    return first_where(
        lambda run: run and _is_sum(rows, at, run), (range(first, at), range(at + 1, last))
    )


def _is_sum(rows: _Rows, at: int, run: range) -> bool:
    """Tell whether a run adds up to a unit in every column."""
    columns = zip(rows.columns, rows.sums, strict=True)
    return all(sums[run.stop] - sums[run.start] == counts[at] for counts, sums in columns)


def _half(rows: _Rows) -> int | None:
    """Return the row from which on the rows come to just what those above them come to in every column."""
    is_middle = [2 * running == rows.sums[0][-1] for running in rows.sums[0]]
    halves = (at for at in range(2, len(rows.units) - 1) if is_middle[at])
    return first_where(lambda at: all(2 * sums[at] == sums[-1] for sums in rows.sums), halves)


def _like_all(observations: Observations, rows: _Rows, at: int, thresholds: Thresholds) -> Finding:
    return finding(
        "unlike-neighbours",
        at_counts(observations, rows.measure, [rows.units[at]]),
        variant="as-all",
        unit=observations.units[rows.units[at]].name,
        others=len(rows.units) - 1,
        threshold=thresholds.as_all_others,
        source=source_of_rule("as_all_others", thresholds),
    )


def _sum_of_rows(
    observations: Observations, rows: _Rows, at: int, run: Sequence[int], variant: str
) -> Finding:
    """Say which rows a unit is the sum of, or which rows add up to what all others do."""
    places = [observations.places[rows.measure][rows.units[row]] for row in run]
    columns = {
        source: column.index
        for (source, name), column in observations.columns.items()
        if name == rows.measure
    }
    cells = [(*place, columns[place[0]]) for place in places if place and place[0] in columns]
    return finding(
        "unlike-neighbours",
        at_counts(observations, rows.measure, [rows.units[at]]),
        variant=variant,
        unit=observations.units[rows.units[at]].name,
        others=len(run),
        cells=ranges(cells, observations.origins, cells[0][0] if cells else None),
    )
