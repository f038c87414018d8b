"""The same units under something else: another target, another denominator, a change that is only supposed.

Each view is computed as the report itself is, from the same observations with one thing exchanged; its figures stand
beside the report's in columns of the view's name, and never in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coverage_cli.figures import compute
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Cell, Computed, Count, Figure, Finding, Observations, Phrase
from coverage_cli.periods import is_within
from coverage_cli.pipeline import Settled, Worked
from coverage_cli.pipeline.supposed import suppose
from coverage_cli.profiles import load_profile
from coverage_cli.project import Job
from coverage_cli.units.align import align
from coverage_cli.units.names import TypeWords

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
    views = [*_targets(worked), *_denominators(job, worked), *suppositions(job, worked)]
    further: dict[str, list[Cell]] = {}
    for view in views:
        for field in view.fields:
            shown = (view.figures.get(id(figure)) for figure in figures)
            further[f"{view.name}.{field}"] = [None if one is None else getattr(one, field) for one in shown]
    findings = [said for view in views if view.fields is _OF_DENOMINATOR for said in _changed_status(view, figures)]
    return Views(further, findings, _names(worked))


def _names(worked: Worked) -> dict[tuple[str, str], str]:
    """Return where each further denominator comes from: its heading, its date, its file."""
    names = {}
    for name, lists in worked.populations.items():
        made = lists[-1]
        column = next((column for (_, measure), column in made.columns.items() if measure in made.counts), None)
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


def _denominators(job: Job, worked: Worked) -> list[_View]:
    """Return a view of each further denominator: of a list with a name, or of a second column of the sheet."""
    views: dict[str, _View] = {}
    base = load_profile(job.profile).base
    type_words = load_vocabulary(phrases=job.told.phrases, levels=job.told.levels).kinds
    for settled in worked.periods:
        others = {name: _of_list(settled, lists, base, type_words) for name, lists in worked.populations.items()}
        for result in settled.results:
            for name, other in [*others.items(), *_of_columns(settled, result)]:
                if other is not None and (name not in others or base in result.denominator_measures):
                    view = views.setdefault(name, _View(name, _OF_DENOMINATOR, {}))
                    view.figures.update(_paired(result, _computed(job, other, result).figures))
    return list(views.values())


def _of_columns(settled: Settled, result: Computed) -> Iterator[tuple[str, Observations]]:
    """Yield the observations with each second column that the sheet has for a result's denominator, by its name."""
    counts = settled.observations.counts
    for measure in result.denominator_measures:
        for key in counts:
            start, sign, name = key.partition("#")
            if sign and start == measure:
                yield name, settled.observations._replace(counts={**counts, measure: counts[key]})


def _of_list(
    settled: Settled, lists: Sequence[Observations], measure: str, type_words: TypeWords
) -> Observations | None:
    """Return a period's observations with the populations of another list; None where none of them serves it."""
    own = settled.observations
    serving = [made for made in lists if made.period is None or (own.period and is_within(own.period, made.period))]
    theirs = (serving or list(lists))[-1:]
    if not theirs:
        return None
    counts: Sequence[Count | None] = theirs[0].counts[measure]
    aligned = [None if at is None else counts[at] for at in align(own.units, theirs[0].units, type_words)]
    return own._replace(counts={**own.counts, measure: aligned})


def suppositions(job: Job, worked: Worked) -> list[_View]:
    """Return the view of what is only supposed, where something is."""
    if not job.what_if:
        return []
    figures: dict[int, Figure] = {}
    for settled in worked.periods:
        for result in settled.results:
            other = suppose(job.what_if, settled.observations, result, [one.indicator.id for one in settled.results])
            figures |= _paired(result, _computed(job, other, result).figures)
    return [_View(SUPPOSED, _OF_SUPPOSED, figures)]


def _computed(job: Job, observations: Observations, result: Computed) -> Computed:
    return compute(observations, result.indicator, job.targets, printed=job.choice.figures == "printed")


def _paired(result: Computed, figures: Sequence[Figure]) -> Mapping[int, Figure]:
    """Return the figures of a view by those of the report: both are in reading order of the same units."""
    return {id(own): other for own, other in zip(result.figures, figures, strict=True)}


def _changed_status(view: _View, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Say which units meet their target under one denominator and not under the other."""
    changed = [
        (figure, other)
        for figure in figures
        if (other := view.figures.get(id(figure))) and {figure.status, other.status} == {"met", "short"}
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
