"""Pre-Unicode Vietnamese: by the font, else by words; text of other languages is never touched."""

import unicodedata

import pytest
from grids import found, grid, observations, tree

from coverage_cli.clean import decode
from coverage_cli.clean.vni import vni_to_unicode

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
        [
            ["Région", "Assurés"],
            ["Île-de-France", 1],
            ["Côte-d'Or", 2],
            ["Hérault: santé, été, thé, né, dé", 3],
        ],
        [["Población", "Niños"], ["Córdoba", 1], ["León: sí, más, qué, tú", 2]],
        [["Ort", "Größe", "§ 5 Absatz 2 · Nr. 3 © 2024"], ["Zürich", 1, 2]],
        [["Population", "Enrolled"], ["Curaçao", 1], ["São Tomé", 2]],
        UNICODE,
    ],
)
def test_german_french_and_other_text_is_never_converted(rows):
    sheet = grid(rows)
    assert decode(sheet) == (sheet, [])


# Letter by letter as published tables have it: a vowel, then with acute, grave, hook, tilde and dot.
VNI_TABLE = """
A AÙ AØ AÛ AÕ AÏ|A Á À Ả Ã Ạ
AÂ AÁ AÀ AÅ AÃ AÄ|Â Ấ Ầ Ẩ Ẫ Ậ
AÊ AÉ AÈ AÚ AÜ AË|Ă Ắ Ằ Ẳ Ẵ Ặ
E EÙ EØ EÛ EÕ EÏ|E É È Ẻ Ẽ Ẹ
EÂ EÁ EÀ EÅ EÃ EÄ|Ê Ế Ề Ể Ễ Ệ
O OÙ OØ OÛ OÕ OÏ|O Ó Ò Ỏ Õ Ọ
OÂ OÁ OÀ OÅ OÃ OÄ|Ô Ố Ồ Ổ Ỗ Ộ
Ô ÔÙ ÔØ ÔÛ ÔÕ ÔÏ|Ơ Ớ Ờ Ở Ỡ Ợ
U UÙ UØ UÛ UÕ UÏ|U Ú Ù Ủ Ũ Ụ
Ö ÖÙ ÖØ ÖÛ ÖÕ ÖÏ|Ư Ứ Ừ Ử Ữ Ự
I Í Ì Æ Ó Ò|I Í Ì Ỉ Ĩ Ị
Y YÙ YØ YÛ YÕ Î|Y Ý Ỳ Ỷ Ỹ Ỵ
Ñ|Đ
"""
CAPITALS = {
    letter: written
    for line in VNI_TABLE.split("\n")
    if line
    for written, letter in zip(*(side.split() for side in line.split("|")), strict=True)
}
TO_VNI = CAPITALS | {letter.lower(): written.lower() for letter, written in CAPITALS.items()}


def vni(text: str) -> str:
    """Write a Unicode text in VNI, letter by letter."""
    return "".join(TO_VNI.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def test_the_table_of_vni_has_every_vietnamese_letter():
    marked = [letter for letter in TO_VNI if not letter.isascii()]
    assert len(set(marked)) == 2 * 67
    assert len(set(TO_VNI.values())) == len(TO_VNI)


@pytest.mark.parametrize("letter", [letter for letter in TO_VNI if not letter.isascii()])
def test_every_letter_of_vni_is_read(letter):
    assert vni_to_unicode(TO_VNI[letter]) == letter
    assert (
        vni_to_unicode(vni(f"T{letter}ng h{letter} {letter}")) == f"T{letter}ng h{letter} {letter}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Cộng hoà xã hội chủ nghĩa Việt Nam", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số người tham gia bảo hiểm y tế",
        "Tỷ lệ bao phủ (%) so với dân số", "Thừa Thiên Huế", "Kỳ Anh, Mỹ Đức, Lý Nhân, Quỳ Hợp, Thuỷ Nguyên, Buôn Đôn",
        "Xã Quỹ Nhất, thị trấn Yên Mỹ, phường Trường Thi, xã Đắk Ơ, ấp Mỹ Lợi", "hoạt động, thuế, khuỷu, nguyễn, giếng",
        "Huyện Hoằng Hóa, thị xã Duy Tiên, quận Ngũ Hành Sơn, Krông Năng, Ia Grai, Cư M'gar, Tân Kỳ, chị Ỷ",
    ],
)  # fmt: skip
def test_vni_text_comes_back_as_it_was(text):
    assert vni_to_unicode(vni(text)) == text


VNI = [[vni(cell) if isinstance(cell, str) else cell for cell in row] for row in UNICODE]


def test_vni_by_words_where_the_format_tells_no_fonts():
    decoded, said = decode(grid(VNI))
    assert decoded.rows == grid(UNICODE).rows
    assert found(said) == [("legacy-encoding.words", "info", ("A1",))]
    assert said[0].values == {"encoding": "VNI"}
    assert decode(decoded) == (decoded, [])


def test_vni_by_font():
    decoded, said = decode(grid([["Xaõ Ñoàng Phong", "Müller", 5]], legacy={(0, 0): "vni"}))
    assert decoded.rows == [["Xã Đồng Phong", "Müller", 5.0]]
    assert found(said) == [("legacy-encoding.font", "info", ("A1",))]


@pytest.mark.parametrize("encoding", ["vni", "tcvn3"])
def test_unicode_text_in_an_old_font_is_left_as_it_is(encoding):
    legacy = {
        (row, column): encoding
        for row, cells in enumerate(UNICODE)
        for column, _ in enumerate(cells)
    }
    decoded, said = decode(grid(UNICODE, legacy=legacy))
    assert (decoded.rows, said) == (grid(UNICODE).rows, [])
    one, _ = decode(
        grid([[vni("Xã Lạc Vân"), vni("Dân số"), "Thị trấn Nho Quan"]], legacy={(0, 2): "vni"})
    )
    assert one.rows[0][2] == "Thị trấn Nho Quan"


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Município", "População"],
            ["São João da Boa Vista", 1],
            ["Maçãs, razões, leões, pães, corações, ações", 2],
        ],
        [["Gemeinde", "Bevölkerung"], ["Aübach, Größe, Zuöl, Oëlde", 1], ["Alpenvorland Süd", 2]],
        [
            ["Région", "Assurés"],
            ["Noël, Israël, Moïse, aïeul, maïs, coïncidence, Saône, août, boîte, où", 2],
        ],
        [["Ort", "Søndre, Røros, Åsgård, Bodø, Æbelø, Hâ, Señor, piñón", 1]],
    ],
)
def test_other_languages_are_never_taken_for_vni(rows):
    sheet = grid(rows)
    assert decode(sheet) == (sheet, [])
