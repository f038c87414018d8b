"""Everything the program says to a person, in their language: labels, messages and the style of numbers.

The wording is data (`data/lang/<lang>.toml`, `data/findings/`); this module only fills it in. It rounds nothing that is
not asked to be shown, and machine formats never pass through it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from coverage_cli.datafiles import read_data
from coverage_cli.errors import CoverageError
from coverage_cli.findings import about
from coverage_cli.model import UNNAMED, Count, Finding, Fixed, Phrase, Quotient
from coverage_cli.records import NamedTuple

LANGUAGES = ("en", "vi", "de")
# Values of messages that are keys of measures: `{measure}` is for options, `{measure_words}` for people.
_MEASURES = {"measure", "subject"}
# Values of messages that are names of units.
_UNITS = {"unit", "parent"}
# Languages in which every noun has a capital letter.
_CAPITAL_NOUNS = frozenset({"de"})
# How many choices a message lists: a sheet of 253 columns would fill the screen.
_LISTED = 24
_DATED = re.compile(
    r"(?P<year>\d{4}(?:/\d\d)?)(?:-Q(?P<quarter>\d)|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
)
# What names a period and cannot be a number: a year alone can.
_MONTHLY = re.compile(r"\d{4}-(?:Q[1-4]|(?:0[1-9]|1[0-2])(?:-\d\d)?)")
# A value right behind the option that takes it.
_TYPED = re.compile(r"(--[a-z][a-z-]*[ =])\{(\w+)\}")
# Values of messages that are as a cell, a sheet or a file has them.
_VERBATIM = frozenset(
    ("found", "text", "other_text", "column", "code", "codes", "sheet", "file", "unit", "name")
)


class Told(str):
    """A value as it is shown in a message; behind a colon it stands for the word that fits its number.

    "{count} {count:unit|units}" is "1 unit" or "2 units"; a language without plurals needs no second form.
    """

    is_one: bool = False

    def __format__(self, forms: str) -> str:
        """Return the form for one or that for any other number, without forms the text itself."""
        one, bar, several = forms.partition("|")
        if not bar:
            return super().__format__(forms)
        return one if self.is_one else several


class NumberStyle(NamedTuple):
    """How a language groups digits and marks decimals."""

    group: str
    decimal: str


class Words(NamedTuple):
    """One language's wording, and `places`: how many decimals percentages are shown with.

    `told_places` says that a user told them, so that no indicator's own decimals take their place. `levels` is what the
    sheets call their levels, `indicators` how each is called by its id.
    """

    lang: str
    style: NumberStyle
    messages: Mapping[str, Mapping[str, object]]
    places: int = 2
    told_places: bool = False
    levels: Mapping[str, str] = {}
    indicators: Mapping[str, str] = {}

    def label(self, key: str, **values: object) -> str:
        """Return a label of `[labels]`, its placeholders filled."""
        return self._fill_saying(str(self.messages["labels"][key]), values)

    def status(self, status: str) -> str:
        """Return a status in words."""
        return str(self.messages["status"][status])

    def level(self, level: str) -> str:
        """Return the name of a level: the sheets' own word, else ours; a project's own level is its own name."""
        called = self.levels.get(level, level)
        return str(self.messages["levels"].get(called, called))

    def calling(self, levels: Mapping[str, str]) -> Words:
        """Return the wording with the sheets' own words for levels."""
        return self._replace(levels=levels)

    def severity(self, severity: str) -> str:
        """Return a severity in words."""
        return str(self.messages["severities"][severity])

    def finding(self, finding: Finding) -> str:
        """Return what a finding says, without its place."""
        told = about(finding.code)[self.lang]
        wording = told.get("variants", {}).get(finding.variant) or told["says"]
        values = {**finding.values, "count": finding.count, **self._called(finding.values)}
        if values.get("where") in (
            "title",
            "sheet",
            "file",
            "note",
        ):  # words of ours, not of the data
            values["where"] = self.label(f"where_{values['where']}")
        return self._fill_saying(str(wording), values)

    def _called(self, values: Mapping[str, object]) -> dict[str, object]:
        """Return the values that a sentence calls otherwise: indicators by name, for ids are for options, the whole."""
        called: dict[str, object] = {
            key: self.unit(str(values[key])) for key in _UNITS & values.keys()
        }
        if "indicator" in values:
            called["indicator"] = self.indicator(str(values["indicator"]))
        several = values.get("indicators")
        if isinstance(several, tuple | list):
            called["indicators"] = tuple(self.indicator(str(one)) for one in several)
        return called

    def indicator(self, key: str) -> str:
        """Return an indicator by its id, or by id and name of its target (`ID#NAME`), as it stands in a sentence."""
        name, _, target = key.partition("#")
        said = in_sentence(self.indicators.get(name, name), self.lang)
        return f"{said} ({target})" if target else said

    def rule(self, code: str) -> str:
        """Return what a rule finds, in a few words."""
        return str(about(code)[self.lang]["rule"])

    def advice(self, code: str) -> str:
        """Return what the office that made the sheet can do about findings of a code."""
        return str(about(code)[self.lang]["do"])

    def error(self, fault: CoverageError) -> tuple[str, str]:
        """Return the two lines of an error: what is wrong, and what to do."""
        wording = self.messages["errors"][fault.key]
        assert isinstance(wording, dict)
        hint = self._fill(wording["hint"], fault.values)
        if fault.told_by:
            file, line = fault.told_by
            hint = self.label("told_by_project", hint=hint, file=file, line=str(line))
        return self._fill(wording["error"], fault.values), hint

    def number(self, value: Count | None, places: int | None = None) -> str:
        """Show a count of people: digits grouped; a fractional count keeps `places` decimals (one by default)."""
        if value is None:
            return ""
        if isinstance(value, Fraction) and value.denominator != 1:
            return self.percent(
                Quotient(value.numerator, value.denominator), 1 if places is None else places
            )
        return self._group(int(value))

    def percent(self, value: Quotient | None, places: int | None = None) -> str:
        """Show an exact percentage, rounded half away from zero to `places` decimals; without a % sign."""
        if value is None:
            return ""
        places = self.places if places is None else places
        scaled = value.rounded(places)
        whole, rest = divmod(abs(scaled), 10**places)
        sign = "-" if scaled < 0 else ""
        decimals = f"{self.style.decimal}{rest:0{places}d}" if places else ""
        return f"{sign}{self._group(whole)}{decimals}"

    def _group(self, value: int) -> str:
        return f"{value:,}".replace(",", self.style.group)

    def counted(self, alternatives: Sequence[Sequence[tuple[str, int]]], otherwise: str) -> str:
        """Return the heading of a column of counts: what is counted, where all that may stand in it has one name."""
        names = self.messages["counted"]
        called = {names.get(one[0][0]) for one in alternatives if len(one) == 1}
        return str(called.pop()) if len(called) == 1 and None not in called else otherwise

    def measure(self, measure: str) -> str:
        """Return what a measure counts, in words; one of a project's own is called by its key."""
        names = self.messages["measures"]
        key, _, name = measure.partition("#")
        base = key.removeprefix("new_")
        words = str(names.get(base, base.replace("_", " ")))
        said = words if base == key else str(names["new"]).format(people=words)
        return f"{said} ({name})" if name else said

    def unit(self, name: str) -> str:
        """Return a unit's name; a whole that is called nothing but a total is called so in the reader's language."""
        return self.label("whole_unnamed") if name == UNNAMED else name

    def period(self, period: str | None) -> str:
        """Return a period, or one of several months, as it is said; one of another kind as it is written.

        >>> [load_words().period(one) for one in ("2024-05", "2024-Q2", "2024", "2024-05-17", "2018/19")]
        ['May 2024', 'Q2 2024', '2024', '17 May 2024', '2018/19']
        >>> load_words("vi").period("2024-05"), load_words("de").period("2024-05")
        ('tháng 5/2024', 'Mai 2024')
        >>> load_words("vi").period("2024-05-07"), load_words("vi").period("2018/19")
        ('ngày 7 tháng 5/2024', 'năm 2018/19')
        """
        first, dash, last = (period or "").partition("–")
        if dash:
            return f"{self.period(first)}–{self.period(last)}"
        dated = _DATED.fullmatch(first)
        if dated is None:
            return first
        told = {key: value for key, value in dated.groupdict().items() if value is not None}
        for part in ("day", "month", "quarter"):
            if part in told:
                number = int(told.get("month") or told["quarter"])
                name = self.label(f"month_{number}")
                day = told.get("day", "").lstrip("0")
                return self.label(
                    f"said_{part}", name=name, number=str(number), day=day, year=told["year"]
                )
        return self.label("said_year", year=told["year"])

    def _fill_saying(self, wording: str, values: Mapping[str, object]) -> str:
        """Fill a wording with periods as people say them; what cells hold, and what is typed, stays as it is."""
        said = {
            name: value if name in _VERBATIM else self._period_said(value)
            for name, value in values.items()
        }
        # "--as-of {day}" is there to be typed: "2025-07-01" is understood, "1 July 2025" is not.
        typed = {f"typed_{name}": values[name] for _, name in _TYPED.findall(wording)}
        return self._fill(_TYPED.sub(r"\1{typed_\2}", wording), {**said, **typed})

    def _period_said(self, value: object) -> object:
        # No percentages and phrases, which are tuples as well.
        if type(value) in (tuple, list):
            return tuple(map(self._period_said, cast("Sequence[object]", value)))
        ends = value.split("–") if isinstance(value, str) else []
        if not ends or not all(map(_MONTHLY.fullmatch, ends)):
            return value
        return self.period(str(value))

    def _fill(self, wording: str, values: Mapping[str, object]) -> str:
        shown = {name: self._told(value) for name, value in values.items()}
        called = {f"{name}_words": self.measure(shown[name]) for name in _MEASURES & shown.keys()}
        return wording.format_map({**called, **shown})

    def _told(self, value: object) -> Told:
        told = Told(self._shown(value))
        told.is_one = isinstance(value, int | Fraction) and value == 1
        return told

    def _shown(self, value: object) -> str:
        if isinstance(value, bool) or value is None:
            return str(value)
        if isinstance(value, int | Fraction):
            return self.number(value)
        if isinstance(value, Fixed):
            return self.percent(value.value, value.places)
        if isinstance(value, Quotient):
            return self.percent(value)
        if isinstance(value, Phrase | Finding):
            return (
                self.finding(value)
                if isinstance(value, Finding)
                else self.label(value.key, **value.values)
            )
        if isinstance(value, tuple | list):
            if value and all(
                isinstance(part, Phrase | Finding) for part in value
            ):  # they have commas of their own
                return "; ".join(dict.fromkeys(map(self._shown, value)))
            more = f" (+{len(value) - _LISTED})" if len(value) > _LISTED else ""
            return ", ".join(self._shown(part) for part in value[:_LISTED]) + more
        return str(value)


def in_sentence(name: str, lang: str) -> str:
    """Return a name inside a sentence; an abbreviation keeps its letters, and in German every noun its capital.

    >>> in_sentence("Bảo hiểm y tế", "vi"), in_sentence("BHXH tự nguyện", "vi"), in_sentence("Quote", "de")
    ('bảo hiểm y tế', 'BHXH tự nguyện', 'Quote')
    """
    is_word = name[:1].isupper() and name[1:2].islower()
    return name[:1].lower() + name[1:] if is_word and lang not in _CAPITAL_NOUNS else name


def load_words(lang: str = "en", places: int = 2) -> Words:
    """Read one language's wording; `lang` is one of `LANGUAGES`."""
    messages = read_data("lang", lang)
    style = messages["style"]
    return Words(lang, NumberStyle(style["group"], style["decimal"]), messages, places)
