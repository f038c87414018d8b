"""The keys of a project file: its sections, what each key takes, and how a value is checked and made exact.

A checker answers a value or says what it expected; it knows no file, no line and no wording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from coverage_cli.checked_toml import Tables, Wrong
from coverage_cli.datafiles import data_names, read_data
from coverage_cli.errors import UsageFault
from coverage_cli.grouping import first_where
from coverage_cli.indicator import MEASURE_KINDS, Indicator, Measure
from coverage_cli.job_keys import jobs_schema
from coverage_cli.model import LEVELS, Phrase, Quotient
from coverage_cli.periods import is_period
from coverage_cli.project import TargetSetting
from coverage_cli.targets.parse import highest_rate, parse_target

EVERY = "all"
"""The key of `[targets]` that speaks of every indicator."""
FURTHER = "further"
"""The key of `[targets]` that lists targets of one level, unit or period, and those of a name, as `--target` does."""
ASPECTS = ("target", "rate", "attainment", "gap", "change", "new")
TOTALS = ("total", "whole")
COLUMNS = {"unit": ("units", "any"), "code": ("columns", "code"), "note": ("columns", "note")}
"""Keys of `[headings]` that must be a column's whole heading, and the table of `data/headings` they belong to."""
_MOST_PEOPLE = 10**12
_DIGITS = 15

Measures = Mapping[str, frozenset[str]]
Checker = Callable[[object], Any]


def schema_of(
    table: Mapping[str, Any], measures: Measures, indicators: Mapping[str, Indicator]
) -> dict[str, Any]:
    """Return the sections, their keys and the checker of each; types of names go by the levels of the file."""
    section = table.get("levels")
    named = _levels(section.get("names")) if isinstance(section, Mapping) else LEVELS
    levels = LEVELS if isinstance(named, Wrong) else named
    counted = [str(Measure(measure, kind)) for kind in MEASURE_KINDS for measure in measures]
    return {
        "profile": _word,
        "sheet": _as_options("sheet"),
        "columns": dict.fromkeys(
            ("unit", "parent", "code", "target", "period", "level", *counted), _word
        ),
        "reading": {**_as_options("reading"), "scale": lambda value: _scales(value, counted)},
        "output": _as_options("output"),
        "targets": {
            **{name: _target_of(indicator) for name, indicator in indicators.items()},
            EVERY: _target,
            FURTHER: lambda value: _further(value, indicators, levels),
        },
        "levels": {"names": _levels},
        "periods": {"closing_day": _whole(1, 31)},
        "expect": _word,
        "accepted": Tables(_ACCEPTED, ("code", "why")),
        "jobs": jobs_schema(),
        "report": {"letterhead": _lines, **dict.fromkeys(("place", "position", "signer"), _word)},
        "faults": _as_options("faults"),
        "run": {"report": _word, "settle": _whole(0, 3600)},
        "thresholds": {
            name: _threshold(**limits)
            for name, limits in read_data("settings", "thresholds").items()
        },
        "headings": {
            **dict.fromkeys((*measures, *ASPECTS, *TOTALS, *COLUMNS), _phrases),
            "types": dict.fromkeys((*levels, "city"), _phrases),
        },
    }


def _as_options(section: str) -> dict[str, Checker]:
    """Return the keys of a section that are options, too (`data/settings/options.toml`), with their checkers."""
    found = {}
    for told in read_data("settings", "options").values():
        of, _, key = told.get("key", "").partition(".")
        if of == section:
            found[key] = _checker_of(told)
    return found


def _checker_of(told: Mapping[str, Any]) -> Checker:
    """Return the checker of a key by the choices or the bounds of its option, else by what it holds."""
    if "choices" in told:
        return _one_of(*told["choices"])
    if "max" in told:
        return _whole(told["min"], told["max"])
    return _HOLDING.get(told["key"], _word)


def _wrong(label: str, **values: object) -> Wrong:
    return Wrong(Phrase(f"expect_{label}", values))


def _word(value: object) -> str | Wrong:
    return value.strip() if isinstance(value, str) and value.strip() else _wrong("text")


def _lines(value: object) -> tuple[str, ...] | Wrong:
    """Return lines of text, told as one or as a list."""
    lines: list[object] = value if isinstance(value, list) else [value]
    texts = [line.strip() for line in lines if isinstance(line, str) and line.strip()]
    return tuple(texts) if texts and len(texts) == len(lines) else _wrong("text")


def _one_of(*choices: str) -> Checker:
    return lambda value: value if value in choices else _wrong("choice", choices=choices)


def _whole(least: int, most: int) -> Checker:
    def check(value: object) -> int | Wrong:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        return _wrong("whole", least=least, most=most)

    return check


def _threshold(*, least: int, most: int, fraction: bool = False) -> Checker:
    return _number(least, most) if fraction else _whole(least, most)


def _number(least: int, most: int) -> Checker:
    def check(value: object) -> Quotient | Wrong:
        exact = _exact(value)
        is_inside = exact is not None and least * exact.under <= exact.over <= most * exact.under
        return (
            exact if exact is not None and is_inside else _wrong("number", least=least, most=most)
        )

    return check


def _rows(value: object) -> tuple[int, int] | Wrong:
    first, _, last = (str(value) if isinstance(value, str | int) else "").partition("-")
    first, last = first.strip(), last.strip() or first.strip()
    is_range = first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)
    return (int(first), int(last)) if is_range else _wrong("rows")


def _conditions(value: object) -> tuple[tuple[str, str], ...] | Wrong:
    texts = _phrases(value)
    if isinstance(texts, Wrong):
        return _wrong("where")
    conditions = tuple(
        (column.strip(), wanted.strip())
        for column, _, wanted in (text.partition("=") for text in texts)
    )
    return (
        conditions if all(column and wanted for column, wanted in conditions) else _wrong("where")
    )


def _scales(value: object, measures: Sequence[str]) -> dict[str, int] | Wrong:
    """Return how many people one unit of a measure stands for, "" for all."""
    told = value if isinstance(value, Mapping) else {"": value}
    known = {"", *measures} if not isinstance(value, Mapping) else set(measures)
    scales = {measure: _whole(1, 10**9)(number) for measure, number in told.items()}
    wrong = first_where(lambda scale: isinstance(scale, Wrong), scales.values())
    return wrong or (scales if set(scales) <= known else _wrong("scale", choices=measures))


def _delimiter(value: object) -> str | Wrong:
    return (
        value
        if isinstance(value, str) and value and (len(value) == 1 or value == "tab")
        else _wrong("delimiter")
    )


def _phrases(value: object) -> tuple[str, ...] | Wrong:
    is_list = (
        isinstance(value, list)
        and value
        and all(isinstance(part, str) and part.strip() for part in value)
    )
    return tuple(value) if is_list else _wrong("phrases")  # type: ignore[arg-type]


def _levels(value: object) -> tuple[str, ...] | Wrong:
    names = _phrases(value)
    if isinstance(names, Wrong) or len(set(names)) < len(names) or {"whole", "city"} & set(names):
        return _wrong("levels")
    return names


def _target_of(indicator: Indicator) -> Checker:
    return lambda value: _target(value, indicator)


def _target(value: object, indicator: Indicator | None = None) -> TargetSetting | Wrong:
    """Return a rate (95, { rate = 95.5 }) or people ({ count = 70544 }, { new = 1200 }), not yet of an indicator.

    A rate is given as its indicator is shown (per 1,000); where lower is better, zero may be the goal.
    """
    highest = highest_rate(indicator)
    kind, amount = (
        next(iter(value.items()))
        if isinstance(value, Mapping) and len(value) == 1
        else ("rate", value)
    )
    exact = _exact(amount)
    least = 0 if indicator is not None and indicator.lower else 1
    if exact is None or not least <= exact.over <= _MOST_PEOPLE * exact.under:
        return _wrong("target")
    if kind == "rate" and highest is not None and exact.over <= highest * exact.under:
        return TargetSetting(None, "rate", exact)
    if kind in ("count", "new") and exact.under == 1:
        return TargetSetting(None, "count" if kind == "count" else "new", exact)
    return _wrong("target")


def _further(
    value: object, indicators: Mapping[str, Indicator], levels: tuple[str, ...]
) -> tuple[TargetSetting, ...] | Wrong:
    """Return targets written as the option takes them; what is wrong with one is said in the option's own words."""
    texts = _phrases(value)
    if isinstance(texts, Wrong):
        return _wrong("further")
    read = []
    for text in texts:
        try:
            read.append(parse_target(text, indicators, levels))
        except UsageFault:
            return _wrong("further_target", text=text)
    return tuple(read)


def _exact(amount: object) -> Quotient | None:
    """Return a number as it is written, with as few digits as it needs; None for what is none (nan, true, text)."""
    if isinstance(amount, int) and not isinstance(amount, bool):
        return Quotient(amount, 1)
    if (
        not isinstance(amount, Decimal)
        or not amount.is_finite()
        or abs(amount.adjusted()) > _DIGITS
    ):
        return None
    whole, _, decimals = f"{amount:f}".partition(".")
    decimals = decimals.rstrip("0")
    return Quotient(int(whole + decimals), 10 ** len(decimals))


def _code(value: object) -> str | Wrong:
    codes = data_names("findings")
    return str(value) if value in codes else _wrong("finding_code")


def _until(value: object) -> str | Wrong:
    """Return a period; a date of TOML is a day."""
    text = str(value)
    return text if is_period(text) and not isinstance(value, int | Decimal) else _wrong("until")


# The keys of an entry of `[[accepted]]`.
_ACCEPTED: Mapping[str, Checker] = {"code": _code, "unit": _word, "until": _until, "why": _word}
# The checkers of keys that hold more than a word.
_HOLDING: Mapping[str, Checker] = {
    "sheet.header_rows": _rows,
    "sheet.rows": _rows,
    "sheet.where": _conditions,
    "reading.delimiter": _delimiter,
}
