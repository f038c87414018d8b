"""Lists of another depth than the report, and units that stand in them twice or not at all."""

import pytest
from grids import TYPE_WORDS, counts, figures, found, observations, targets

from coverage_cli.units.given import expect, give_counts, give_targets

DISTRICTS = [["Huyện", "Dân số"], ["Huyện X", 100], ["Huyện Y", 60]]
COMMUNES = [
    ["TT", "Đơn vị", "Dân số"],
    ["I", "Huyện X", 100],
    [1, "Xã A", 60],
    [2, "Xã B", 40],
    ["II", "Huyện Y", 60],
    [1, "Xã C", 60],
]
REPORT = [
    ["TT", "Đơn vị", "Dân số", "BHYT"],
    ["I", "Huyện X", 100, 90],
    [1, "Xã A", 60, 50],
    [2, "Xã B", 40, 40],
]
REPORT += [["II", "Huyện Y", 60, 50], [1, "Xã C", 60, 50]]


def given_people(mine, theirs):
    return give_counts(
        observations(mine), observations(theirs, source=1), ["population"], TYPE_WORDS
    )


@pytest.mark.parametrize("title", ["BHXH HUYỆN X", None])
def test_the_list_of_a_province_serves_one_of_its_districts(title):
    made, said = given_people(
        [*([[title], []] if title else []), ["Xã", "BHYT"], ["Xã A", 50], ["Xã B", 40]], COMMUNES
    )
    assert (counts(made, "population")["Xã A"], counts(made, "population")["Xã B"]) == (60, 40)
    assert said == []
    assert len(made.units) == 3


def test_a_commune_that_did_not_report_is_missed_in_its_district_alone():
    made, said = given_people([["BHXH HUYỆN X"], [], ["Xã", "BHYT"], ["Xã A", 50]], COMMUNES)
    assert [unit.name for unit in made.units] == ["HUYỆN X", "Xã A", "Xã B"]
    assert [(at.code, at.unit, at.count) for at in said] == [("unit-missing", "Xã B", 1)]


def test_a_list_by_commune_serves_a_report_by_district():
    made, said = given_people([["Huyện", "BHYT"], ["Huyện X", 90], ["Huyện Y", 50]], COMMUNES)
    assert counts(made, "population")["Huyện X"] == 100
    assert said == []


def test_targets_by_district_serve_a_report_by_commune():
    theirs = observations(
        [["Huyện", "Chỉ tiêu BHYT (%)"], ["Huyện X", 95], ["Huyện Y", 96]], source=1
    )
    made = give_targets(observations(REPORT), theirs, TYPE_WORDS).observations
    assert [unit.name for unit in made.units].count("Huyện X") == 1
    assert [(name, goal and float(goal.value)) for name, goal in targets(made).items() if goal] == [
        ("Huyện X", 95.0),
        ("Huyện Y", 96.0),
    ]
    assert figures(made)["Huyện X"].target_count == 95


def test_a_missing_unit_is_missed_although_its_name_is_part_of_a_suggestion():
    theirs = [["Xã", "Dân số"], ["Xã Gia Lâm", 10], ["Xã Gia", 20], ["Xã B", 6]]
    made, said = given_people([["Xã", "BHYT"], ["Xã Gia Lâmm", 9], ["Xã B", 5]], theirs)
    assert [at.unit for at in said if at.code == "unit-missing"] == ["Xã Gia"]
    assert figures(made)["Total"].units_expected == 3


def test_identical_rows_of_a_list_count_once():
    made, said = given_people(
        [["Xã", "BHYT"], ["A", 50], ["B", 40]],
        [["Xã", "Dân số"], ["A", 100], ["A", 100], ["B", 60]],
    )
    assert counts(made, "population")["A"] == 100
    assert "unit-ambiguous" not in {at.code for at in said}


def test_differing_rows_of_a_list_give_nothing():
    made, said = given_people(
        [["Xã", "BHYT"], ["A", 50], ["B", 40]],
        [["Xã", "Dân số"], ["A", 100], ["A", 120], ["B", 60]],
    )
    assert counts(made, "population")["A"] is None
    assert ("unit-ambiguous", "error", ("A2",)) in found(said)


def test_the_lists_denominators_take_the_place_of_the_sheets():
    made, _ = given_people(
        [["Xã", "Dân số", "BHYT"], ["A", 1, 5], ["B", 2, 6]],
        [["Xã", "Dân số"], ["A", 10], ["B", 20]],
    )
    assert counts(made, "population") == {"Total": None, "A": 10, "B": 20}


def test_codes_find_names_without_their_type():
    mine = [["Mã xã", "Xã", "BHYT"], ["00001", "Phúc Xá", 50], ["00002", "Trúc Bạch", 40]]
    made, said = given_people(
        mine, [["Mã xã", "Xã", "Dân số"], [1, "Phường Phúc Xá", 100], [2, "Phường Trúc Bạch", 60]]
    )
    assert counts(made, "population") == {"Total": None, "Phúc Xá": 100, "Trúc Bạch": 60}
    assert found(said) == [("code-repaired", "info", ("B2", "B3"))]


@pytest.mark.parametrize("names", [("Huyện X", "Huyện Y"), ("X", "Y")])
def test_a_list_by_district_says_so_once(names):
    made, said = given_people(REPORT, [["Huyện", "Dân số"], [names[0], 1000], [names[1], 600]])
    assert [(unit.name, value) for unit, value in zip(made.units, made.counts["population"], strict=True) if value] == [
        ("Huyện X", 1000), ("Huyện Y", 600),
    ]  # fmt: skip
    assert [(at.code, at.severity, at.unit, at.count) for at in said] == [
        ("list-of-uppers", "info", "Huyện X", 3)
    ]
    assert len(made.units) == 6


def test_targets_by_district_serve_the_report_of_one_district():
    mine = [["BHXH HUYỆN X"], [], ["Xã", "Dân số", "BHYT"], ["Xã A", 60, 50], ["Xã B", 40, 40]]
    theirs = observations([["Huyện", "Chỉ tiêu BHYT (người)"], ["X", 97], ["Y", 55]], source=1)
    made, said = give_targets(observations(mine), theirs, TYPE_WORDS)
    assert figures(made)["HUYỆN X"].target_count == 97
    assert [(at.code, at.unit) for at in said] == [
        ("list-of-uppers", "HUYỆN X"),
        ("unit-missing", "Y"),
    ]
    assert len(made.units) == 3


def test_a_district_of_the_list_that_the_report_lacks_is_said_and_not_set_beside_communes():
    made, said = given_people(
        REPORT, [["Huyện", "Dân số"], ["Huyện X", 1000], ["Huyện Y", 600], ["Huyện Z", 5]]
    )
    assert [(".".join((at.code, at.variant)), at.unit) for at in said][1:] == [
        ("unit-missing.above", "Huyện Z")
    ]
    assert "Huyện Z" not in {unit.name for unit in made.units}


def test_a_district_that_the_list_by_district_lacks_is_unknown():
    _, said = given_people([*REPORT, ["III", "Huyện Z", 5, 5], [1, "Xã D", 5, 5]], DISTRICTS)
    assert [(at.code, at.unit) for at in said] == [
        ("list-of-uppers", "Huyện X"),
        ("unit-unknown", "Huyện Z"),
    ]


def test_a_district_with_an_unknown_part_has_no_sum():
    theirs = [
        row if row[1] != "Xã B" else [2, "Xã B", None]
        for row in COMMUNES
        if row[0] not in ("I", "II")
    ]
    theirs = [
        ["Huyện", "Xã", "Dân số"],
        *(["Huyện X" if row[1] != "Xã C" else "Huyện Y", *row[1:]] for row in theirs[1:]),
    ]
    made, _ = given_people([["Huyện", "BHYT"], ["X", 90], ["Y", 50]], theirs)
    assert counts(made, "population") == {"Total": None, "X": None, "Y": 60}


def test_a_district_that_did_not_report_is_missed_among_districts():
    theirs = [*COMMUNES, ["III", "Huyện Z", 20], [1, "Xã D", 20]]
    made, said = given_people([["Huyện", "BHYT"], ["Huyện X", 90], ["Huyện Y", 50]], theirs)
    assert [(at.code, at.unit, at.count) for at in said] == [("unit-missing", "Huyện Z", 1)]
    assert [(at.unit, at.denominator, at.status) for at in list(figures(made).values())[1:]] == [
        ("Huyện X", 100, "no_target"), ("Huyện Y", 60, "no_target"), ("Huyện Z", 20, "no_data"),
    ]  # fmt: skip


def test_a_whole_district_that_did_not_report_is_missed_with_its_communes():
    theirs = [*COMMUNES, ["III", "Huyện Z", 20], [1, "Xã D", 20], [2, "Xã E", 30]]
    made, said = given_people(REPORT, theirs)
    assert [(unit.name, made.units[unit.parent].name) for unit in made.units[-3:]] == [
        ("Huyện Z", "Total"), ("Xã D", "Huyện Z"), ("Xã E", "Huyện Z"),
    ]  # fmt: skip
    assert [(at.code, at.values["units"], at.count) for at in said] == [
        ("unit-missing", ("Xã D", "Xã E"), 2)
    ]
    assert figures(made)["Total"].units_expected == 5


def test_two_units_that_fit_one_row_have_no_value():
    made, said = given_people(
        [["Xã", "BHYT"], ["Đồng Phong", 50], ["Xã Đồng Phong", 40], ["Xã B", 5]],
        [["Xã", "Dân số"], ["Xã Đồng Phong", 100], ["Xã B", 60]],
    )
    assert counts(made, "population") == {
        "Total": None,
        "Đồng Phong": None,
        "Xã Đồng Phong": None,
        "Xã B": 60,
    }
    assert found(said) == [
        ("unit-ambiguous.contested", "error", ("A2",)),
        ("unit-ambiguous.contested", "error", ("A3",)),
    ]


def test_a_name_under_another_code_has_no_value():
    head = ["Mã xã", "Xã"]
    made, said = given_people(
        [[*head, "BHYT"], ["14500", "Xã Quang Trung", 5], ["14431", "Xã Lạc Vân", 5]],
        [[*head, "Dân số"], ["14377", "Xã Quang Trung", 9], ["14431", "Xã Lạc Vân", 9]],
    )
    assert counts(made, "population") == {"Total": None, "Xã Quang Trung": None, "Xã Lạc Vân": 9}
    assert found(said) == [("unit-ambiguous.other-code", "error", ("B2",))]
    assert said[0].values["choices"] == ("Xã Quang Trung (14377)",)


@pytest.mark.parametrize("with_figures", [True, False])
@pytest.mark.parametrize("reported", ["ABCDEFGHI", "A"])
def test_a_list_of_who_should_report_needs_no_figures(with_figures, reported):
    theirs = observations(
        [["Xã", "Dân số"], *([f"Xã {letter}", 10] for letter in "ABCDEFGHIJ")], source=1
    )
    if not with_figures:
        theirs = theirs._replace(counts={}, places={}, columns={})
    mine = observations(
        [["Xã", "Dân số", "BHYT"], *([f"Xã {letter}", 10, 9] for letter in reported)]
    )
    made, said = expect(mine, theirs, TYPE_WORDS)
    assert (figures(made)["Total"].units_complete, figures(made)["Total"].units_expected) == (
        len(reported),
        10,
    )
    assert [(at.code, at.count) for at in said] == [("unit-missing", 10 - len(reported))]


def test_a_population_by_district_is_held_against_all_its_communes():
    mine = [
        ["Huyện", "Xã", "BHYT"],
        ["X", "A", 50],
        ["X", "B", 40],
        ["Y", "C", 50],
        ["Y", "D", "chưa có"],
        ["Y", "E", 1],
    ]
    made, _ = given_people(mine, DISTRICTS)
    assert [(at.unit, at.numerator, at.denominator, at.units_complete) for at in figures(made).values() if at.level == "district"] == [
        ("X", 90, 100, 1), ("Y", None, None, 0),
    ]  # fmt: skip
