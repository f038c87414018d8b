"""Pre-Unicode Vietnamese: by the font, else by words; text of other languages is never touched."""

import pytest
from grids import found, grid, observations, tree

from coverage_cli.clean import decode

TCVN3 = [
    ["B¶o hiÓm x· héi tØnh Ninh B×nh"],
    ["§¬n vÞ", "D©n sè", "Sè ng­êi tham gia BHYT"],
    ["X· §ång Phong", 5000, 4700],
    ["ThÞ trÊn Nho Quan", 8000, 7600],
]
UNICODE = [
    ["Bảo hiểm xã hội tỉnh Ninh Bình"],
    ["Đơn vị", "Dân số", "Số người tham gia BHYT"],
    ["Xã Đồng Phong", 5000, 4700],
    ["Thị trấn Nho Quan", 8000, 7600],
]


def test_by_words_where_the_format_tells_no_fonts():
    decoded, said = decode(grid(TCVN3))
    assert decoded.rows == grid(UNICODE).rows
    assert found(said) == [("legacy-encoding.words", "info", ("A1",))]
    assert said[0].count == 6


def test_by_font_only_the_cells_of_that_font():
    decoded, said = decode(grid([["X· §ång Phong", "Müller", 5]], legacy={(0, 0): "tcvn3"}))
    assert decoded.rows == [["Xã Đồng Phong", "Müller", 5.0]]
    assert found(said) == [("legacy-encoding.font", "info", ("A1",))]


def test_capitals_are_a_font_of_their_own():
    decoded, _ = decode(grid([["x· ®ång phong"]], legacy={(0, 0): "tcvn3-capitals"}))
    assert decoded.rows == [["XÃ ĐỒNG PHONG"]]


def test_decoding_twice_is_decoding_once():
    once, _ = decode(grid(TCVN3))
    assert decode(once) == (once, [])


def test_a_decoded_sheet_is_read_like_any_other():
    decoded, _ = decode(grid(TCVN3))
    assert tree(observations(decoded).units) == [
        ("tỉnh Ninh Bình", "province", None), ("Xã Đồng Phong", "commune", "tỉnh Ninh Bình"),
        ("Thị trấn Nho Quan", "commune", "tỉnh Ninh Bình"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["Straße", "Bevölkerung"], ["Köln", 1], ["Düsseldorf", 2], ["Größe für Änderung", 3]],
        [["Région", "Assurés"], ["Île-de-France", 1], ["Côte-d'Or", 2], ["Hérault: santé, été, thé, né, dé", 3]],
        [["Población", "Niños"], ["Córdoba", 1], ["León: sí, más, qué, tú", 2]],
        [["Ort", "Größe", "§ 5 Absatz 2 · Nr. 3 © 2024"], ["Zürich", 1, 2]],
        [["Population", "Enrolled"], ["Curaçao", 1], ["São Tomé", 2]],
        UNICODE,
    ],
)
def test_german_french_and_other_text_is_never_converted(rows):
    sheet = grid(rows)
    assert decode(sheet) == (sheet, [])
