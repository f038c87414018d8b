"""Codes that are no unit's own: a group's, a word for a missing one, a mere number of the row."""

import pytest
from grids import found, table, text_grid

from coverage_cli.errors import UnreadableInput
from coverage_cli.locate.codes import are_serial

HEADING = ["Mã xã", "Xã", "Dân số", "BHYT"]


def codes(*given, heading=HEADING):
    names = ("Lộc An", "Kim Bôi", "Hợp Tiến", "Đông Yên", "Mỹ Thành", "Bàu Sen", "Vĩnh Hà")
    rows = [
        [code, f"Xã {name}", 4000 + 100 * at, 3000 + 90 * at]
        for at, (code, name) in enumerate(zip(given, names, strict=False))
    ]
    made = table([heading, *rows])
    return [unit.code for unit in made.units if unit.leaf], found(made.findings)


@pytest.mark.parametrize(
    "word",
    ["xxx", "TBA", "không rõ", "chưa cấp", "-1", "9999", "?", "#REF!", "(blank)", "s/ mã", "Keine"],
)
def test_a_word_on_several_units_is_no_code(word):
    made, said = codes("20815", word, "20818", word, word)
    assert made == ["20815", None, "20818", None, None]
    assert said == [] or said == [("code-repaired.shared", "info", ("A3", "A5", "A6"))]


@pytest.mark.parametrize("word", ["TBD", "99999", "-", "#ADR!"])
def test_two_units_without_a_code_do_not_stand_for_one_another(word):
    assert codes("20815", word, "20818", word, "20824", "20827")[0] == [
        "20815",
        None,
        "20818",
        None,
        "20824",
        "20827",
    ]


@pytest.mark.parametrize(
    "given",
    [
        ("816", "816", "820", "820", "820"),
        ("N", "Đ", "N", "N", "Đ"),
        ("2022",) * 5,
        ("816", "816", "816", "820", "823"),
        ("A1", "A1", "B2", "B2"),
    ],
)
def test_a_code_of_a_group_is_no_unit_s_own(given):
    made, said = codes(*given)
    assert not any(code for code in made if given.count(code) > 1)
    assert [(code, severity) for code, severity, _ in said] == [("code-repaired.shared", "info")]


def test_one_code_on_two_units_among_codes_of_their_own_stays_a_conflict():
    made, said = codes("20815", "20818", "20818", "20824", "20827")
    assert (made, said) == (["20815", "20818", "20818", "20824", "20827"], [])


def test_a_word_for_none_once_in_every_district_is_no_code():
    rows = [["Huyện", *HEADING]]
    for district, numbers in (
        ("Huyện Ea", ("101", "n.n.")),
        ("Huyện Bu", ("103", "n.n.")),
        ("Huyện Cư", ("105", "n.n.")),
    ):
        rows += [
            [district, code, f"Xã {district[-2:]} {at}", 2000 + at, 1800]
            for at, code in enumerate(numbers)
        ]
    assert [unit.code for unit in table(rows).units if unit.leaf] == [
        "101",
        None,
        "103",
        None,
        "105",
        None,
    ]


@pytest.mark.parametrize(
    ("numbers", "serial"),
    [
        (("R01", "R02", "R03"), True), (("2024-1", "2024-2", "2024-3"), True), (("K7", "K8", "K9", "K11", "K12"), True),
        (("1", "2", "4"), False), (("A1", "B2", "C3"), False), (("01001", "01003", "01005"), False), (("3", "2", "1"), False),
    ],
)  # fmt: skip
def test_codes_that_only_number_the_rows(numbers, serial):
    assert are_serial(numbers) is serial


@pytest.mark.parametrize("code", ["DL{:03}", "{}", "2023/{:02}", "{:04}-x"])
def test_rows_numbered_by_a_code_are_refused_by_what_tells_them_apart(code):
    names = ("Xã Tà Rụt", "Xã A Bung", "Xã Húc Nghì", "Xã Ba Nang")
    rows = [(name, kind) for name in names for kind in ("Nam", "Nữ")]
    lines = [
        f"{code.format(at)}|{name}|{kind}|{1000 + at}|{900 + at}"
        for at, (name, kind) in enumerate(rows, 1)
    ]
    with pytest.raises(UnreadableInput) as refused:
        table(text_grid("Mã|Xã|Giới|Dân số|BHYT\n" + "\n".join(lines)))
    assert refused.value.key == "rows-told-apart"
    assert "Giới" in str(refused.value.values)
