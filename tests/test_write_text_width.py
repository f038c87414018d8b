"""How wide text is, and that folding loses nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_cli.write.text.width import folded, padded, padded_all, width, widths

VIETNAMESE = "Xã Đồng Phong, huyện Nho Quan"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("Nho Quan", 8),
        (VIETNAMESE, 29),
        (unicodedata.normalize("NFD", VIETNAMESE), 29),
        ("漢字社", 6),
        ("Ｘ", 2),
        ("✓ ████▍", 7),
        ("a\u200bb", 2),
    ],
)
def test_width_is_what_a_terminal_shows(text, cells):
    assert width(text) == cells
    assert widths(["Nho Quan", text]) == [8, cells]


def test_padding_counts_cells_not_letters():
    assert padded("漢字", 6) == "漢字  "
    assert padded("漢字", 6, right=True) == "  漢字"
    assert padded("longer", 3) == "longer"
    assert padded_all(["漢", "ab"], 3) == ["漢 ", "ab "]


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("Thành phố Tam Điệp", 10, ["Thành phố", "Tam Điệp"]),
        ("Thành phố Tam Điệp", 40, ["Thành phố Tam Điệp"]),
        ("漢字社漢字社", 5, ["漢字", "社漢", "字社"]),
        ("漢字社漢字社", 6, ["漢字社", "漢字社"]),
        ("", 5, [""]),
    ],
)
def test_folding_breaks_at_blanks_where_it_can(text, cells, lines):
    assert folded(text, cells) == lines


@given(st.text(alphabet="ab ộ漢\u0301"), st.integers(min_value=2, max_value=12))
def test_folding_keeps_every_letter_and_the_width(text, cells):
    lines = folded(text, cells)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= cells for line in lines if line.strip())
