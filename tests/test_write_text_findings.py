"""Findings on standard error: worst first, one line each, with their place."""

import pytest
from reports import FINDING_WORDS, FINDINGS, load_test_words, province_report

from coverage_cli.errors import CoverageError
from coverage_cli.model import Finding
from coverage_cli.words import load_words
from coverage_cli.write.text.findings import (
    error_lines,
    failed_on_lines,
    finding_lines,
    place_of,
    worst_first,
    written_line,
)
from coverage_cli.write.text.width import hanging

WORDS = load_test_words()


def test_worst_first_with_code_place_and_message():
    assert finding_lines(FINDINGS, WORDS, verbose=True) == [
        "error[total-mismatch] thang 5.xlsx [T5] H12: the printed total is 38,830, its parts add up to 38,824",
        "warning[over-100] thang 5.xlsx [T5] H20: Xã Quang Sơn has more insured people than inhabitants",
        "note[number-as-text] thang 5.xlsx [T5] C8, C9: 2 numbers are stored as text",
        "errors: 1 · warnings: 1 · notes: 1",
    ]


def test_notes_are_counted_unless_verbose():
    notes = [
        Finding("number-as-text", "info", {}, "a.xlsx", "T5", (f"C{row}",)) for row in range(8)
    ]
    lines = finding_lines([*notes, FINDINGS[1]], WORDS, verbose=False)
    assert lines[0].startswith("error")
    assert lines[1:] == ["errors: 1 · warnings: 0 · notes: 8 · --verbose shows all of them"]
    *shown, counts = finding_lines(notes, WORDS, verbose=True)
    assert len(shown) == 8
    assert all(line.startswith("note[number-as-text]") for line in shown)
    assert counts == "errors: 0 · warnings: 0 · notes: 8"


def test_a_flood_is_one_line_a_cause():
    many = [FINDINGS[1]] * 51 + [FINDINGS[2]] * 10 + [FINDINGS[1]._replace(severity="warning")] * 11
    lines = finding_lines(many, WORDS, verbose=False)
    assert [line.split(" thang")[0] for line in lines[:-1]] == [
        "error[total-mismatch] ×51",
        "warning[total-mismatch] ×11",
        "warning[over-100] ×10",
    ]
    assert lines[-1] == "errors: 51 · warnings: 21 · notes: 0 · --verbose shows all of them"
    assert len(finding_lines(many, WORDS, verbose=True)) == 72 + 1


def test_a_terminal_shows_ten_causes_and_counts_the_others(monkeypatch):
    codes = [f"cause-{at}" for at in range(13)]
    for code in codes:
        monkeypatch.setitem(FINDING_WORDS, code, "odd")
    many = [Finding(code, "error", {}) for code in codes]
    lines = finding_lines(many, WORDS, verbose=False, room=200)
    assert [line.split("]")[0] for line in lines[:10]] == [f"error[{code}" for code in codes[:10]]
    assert lines[10:] == [
        "and 3 more causes",
        "errors: 13 · warnings: 0 · notes: 0 · --verbose shows all of them",
    ]
    assert len(finding_lines(many, WORDS, verbose=False)) == 13 + 1


@pytest.mark.parametrize("room", [20, 40, 80])
def test_a_terminal_gets_lines_folded_at_blanks_the_later_ones_further_in(room):
    whole = finding_lines(FINDINGS, WORDS, verbose=True)
    folded = finding_lines(FINDINGS, WORDS, verbose=True, room=room)
    assert all(len(line) <= room or " " not in line.strip() for line in folded)
    assert len(folded) > len(whole)
    assert " ".join(" ".join(folded).split()) == " ".join(
        whole
    )  # no word was broken, none was lost
    starts = [line for line in folded if not line.startswith("  ")]
    assert [line.split(" ")[0] for line in starts] == [line.split(" ")[0] for line in whole]


def test_an_error_is_two_lines_and_folded_on_a_terminal():
    fault = CoverageError("input-missing", file="a\x1b.xlsx")
    error, hint = error_lines(fault, WORDS)
    assert error == "error: expecting a file, a folder or a pattern, found nothing at 'a\\x1b.xlsx'"
    assert hint.startswith("hint: ")
    folded = error_lines(fault, WORDS, 40)
    assert folded[:2] == [
        "error: expecting a file, a folder or a",
        "  pattern, found nothing at 'a\\x1b.xlsx'",
    ]


def test_a_path_longer_than_the_terminal_stays_whole():
    assert hanging("error: nothing at '/a/very/long/path.xlsx' here", 20) == [
        "error: nothing at", "  '/a/very/long/path.xlsx'", "  here",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "wrote out\\x1b.xlsx (rows: 1,520)"), ("vi", "đã ghi out\\x1b.xlsx (số dòng: 1.520)"),
     ("de", "out\\x1b.xlsx geschrieben (Zeilen: 1.520)")],
)  # fmt: skip
def test_what_was_written_is_said(lang, said):
    assert written_line("out\x1b.xlsx", 1_520, load_words(lang)) == said


def test_each_condition_that_holds_is_said_once():
    report = (
        province_report()
    )  # of its units with a target: 1 district and 2 communes short, 9 judged
    assert failed_on_lines(("short",), report, WORDS) == ["3 of 9 units short (--fail-on short)"]
    assert failed_on_lines(("warning", "error", "warning"), report, WORDS) == [
        "errors: 1 · warnings: 1 (--fail-on warning)",
        "errors: 1 (--fail-on error)",
    ]
    calm = report._replace(
        findings=(), figures=tuple(row for row in report.figures if row.status == "met")
    )
    assert failed_on_lines(("short", "error", "warning"), calm, WORDS) == []


@pytest.mark.parametrize("lang", ["vi", "de"])
def test_conditions_speak_the_readers_language(lang):
    (said,) = failed_on_lines(("short",), province_report(), load_words(lang))
    assert "--fail-on short" in said
    assert "units" not in said


def test_findings_of_one_code_stand_together_in_the_reports_order():
    first, second, third = (
        Finding(code, "error", {}, cells=(cell,))
        for code, cell in (("b", "1"), ("a", "2"), ("b", "3"))
    )
    assert worst_first([first, second, third]) == [first, third, second]


def test_place_says_what_is_known_and_how_many_cells_more():
    assert place_of(Finding("x", "info", {})) == ""
    assert place_of(Finding("x", "info", {}, "a.csv", "", ("H1",))) == "a.csv H1"
    assert place_of(Finding("x", "info", {}, cells=("H1", "H2", "H3", "H4"))) == "H1, H2, H3 +1"
    assert (
        place_of(Finding("x", "info", {}, "a.xlsx", "T5", ("H1", "H2", "H3", "H4", "H5")))
        == "a.xlsx [T5] H1, H2, H3 +2"
    )


def test_finding_without_a_place():
    line = finding_lines([Finding("number-as-text", "info", {})], WORDS, verbose=True)[0]
    assert line == "note[number-as-text]: 1 numbers are stored as text"


def test_control_characters_of_names_are_spelled_out():
    finding = Finding("over-100", "warning", {"unit": "\x1b[2J"}, "a\nb.xlsx", "T5", ("H1",))
    assert finding_lines([finding], WORDS, verbose=False)[0].startswith(
        "warning[over-100] a\\x0ab.xlsx [T5] H1: \\x1b[2J"
    )


def test_nothing_found_says_nothing():
    assert finding_lines([], WORDS, verbose=True) == []
