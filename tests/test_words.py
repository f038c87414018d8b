"""Every language says everything that English says, with the same placeholders, and writes numbers in its own way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from importlib import resources
from string import Formatter
from typing import get_args, get_type_hints

import pytest

from coverage_cli.datafiles import data_names
from coverage_cli.errors import CoverageError
from coverage_cli.findings import about
from coverage_cli.model import LEVELS, Figure, Finding, Fixed, Quotient, Severity
from coverage_cli.words import LANGUAGES, NumberStyle, load_words

SECTIONS = ("style", "levels", "measures", "counted", "severities", "status", "labels", "errors")
OTHERS = tuple(lang for lang in LANGUAGES if lang != "en")
STATUSES = set(get_args(get_type_hints(Figure)["status"]))


def read(lang: str) -> dict[str, object]:
    text = (resources.files("coverage_cli") / "data" / "lang" / f"{lang}.toml").read_text(
        encoding="utf-8"
    )
    return tomllib.loads(text)


def with_findings(lang: str) -> dict[str, object]:
    """Return all wording of a language; that of findings by (code, variant)."""
    told = {code: about(code)[lang] for code in data_names("findings")}
    said = {code: {"": entry["says"]} if "says" in entry else {} for code, entry in told.items()}
    wordings = {code: {**said[code], **entry.get("variants", {})} for code, entry in told.items()}
    return {**read(lang), "findings": wordings}


def flat(
    messages: Mapping[str, object], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every wording with its path: ("errors", "no-table", "hint"), "..."."""
    for key, value in messages.items():
        if isinstance(value, Mapping):
            yield from flat(value, (*above, key))
        else:
            assert isinstance(value, str), (*above, key)
            yield (*above, key), value


def placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}


ENGLISH = dict(flat(with_findings("en")))


def test_the_languages_are_english_vietnamese_and_german():
    assert LANGUAGES == ("en", "vi", "de")


@pytest.mark.parametrize("lang", LANGUAGES)
class TestEveryLanguage:
    def test_every_section_is_there(self, lang):
        messages = read(lang)
        assert tuple(messages) == SECTIONS
        assert all(messages[section] for section in SECTIONS)

    def test_every_error_has_its_two_lines(self, lang):
        errors = read(lang)["errors"]
        assert isinstance(errors, dict)
        assert {key for key, lines in errors.items() if set(lines) != {"error", "hint"}} == set()

    def test_placeholders_are_plain_names(self, lang):
        """No {0}, {a.b}, {a!r} or {a:>5}: all that a wording may choose is the form that fits a number, {a:one|several}."""
        fields = [
            field
            for _, wording in flat(with_findings(lang))
            for field in Formatter().parse(wording)
        ]
        named = [
            (name, spec, conversion) for _, name, spec, conversion in fields if name is not None
        ]
        assert named
        assert [
            field
            for field in named
            if not field[0].isidentifier()
            or field[2]
            or (field[1] and not re.fullmatch(r"[^|{}]*\|[^|{}]+", field[1]))
        ] == []

    def test_a_form_is_chosen_by_a_number_that_is_said(self, lang):
        for key, wording in flat(with_findings(lang)):
            fields = [(name, spec) for _, name, spec, _ in Formatter().parse(wording) if name]
            shown = {name for name, spec in fields if not spec}
            assert {name for name, spec in fields if spec} <= shown, key

    def test_values_are_called_as_the_help_calls_them(self, lang):
        """FILE, COL, VALUE stand in the help of each option, and mean the same in every message."""
        values = re.compile(r"\b(COL|FILE|VALUE|SHEET|NAME|MEASURE)\b")
        for path, wording in flat(with_findings(lang)):
            assert set(values.findall(wording)) == set(values.findall(ENGLISH[path])), path

    def test_nothing_is_shouted_or_left_blank(self, lang):
        for path, wording in flat(with_findings(lang)):
            assert path[-1] == "why_none" or wording.strip(), path
            assert wording == wording.strip(), path
            assert "\n" not in wording, path
            assert not re.search(r"!(?!COL|\{letter\})", wording), path  # a column is told by !COL

    def test_levels_severities_and_statuses_have_their_words(self, lang):
        words = load_words(lang)
        assert set(words.messages["levels"]) == {
            "whole",
            *LEVELS,
            "region",
            "country",
            "group",
            "hamlet",
        }
        assert set(words.messages["severities"]) == set(get_args(Severity))
        assert set(words.messages["status"]) == STATUSES
        assert len({words.status(status) for status in STATUSES}) == len(STATUSES)

    def test_load_words(self, lang):
        words = load_words(lang, 3)
        assert (words.lang, words.places) == (lang, 3)
        assert words.label("missing") == "–"
        assert words.label("page_of", page=2, pages=7).count("2") == 1
        assert words.level("région") == "région"

    def test_every_message_can_be_filled(self, lang):
        words = load_words(lang)
        values = {
            name: f"<{name}>" for wording in ENGLISH.values() for name in placeholders(wording)
        }
        for (section, *keys), wording in flat(with_findings(lang)):
            if section == "labels":
                filled = [words.label(keys[0], **values)]
            elif section == "findings":
                filled = [words.finding(Finding(keys[0], "info", values, variant=keys[1]))]
            elif section == "errors":
                filled = list(words.error(CoverageError(keys[0], **values)))
            else:
                continue
            assert not any("{" in text for text in filled), (section, *keys)
            names = placeholders(wording) - {"count"}  # a finding's count is its own
            assert all(any(f"<{name}>" in text for text in filled) for name in names), (
                section,
                *keys,
            )


@pytest.mark.parametrize(
    ("lang", "measure", "words"),
    [
        ("en", "health_insured", "people with health insurance"),
        ("vi", "new_social_voluntary", "số người tham gia BHXH tự nguyện mới"),
        ("de", "labour_force", "Erwerbspersonen"),
        ("en", "bed_nets", "bed nets"),
    ],
)
def test_measures_are_called_in_words(lang, measure, words):
    assert load_words(lang).measure(measure) == words


@pytest.mark.parametrize("lang", OTHERS)
class TestTranslations:
    def test_keys_are_those_of_english(self, lang):
        keys = {path for path, _ in flat(with_findings(lang))}
        assert keys - set(ENGLISH) == set()
        assert set(ENGLISH) - keys == set()

    def test_placeholders_are_those_of_english(self, lang):
        differing = {
            path: (placeholders(wording), placeholders(ENGLISH[path]))
            for path, wording in flat(with_findings(lang))
            if path in ENGLISH and placeholders(wording) != placeholders(ENGLISH[path])
        }
        assert differing == {}

    def test_options_and_suffixes_stay_english(self, lang):
        def options(wording: str) -> set[str]:
            return {
                word.strip(";,.:()'`")
                for word in wording.split()
                if word.strip("('`").startswith("--")
            }

        differing = {
            path: (options(wording), options(ENGLISH[path]))
            for path, wording in flat(with_findings(lang))
            if path in ENGLISH and options(wording) != options(ENGLISH[path])
        }
        assert differing == {}

    def test_it_is_translated(self, lang):
        """Whole sentences are never the English ones; short labels may be (Status, SHA-256)."""
        same = {
            path
            for path, wording in flat(with_findings(lang))
            if wording == ENGLISH.get(path) and wording.count(" ") > 1
        }
        assert same == set()

    def test_percent_and_points_stay_apart(self, lang):
        words = load_words(lang)
        assert words.label("gap_pp").endswith({"vi": "điểm %", "de": "%-Punkte"}[lang])
        assert words.label("coverage_pct").endswith(" %")


@pytest.mark.parametrize(
    ("lang", "style"),
    [("en", NumberStyle(",", ".")), ("vi", NumberStyle(".", ",")), ("de", NumberStyle(".", ","))],
)
def test_the_style_of_numbers(lang, style):
    assert load_words(lang).style == style


@pytest.mark.parametrize(
    ("value", "english", "continental"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1,000", "1.000"),
        (1_234_567, "1,234,567", "1.234.567"),
        (-824, "-824", "-824"),
        (-1_234_567, "-1,234,567", "-1.234.567"),
        (Fraction(2_469, 2), "1,234.5", "1.234,5"),
        (Fraction(-2_469, 2), "-1,234.5", "-1.234,5"),
        (Fraction(1, 20), "0.1", "0,1"),  # half away from zero
        (Fraction(-1, 20), "-0.1", "-0,1"),
        (Fraction(6, 2), "3", "3"),  # whole after all
        (None, "", ""),
    ],
)
def test_counts(value, english, continental):
    assert load_words("en").number(value) == english
    assert load_words("vi").number(value) == continental
    assert load_words("de").number(value) == continental


@pytest.mark.parametrize(
    ("value", "places", "english", "continental"),
    [
        (Quotient(189, 2), 2, "94.50", "94,50"),
        (Quotient(-189, 2), 2, "-94.50", "-94,50"),
        (Quotient(189, 2), 0, "95", "95"),  # half away from zero, up
        (Quotient(-189, 2), 0, "-95", "-95"),  # and down
        (Quotient(1, 8), 2, "0.13", "0,13"),
        (Quotient(-1, 8), 2, "-0.13", "-0,13"),
        (Quotient(20, 8), 0, "3", "3"),  # not to the even 2
        (Quotient(-1, 1000), 2, "0.00", "0,00"),  # no minus before nothing
        (Quotient(123_456_789, 100), 1, "1,234,567.9", "1.234.567,9"),
        (Quotient(100, 3), 5, "33.33333", "33,33333"),
        (None, 2, "", ""),
    ],
)
def test_percentages(value, places, english, continental):
    assert load_words("en", places).percent(value) == english
    assert load_words("vi", places).percent(value) == continental
    assert load_words("de", places).percent(value) == continental


@pytest.mark.parametrize(("lang", "shown"), [("en", "1,234 · 94.50 · 94.6"), ("vi", "1.234 · 94,50 · 94,6"),
                                             ("de", "1.234 · 94,50 · 94,6")])  # fmt: skip
def test_values_of_messages_are_written_in_the_language(lang, shown):
    words = load_words(lang)
    messages = {**words.messages, "labels": {"x": "{people} · {rate} · {printed}"}}
    values = {"people": 1234, "rate": Quotient(189, 2), "printed": Fixed(Quotient(946, 10), 1)}
    assert words._replace(messages=messages).label("x", **values) == shown


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Xã A has 8,100 of 8,000 (101.25 %)"),
        ("vi", "Xã A có 8.100 trên 8.000 (101,25%)"),
        ("de", "Xã A hat 8.100 von 8.000 (101,25 %)"),
    ],
)
def test_a_finding_in_each_language(lang, said):
    values = {"unit": "Xã A", "numerator": 8_100, "denominator": 8_000, "coverage": Quotient(810_000, 8_000),
              "numerator_cell": "H20", "denominator_cell": "C20", "causes": ""}  # fmt: skip
    message = load_words(lang).finding(Finding("over-100", "warning", values))
    assert message.startswith(said)
    assert "H20" in message
    assert "C20" in message


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "password"), ("vi", "mật khẩu"), ("de", "Kennwort")]
)
def test_an_error_in_each_language(lang, said):
    error, hint = load_words(lang).error(CoverageError("kind-encrypted", file="tháng 5.xlsx"))
    assert "'tháng 5.xlsx'" in error
    assert said in error
    assert said in hint


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_message_tells_to_type_is_understood_as_it_stands(lang):
    """Days and months are said in words, but behind an option they are typed."""
    values = {"day": "2031-03-01", "source": "x", "taken": "2031-03", "other": "2031-04"}
    words = load_words(lang)
    redrawn = words.finding(Finding("boundary-change", "warning", values))
    assert "--as-of 2031-03-01" in redrawn
    assert words.period("2031-03-01") in redrawn
    told = words.finding(Finding("period-conflict", "warning", values, variant="told"))
    assert "--period 2031-03" in told
    assert words.period("2031-04") in told
