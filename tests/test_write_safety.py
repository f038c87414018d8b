"""Text of a sheet can neither command a terminal nor run in a spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_cli.write.safety import inert, inert_field, visible, visible_all

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "＝1", "＋1", "－1", "＠x",
    " =1", "\u00a0=1", "\x1c\x85\u3000=1", "\ufeff=1", "\u200b=1", "\u202e=1", "\x00=1", "\x0b=1",
    "=cmd|' /C calc'!A0", "-2+3+cmd|x!A0",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["Xã A", "(a) = b", "1-2", "'=1", "", "漢字", "Đạ M'ri", "  Xã A", "{=1}"]
)
def test_what_it_would_not_run_is_left_alone(text):
    assert inert(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Xã\x1b[31m", "Xã\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\nb\tc\r", "a\\x0ab\\x09c\\x0d"),
        ("\x9b31m", "\\x9b31m"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
        ("Xã Đồng Phong [/b] 漢字", "Xã Đồng Phong [/b] 漢字"),
    ],
)
def test_control_and_invisible_characters_are_spelled_out(text, shown):
    assert visible(text) == shown
    assert list(visible_all(["x", text])) == ["x", shown]


@given(st.text())
def test_nothing_shown_commands_a_terminal(text):
    assert not set(visible(text)) & set(
        map(chr, [*range(32), *range(127, 160), *range(0x202A, 0x202F)])
    )
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize("start", FORMULAS)
def test_a_formula_behind_a_semicolon_is_no_formula_where_fields_are_parted_by_it(start):
    assert inert_field(f"Xã A;{start}") == f"Xã A;'{start}"
    assert inert_field(f'Xã A;"{start}') == f"Xã A;'\"{start}"
    assert inert_field("Xã A; Xã B;C") == "Xã A; Xã B;C"


def test_a_name_of_blanks_takes_no_time():
    name = "\x1c\x85\u200b" * 20_000 + "a"
    assert inert(name) == name
