"""Find figures that cannot all be true: more insured than people, a part above its whole, one value copied down."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.indicator import Sum, added_up, written
from coverage_cli.model import Computed, Count, Finding, Observations, Quotient
from coverage_cli.project import Thresholds
from coverage_cli.rules.attainment import attainment_unlikely, coverage_unlikely
from coverage_cli.rules.in_no_sum import in_no_sum
from coverage_cli.rules.neighbours import unlike_neighbours
from coverage_cli.rules.over_100 import over_100
from coverage_cli.rules.partly_counted import above_partly_counted
from coverage_cli.rules.saying import finding_on
from coverage_cli.rules.taken_as_printed import taken_as_printed
from coverage_cli.rules.totals_among import totals_among

_USUAL = Thresholds()
_TRIVIAL = 10
"""Equal counts below this are no sign of copying."""


def check_relations(
    observations: Observations, computed: Sequence[Computed], places: int, thresholds: Thresholds = _USUAL
) -> list[Finding]:
    """Return findings on units above 100 %, zero denominators, swapped columns, verdicts that rounding would hide."""
    findings = [*unlike_neighbours(observations, computed, thresholds), *totals_among(observations, thresholds)]
    for result in computed:
        findings += attainment_unlikely(observations, result, thresholds)
        findings += coverage_unlikely(observations, result)
        findings += over_100(observations, result, thresholds)
        findings += in_no_sum(observations, result)
        findings += taken_as_printed(observations, result)
        findings += _negative_differences(observations, result)
        findings += _hidden_misses(observations, result, places)
        findings += _without_target(observations, result)
    return findings


def check_measures(
    observations: Observations, parts: Sequence[tuple[str, str]], thresholds: Thresholds = _USUAL
) -> list[Finding]:
    """Return findings on parts that exceed their whole and on values copied down a column.

    `parts` are measures with the measure each is a part of: the household members are among the health insured.
    """
    findings = []
    for part, whole in parts:
        if part in observations.counts and whole in observations.counts:
            findings += _exceeding(observations, part, whole)
    for measure in observations.counts:
        findings += _copied_down(observations, measure, thresholds.copied_down)
    return findings


def _negative_differences(observations: Observations, result: Computed) -> list[Finding]:
    """Find units where more is taken away than there is: more third doses than first ones."""
    sides = [terms for terms in (result.over, result.under) if any(term.sign < 0 for term in terms)]
    return [finding for terms in sides for finding in _negative(observations, result, terms)]


def _negative(observations: Observations, result: Computed, terms: Sum) -> list[Finding]:
    values = added_up(terms, observations.counts)
    off = [at for at, value in enumerate(values) if value is not None and value < 0 and observations.units[at].leaf]
    if not off:
        return []
    at = off[0]
    counts = [(term.sign, observations.counts[term.measure][at] or 0) for term in terms]
    said: dict[str, object] = {
        "unit": observations.units[at].name,
        "indicator": result.indicator.id,
        "sum": written(terms),
        "taken": sum(count for sign, count in counts if sign < 0),
        "of": sum(count for sign, count in counts if sign > 0),
    }
    return [finding_on(observations, "negative-difference", terms[0].measure, off, said)]


def _hidden_misses(observations: Observations, result: Computed, places: int) -> list[Finding]:
    """Say where a missed target would look reached after rounding (81.84998 against 81.85)."""
    findings = []
    for at, figure in zip(result.order, result.figures, strict=True):
        if figure.status != "short" or figure.target_kind != "rate" or not figure.coverage_pct or not figure.target_pct:
            continue
        seen, goal = figure.coverage_pct, figure.target_pct
        if not (only_looks_met(goal, seen, places) if result.indicator.lower else only_looks_met(seen, goal, places)):
            continue
        file, sheet = observations.origin(at)
        cell = observations.cell(result.measures[0], at)
        values = {
            "unit": figure.unit,
            "indicator": result.indicator.id,
            "coverage": figure.coverage_pct,
            "target": figure.target_pct,
            "gap": figure.gap_people,
        }
        findings.append(
            Finding("rounding-hides-miss", "info", values, file, sheet, (cell,) if cell else (), figure.unit)
        )
    return findings


def only_looks_met(coverage: Quotient, target: Quotient, places: int) -> bool:
    """Tell whether rounding would show a missed rate as reached.

    >>> only_looks_met(Quotient(19724700, 240986), Quotient(8185, 100), 2)
    True
    """
    missed = coverage.over * target.under < target.over * coverage.under
    return missed and coverage.rounded(places) >= target.rounded(places)


def _without_target(observations: Observations, result: Computed) -> list[Finding]:
    """Say which units lack a target where others have one."""
    pairs = list(zip(result.order, result.figures, strict=True))
    leaves = [(at, figure) for at, figure in pairs if observations.units[at].leaf]
    lacking = [at for at, figure in leaves if figure.target_kind is None]
    if not lacking or len(lacking) == len(leaves):
        return []
    values = {"unit": observations.units[lacking[0]].name, "indicator": result.indicator.id}
    finding = finding_on(observations, "no-target", result.measures[0], lacking, values)
    return [finding._replace(severity="info")]


def _exceeding(observations: Observations, part: str, whole: str) -> list[Finding]:
    parts, wholes = observations.counts[part], observations.counts[whole]
    torn = above_partly_counted(observations, [part, whole])
    off = [
        at
        for at, (small, large) in enumerate(zip(parts, wholes, strict=True))
        if small is not None and large is not None and small > large and at not in torn
    ]
    if not off:
        return []
    at = off[0]
    values = {
        "unit": observations.units[at].name,
        "part": part,
        "whole": whole,
        "part_count": parts[at],
        "whole_count": wholes[at],
        "whole_cell": observations.cell(whole, at) or "–",
    }
    return [finding_on(observations, "component-exceeds-total", part, off, values)._replace(severity="error")]


def _copied_down(observations: Observations, measure: str, longest: int) -> list[Finding]:
    """Find runs of equal counts in neighbouring rows."""
    values, places = observations.counts[measure], observations.places[measure]
    findings = []
    run: list[int] = []
    leaves = [at for at, unit in enumerate(observations.units) if unit.leaf]
    for at in [*leaves, -1]:
        if at >= 0 and run and _continues(values, places, run[-1], at):
            run.append(at)
            continue
        if len(run) >= longest:
            findings.append(_copied(observations, measure, run))
        run = [at] if at >= 0 and (values[at] or 0) >= _TRIVIAL else []
    return findings


def _continues(values: Sequence[Count | None], places: Sequence[tuple[int, int] | None], before: int, at: int) -> bool:
    here, there = places[at], places[before]
    follows = here is not None and there is not None and here[0] == there[0] and here[1] == there[1] + 1
    return follows and values[at] == values[before]


def _copied(observations: Observations, measure: str, run: Sequence[int]) -> Finding:
    first, last = (observations.cell(measure, at) for at in (run[0], run[-1]))
    values = {"value": observations.counts[measure][run[0]], "first": first, "last": last}
    return finding_on(observations, "copied-down", measure, run, values)
