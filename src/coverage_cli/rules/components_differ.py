"""Find measures that are not what others add up to: all insured socially are insured compulsorily or voluntarily.

Where one part alone exceeds its total, that is said there (`component-exceeds-total`).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coverage_cli.findings import at_counts, finding
from coverage_cli.indicator import Sum, added_up, measures_in, written
from coverage_cli.model import Finding
from coverage_cli.rules.case import Case
from coverage_cli.rules.partly_counted import above_partly_counted


def judge(case: Case) -> list[Finding]:
    """Return an error for every measure that differs from the sum it is, exactly."""
    counts = case.observations.counts
    known = [
        (whole, terms)
        for whole, terms in case.profile.sums
        if {whole, *measures_in([terms])} <= counts.keys()
    ]
    found = ((whole, terms, _off(case, whole, terms)) for whole, terms in known)
    return [
        _finding(case, whole, terms, group)
        for whole, terms, off in found
        for group in case.apart("components-differ", off)
    ]


def _off(case: Case, whole: str, terms: Sum) -> list[int]:
    """Return the units off, the lowest ones where there are any: what is above these follows from them."""
    observations = case.observations
    pairs = enumerate(
        zip(observations.counts[whole], added_up(terms, observations.counts), strict=True)
    )
    differing = [
        at for at, (total, parts) in pairs if total != parts and None not in (total, parts)
    ]
    apart = (
        above_partly_counted(observations, [whole, *measures_in([terms])])
        if differing
        else frozenset()
    )
    added = [observations.counts[term.measure] for term in terms if term.sign > 0]
    off = [
        at
        for at in differing
        if at not in apart
        and max(counts[at] or 0 for counts in added) <= (observations.counts[whole][at] or 0)
    ]
    return [at for at in off if observations.units.leaves[at]] or off


def _finding(case: Case, whole: str, terms: Sum, off: Sequence[int]) -> Finding:
    observations, at = case.observations, off[0]
    totals, added = observations.counts[whole], added_up(terms, observations.counts)
    differences = [Fraction(totals[unit] or 0) - Fraction(added[unit] or 0) for unit in off]
    people = sum(int(abs(difference)) for difference in differences)
    return finding(
        "components-differ",
        at_counts(observations, whole, off)._replace(people=people),
        unit=observations.units[at].name,
        whole=whole,
        total=totals[at],
        parts=written(terms),
        sum=added[at],
        difference=differences[0],
    )
