"""Which unit `--in` means: as printed, by code, without its type word, with what stands above it."""

import pytest
from reports import figure

from coverage_cli.errors import UsageFault
from coverage_cli.pipeline.select import select
from coverage_cli.project import Choice

FIGURES = (
    figure("TỈNH NINH BÌNH", 9, 10, level="province", depth=0),
    figure("Thành phố Ninh Bình", 9, 10, level="district", parent="TỈNH NINH BÌNH", depth=1),
    figure("Phường Tân Thành", 9, 10, parent="Thành phố Ninh Bình", code="14323"),
    figure("Huyện Nho Quan", 9, 10, level="district", parent="TỈNH NINH BÌNH", depth=1),
    figure("Xã Đồng Phong", 9, 10, parent="Huyện Nho Quan"),
    figure("Xã Tân Lập (cũ), A", 9, 10, parent="Huyện Nho Quan"),
    figure("Huyện Yên Mô", 9, 10, level="district", parent="TỈNH NINH BÌNH", depth=1),
    figure("Xã Đồng Phong", 8, 10, parent="Huyện Yên Mô"),
    figure("Xã Khánh Thịnh", 8, 10, parent="Huyện Yên Mô"),
)


def chosen(text):
    return [(row.unit, row.parent) for row in select(FIGURES, Choice(inside=text))]


def refused(text):
    with pytest.raises(UsageFault) as caught:
        select(FIGURES, Choice(inside=text))
    return caught.value


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("Huyện Nho Quan", "Huyện Nho Quan", 3),
        ("huyện nho  quan", "Huyện Nho Quan", 3),
        ("Nho Quan", "Huyện Nho Quan", 3),
        ("Tỉnh Ninh Bình", "TỈNH NINH BÌNH", 9),
        ("khánh thịnh", "Xã Khánh Thịnh", 1),
        ("14323", "Phường Tân Thành", 1),
        ("Phường Tân Thành (14323)", "Phường Tân Thành", 1),
        (
            "Xã Tân Lập (cũ), A",
            "Xã Tân Lập (cũ), A",
            1,
        ),  # a printed name wins over what its marks could mean
    ],
)
def test_a_unit_with_what_is_below_it(text, first, count):
    found = chosen(text)
    assert found[0][0] == first
    assert len(found) == count


@pytest.mark.parametrize(
    "text",
    [
        "Xã Đồng Phong, Huyện Yên Mô",
        "Xã Đồng Phong, Huyện Yên Mô, Tỉnh Ninh Bình",
        "Xã Đồng Phong (Huyện Yên Mô)",
        "Huyện Yên Mô > Xã Đồng Phong",
        "Tỉnh Ninh Bình > Huyện Yên Mô > Xã Đồng Phong",
        "đồng phong, yên mô",
        "Yên Mô > Đồng Phong",
    ],
)
def test_a_name_that_several_bear_is_told_with_what_stands_above(text):
    assert chosen(text) == [("Xã Đồng Phong", "Huyện Yên Mô")]


def test_the_choices_of_a_name_that_several_bear_are_taken():
    fault = refused("Đồng Phong")
    assert fault.key == "unit-several"
    assert fault.values["choices"] == (
        "Xã Đồng Phong (Huyện Nho Quan)",
        "Xã Đồng Phong (Huyện Yên Mô)",
    )
    assert [chosen(choice)[0][1] for choice in fault.values["choices"]] == [
        "Huyện Nho Quan",
        "Huyện Yên Mô",
    ]


def test_a_bare_name_of_two_units_is_refused_with_both_names():
    fault = refused("Ninh Bình")
    assert fault.values["choices"] == ("TỈNH NINH BÌNH", "Thành phố Ninh Bình")
    assert [chosen(choice)[0][0] for choice in fault.values["choices"]] == [
        "TỈNH NINH BÌNH",
        "Thành phố Ninh Bình",
    ]


def test_a_unit_and_the_one_above_of_the_same_name_are_told_apart_by_their_level():
    rows = (figure("Bremen", 9, 10, level="province", depth=0),
            figure("Bremen", 9, 10, level="district", parent="Bremen", depth=1))  # fmt: skip
    with pytest.raises(UsageFault) as caught:
        select(rows, Choice(inside="Bremen"))
    assert caught.value.values["choices"] == ("Bremen (province)", "Bremen (Bremen)")
    assert [
        len(select(rows, Choice(inside=choice))) for choice in caught.value.values["choices"]
    ] == [2, 1]


def test_two_units_of_one_name_and_parent_are_told_apart_by_their_codes():
    rows = (
        figure("Xã A", 1, 10, parent="B", code="1"),
        figure("Xã A", 2, 10, parent="B", code="2"),
    )
    with pytest.raises(UsageFault):
        select(rows, Choice(inside="Xã A"))
    assert [row.numerator for row in select(rows, Choice(inside="Xã A (2)"))] == [2]


def test_every_period_and_indicator_of_the_unit_is_kept():
    later = tuple(row._replace(period="2024-06", code=None) for row in FIGURES)
    found = select((*FIGURES, *later), Choice(inside="Phường Tân Thành"))
    assert [row.period for row in found] == ["2024-05", "2024-06"]


def test_unknown_names():
    assert refused("Dong Phong").values["choices"][0] == "Xã Đồng Phong"
    assert refused("XX").key == "unit-not-found-near"
    assert refused("Xã Khánh Thịnh, Huyện Nho Quan").key == "unit-not-found"
