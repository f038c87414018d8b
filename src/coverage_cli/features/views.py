"""The same units under something else: another target, another denominator, a change that is only supposed.

Each view is computed as the report itself is, from the same observations with one thing exchanged; its figures stand
beside the report's in columns of the view's name, and never in their place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from coverage_cli.errors import UsageFault
from coverage_cli.features.what_if import suppose
from coverage_cli.figures import compute
from coverage_cli.findings import Where, finding
from coverage_cli.indicator import measure_of
from coverage_cli.model import (
    Cell,
    Computed,
    Count,
    Figure,
    FigureKey,
    Finding,
    Observations,
    Phrase,
)
from coverage_cli.periods import in_time
from coverage_cli.pipeline import Settled, Worked
from coverage_cli.pipeline.lists import pick
from coverage_cli.records import NamedTuple
from coverage_cli.units.given import give_counts

SUPPOSED = "what_if"
_OF_TARGET = ("target_pct", "target_count", "attainment_pct", "gap_people", "gap_pp", "status")
_OF_DENOMINATOR = ("denominator", "coverage_pct", "target_count", "gap_people", "status")
_OF_SUPPOSED = ("numerator", "coverage_pct", "attainment_pct", "gap_people", "gap_pp", "status")
_COMPLETE = ("units_complete", "units_expected")
_MOST_NAMED = 12


class _View(NamedTuple):
    """The figures of one view by the key of the report's own figure, and the fields that are shown of it."""

    name: str
    fields: tuple[str, ...]
    figures: dict[FigureKey, Figure]

    def beside(self, figures: Sequence[Figure]) -> list[Figure | None]:
        """Return the view's figures aligned with the report's."""
        return [self.figures.get(figure.key) for figure in figures]

    def add(self, result: Computed, figures: Sequence[Figure]) -> None:
        """Take the figures that stand beside those of a result: both are in reading order of the same units."""
        self.figures.update(zip((figure.key for figure in result.figures), figures, strict=True))

    def columns(self, figures: Sequence[Figure], fields: Sequence[str]) -> dict[str, list[Cell]]:
        """Return fields of the view as columns aligned with the report's figures."""
        beside = self.beside(figures)
        return {
            f"{self.name}.{field}": [getattr(other, field, None) for other in beside]
            for field in fields
        }


class Views(NamedTuple):
    """The views' columns aligned with the report's figures, what is to be said about them, and what they go by.

    `names` maps (indicator, "NAME.denominator") to the heading, date and file of a further denominator.
    """

    further: dict[str, list[Cell]]
    findings: list[Finding]
    names: dict[tuple[str, str], str]


def views_of(worked: Worked, figures: Sequence[Figure]) -> Views:
    """Return the columns of all views that the job asks for; raises `CoverageError` where one cannot be made."""
    denominators, findings = _denominators(worked)
    views = [*_targets(worked), *denominators, *_suppositions(worked)]
    for name, times in Counter(view.name for view in views).items():
        # The name heads the columns of a view: two of one name could not be told apart.
        if times > 1:
            raise UsageFault(
                "views-of-one-name", name=name, choices=("--target", "--population", "--what-if")
            )
    further: dict[str, list[Cell]] = {}
    for view in views:
        fields = view.fields
        if view in denominators:
            findings += _changed_status(view, figures)
            fields = (*fields, *(_COMPLETE if _lacks_units(view, figures) else ()))
        further |= view.columns(figures, fields)
    return Views(further, findings, _names(worked))


def _lacks_units(view: _View, figures: Sequence[Figure]) -> bool:
    """Tell whether a list lacks units that the report has, so that it must be shown how many are complete."""
    pairs = zip(figures, view.beside(figures), strict=True)
    return any(
        other is not None and other.units_complete != figure.units_complete
        for figure, other in pairs
    )


def _names(worked: Worked) -> dict[tuple[str, str], str]:
    """Return where each further denominator comes from: its heading, its date, its file."""
    names = {}
    base = worked.context.profile.base
    last = max(
        (settled.period for settled in worked.periods if settled.period), key=in_time, default=None
    )
    for name, address in worked.context.job.further_populations:
        made, _ = pick(worked.populations[name], last, base, address)
        headings = [column.name for (_, subject), column in made.columns.items() if subject == base]
        parts = (*headings[:1], made.period or "", made.home[0])
        for result in worked.results:
            names[result.indicator.id, f"{name}.denominator"] = " · ".join(filter(None, parts))
    return names


def _targets(worked: Worked) -> list[_View]:
    """Return a view of each further target that lives beside the first."""
    views: dict[str, _View] = {}
    for result in worked.results:
        for name, figures in result.named.items():
            views.setdefault(name, _View(name, _OF_TARGET, {})).add(result, figures)
    return list(views.values())


def further_targets(worked: Worked, figures: Sequence[Figure]) -> dict[str, list[Cell]]:
    """Return the columns of the further targets, with the kind that a sentence on them needs."""
    further: dict[str, list[Cell]] = {}
    for view in _targets(worked):
        further |= view.columns(figures, ("target_kind", *view.fields))
    return further


def _denominators(worked: Worked) -> tuple[list[_View], list[Finding]]:
    """Return a view of each further denominator, of a list with a name or a second column, and what was found."""
    base = worked.context.profile.base
    views = {
        name: _View(name, _OF_DENOMINATOR, {}) for name, _ in worked.context.job.further_populations
    }
    findings: list[Finding] = []
    for settled in worked.periods:
        of_base = [result for result in settled.results if base in result.denominator_measures]
        others, found = _of_lists(worked, settled, base) if of_base else ({}, [])
        findings += [finding for finding in found if finding not in findings]
        for result in settled.results:
            fitting = others if result in of_base else {}
            for name, other in [*fitting.items(), *_of_columns(settled, result)]:
                view = views.setdefault(name, _View(name, _OF_DENOMINATOR, {}))
                view.add(result, _computed(worked, settled, other, result))
    return list(views.values()), findings


def _of_lists(
    worked: Worked, settled: Settled, base: str
) -> tuple[dict[str, Observations], list[Finding]]:
    """Return a period's observations with the populations of each further list, matched as the first one's are."""
    others: dict[str, Observations] = {}
    findings: list[Finding] = []
    for name, address in worked.context.job.further_populations:
        theirs, more = pick(worked.populations[name], settled.period, base, address)
        given = give_counts(
            settled.observations, theirs, [base], worked.context.vocabulary.kinds, grows=False
        )
        others[name] = given.observations
        findings += [*more, *given.findings]
    return others, findings


def _of_columns(settled: Settled, result: Computed) -> Iterator[tuple[str, Observations]]:
    """Yield the observations with each second column that the sheet has for a result's denominator, by its name."""
    counts = settled.observations.counts
    for measure in result.denominator_measures:
        for further in map(measure_of, counts):
            if further.name and str(further._replace(name="")) == measure:
                yield (
                    further.name,
                    settled.observations._replace(counts={**counts, measure: counts[str(further)]}),
                )


def _suppositions(worked: Worked) -> list[_View]:
    """Return the view of what is only supposed, where something is."""
    what_if = worked.context.job.what_if
    view = _View(SUPPOSED, _OF_SUPPOSED, {})
    for settled in worked.periods if what_if else ():
        names = [one.indicator.id for one in settled.results]
        for result in settled.results:
            other = suppose(what_if, settled.observations, result, names)
            view.add(result, _computed(worked, settled, other, result))
    return [view] if what_if else []


def _computed(
    worked: Worked, settled: Settled, other: Observations, result: Computed
) -> Sequence[Figure]:
    """Compute a result anew from other observations, against the very targets of the report."""
    today: list[Count | None] = [None] * len(other.units)
    for at, figure in result.by_unit.items():
        today[at] = figure.numerator
    # People remaining are counted on from what is there, not from what is only supposed.
    references = settled.references._replace(today=today)
    printed = worked.context.job.choice.figures == "printed"
    made = compute(other, result.indicator, settled.targets, references, printed=printed)
    return (
        made.figures if made.target_name == result.target_name else made.named[result.target_name]
    )


def _changed_status(view: _View, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Say which units meet their target under one denominator and not under the other."""
    changed: dict[str, list[Phrase]] = {}
    first: dict[str, str] = {}
    for figure, other in zip(figures, view.beside(figures), strict=True):
        if (
            other
            and {figure.status, other.status} == {"met", "short"}
            and figure.units_complete == other.units_complete
        ):
            phrase = Phrase(f"changes_to_{other.status}", {"unit": figure.unit})
            changed.setdefault(figure.indicator, []).append(phrase)
            first.setdefault(figure.indicator, figure.unit)
    for name, said in changed.items():
        more = (
            [Phrase("and_so_many", {"count": len(said) - _MOST_NAMED})]
            if len(said) > _MOST_NAMED
            else []
        )
        values = {"name": view.name, "indicator": name, "units": (*said[:_MOST_NAMED], *more)}
        yield finding("status-depends", Where(unit=first[name], count=len(said)), values)
