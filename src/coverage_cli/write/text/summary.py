"""A report in words: one plain paragraph a unit, ready for the monthly report, from the figures and nothing else.

The sentences are data (`summary_...` in `data/lang`); here it is only decided which of them are true. Nothing is
computed but which units stand first and last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from coverage_cli.datafiles import read_data
from coverage_cli.model import Cell, Figure, Quotient, Report
from coverage_cli.periods import last_month
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words, in_sentence
from coverage_cli.write.blocks import GENERAL
from coverage_cli.write.columns import indicator_name
from coverage_cli.write.judged import tally_by
from coverage_cli.write.rates import Shown, shown_as
from coverage_cli.write.safety import visible
from coverage_cli.write.said import begun, indicator_in_sentence, unit_in_sentence

_OF_TARGET = (
    "target_kind",
    "target_pct",
    "target_count",
    "attainment_pct",
    "gap_people",
    "gap_pp",
    "status",
)
# How many of the units with the largest gaps are named.
_NAMED = 3


class _Told(NamedTuple):
    """A figure with its further columns, how its indicator is shown, and the units right below it."""

    figure: Figure
    further: Mapping[str, Cell]
    shown: Shown
    parts: Sequence[Figure]
    below: Sequence[Figure]
    lower: bool
    is_coverage: bool


def summary_text(report: Report, words: Words) -> str:
    """Return a paragraph for every unit that has units below it, or for every unit shown where none has."""
    told = [_told(report, at, words) for at in range(len(report.figures))]
    uppers = [one for one in told if one.below] or told
    units: dict[tuple[str, str | None], list[str]] = {}
    bearers = Counter(unit for unit, _ in {(one.figure.unit, one.figure.parent) for one in uppers})
    for one in uppers:
        key = (one.figure.unit, one.figure.parent)
        units.setdefault(key, []).extend(
            _sentences(one, report, apart=bearers[one.figure.unit] > 1)
        )
    paragraphs = [" ".join(sentences) for sentences in units.values() if sentences]
    return "\n\n".join([*([visible(report.title)] if report.title else []), *paragraphs]) + "\n"


def sentences_of(report: Report, at: int, words: Words) -> list[str]:
    """Return what is true of a row of a report, a sentence each: how it stands first."""
    return _sentences(_told(report, at, words), report, apart=False)


def _told(report: Report, at: int, words: Words) -> _Told:
    figure = report.figures[at]
    indicator = report.indicators.get(figure.indicator)
    further = {name: column[at] for name, column in report.further.items()}
    below = _below(figure, report.ranked.get((figure.period, figure.indicator), ()))
    parts = [part for part in below if part.depth == figure.depth + 1]
    lower, is_named = bool(indicator and indicator.lower), figure.indicator != GENERAL
    is_coverage = bool(indicator and indicator.is_coverage and is_named)
    return _Told(figure, further, shown_as(indicator, words), parts, below, lower, is_coverage)


def _below(figure: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures below one: in reading order they follow it, deeper in the tree."""
    place = next((at for at, other in enumerate(figures) if other is figure), None)
    if place is None:
        return []
    rest = figures[place + 1 :]
    end = next((at for at, other in enumerate(rest) if other.depth <= figure.depth), len(rest))
    return list(rest[:end])


def _sentences(one: _Told, report: Report, *, apart: bool) -> list[str]:
    """Return what is true of a unit and an indicator, in the order in which a report says it.

    `apart` names the unit above, too, where others bear the same name.
    """
    words, figure = one.shown.words, one.figure
    name = visible(indicator_name(figure.indicator, report.indicators, words))
    unit = unit_in_sentence(figure.unit, words)
    if apart and figure.parent:
        unit = f"{unit} ({unit_in_sentence(figure.parent, words)})"
    common = {
        "unit": unit,
        "indicator": indicator_in_sentence(name, words),
        "period": words.period(figure.period),
    }
    if figure.numerator is None:
        return [words.label("summary_no_data", **common)]
    said = [
        _state(one, common), *_changes(one), *_target(one, figure), *_pace(one), *_further_targets(one), *_parts(one),
        *_missing(one),
    ]  # fmt: skip
    return [begun(sentence) for sentence in said if sentence]


def _state(one: _Told, common: Mapping[str, Any]) -> str:
    figure, words = one.figure, one.shown.words
    when = "" if figure.period else "_undated"
    if figure.coverage_pct is None:
        return words.label(f"summary_people{when}", numerator=figure.numerator, **common)
    rate = words.percent(one.shown.rate(figure.coverage_pct))
    kind = (
        "summary_coverage"
        if one.is_coverage
        else "summary_share"
        if one.shown.per == 100
        else "summary_rate"
    )
    values = {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "rate": rate,
        "per": one.shown.per,
    }
    return words.label(f"{kind}{when}", **common, **values)


def _changes(one: _Told) -> list[str]:
    """Say the change on the period before, on 31 December and on the same time of last year, each once."""
    words, further = one.shown.words, one.further
    earlier = further.get("previous_period")
    year = int(one.figure.period[:4]) if one.figure.period else 0
    bases = (
        (
            "change_",
            words.label("summary_end_of", period=words.period(str(earlier))) if earlier else "",
        ),
        ("change_december_", words.label("summary_december", year=str(year - 1))),
        ("change_year_", words.label("summary_same_time", year=str(year - 1))),
    )
    now = last_month(one.figure.period or "0000/01")
    before = last_month(str(earlier)) if earlier else None
    ends = {
        "change_": before,
        "change_december_": (year - 1, 12),
        "change_year_": now and (year - 1, now[1]),
    }
    chosen: dict[object, tuple[str, str]] = {}
    for prefix, basis in bases:
        chosen.setdefault(ends[prefix] or prefix, (prefix, basis))
    return [
        sentence for prefix, basis in chosen.values() if (sentence := _change(one, prefix, basis))
    ]


def _change(one: _Told, prefix: str, basis: str) -> str:
    words, further = one.shown.words, one.further
    people, pct, pp = (further.get(f"{prefix}{kind}") for kind in ("people", "pct", "pp"))
    if not isinstance(people, int | Fraction):
        return ""
    kind = "summary_unchanged" if people == 0 else "summary_more" if people > 0 else "summary_fewer"
    shares = (
        [words.label("summary_pct", pct=_signed(pct, words))] if isinstance(pct, Quotient) else []
    )
    shares += [words.label("summary_pp", pp=_signed(pp, words))] if isinstance(pp, Quotient) else []
    beside = f" ({', '.join(shares)})" if shares and people else ""
    return words.label(kind, people=abs(people), basis=basis, beside=beside)


def _signed(value: Quotient, words: Words) -> str:
    text = words.percent(value)
    return text if value.over < 0 else f"+{text}"


def _further_targets(one: _Told) -> list[str]:
    """Say of each further target by its name whether it is met."""
    said = []
    for name in [
        key.removesuffix(".target_kind") for key in one.further if key.endswith(".target_kind")
    ]:
        fields = {field: one.further[f"{name}.{field}"] for field in _OF_TARGET}
        sentences = _target(one, one.figure._replace(**fields))  # type: ignore[arg-type]
        said += (
            [one.shown.words.label("summary_under", name=visible(name), said=" ".join(sentences))]
            if sentences
            else []
        )
    return said


def _target(one: _Told, figure: Figure) -> list[str]:
    words = one.shown.words
    if figure.status == "incomplete":
        return [words.label("summary_incomplete_target")]
    if figure.target_count is None or figure.gap_people is None:
        return []
    goal = words.label("summary_of_people", people=figure.target_count)
    if figure.target_kind == "new":
        goal = words.label("summary_of_new", people=figure.target_count)
    if figure.target_kind == "rate" and one.shown.per == 100:
        goal = words.label(
            "summary_of_rate", rate=words.percent(figure.target_pct), people=figure.target_count
        )
    values = {
        "goal": goal,
        "people": abs(figure.gap_people),
        "attainment": words.percent(figure.attainment_pct),
    }
    if figure.status == "met":
        return [
            words.label("summary_met" if figure.gap_people else "summary_met_exactly", **values)
        ]
    said = [words.label("summary_short_lower" if one.lower else "summary_short", **values)]
    return [*said, words.label("summary_looks_met")] if _only_looks_met(one, figure) else said


def _only_looks_met(one: _Told, figure: Figure) -> bool:
    places = one.shown.words.places
    if one.lower or figure.coverage_pct is None or figure.target_pct is None:
        return False
    return figure.coverage_pct.rounded(places) >= figure.target_pct.rounded(places)


def _pace(one: _Told) -> list[str]:
    words, further = one.shown.words, one.further
    required, months = further.get("required_per_month"), further.get("months_left")
    if (
        one.figure.status != "short"
        or one.lower
        or not isinstance(required, int)
        or not isinstance(months, int)
    ):
        return []
    said = [words.label("summary_required", people=required, months=months)]
    recent, on_track = further.get("recent_per_month"), further.get("on_track")
    if isinstance(recent, int | Fraction) and on_track is not None:
        said.append(
            words.label(
                "summary_on_track" if on_track else "summary_off_track",
                people=int(Fraction(recent) + Fraction(1, 2)),  # nobody is told of half a person
            )
        )
    return said


def _parts(one: _Told) -> list[str]:
    """Say how many below met their target, what the others lack, and who stands first and last."""
    words = one.shown.words
    said = [
        words.label(
            "summary_met_of", met=tally.met, count=tally.judged, level=_plural(str(level), words)
        )
        for level, tally in tally_by("level", one.below).items()
        if tally.decided
    ]
    lacking = [part for part in one.parts if part.shortfall_people]
    lacking.sort(key=lambda part: -(part.shortfall_people or 0))
    if lacking and one.figure.shortfall_people:
        units = tuple(
            f"{unit_in_sentence(part.unit, words)} ({words.number(part.shortfall_people)})"
            for part in lacking[:_NAMED]
        )
        kind = "summary_shortfall_lower" if one.lower else "summary_shortfall"
        lowest = max(one.below, key=lambda figure: figure.depth)
        level = _plural(str(lowest.level), words)
        said.append(words.label(kind, people=one.figure.shortfall_people, units=units, level=level))
    return [*said, *_extremes(one)]


def _extremes(one: _Told) -> list[str]:
    known = [part for part in one.parts if part.coverage_pct is not None]
    if len(known) < 2:
        return []
    ordered = sorted(known, key=lambda part: Fraction(*part.coverage_pct))  # type: ignore[misc]
    first, last = ordered[-1], ordered[0]
    if Fraction(*first.coverage_pct) == Fraction(*last.coverage_pct):  # type: ignore[misc]
        return []
    rates = [one.shown.words.percent(one.shown.rate(part.coverage_pct)) for part in (first, last)]
    values = {
        "highest": unit_in_sentence(first.unit, one.shown.words),
        "lowest": unit_in_sentence(last.unit, one.shown.words),
        "high": rates[0],
        "low": rates[1],
    }
    kind = "summary_extremes" if one.shown.per == 100 else "summary_extremes_per"
    return [one.shown.words.label(kind, per=one.shown.per, **values)]


def _plural(level: str, words: Words) -> str:
    """Return what several units of a level are called: by our word, else by the sheet's if its plural is known."""
    if level not in words.levels:
        return str(words.messages["labels"].get(f"units_{level}") or words.level(level))
    called = in_sentence(words.level(level), words.lang)
    plurals = read_data("levels", "plurals").get(words.lang)
    return str(plurals.get(called, plurals["other"])) if plurals else called


def _missing(one: _Told) -> list[str]:
    """Name the units that are in no sum, and those for whose parts the printed figures stand."""
    figure, words = one.figure, one.shown.words
    printed, others = _parted((figure, *one.below))
    stood_for = sum(part.units_expected for part in printed)
    missing = figure.units_expected - figure.units_complete - stood_for
    said = []
    if printed:
        names = [
            f"{unit_in_sentence(part.unit, words)} ({words.number(part.units_expected)})"
            for part in printed
        ]
        units = _listed(names, len(printed), words)
        said.append(
            words.label("summary_printed", count=stood_for, all=figure.units_expected, units=units)
        )
    if missing > 0:
        lacking = [
            part for part in _lowest(others) if not part.units_complete and part is not figure
        ]
        lacking.sort(key=lambda part: -(part.numerator or 0))
        units = _listed([_with_people(part, words) for part in lacking], missing, words)
        values = {
            "count": missing,
            "all": figure.units_expected,
            "units": f": {units}" if units else "",
        }
        said.append(words.label("summary_missing", **values))
    return said


def _parted(figures: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Part units that stand as printed for want of figures below them from the others; what is below is neither."""
    printed: list[Figure] = []
    others: list[Figure] = []
    above: Figure | None = None
    for figure in figures:
        if above is not None and figure.depth > above.depth:
            continue
        above = figure if figure.coverage_pct is not None and not figure.units_complete else None
        (others if above is None else printed).append(figure)
    return printed, others


def _listed(names: Sequence[str], count: int, words: Words) -> str:
    """Return the first names of so many units, and how many more there are."""
    shown = list(names[:_NAMED])
    more = (
        [words.label("units_more", count=count - len(shown))]
        if shown and count > len(shown)
        else []
    )
    return ", ".join([*shown, *more])


def _lowest(below: Sequence[Figure]) -> list[Figure]:
    """Return the units with nothing below them; in reading order what is deeper follows its unit."""
    depths = [figure.depth for figure in below[1:]] + [0]
    return [
        figure
        for figure, following in zip(below, depths, strict=False)
        if following <= figure.depth
    ]


def _with_people(figure: Figure, words: Words) -> str:
    """Name a unit that is in no sum, with its people where it has some."""
    if not figure.numerator:
        return visible(figure.unit)
    return words.label("summary_missing_people", unit=visible(figure.unit), people=figure.numerator)
