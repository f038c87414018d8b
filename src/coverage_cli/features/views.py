"""The same units under something else: another target, another denominator, a change that is only supposed.

Each view is computed as the report itself is, from the same observations with one thing exchanged; its figures stand
beside the report's in columns of the view's name, and never in their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.errors import UsageFault
from coverage_cli.features.what_if import suppose
from coverage_cli.figures import compute
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Cell, Computed, Count, Figure, Finding, Observations, Phrase
from coverage_cli.periods import in_time
from coverage_cli.pipeline import Settled, Worked
from coverage_cli.pipeline.lists import pick
from coverage_cli.profiles import load_profile
from coverage_cli.project import Job
from coverage_cli.units.given import give_counts

SUPPOSED = "what_if"
_OF_TARGET = ("target_pct", "target_count", "attainment_pct", "gap_people", "gap_pp", "status")
_OF_DENOMINATOR = ("denominator", "coverage_pct", "target_count", "gap_people", "status")
_OF_SUPPOSED = ("numerator", "coverage_pct", "attainment_pct", "gap_people", "gap_pp", "status")
_MOST_NAMED = 12


class _View(NamedTuple):
    """The figures of one view by the identity of the report's own figure, and the fields that are shown of it."""

    name: str
    fields: tuple[str, ...]
    figures: dict[int, Figure]


class Views(NamedTuple):
    """The views' columns aligned with the report's figures, what is to be said about them, and what they go by.

    `names` maps (indicator, "NAME.denominator") to the heading, date and file of a further denominator.
    """

    further: dict[str, list[Cell]]
    findings: list[Finding]
    names: dict[tuple[str, str], str]


def views_of(job: Job, worked: Worked, figures: Sequence[Figure]) -> Views:
    """Return the columns of all views that the job asks for; raises `CoverageError` where one cannot be made."""
    denominators, found = _denominators(job, worked)
    views = [*_targets(worked), *denominators, *suppositions(job, worked)]
    for name, times in Counter(view.name for view in views).items():
        if times > 1:
            raise UsageFault("views-of-one-name", name=name, choices=("--target", "--population", "--what-if"))
    further: dict[str, list[Cell]] = {}
    for view in views:
        for field in _fields_of(view, figures):
            shown = (view.figures.get(id(figure)) for figure in figures)
            further[f"{view.name}.{field}"] = [None if one is None else getattr(one, field) for one in shown]
    findings = [said for view in views if view.fields is _OF_DENOMINATOR for said in _changed_status(view, figures)]
    return Views(further, [*found, *findings], _names(job, worked))


def _fields_of(view: _View, figures: Sequence[Figure]) -> tuple[str, ...]:
    """Return the fields that are shown of a view; under a list that lacks units, how many are complete."""
    if view.fields is not _OF_DENOMINATOR:
        return view.fields
    pairs = [(figure, view.figures.get(id(figure))) for figure in figures]
    lacks = any(other is not None and other.units_complete != figure.units_complete for figure, other in pairs)
    return (*view.fields, "units_complete", "units_expected") if lacks else view.fields


def _names(job: Job, worked: Worked) -> dict[tuple[str, str], str]:
    """Return where each further denominator comes from: its heading, its date, its file."""
    names = {}
    measure = load_profile(job.profile).base
    last = max((at.observations.period for at in worked.periods if at.observations.period), key=in_time, default=None)
    for name, address in job.further_populations:
        made, _ = pick(worked.populations[name], last, measure, address)
        column = next((column for (_, subject), column in made.columns.items() if subject == measure), None)
        file = next(iter(made.origins.values()), ("", ""))[0]
        parts = (column.name if column else "", made.period or "", file)
        for result in worked.results:
            names[result.indicator.id, f"{name}.denominator"] = " · ".join(part for part in parts if part)
    return names


def _targets(worked: Worked) -> list[_View]:
    """Return a view of each further target that lives beside the first."""
    views: dict[str, _View] = {}
    for result in worked.results:
        for name, figures in result.named.items():
            view = views.setdefault(name, _View(name, _OF_TARGET, {}))
            view.figures.update(_paired(result, figures))
    return list(views.values())


def further_targets(worked: Worked, figures: Sequence[Figure]) -> dict[str, list[Cell]]:
    """Return the columns of the further targets, with the kind that a sentence on them needs."""
    further: dict[str, list[Cell]] = {}
    for view in _targets(worked):
        for field in ("target_kind", *view.fields):
            shown = (view.figures.get(id(figure)) for figure in figures)
            further[f"{view.name}.{field}"] = [None if one is None else getattr(one, field) for one in shown]
    return further


def _denominators(job: Job, worked: Worked) -> tuple[list[_View], list[Finding]]:
    """Return a view of each further denominator, of a list with a name or a second column, and what was found."""
    views = {name: _View(name, _OF_DENOMINATOR, {}) for name, _ in job.further_populations}
    findings: list[Finding] = []
    base = load_profile(job.profile).base
    for settled in worked.periods:
        others: dict[str, Observations] = {}
        if any(base in result.denominator_measures for result in settled.results):
            others, more = _of_lists(job, worked, settled, base)
            findings += [finding for finding in more if finding not in findings]
        for result in settled.results:
            fitting = others if base in result.denominator_measures else {}
            for name, other in [*fitting.items(), *_of_columns(settled, result)]:
                view = views.setdefault(name, _View(name, _OF_DENOMINATOR, {}))
                view.figures.update(_paired(result, _computed(job, settled, other, result)))
    return list(views.values()), findings


def _of_lists(job: Job, worked: Worked, settled: Settled, base: str) -> tuple[dict[str, Observations], list[Finding]]:
    """Return a period's observations with the populations of each further list, matched as the first one's are."""
    type_words = load_vocabulary(phrases=job.told.phrases, levels=job.told.levels).kinds
    others: dict[str, Observations] = {}
    findings: list[Finding] = []
    for name, address in job.further_populations:
        theirs, more = pick(worked.populations[name], settled.observations.period, base, address)
        given = give_counts(settled.observations, theirs, [base], type_words, grows=False)
        others[name] = given.observations
        findings += [*more, *given.findings]
    return others, findings


def _of_columns(settled: Settled, result: Computed) -> Iterator[tuple[str, Observations]]:
    """Yield the observations with each second column that the sheet has for a result's denominator, by its name."""
    counts = settled.observations.counts
    for measure in result.denominator_measures:
        for key in counts:
            start, sign, name = key.partition("#")
            if sign and start == measure:
                yield name, settled.observations._replace(counts={**counts, measure: counts[key]})


def suppositions(job: Job, worked: Worked) -> list[_View]:
    """Return the view of what is only supposed, where something is."""
    if not job.what_if:
        return []
    figures: dict[int, Figure] = {}
    for settled in worked.periods:
        for result in settled.results:
            other = suppose(job.what_if, settled.observations, result, [one.indicator.id for one in settled.results])
            figures |= _paired(result, _computed(job, settled, other, result))
    return [_View(SUPPOSED, _OF_SUPPOSED, figures)]


def _computed(job: Job, settled: Settled, other: Observations, result: Computed) -> Sequence[Figure]:
    """Compute a result anew from other observations, against the very targets of the report."""
    today: list[Count | None] = [None] * len(other.units)
    for at, figure in zip(result.order, result.figures, strict=True):
        today[at] = figure.numerator
    references = settled.references._replace(today=today)
    printed = job.choice.figures == "printed"
    made = compute(other, result.indicator, settled.targets, references, printed=printed)
    return made.figures if made.target_name == result.target_name else made.named[result.target_name]


def _paired(result: Computed, figures: Sequence[Figure]) -> Mapping[int, Figure]:
    """Return the figures of a view by those of the report: both are in reading order of the same units."""
    return {id(own): other for own, other in zip(result.figures, figures, strict=True)}


def _changed_status(view: _View, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Say which units meet their target under one denominator and not under the other."""
    changed = [
        (figure, other)
        for figure in figures
        if (other := view.figures.get(id(figure)))
        and {figure.status, other.status} == {"met", "short"}
        and figure.units_complete == other.units_complete
    ]
    for name in dict.fromkeys(figure.indicator for figure, _ in changed):
        units = [(figure, other) for figure, other in changed if figure.indicator == name]
        said: list[Phrase] = [
            Phrase(f"changes_to_{other.status}", {"unit": figure.unit}) for figure, other in units[:_MOST_NAMED]
        ]
        if len(units) > _MOST_NAMED:
            said.append(Phrase("and_so_many", {"count": len(units) - _MOST_NAMED}))
        values = {"name": view.name, "indicator": name, "units": tuple(said)}
        yield Finding("status-depends", "info", values, unit=units[0][0].unit, count=len(units))
