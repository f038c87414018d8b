"""The table on a pipe: aligned, never cut, and fast enough to be the default."""

import time

from reports import figure, large_report, load_test_words, province_report

from coverage_cli.model import Report
from coverage_cli.write.text.plain import plain_text
from coverage_cli.write.text.width import width

WORDS = load_test_words()


def test_plain_report(snapshot):
    assert plain_text(province_report(), WORDS) == snapshot


def test_vietnamese_numbers(snapshot):
    assert plain_text(province_report(), load_test_words("vi")) == snapshot


def test_figures_stand_under_each_other_whatever_the_script():
    lines = plain_text(province_report(), WORDS).splitlines()
    rule = next(line for line in lines if line.startswith("---"))
    end_of_numerators = rule.index("  ", rule.index("  ") + 2)
    for line in lines[lines.index(rule) + 1 : lines.index(rule) + 10]:
        before = next(line[:at] for at in range(len(line)) if width(line[:at]) == end_of_numerators)
        assert before[-1].isdigit() or before[-1] == "–"


def test_nothing_is_cut():
    name, count = "Xã " + "rất dài " * 60, 1_234_567_890
    text = plain_text(Report("", (figure(name, count, 2 * count),), (), (), {}), WORDS)
    assert name.rstrip() in text
    assert "1,234,567,890" in text
    assert "…" not in text


def test_control_characters_do_not_reach_the_terminal():
    text = plain_text(Report("a\x1bb", (figure("\x1b[2J\u202e", 1, 2),), (), (), {}), WORDS)
    assert "\x1b" not in text
    assert "\\x1b[2J\\u202e" in text


def test_report_without_figures_says_so():
    assert plain_text(Report("T5", (), (), (), {}), WORDS) == "T5\n\nno figures\n"


def test_no_line_ends_in_blanks():
    assert not [
        line for line in plain_text(province_report(), WORDS).splitlines() if line != line.rstrip()
    ]


def test_cost_grows_with_the_rows_and_not_faster():
    small, large = large_report(1_000), large_report(8_000)
    assert _seconds(large) < 8 * 2.1 * _seconds(small)


def _seconds(report):
    def once():
        start = time.process_time()
        plain_text(report, WORDS)
        return time.process_time() - start

    return min(once() for _ in range(5))
