"""Find measures that are not what others add up to: all insured socially are insured compulsorily or voluntarily.

Where one part alone exceeds its total, that is said there (`component-exceeds-total`).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coverage_cli.indicator import Sum, added_up, written
from coverage_cli.model import Count, Finding, Observations
from coverage_cli.rules.partly_counted import above_partly_counted
from coverage_cli.rules.saying import finding_on


def check_components(observations: Observations, sums: Sequence[tuple[str, Sum]]) -> list[Finding]:
    """Return a finding for every measure that differs from the sum it is, exactly; `sums` are those of the profile."""
    findings = []
    for whole, terms in sums:
        if whole in observations.counts and all(term.measure in observations.counts for term in terms):
            off = _off(observations, whole, terms)
            findings += [_finding(observations, whole, terms, off)] if off else []
    return findings


def _off(observations: Observations, whole: str, terms: Sum) -> list[int]:
    """Return the units off, the lowest ones where there are any: what is above these follows from them."""
    totals, added = observations.counts[whole], added_up(terms, observations.counts)
    torn = above_partly_counted(observations, [whole, *(term.measure for term in terms)])
    off = [
        at
        for at, (total, parts) in enumerate(zip(totals, added, strict=True))
        if total is not None
        and parts is not None
        and total != parts
        and at not in torn
        and not _is_exceeded(observations, terms, at, total)
    ]
    lowest = [at for at in off if observations.units[at].leaf]
    return lowest or off


def _is_exceeded(observations: Observations, terms: Sum, at: int, total: Count) -> bool:
    return any((observations.counts[term.measure][at] or 0) > total for term in terms if term.sign > 0)


def _finding(observations: Observations, whole: str, terms: Sum, off: Sequence[int]) -> Finding:
    totals, added = observations.counts[whole], added_up(terms, observations.counts)
    differences = {at: Fraction(totals[at] or 0) - Fraction(added[at] or 0) for at in off}
    at = off[0]
    values = {
        "unit": observations.units[at].name,
        "whole": whole,
        "total": totals[at],
        "parts": written(terms),
        "sum": added[at],
        "difference": differences[at],
    }
    people = sum(int(abs(difference)) for difference in differences.values())
    return finding_on(observations, "components-differ", whole, off, values)._replace(severity="error", people=people)
