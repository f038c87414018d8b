"""What a template asks for: the units that report, the counts of the indicators, headings that will be understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from coverage_cli.datafiles import read_data
from coverage_cli.errors import UsageFault
from coverage_cli.indicator import Indicator, first_found, measures_in
from coverage_cli.locate import locate
from coverage_cli.model import Count, Grid, Observations, Units
from coverage_cli.periods import in_time
from coverage_cli.pipeline import Context, context_of
from coverage_cli.pipeline.lists import Use, read_list
from coverage_cli.profiles import GENERAL
from coverage_cli.project import Job, Told
from coverage_cli.records import NamedTuple
from coverage_cli.units.given import give_counts
from coverage_cli.words import Words

# Headings are tried over a column of two units, each with a figure that is no year, no rate and no numbering.
_TRIED = (("Alta", 4003.0), ("Bona", 5007.0))


class Plan(NamedTuple):
    """A template's units and indicators, the heading of each measure, and the counts that are known already."""

    units: Units
    indicators: tuple[Indicator, ...]
    headings: Mapping[str, str]
    given: Mapping[str, Sequence[Count | None]] = {}

    def within(self, unit: str, level: str) -> Plan:
        """Return the plan of the units of that name and level with all that stands below them."""
        units = self.units
        named = zip(units.names, units.levels, strict=True)
        tops = [at for at, told in enumerate(named) if told == (unit, level)]
        kept = sorted({*tops, *(below for at in tops for below in units.below(at))})
        own = units.replace(
            parents=[None if at in tops else up for at, up in enumerate(units.parents)]
        )
        given = {name: [values[at] for at in kept] for name, values in self.given.items()}
        return self._replace(units=own.take(kept), given=given)


def plan_of(job: Job, words: Words) -> Plan:
    """Return what a job's template asks for.

    Units are those of the input, else of the list who should report, else of the layout lock. Raises `UsageFault`
    where there is none of these, or an indicator has no heading that would be understood.
    """
    context = context_of(job)
    listed = _listed(job, context)
    indicators = _indicators(job, context, listed)
    measures = list(dict.fromkeys(name for one in indicators for name in _measures(one, listed)))
    headings = {name: _heading(name, words, context) for name in measures}
    given = _given(job, context, listed)
    ordered = given.units.reading_order
    counts = {
        name: [given.counts[name][at] for at in ordered]
        for name in given.counts
        if name in measures
    }
    return Plan(given.units.take(ordered), tuple(indicators), headings, counts)


def _listed(job: Job, context: Context) -> Observations:
    """Return the units that are to report; of several months those of the last one."""
    if len(job.inputs) > 1:
        raise UsageFault("template-of-several", count=len(job.inputs))
    source = next(iter(job.inputs), None) or job.expect
    if source is None and job.lock:
        from coverage_cli.pipeline.lock import roster_of

        return roster_of(job.lock)
    if source is None:
        raise UsageFault("template-without-units")
    use = Use(names_alone=True, told=job.told)
    made = read_list(source, use, context, 0).observations
    return max(made, key=lambda one: in_time(one.period) if one.period else (0, 0, 0))


def _indicators(job: Job, context: Context, listed: Observations) -> list[Indicator]:
    """Return the indicators asked for, else those that the input has the counts of, else the profile's first one."""
    known = context.profile.asked(job.choice.indicators)
    if job.choice.indicators:
        return [known[name] for name in job.choice.indicators]
    named = [one for one in known.values() if one.numerators[0][0].measure != GENERAL]
    counted = [one for one in named if first_found(one.numerators, listed.counts)]
    return counted or (named or list(known.values()))[:1]


def _measures(indicator: Indicator, listed: Observations) -> tuple[str, ...]:
    """Return the measures of an indicator: all who could be counted, then those who are."""
    sides = (indicator.denominators, indicator.numerators)
    taken = [first_found(side, listed.counts) or side[0] for side in sides if side]
    return measures_in(taken)


def _given(job: Job, context: Context, listed: Observations) -> Observations:
    """Return the units with the counts of a list of denominators, and no others: last month's are not this month's."""
    bare = listed._replace(counts={}, places={}, columns={}, targets={}, printed={}, restated={})
    if not job.population:
        return bare
    base = context.profile.base
    made = read_list(job.population, Use(measure=base), context, 1).observations
    theirs = max(made, key=lambda one: in_time(one.period) if one.period else (0, 0, 0))
    return give_counts(bare, theirs, [base], context.vocabulary.kinds, grows=False).observations


def _heading(measure: str, words: Words, context: Context) -> str:
    """Return the first heading of a measure, in the language if there is one, that the program itself understands."""
    tried = list(_candidates(measure, words, context))
    for heading in tried:
        if _is_understood(heading, measure, words, context):
            return heading
    raise UsageFault("template-heading", measure=measure, choices=tuple(tried))


def _candidates(measure: str, words: Words, context: Context) -> Iterator[str]:
    said = words.measure(measure)
    yield said[:1].upper() + said[1:]
    counted = words.messages["counted"].get(measure)
    if counted:
        yield str(counted)
    own = (
        phrase
        for table, name, phrase in context.profile.phrases
        if (table, name) == ("subjects", measure)
    )
    named = context.profile.measures[measure]
    spoken = read_data("headings", words.lang)["subjects"]
    others = spoken.get(*named, ()) if len(named) == 1 else ()
    yield from (phrase[:1].upper() + phrase[1:] for phrase in (*own, *others))


def _is_understood(heading: str, measure: str, words: Words, context: Context) -> bool:
    rows = ((words.label("unit"), heading), *_TRIED)
    told = Told(phrases=context.job.told.phrases, levels=context.job.told.levels)
    grid = Grid("", "", rows)
    tables = locate(grid, told, context.profile.measures, context.vocabulary)
    return any(
        (column.role, column.subject, column.unread) == ("measure", measure, ())
        for table in tables
        for column in table.columns
    )
