"""Why nothing could be computed: an indicator, a numerator, a denominator that is missing, or columns rejected."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.figures import measures_of
from coverage_cli.grouping import first_where, take
from coverage_cli.indicator import Indicator, first_found, measures_in
from coverage_cli.locate import where_of
from coverage_cli.model import Column, Finding, Observations
from coverage_cli.pipeline.worked import Understood, Worked
from coverage_cli.roles import of_role


def nothing_computable(worked: Worked, findings: Sequence[Finding]) -> UnreadableInput:
    """Return the error that says what is missing: the indicator asked for, a numerator, or its denominator."""
    understood, profile, asked = (
        worked.understood,
        worked.context.profile,
        worked.context.job.choice.indicators,
    )
    observations = [settled.observations for settled in worked.periods]
    table, reading = understood.tables[0].table, understood.readings[0]
    where = where_of(table.grid)
    choices = tuple(f"{column.letter} '{column.name}'" for column in reading.columns if column.name)
    wanted = take(profile.indicators, asked) or list(profile.default_indicators.values())
    # One half that is there tells better what is missing than a list of all that might be.
    half = first_where(lambda at: any(measures_of(made, at) for made in observations), wanted)
    missing = {
        measure for at in wanted for measure in measures_in((*at.numerators, *at.denominators))
    }
    rejected = _rejected(understood, observations, missing, findings)
    whole = _whole_with(rejected, observations, wanted)
    if whole or half:
        lacked = whole or set(measures_in(half.denominators if half else ()))
        rejected = [pair for pair in rejected if pair[0].subject in lacked]
    if rejected:
        columns = tuple(f"{column.letter} '{column.name}'" for column, _ in rejected)
        reasons = tuple(finding for _, finding in rejected)
        return UnreadableInput(
            "columns-rejected", where=where, columns=columns, reasons=reasons, choices=choices
        )
    if half:
        return UnreadableInput(
            "no-denominator-column", where=where, measure=half.denominator, choices=choices
        )
    return UnreadableInput("no-numerator-column", where=where, choices=choices)


def _whole_with(
    rejected: Sequence[tuple[Column, Finding]],
    observations: Sequence[Observations],
    wanted: Sequence[Indicator],
) -> set[str]:
    """Return the measures of the first indicator that has columns for both its counts, were all of them readable."""
    located = {column.subject for column, _ in rejected if column.subject}
    located |= {measure for made in observations for measure in made.counts}
    for indicator in wanted:
        over, under = (
            first_found(indicator.numerators, located),
            first_found(indicator.denominators, located),
        )
        if over and under:
            return set(measures_in((over, under)))
    return set()


def _rejected(
    understood: Understood,
    observations: Sequence[Observations],
    measures: set[str],
    findings: Sequence[Finding],
) -> list[tuple[Column, Finding]]:
    """Return the columns of these measures that have no value left, each with the first finding that says why."""
    known = {measure for made in observations for measure in made.counts}
    rejected = []
    for dated, reading in zip(understood.tables, understood.readings, strict=True):
        grid = dated.table.grid
        for column in of_role(reading.columns, "measure"):
            if column.subject in measures - known:
                why = (
                    at
                    for at in findings
                    if at.severity == "error" and at.values.get("column") == column.name
                )
                rejected += [
                    (column, at) for at in why if (at.file, at.sheet) == (grid.file, grid.sheet)
                ][:1]
    return rejected
