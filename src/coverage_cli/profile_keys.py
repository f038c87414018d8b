"""The keys of a profile: its measures and the words that name them, its indicators; how each value is checked.

A checker answers a value or says what it expected; what a measure of a sum is called is checked once all are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from coverage_cli.checked_toml import Mistakes, Wrong, near_to
from coverage_cli.indicator import Sum, measure_of, measures_in, sums
from coverage_cli.model import Phrase
from coverage_cli.records import NamedTuple

LANGUAGES = ("en", "vi", "de")
PER = (100, 1_000, 10_000, 100_000)
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
# Ids that mean something else in a project file or an option.
_TAKEN = (
    "all", "target", "unit", "parent", "code", "period", "level", "types", "note", "rate", "attainment", "gap",
    "change", "new", "total", "whole",
)  # fmt: skip
_SIDES = ("numerator", "denominator")


class Measure(NamedTuple):
    """What names a measure: subjects of the common headings, or words of its own.

    `who` says that its words tell who is counted: beside the words of another measure they add nothing to it.
    """

    subjects: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    who: bool = False


def schema_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a profile and the checker of each; ids of measures and indicators are the file's own."""
    measures, indicators = (_ids(table.get(section)) for section in ("measures", "indicators"))
    return {
        "extends": _text,
        "measures": {name: _measure if _is_id(name) else _no_id for name in measures},
        "parts": {name: _text for name in _ids(table.get("parts"))},
        "sums": {name: _sum for name in _ids(table.get("sums"))},
        "indicators": {name: _INDICATOR if _is_id(name) else _no_id for name in indicators},
    }


def check_names(
    settings: Mapping[str, Any], measures: Mapping[str, object], mistakes: Mistakes
) -> None:
    """Keep as mistakes what indicators lack, and measures that they or the parts speak of and that do not exist."""
    for name, entry in settings.get("indicators", {}).items():
        path = ("indicators", name)
        if "numerator" not in entry:
            mistakes.add((*path, "numerator"), "lacking")
        for key in ("share", "per", "better", "over_100", "unlikely_below"):
            if key in entry and "denominator" not in entry:
                mistakes.add((*path, key), "without_denominator")
        for side in _SIDES:
            for measure in measures_in(entry.get(side, ())):
                _check_measure((*path, side), measure, measures, mistakes)
    for part, whole in settings.get("parts", {}).items():
        for measure in (part, whole):
            _check_measure(("parts", part), measure, measures, mistakes)


def check_subjects(
    measures: Mapping[str, Measure], known: Iterable[str], mistakes: Mistakes
) -> None:
    """Keep as mistakes subjects that the common headings do not have."""
    known = tuple(known)
    for name, measure in measures.items():
        for subject in measure.subjects:
            near = None if subject in known else near_to(subject, known)
            if near:
                mistakes.add(("measures", name), "subject_near", subject=subject, near=near)
            elif subject not in known:
                mistakes.add(("measures", name), "subject", subject=subject, choices=known)


def check_sums(
    sums_told: Mapping[str, Sum], measures: Mapping[str, object], mistakes: Mistakes
) -> None:
    """Keep as mistakes measures of sums that do not exist."""
    for whole, terms in sums_told.items():
        for measure in (whole, *measures_in((terms,))):
            _check_measure(("sums", whole), measure, measures, mistakes)


def _check_measure(
    path: tuple[str, ...], name: str, measures: Mapping[str, object], mistakes: Mistakes
) -> None:
    if name in measures:
        return
    near = near_to(name, measures)
    if near:
        mistakes.add(path, "measure_near", measure=name, near=near)
    else:
        mistakes.add(path, "measure", measure=name, choices=tuple(measures))


def _ids(section: object) -> tuple[str, ...]:
    return tuple(section) if isinstance(section, Mapping) else ()


def _is_id(name: str) -> bool:
    return bool(_ID.fullmatch(name)) and name not in _TAKEN and measure_of(name).kind == "stock"


def _wrong(label: str, **values: object) -> Wrong:
    return Wrong(Phrase(f"expect_{label}", values))


def _no_id(value: object) -> Wrong:
    del value
    return _wrong("id")


def _text(value: object) -> str | Wrong:
    return value.strip() if isinstance(value, str) and value.strip() else _wrong("text")


def _flag(value: object) -> bool | Wrong:
    return value if isinstance(value, bool) else _wrong("flag")


def _one_of(*choices: object) -> Callable[[object], Any]:
    def check(value: object) -> Any:
        is_one = value in choices and not isinstance(value, bool)
        return value if is_one else _wrong("choice", choices=tuple(map(str, choices)))

    return check


def _words(value: object) -> tuple[str, ...] | Wrong:
    is_list = (
        isinstance(value, list)
        and value
        and all(isinstance(part, str) and part.strip() for part in value)
    )
    return tuple(value) if is_list else _wrong("phrases")  # type: ignore[arg-type]


def _measure(value: object) -> Measure | Wrong:
    """Return a measure of its own words, or { en = [...], vi = [...], who = true }, or { subjects = [...] }."""
    if not isinstance(value, Mapping):
        words = _words(value)
        return _wrong("measure") if isinstance(words, Wrong) else Measure(words=words)
    told = dict(value)
    who = told.pop("who", False)
    read = {key: _words(words) for key, words in told.items()}
    known = {key: words for key, words in read.items() if not isinstance(words, Wrong)}
    if not known or len(known) < len(read) or not isinstance(who, bool):
        return _wrong("measure")
    if set(known) == {"subjects"}:
        return Measure(known["subjects"], (), who)
    if not set(known) <= set(LANGUAGES):
        return _wrong("measure")
    return Measure((), tuple(word for words in known.values() for word in words), who)


def _sums(value: object) -> tuple[Sum, ...] | Wrong:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        return _wrong("sum")
    try:
        read = sums(*texts)
    except ValueError:
        return _wrong("sum")
    is_first_added = all(terms[0].sign > 0 for terms in read)
    return read if is_first_added else _wrong("sum")


def _sum(value: object) -> Sum | Wrong:
    read = _sums(value) if isinstance(value, str) else _wrong("sum")
    return read if isinstance(read, Wrong) else read[0]


def _label(value: object) -> dict[str, str] | Wrong:
    """Return a name by language: one text serves all."""
    if isinstance(value, str) and value.strip():
        return {"en": value.strip()}
    is_table = isinstance(value, Mapping) and value and set(value) <= set(LANGUAGES)
    if not is_table or not all(isinstance(text, str) and text.strip() for text in value.values()):  # type: ignore[attr-defined]
        return _wrong("label")
    return {lang: text.strip() for lang, text in value.items()}  # type: ignore[attr-defined]


def _short(value: object) -> tuple[str, ...] | Wrong:
    """Return short names: one as text, or a list of them."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        return _wrong("short")
    return tuple(name.strip() for name in names)


def _over_100(value: object) -> int | bool | Wrong:
    if value is False:
        return False
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and 100 <= value <= 1000 else _wrong("over_100")  # type: ignore[operator,return-value]


def _whole(least: int, most: int) -> Callable[[object], int | Wrong]:
    def check(value: object) -> int | Wrong:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        return _wrong("whole", least=least, most=most)

    return check


# The keys of an indicator; all but its sums and names are the fields of the same name of `Indicator`.
_INDICATOR: Mapping[str, Callable[[object], Any]] = {
    "numerator": _sums,
    "denominator": _sums,
    "label": _label,
    "heading": _label,
    "short": _short,
    "per": _one_of(*PER),
    "better": _one_of("higher", "lower"),
    "measure_kind": _one_of("stock", "flow"),
    "over_100": _over_100,
    "unlikely_below": _whole(0, 100),
    "decimals": _whole(0, 10),
    "share": _flag,
    "on_request": _flag,
}
