"""Units matched with those of another list: by code, else by name; never by likeness."""

import time

import pytest
from grids import TYPE_WORDS

from coverage_cli.datafiles import read_data
from coverage_cli.model import Unit, Units
from coverage_cli.units.match import match_units

KINDS = {**{word: word for word in TYPE_WORDS}, **read_data("headings", "vi")["abbreviations"]}


def units(*communes, districts=()):
    """Return the units of a list: its whole, its districts, then communes as (name, code, district)."""
    made = [Unit("Total", "province", None, None, None, None, leaf=False)]
    made += [Unit(name, "district", None, 0, None, None, leaf=False) for name in districts]
    for name, code, district in communes:
        parent = 1 + districts.index(district) if district else 0
        made.append(Unit(name, "commune", code, parent, 1, (1, 1)))
    return Units.of(made)


def match(ours, *theirs, districts=()):
    """Match one commune; return the name it was matched with, how, and the suggestions."""
    others = units(
        *((*at, None, None)[:3] if isinstance(at, tuple) else (at, None, None) for at in theirs),
        districts=districts,
    )
    ours = (*ours, None, None)[:3] if isinstance(ours, tuple) else (ours, None, None)
    found = match_units(units(ours, districts=districts if ours[2] else ()), others, KINDS)[-1]
    return None if found.at is None else others[found.at].name, found.how, found.suggestions


@pytest.mark.parametrize(
    ("ours", "theirs", "how"),
    [
        (("Xã Đồng Phong", "14416"), ("Xã Đồng Phong", "14416"), "code"),
        (("Phường Phúc Xá", "1"), ("Phường Phúc Xá", "00001"), "code"),
        (("Thị trấn Nho Quan", "14428"), ("Xã Nho Quan", "14428"), "code"),
        (("Xã Mường Chanh", "1"), ("Xã Mương Chanh", "1"), "code"),
        ("Xã Thanh Hoá", "XÃ  THANH HÓA", "name"),
        ("Đồng Phong", "Xã Đồng Phong", "bare name"),
        ("Xã Đồng Phong", "Đồng Phong", "bare name"),
    ],
)
def test_matches(ours, theirs, how):
    name = theirs[0] if isinstance(theirs, tuple) else theirs
    assert match(ours, theirs, "Xã Lạc Vân") == (name, how, ())


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Phường 7", "Phường 07"),
        ("Khu phố 003", "Khu phố 3"),
        ("Phường 9", "P.09"),
        ("Đông Hải-Tây Sơn", "Đông Hải – Tây Sơn"),
        ("Xã Nam—Bắc Yên", "Xã Nam - Bắc Yên"),
        ("Ea H`leo", "Ea H’leo"),
        ("Cư M'gar", "Cư Mgar"),
        ("St. Albans", "St Albans"),
        ("St.Pölten", "St. Pölten"),
        ("Kensington & Chelsea", "Kensington and Chelsea"),
        ("Berg und Tal", "Berg & Tal"),
        ("Xã Hồng Hà và Vân Nam", "Xã Hồng Hà & Vân Nam"),
        ("Newcastle-under-Lyme", "Newcastle under Lyme"),
        ("Halle(Saale)", "Halle (Saale)"),
    ],
)
def test_names_that_differ_in_marks_and_zeros_alone_match_where_they_are_the_only_ones(
    ours, theirs
):
    assert match(ours, theirs, "Xã Lạc Vân")[0] == theirs
    assert match(theirs, ours, "Xã Lạc Vân")[0] == ours


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("Phường 1", "Phường 01"), ("Phường 01",)),
        (("Phường 1",), ("Phường 01", "Phường 001")),
        (("An-Bình", "An Bình"), ("An Bình",)),
        (("Phường 1",), ("Phường 10",)),
        (("Phường 1",), ("Phường 1A",)),
        (("Phường 01",), ("Quận 1",)),
    ],
)
def test_two_places_of_one_list_are_never_one_of_another(ours, theirs):
    found = match_units(
        units(*((name, None, None) for name in ours)),
        units(*((name, None, None) for name in theirs)),
        KINDS,
    )
    matched = {
        name: theirs[one.at - 1]
        for name, one in zip(ours, found[1:], strict=True)
        if one.at is not None
    }
    assert matched == {name: name for name in ours if name in theirs}


def test_numbers_of_several_districts_match_in_their_own():
    ours = units(
        ("Phường 1", None, "Quận 3"), ("Phường 1", None, "Quận 5"), districts=("Quận 3", "Quận 5")
    )
    theirs = units(
        ("Phường 01", None, "Quận 5"), ("Phường 01", None, "Quận 3"), districts=("Quận 3", "Quận 5")
    )
    assert [one.at for one in match_units(ours, theirs, KINDS)[3:]] == [4, 3]


def test_the_code_of_another_place_is_no_match():
    assert match(("Phường Hoa Lư", "14329"), ("Phường Vân Giang", "14329")) == (
        None, "other name", ("Phường Vân Giang (14329)",),
    )  # fmt: skip


def test_the_type_is_part_of_a_name():
    assert match("Thị xã Hồng Ngự", "Huyện Hồng Ngự")[0] is None


def test_a_bare_name_that_two_bear_is_ambiguous():
    assert match("Hồng Ngự", "Huyện Hồng Ngự", "Thị xã Hồng Ngự") == (
        None,
        "several",
        ("Huyện Hồng Ngự", "Thị xã Hồng Ngự"),
    )


def test_a_name_that_two_bear_is_told_apart_by_the_parent():
    districts = ("Huyện Nho Quan", "Huyện Gia Viễn")
    theirs = (("Xã Liên Sơn", None, "Huyện Nho Quan"), ("Xã Liên Sơn", None, "Huyện Gia Viễn"))
    others = units(*theirs, districts=districts)
    (found,) = match_units(units(theirs[1], districts=districts), others, TYPE_WORDS)[3:]
    assert (found.at, found.how) == (4, "name")
    assert match("Xã Liên Sơn", *theirs, districts=districts) == (
        None, "several", ("Xã Liên Sơn, Huyện Nho Quan", "Xã Liên Sơn, Huyện Gia Viễn"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Xã Đồng Phon", "Xã Đồng Phong"),
        ("Xã Sa Pa", "Xã Sa Pả"),
        ("Xa Dong Phong", "Xã Đồng Phong"),
    ],
)
def test_likeness_is_only_suggested(ours, theirs):
    assert match(ours, theirs, "Xã Lạc Vân") == (None, "unknown", (theirs,))


def test_what_is_like_nothing_has_no_suggestion():
    assert match("Xã Cúc Phương", "Xã Đồng Phong") == (None, "unknown", ())


def test_one_name_under_two_codes_is_two_places():
    ours = units(("Xã Quang Trung", "14500", None), ("Xã Lạc Vân", "14431", None))
    theirs = units(("Xã Quang Trung", "14377", None), ("Xã Lạc Vân", "14431", None))
    found = match_units(ours, theirs, TYPE_WORDS)
    assert found[2].how == "code"
    assert found[1].at is None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("TT. Nho Quan", "Thị trấn Nho Quan"),
        ("TT Nho Quan", "Thị trấn Nho Quan"),
        ("TT.Nho Quan", "Thị trấn Nho Quan"),
        ("P. Nam Bình", "Phường Nam Bình"),
        ("P.1", "Phường 1"),
        ("X. Gia Lâm", "Xã Gia Lâm"),
        ("H. Nho Quan", "Huyện Nho Quan"),
        ("Q. 1", "Quận 1"),
        ("TX. Hồng Ngự", "Thị xã Hồng Ngự"),
        ("TP Ninh Bình", "Thành phố Ninh Bình"),
        ("T.P. Ninh Bình", "TP. Ninh Bình"),
    ],
)
def test_an_abbreviated_type_is_the_same_type(ours, theirs):
    assert match(ours, theirs, "Xã Lạc Vân")[0] == theirs


def test_wholes_match_by_name_or_by_the_same_parts():
    ours, theirs = units(("Xã A", None, None)), units(("Xã A", None, None))
    assert match_units(ours, theirs, TYPE_WORDS)[0][:3] == (0, "name", ())
    theirs = theirs.with_whole(name="Toàn huyện")
    assert match_units(ours, theirs, TYPE_WORDS)[0][:3] == (0, "same parts", ())
    theirs = Units.of([*theirs, Unit("Xã B", "commune", None, 0, 2, (2, 1))])
    assert match_units(ours, theirs, TYPE_WORDS)[0][:3] == (None, "whole", ())


def test_a_mapping_of_words_is_not_needed():
    assert (
        match_units(
            units(("Đồng Phong", None, None)), units(("Xã Đồng Phong", None, None)), TYPE_WORDS
        )[1].at
        == 1
    )


def test_an_abbreviation_is_no_beginning_of_another_name():
    assert match("Thanh Hà", "TT Hanh Hà", "Xã Hà")[0] is None
    assert match("Xã Pà Cò", "P. À Cò")[0] is None


def hows(ours, theirs):
    return [(found.at, found.how) for found in match_units(ours, theirs, KINDS)]


def test_a_row_that_two_units_fit_is_given_to_neither():
    ours = units(
        ("Đồng Phong", None, None), ("Xã Đồng Phong", None, None), ("Xã Lạc Vân", None, None)
    )
    theirs = units(("Xã Đồng Phong", None, None), ("Xã Lạc Vân", None, None))
    assert hows(ours, theirs) == [
        (0, "name"),
        (None, "contested"),
        (None, "contested"),
        (2, "name"),
    ]


DISTRICTS = ("Huyện Nho Quan", "Huyện Gia Viễn")


def test_of_two_units_the_one_under_the_same_district_has_the_row():
    ours = units(*(("Xã Liên Sơn", None, name) for name in DISTRICTS), districts=DISTRICTS)
    theirs = units(
        ("Xã Liên Sơn", None, "Huyện Gia Viễn"),
        ("Xã A", None, "Huyện Nho Quan"),
        districts=DISTRICTS,
    )
    assert hows(ours, theirs)[3:] == [(None, "contested"), (3, "name")]


def test_codes_that_no_unit_shares_leave_the_names_to_decide():
    ours = units(("Xã Quang Trung", "1", None), ("Xã Lạc Vân", "2", None))
    theirs = units(("Xã Quang Trung", "14377", None), ("Xã Lạc Vân", "14431", None))
    assert hows(ours, theirs)[1:] == [(1, "name"), (2, "name")]


@pytest.mark.parametrize("numbers", [("3", "1", "2"), ("2", "3", "1"), ("03", "01", "02")])
def test_lists_that_number_their_rows_each_for_itself_match_by_names(numbers):
    names = ("Xã Balete", "Xã Cuenca", "Xã Lobo")
    ours = units(*((name, str(at), None) for at, name in enumerate(names, 1)))
    theirs = units(*((name, number, None) for name, number in zip(names, numbers, strict=True)))
    assert hows(ours, theirs)[1:] == [(1, "name"), (2, "name"), (3, "name")]


@pytest.mark.parametrize(
    "districts",
    [("Nho Quan", "Gia Viễn"), ("H. Nho Quan", "H. Gia Viễn"), ("HUYỆN NHO QUAN", "Gia Viễn")],
)
def test_districts_match_as_context_with_and_without_their_type(districts):
    ours = units(*(("Xã Liên Sơn", None, name) for name in DISTRICTS), districts=DISTRICTS)
    theirs = units(*(("Xã Liên Sơn", None, name) for name in districts[::-1]), districts=districts)
    assert [found.at for found in match_units(ours, theirs, KINDS)[1:]] == [1, 2, 4, 3]


def test_the_unit_of_the_same_district_comes_before_the_better_spelt_one_of_another():
    ours = units(("Xã Liên Sơn", None, "Huyện Gia Viễn"), districts=DISTRICTS)
    theirs = units(
        ("Xã Liên Sơn", None, "Huyện Nho Quan"),
        ("Liên Sơn", None, "Huyện Gia Viễn"),
        districts=DISTRICTS,
    )
    assert hows(ours, theirs)[3] == (4, "bare name")


def test_the_wholes_name_tells_which_district_a_report_is_of():
    ours = units(("Xã Liên Sơn", None, None))
    ours = ours.with_whole(name="HUYỆN GIA VIỄN", level="district")
    theirs = units(*(("Xã Liên Sơn", None, name) for name in DISTRICTS), districts=DISTRICTS)
    assert hows(ours, theirs) == [(2, "name"), (4, "name")]


def flat(*names, level="commune"):
    made = units(*((name, None, None) for name in names))
    return made.replace(levels=[made[0].level, *[level] * len(names)])


COMMUNES = (
    ("Thị trấn Nho Quan", None, "Huyện Nho Quan"),
    ("Xã A", None, "Huyện Nho Quan"),
    ("Xã B", None, "Huyện Gia Viễn"),
)


@pytest.mark.parametrize(
    "names", [DISTRICTS, ("Nho Quan", "Gia Viễn"), ("Gia Viễn", "Tam Điệp", "Nho Quan")]
)
def test_a_list_of_districts_is_matched_with_the_districts_of_a_report(names):
    found = hows(units(*COMMUNES, districts=DISTRICTS), flat(*names))
    assert [at for at, _ in found[1:3]] == [
        1 + list(names).index(name) for name in names if name in ("Nho Quan", "Huyện Nho Quan")
    ] + [1 + list(names).index(name) for name in names if name in ("Gia Viễn", "Huyện Gia Viễn")]
    assert [how for _, how in found[3:]] == ["above"] * 3


@pytest.mark.parametrize("name", ["HUYỆN NHO QUAN", "Huyện Nho Quan"])
def test_a_list_of_districts_is_matched_with_the_whole_of_a_district(name):
    ours = units(("Thị trấn Nho Quan", None, None), ("Xã A", None, None), ("Xã B", None, None))
    ours = ours.with_whole(name=name, level="district")
    assert hows(ours, flat("Gia Viễn", "Nho Quan", level="district")) == [
        (2, "bare name"),
        *[(None, "above")] * 3,
    ]


def test_a_report_of_districts_is_matched_with_those_of_a_deeper_list():
    found = hows(flat("Nho Quan", "Gia Viễn"), units(*COMMUNES, districts=DISTRICTS))
    assert found[1:] == [(1, "bare name"), (2, "bare name")]  # and not with the town of Nho Quan


def test_a_district_that_the_deeper_list_lacks_is_no_town_of_its_name():
    communes = (*COMMUNES, ("Thị trấn Me", None, "Huyện Gia Viễn"))
    assert hows(flat("Nho Quan", "Gia Viễn", "Me"), units(*communes, districts=DISTRICTS))[3] == (
        None,
        "unknown",
    )


def test_a_town_or_the_district_around_it_is_not_picked():
    found = match_units(flat("Nho Quan"), units(*COMMUNES, districts=DISTRICTS), KINDS)[1]
    assert (found.at, found.how) == (None, "several")
    assert found.suggestions == ("Thị trấn Nho Quan, Huyện Nho Quan", "Huyện Nho Quan")


def test_a_flat_list_of_communes_gives_nothing_to_districts_of_their_names():
    ours = units(
        ("Nho Quan", None, "Huyện Nho Quan"),
        ("Xã A", None, "Huyện Nho Quan"),
        districts=DISTRICTS[:1],
    )
    assert hows(ours, flat("Nho Quan", "Xã A"))[1:] == [(None, "unknown"), (1, "name"), (2, "name")]


def test_the_list_of_one_district_is_matched_with_that_district():
    theirs = units(("Xã B", None, None))
    theirs = theirs.with_whole(name="Gia Viễn", level="district")
    assert [at for at, _ in hows(units(*COMMUNES, districts=DISTRICTS), theirs)] == [
        None,
        None,
        0,
        None,
        None,
        1,
    ]


@pytest.mark.parametrize("pattern", ["Xã {}", "{}", "Xã A", "Phường {}"])
def test_ten_thousand_units_are_matched_at_once(pattern):
    ours = units(*((f"Xã {at}", None, None) for at in range(10_600)))
    theirs = units(*((pattern.format(at), None, None) for at in range(10_600)))
    started = time.process_time()
    match_units(ours, theirs, KINDS)
    assert time.process_time() - started < 2
