"""Find one count that stands in several rows one below the other: a cell pulled down, probably.

Two rows alike in all of their counts are a row pulled down: no two places have as many people and as many insured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import eq

from coverage_cli.findings import at_counts, finding
from coverage_cli.grouping import places_where, take
from coverage_cli.model import Count, Finding
from coverage_cli.rules.case import Case

_FEWEST = 2
# Equal counts below this are no sign of copying.
_TRIVIAL = 10
# Two counts of so many people each are seldom both the same, unless they were rounded to so much.
_SELDOM = 500
_ROUND = 100


def judge(case: Case) -> list[Finding]:
    """Return a warning for each run of equal counts, measure by measure."""
    leaves = places_where(bool, case.observations.units.leaves)
    found = []
    for measure, counts in case.observations.counts.items():
        values = take(counts, leaves)
        if suspects(values, case.thresholds.copied_down):
            found += [_finding(case, measure, run) for run in _runs(case, measure, leaves)]
    return found or [_finding_of_rows(case, *pair) for pair in _alike(case, leaves)]


def _alike(case: Case, leaves: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the lowest units in rows one below the other that are alike in every count, two and more of them."""
    rows = case.observations.units.rows
    columns = [take(values, leaves) for values in case.observations.counts.values()]
    if not columns or not suspects(columns[0], _FEWEST):  # nearly every sheet ends here
        return
    told = list(zip(*columns, strict=True))
    for (first, second), (one, other) in zip(pairwise(leaves), pairwise(told), strict=True):
        is_below = rows[first] is not None and rows[second] == (rows[first] or 0) + 1
        if is_below and one == other and len({*one}) >= _FEWEST and all(map(_is_seldom, one)):
            yield first, second


def _is_seldom(count: Count | None) -> bool:
    return count is not None and count >= _SELDOM and count % _ROUND != 0


def suspects(values: Sequence[Count | None], longest: int) -> bool:
    """Tell whether so many values one after the other are equal, in whatever rows they stand."""
    return b"\1" * (longest - 1) in bytes(map(eq, values, values[1:]))


def _runs(case: Case, measure: str, leaves: Sequence[int]) -> Iterator[list[int]]:
    """Yield runs of the lowest units with one count in rows one below the other of one sheet."""
    counts, places = case.observations.counts[measure], case.observations.places[measure]

    def same_of(index_and_unit: tuple[int, int]) -> object:
        """Return what is the same for all of a run: the count, the sheet, the row less the place in the run."""
        index, at = index_and_unit
        place = places[at]
        return counts[at], (place[0], place[1] - index) if place else at

    for _, run in groupby(enumerate(leaves), key=same_of):
        units = [at for _, at in run]
        if len(units) >= case.thresholds.copied_down and (counts[units[0]] or 0) >= _TRIVIAL:
            yield units


def _finding(case: Case, measure: str, run: Sequence[int]) -> Finding:
    first, last = (case.observations.cell(measure, at) for at in (run[0], run[-1]))
    where = at_counts(case.observations, measure, run)
    return finding(
        "copied-down",
        where,
        value=case.observations.counts[measure][run[0]],
        first=first,
        last=last,
    )


def _finding_of_rows(case: Case, first: int, second: int) -> Finding:
    observations = case.observations
    measure = next(iter(observations.counts))
    names = (observations.units.names[at] for at in (first, second))
    values = dict(zip(("first", "last"), names, strict=True))
    return finding(
        "copied-down", at_counts(observations, measure, [first, second]), values, variant="rows"
    )
