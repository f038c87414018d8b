"""What people read says nothing in ids, leaves nothing in English, and agrees with its numbers."""

from __future__ import annotations

import re

import pytest
from program import SAMPLES, run

from coverage_cli.profiles import load_profile
from coverage_cli.words import LANGUAGES, load_words

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
MONTHS = sorted(SAMPLES.glob("ninh-binh-202*-*[0-9].xlsx"))
HEALTH = ["-i", "health_insurance"]
JOBS = {
    "compute": ["compute", *MONTHS, "--target", "social_insurance=24", "--verbose"],
    "markdown": ["compute", MAY, "--format", "markdown"],
    "page": ["compute", MAY, "--format", "html"],
    "summary": ["compute", *MONTHS, "--period", "2024-05", "--summary"],
    "gaps": ["gaps", *MONTHS, "--verbose"],
    "gaps page": ["gaps", *MONTHS, *HEALTH, "--format", "html"],
    "trend": ["trend", *MONTHS, "--verbose"],
    "trend page": ["trend", *MONTHS, *HEALTH, "--format", "html"],
    "twice": ["compute", SAMPLES / "ninh-binh-2024-04.xlsx", SAMPLES / "redelivered-2024-04.xlsx", "--verbose"],
    "compare": ["compare", SAMPLES / "ninh-binh-2024-04.xlsx", SAMPLES / "redelivered-2024-04.xlsx"],
    "check": ["check", *MONTHS[2:]],
    "explain": ["explain", MAY, "--in", "Huyện Kim Sơn"],
    "allocate": ["allocate", MAY, *HEALTH, "--amount", "945000", "--rule", "uninsured", "--level", "district"],
    "lists": ["compute", MAY, "--population", f"list={SAMPLES / 'ninh-binh-2024-population.csv'}", "--verbose"],
    "nobody": ["compute", "NAMELESS", "--verbose"],
    "nobody in words": ["compute", "NAMELESS", "--summary"],
    "nobody's page": ["compute", "NAMELESS", "--format", "html"],
}  # fmt: skip
NAMELESS = (
    "Xã,Dân số,Số người tham gia BHYT,Chỉ tiêu %\nXã A,1000,949,95\nXã B,,700,95\nXã C,500,600,95\n"
)
# Told to be typed: there an id is the word.
TYPED = re.compile(r"(?:--?[\w-]+[ =]|\[)[\w@#=.!:-]+|`[^`]*`")
UNSEEN = re.compile(r"<style>.*?</style>|<script>.*?</script>|</?\w[^>]*>", re.DOTALL)


def said(tmp_path, job, lang):
    """Return what a job prints for people in a language, results and findings, less what is told to be typed."""
    sheet = tmp_path / "2024-05.csv"
    sheet.write_text(NAMELESS, encoding="utf-8")
    arguments = [sheet if one == "NAMELESS" else one for one in JOBS[job]]
    result = run(*arguments, "--lang", lang)
    assert result.code in (0, 1), result.err
    return TYPED.sub(" ", UNSEEN.sub("", result.out + result.err))


def ids():
    profile = load_profile()
    known = {*profile.indicators, *profile.measures, "no_target", "no_data", "coverage_pct"}
    return sorted(one for one in known if "_" in one)


def wordings(lang):
    """Return the words of a language that are said as they stand."""
    messages = load_words(lang).messages
    sections = ("labels", "status", "severities", "levels", "counted", "measures")
    return {
        (section, key): str(text) for section in sections for key, text in messages[section].items()
    }


def in_english_alone(lang):
    """Return English texts that the language says otherwise, long enough to be no accident."""
    theirs = set(wordings(lang).values())
    texts = (text for text in wordings("en").values() if "{" not in text and len(text) > 7)
    return sorted({text for text in texts if text not in theirs})


def ids_in(text):
    return [one for one in ids() if re.search(rf"(?<![\w-]){one}(?![\w-])", text)]


def period_ids_in(text):
    """Return months as machines write them, other than those of a file's or a sheet's name."""
    return re.findall(r"(?<![\w./-])(?:19|20)\d\d-(?:Q[1-4]|0[1-9]|1[0-2])(?![\w./-])", text)


def english_in(text, lang):
    texts = in_english_alone(lang) if lang != "en" else ()
    return [one for one in texts if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)]


def wrong_numbers_in(text):
    several = "units|people|months|rows|notes|Einheiten|Personen|Monate|Zeilen|Menschen"
    return re.findall(rf"(?<![\w.,/])1 (?:{several})\b", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("job", JOBS)
def test_nothing_is_said_in_ids_in_another_language_or_in_a_wrong_number(tmp_path, job, lang):
    text = said(tmp_path, job, lang)
    assert len(text) > 100
    assert ids_in(text) == []
    assert period_ids_in(text) == []
    assert english_in(text, lang) == []
    assert wrong_numbers_in(text) == []


@pytest.mark.parametrize("job", [job for job in JOBS if job.startswith("nobody")])
@pytest.mark.parametrize(
    ("lang", "whole"), [("vi", "oàn địa bàn"), ("de", "Gesamtgebiet|allen Einheiten")]
)
def test_a_whole_without_a_name_is_called_in_the_readers_language(tmp_path, job, lang, whole):
    text = said(tmp_path, job, lang)
    assert "Total" not in text
    assert re.search(whole, text)


def test_what_is_looked_for_would_be_found():
    assert ids_in("chỉ tiêu cho health_insurance (L162)") == ["health_insurance"]
    assert "Still missing" not in english_in("Coverage report", "vi")
    assert english_in("Coverage report", "vi") == ["Coverage report"]
    assert period_ids_in("Health insurance · 2024-05, see ninh-binh-2024-05.xlsx") == ["2024-05"]
    assert wrong_numbers_in("net gap of 1 units shown") == ["1 units"]


def test_machines_read_total_in_every_language(tmp_path):
    sheet = tmp_path / "2024-05.csv"
    sheet.write_text(NAMELESS, encoding="utf-8")
    for form in ("csv", "json"):
        assert "Total" in run("compute", sheet, "--lang", "vi", "--format", form).out


def test_the_form_fits_the_number():
    words = load_words("en")
    assert words.label("units_shown", count=1) == "1 unit shown"
    assert words.label("units_shown", count=2) == "2 units shown"
    assert words.label("shortfall_sum", people=0) == "shortfalls add up to 0 people"
    assert load_words("de").label("shortfall_sum", people=1).endswith("1 Person")
    assert load_words("vi").label("units_shown", count=1).startswith("1 ")
