"""The lists that a job names besides its inputs, and what they give to a period's observations.

Loaded only where a list is named: populations, targets, the units expected, each of its own file or of a column of the
inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.errors import UsageFault
from coverage_cli.figures import measures_of
from coverage_cli.grouping import take
from coverage_cli.model import Finding, Observations, Table
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.lists import Lists, Use, own_columns, parse_address, pick, read_list
from coverage_cli.pipeline.understand import understand
from coverage_cli.profiles import GENERAL
from coverage_cli.project import Told
from coverage_cli.units.given import expect, give_counts, give_targets


def lists_of(
    context: Context, tables: Sequence[Table], reported: Sequence[Observations]
) -> dict[str, Lists]:
    """Read the lists a job names: populations, targets, the units expected; a further one by its name."""
    job, base = context.job, context.profile.base
    lists: dict[str, Lists] = {}
    first_source = len(tables)
    years = {made.period[:4] for made in reported if made.period}
    # A list headed "Quý II" alone is of the report's year, if that is one.
    plain = Use(year=years.pop() if len(years) == 1 else None, told=_told_by_heading(tables))
    people = plain._replace(measure=base)
    goals = plain._replace(goals_of=_only_measure(context, reported))
    for name, address, use in (
        (
            "population",
            job.population,
            people._replace(column=_only_in_list(job.told, base, tables)),
        ),
        (
            "targets",
            job.targets_file,
            goals._replace(column=_only_in_list(job.told, "target", tables)),
        ),
        ("expect", job.expect, _roster(plain, reported)),
        *((f"population={name}", address, people) for name, address in job.further_populations),
        *((f"targets={name}", address, goals) for name, address in job.further_targets),
    ):
        if address and not parse_address(address).file and use.measure:
            lists[name] = _own_column(address, use.measure, context)
        elif address:
            lists[name] = read_list(address, use, context, first_source)
            first_source += len(lists[name].tables)
    if job.lock and not job.expect:
        from coverage_cli.pipeline.lock import roster_of  # only a layout lock needs it

        lists["expect"] = Lists((roster_of(job.lock),), (), ())
    return lists


def _roster(plain: Use, reported: Sequence[Observations]) -> Use:
    names = frozenset(made.units.names[at] for made in reported for at in made.units.lowest)
    return plain._replace(names_alone=True, year=None, reported=names)


def _told_by_heading(tables: Sequence[Table]) -> Told:
    """Return the told columns of units, upper units and codes by their headings, as a list may have them, too."""
    names: dict[str, str] = {}
    for column in tables[0].columns:
        if column.told and column.role in ("unit", "parent", "code"):
            names[column.role] = (
                f"{names[column.role]}+{column.name}" if column.role in names else column.name
            )
    return Told(**names)  # type: ignore[arg-type]  # texts all


def _only_in_list(told: Told, measure: str, tables: Sequence[Table]) -> str | None:
    """Return the told column of a measure (or of the targets) that no table of the inputs has."""
    name = told.target_column if measure == "target" else told.measures.get(measure)
    columns = (column for table in tables for column in table.columns if column.told)
    there = any(
        (column.role if measure == "target" else column.subject) == measure for column in columns
    )
    return None if there else name


def _only_measure(context: Context, reported: Sequence[Observations]) -> str:
    """Return the measure that targets without a word of their own must speak of, "" where there are several."""
    job, profile = context.job, context.profile
    if GENERAL in job.told.measures:
        return GENERAL
    asked = take(profile.indicators, job.choice.indicators) or profile.default_indicators.values()
    found = {
        indicator.subject for at in reported for indicator in asked if measures_of(at, indicator)
    }
    # A named indicator goes before people whom no heading names, as it does everywhere.
    named = found - {GENERAL} or found
    return named.pop() if len(named) == 1 else ""


def _own_column(address: str, measure: str, context: Context) -> Lists:
    """Read the inputs once more with another column for a measure: `!C`, or `#Sheet!C`."""
    place, job = parse_address(address), context.job
    if place.column is None:
        raise UsageFault("list-without-file", value=address)
    told = job.told._replace(
        measures={**job.told.measures, measure: place.column}, sheet=place.sheet or job.told.sheet
    )
    # Lock and project file are held against the first reading; this second one must say nothing again.
    context = context._replace(job=job._replace(told=told, lock=None, project=None))
    readings = understand(context).readings
    return own_columns([made for reading in readings for made in reading.observations], context)


def with_lists(
    observations: Observations, context: Context, lists: Mapping[str, Lists]
) -> tuple[Observations, list[Finding]]:
    """Give the observations what the lists have."""
    job, base, type_words = context.job, context.profile.base, context.vocabulary.kinds
    findings: list[Finding] = []
    if "population" in lists:
        theirs, more = pick(
            lists["population"].observations, observations.period, base, job.population or ""
        )
        given = give_counts(observations, theirs, [base], type_words)
        observations, findings = given.observations, [*findings, *more, *given.findings]
    if "targets" in lists:
        theirs, more = pick(
            lists["targets"].observations, observations.period, "targets", job.targets_file or ""
        )
        given = give_targets(
            observations, theirs, type_words, blank_is_none=lists["targets"].is_own
        )
        observations, findings = given.observations, [*findings, *more, *given.findings]
    if "expect" in lists:
        expected, is_roster = lists["expect"].observations[-1], job.expect is not None
        given = expect(observations, expected, type_words, is_roster=is_roster)
        observations, findings = given.observations, [*findings, *given.findings]
    return observations, findings
