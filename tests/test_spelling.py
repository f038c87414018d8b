"""Names: tidied for print, keyed for comparison, folded for suggestions only."""

import unicodedata

import pytest

from coverage_cli.spelling import fold, key, tidy, without_footnote


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("  Xã   Đồng\tPhong ", "Xã Đồng Phong"),
        ("Trúc\u00a0Bạch\u200b", "Trúc Bạch"),
        ("Đồng\u202fPhong\ufeff", "Đồng Phong"),
        (unicodedata.normalize("NFD", "Xã Đồng Phong"), "Xã Đồng Phong"),
        ("Phƣờng Ðồng Tiến", "Phường Đồng Tiến"),
        ("của  Phường", "của Phường"),
        ("Plain  ASCII", "Plain ASCII"),
    ],
)
def test_tidy_mends_encoding_and_blanks_and_keeps_the_spelling(written, tidied):
    assert tidy(written) == tidied
    assert tidy(tidied) == tidied


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thanh Hoá", "THANH HÓA"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("Thuỵ Lôi", "Thụy Lôi"),
        ("Gia Thuỷ", "Gia Thủy"),
        ("Hồ Qúy Ly", "Hồ Quý Ly"),
        ("Khoẻ", "Khỏe"),
        ("xã Hòa Bình", "Xã  Hoà Bình"),
        (unicodedata.normalize("NFD", "Hoà"), "Hòa"),
    ],
)
def test_one_name_in_two_spellings_has_one_key(one, other):
    assert key(one) == key(other)


def test_a_typographic_apostrophe_is_an_apostrophe():
    assert key("Đạ M’ri") == key("Đạ M'ri")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sa Pa", "Sa Pả"),
        ("Mương Chanh", "Mường Chanh"),
        ("Hồng Ngự", "Hồng Ngư"),
        ("Hoàn", "Hòan"),
        ("Y Yên", "Ý Yên"),
        ("Thị xã Hồng Ngự", "Huyện Hồng Ngự"),
    ],
)
def test_different_places_keep_different_keys(one, other):
    assert key(one) != key(other)


def test_a_tone_moves_only_where_the_syllable_ends():
    assert key("Hoàng Hoá Hoàn") == "hoàng hóa hoàn"
    assert key("Quỳnh Lưu, Quỳ Châu") == "quỳnh lưu, quỳ châu"


def test_fold_forgets_every_mark():
    assert fold("Xã Đồng Phong") == "xa dong phong"
    assert fold("Sa Pả") == fold("Sa Pa")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Canberra(d)", "Canberra"),
        ("Catron*", "Catron"),
        ("Catron **", "Catron"),
        ("Berlin²", "Berlin"),
        ("Khánh Thành (1)", "Khánh Thành"),
        ("Xã Gia Lâm†", "Xã Gia Lâm"),
    ],
)
def test_footnote_marks_are_no_part_of_a_name(printed, name):
    assert without_footnote(printed) == name


@pytest.mark.parametrize(
    "name",
    ["Phường 1", "Phường 12", "Cocos (Keeling)", "Yên Lộc (huyện Ý Yên)", "Xã Hà (mới)", "*"],
)
def test_numbers_and_words_in_brackets_are_part_of_a_name(name):
    assert without_footnote(name) == name


@pytest.mark.parametrize("mark", [" (*)", "(**)", "*", " (2)", " [3]", "[a]", "†", "²"])
def test_a_footnote_mark_behind_a_name_is_no_part_of_it(mark):
    assert without_footnote(f"Xã Vân Hồ{mark}") == "Xã Vân Hồ"


@pytest.mark.parametrize("name", ["Neustadt (Wald)", "Phường 12", "Tam Sơn (cũ)", "Zone [north]"])
def test_words_and_numbers_are_no_footnote_marks(name):
    assert without_footnote(name) == name
