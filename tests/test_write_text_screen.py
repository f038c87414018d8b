"""The table on a terminal: whole figures at any width, glyphs and colours by status, nothing read as markup."""

import io
import re

import pytest
from reports import INDICATORS, NAMES, figure, load_test_words, province, province_report
from rich.console import Console

from coverage_cli.model import Report
from coverage_cli.write.columns import left_out_first
from coverage_cli.write.parts import parts_of
from coverage_cli.write.text.narrow import BETWEEN, fitted
from coverage_cli.write.text.screen import joined, screen_columns, show
from coverage_cli.write.text.width import width

WORDS = load_test_words()


def shown(report, columns, *, color=False):
    stream = io.StringIO()
    system = "truecolor" if color else None
    console = Console(
        file=stream,
        width=columns,
        force_terminal=color,
        color_system=system,
        legacy_windows=False,
        _environ={},
    )
    show(report, WORDS, console)
    return stream.getvalue()


@pytest.mark.parametrize("columns", [60, 80, 100, 120, 160])
def test_screen(columns, snapshot):
    assert shown(province_report(), columns) == snapshot


def test_screen_in_colour(snapshot):
    assert shown(province_report(), 120, color=True) == snapshot


@pytest.mark.parametrize("columns", range(10, 180, 7))
def test_no_figure_is_ever_cut(columns):
    report = Report("", (figure("Tỉnh", 81_234_567, 91_234_567, depth=0),), (), (), {})
    text = shown(report, columns)
    assert "…" not in text
    assert "89.04" in text
    assert "5,438,272" in text  # the gap: 95 % of 91,234,567 is 86,672,838.65, so 86,672,839 people


@pytest.mark.parametrize("columns", range(48, 180, 7))
def test_no_line_is_longer_than_the_terminal(columns):
    assert max(map(width, shown(province_report(), columns).splitlines())) <= columns


@pytest.mark.parametrize("columns", range(48, 180, 7))
def test_what_is_left_out_is_said(columns):
    part = parts_of(province_report(), WORDS)[0]
    everything = screen_columns(part, WORDS, columns)
    layout = fitted(everything, columns)
    kept = [column.key for column in layout.columns]
    gone = [column for column in everything if column.key not in kept]
    assert layout.left_out == tuple(column.heading for column in gone if column.heading)
    assert all(column.key in left_out_first() for column in gone)
    text = " ".join(shown(province_report(), columns).split("Voluntary")[0].split())
    assert all(column.heading in text for column in gone)


def test_a_wide_terminal_shows_every_column():
    part = parts_of(province_report(), WORDS)[0]
    assert fitted(screen_columns(part, WORDS, 200), 200).left_out == ()


def test_columns_that_just_fit_are_all_shown():
    part = parts_of(province_report(), WORDS)[0]
    columns = screen_columns(part, WORDS, 200)
    layout = fitted(columns, 200)
    needed = sum(layout.across) + BETWEEN * (len(layout.across) - 1)
    assert fitted(columns, needed).left_out == ()
    assert fitted(columns, needed - 1).left_out == ("Target, people",)


def test_a_long_title_is_folded_at_blanks():
    report = province_report()._replace(title="Proposed split " * 9 + "end")
    lines = shown(report, 80).splitlines()
    assert lines[:3] == [
        " ".join(["Proposed split"] * 5),
        " ".join(["Proposed split"] * 4) + " end",
        "",
    ]


def test_long_names_are_folded_and_keep_their_indent():
    name = "Xã Đồng Phong thuộc khu vực giáp ranh"
    rows = [
        figure("Tỉnh", 9, 10, level="province", depth=0),
        figure(name, 9, 10, parent="Tỉnh", depth=1),
    ]
    lines = shown(Report("", tuple(rows), (), (), INDICATORS, NAMES), 80).splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("  Xã Đồng"))
    assert lines[at].split("   ")[0] == "  Xã Đồng Phong thuộc khu vực"
    assert lines[at + 1] == "  giáp ranh"


def test_markup_and_control_characters_of_a_sheet_are_text():
    names = ("[/b]", "[bold red]x[/]", "\x1b[2J", ":smile:")
    rows = tuple(figure(name, 9, 10, depth=0) for name in names)
    text = shown(Report("[/title]", rows, (), (), {}), 100, color=True)
    for name in ("[/b]", "[bold red]x[/]", "\\x1b[2J", ":smile:", "[/title]"):
        assert name in text
    assert "\x1b[2J" not in text


@pytest.mark.parametrize(
    ("numerator", "target", "colour", "glyph"),
    [
        (95, 95, "32", "✓ met"),
        (94, 95, "33", "✗ short"),
        (76, 80, "33", "✗ short"),
        (75, 80, "31", "✗ short"),
    ],
)
def test_colour_tells_how_far_from_the_target(numerator, target, colour, glyph):  # 76 of 80 is 95 %
    report = Report("", (figure("A", numerator, 100, target=target, depth=0),), (), (), {})
    text = shown(report, 100, color=True)
    assert re.search(rf"\x1b\[{colour}m[^\x1b]*{glyph}", text)


def test_bar_is_as_long_as_the_share_of_the_largest_gap_of_the_level():
    lines = shown(province_report(), 160).splitlines()
    bars = {line.strip().split("  ")[0]: line.count("█") for line in lines if "✗ short" in line}
    assert bars == {"Huyện Nho Quan": 8, "Xã Đồng Phong": 8, "=1+1": 0}
    assert (
        sum("▍" in line for line in lines) == 1
    )  # 2 of 50 people: a 25th of eight cells, rounded up


def test_a_list_that_goes_on_ends_in_its_dot():
    facts = ["Target, people", "Attainment %", "Gap, points"]
    assert joined(facts, 80) == ["Target, people · Attainment % · Gap, points"]
    assert joined(facts, 33) == ["Target, people · Attainment % ·", "Gap, points"]
    assert joined(["Gap"], 33) == ["Gap"]
    assert joined([], 33) == []


def test_the_bar_has_a_heading():
    heading = next(
        line for line in shown(province_report(), 80).splitlines() if line.startswith("Unit ")
    )
    assert "bar" in heading


def test_upper_units_are_bold_and_the_lowest_are_not():
    text = shown(Report("", tuple(province("i", ((1, 2),) * 6, None)), (), (), {}), 100, color=True)
    assert re.search(r"\x1b\[1m *Huyện Nho Quan", text)
    assert not re.search(r"\x1b\[1m *Xã Đồng Phong", text)
