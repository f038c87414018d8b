"""Findings on standard error: worst first, one line each, with their place."""

from reports import FINDINGS, load_test_words

from coverage_cli.model import Finding
from coverage_cli.write.findings import finding_lines, place_of, worst_first

WORDS = load_test_words()


def test_worst_first_with_code_place_and_message():
    assert finding_lines(FINDINGS, WORDS, verbose=False) == [
        "error[total-mismatch] thang 5.xlsx [T5] H12: the printed total is 38,830, its parts add up to 38,824",
        "warning[over-100] thang 5.xlsx [T5] H20: Xã Quang Sơn has more insured people than inhabitants",
        "note[number-as-text] thang 5.xlsx [T5] C8, C9: 2 numbers are stored as text",
        "errors: 1 · warnings: 1 · notes: 1",
    ]


def test_notes_are_few_unless_verbose():
    notes = [Finding("number-as-text", "info", {}, "a.xlsx", "T5", (f"C{row}",)) for row in range(8)]
    lines = finding_lines([*notes, FINDINGS[1]], WORDS, verbose=False)
    assert lines[0].startswith("error")
    assert lines[-2:] == ["and 3 more notes; --verbose shows them all", "errors: 1 · warnings: 0 · notes: 8"]
    assert len(lines) == 1 + 5 + 2
    *shown, counts = finding_lines(notes, WORDS, verbose=True)
    assert len(shown) == 8
    assert all(line.startswith("note[number-as-text]") for line in shown)
    assert counts == "errors: 0 · warnings: 0 · notes: 8"


def test_errors_and_warnings_are_never_left_out():
    many = [FINDINGS[1]] * 30 + [FINDINGS[2]] * 30
    assert len(finding_lines(many, WORDS, verbose=False)) == 61


def test_findings_of_one_code_stand_together_in_the_reports_order():
    first, second, third = (
        Finding(code, "error", {}, cells=(cell,)) for code, cell in (("b", "1"), ("a", "2"), ("b", "3"))
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
    line = finding_lines([Finding("number-as-text", "info", {})], WORDS, verbose=False)[0]
    assert line == "note[number-as-text]: 1 numbers are stored as text"


def test_control_characters_of_names_are_spelled_out():
    finding = Finding("over-100", "warning", {"unit": "\x1b[2J"}, "a\nb.xlsx", "T5", ("H1",))
    assert finding_lines([finding], WORDS, verbose=False)[0].startswith(
        "warning[over-100] a\\x0ab.xlsx [T5] H1: \\x1b[2J"
    )


def test_nothing_found_says_nothing():
    assert finding_lines([], WORDS, verbose=True) == []
