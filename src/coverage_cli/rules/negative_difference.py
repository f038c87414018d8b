"""Find units where more is taken away than there is: more third doses than first ones."""

from __future__ import annotations

from coverage_cli.findings import at_counts, finding
from coverage_cli.indicator import Sum, added_up, written
from coverage_cli.model import Computed, Finding
from coverage_cli.rules.case import Case


def judge(case: Case, result: Computed) -> list[Finding]:
    """Return a warning for the numerator and for the denominator, where these are differences below zero."""
    sides = [terms for terms in (result.over, result.under) if any(term.sign < 0 for term in terms)]
    return [made for terms in sides for made in _below_zero(case, result, terms)]


def _below_zero(case: Case, result: Computed, terms: Sum) -> list[Finding]:
    observations = case.observations
    values = added_up(terms, observations.counts)
    off = [
        at for at, value in enumerate(values) if (value or 0) < 0 and observations.units.leaves[at]
    ]
    if not off:
        return []
    counts = [(term.sign, observations.counts[term.measure][off[0]] or 0) for term in terms]
    made = finding(
        "negative-difference",
        at_counts(observations, terms[0].measure, off),
        unit=observations.units[off[0]].name,
        indicator=result.indicator.id,
        sum=written(terms),
        taken=sum(count for sign, count in counts if sign < 0),
        of=sum(count for sign, count in counts if sign > 0),
    )
    return [made]
