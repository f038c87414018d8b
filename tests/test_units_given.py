"""Populations, targets and expected units kept in lists of their own; units that stand twice."""

import pytest
from grids import TYPE_WORDS, counts, figures, found, observations, simple, targets

from coverage_cli.units import settle_duplicates
from coverage_cli.units.given import expect, give_counts, give_targets

ENROLLED = [["Xã", "BHYT"], ["Xã A", 900], ["Xã B", 1500]]
PEOPLE = [["Xã", "Dân số"], ["Xã B", 2000], ["Xã A", 1000]]


def ours(rows):
    return observations(rows, period="2024-05")


def theirs(rows):
    return observations(rows, source=1)


def given_people(mine, list_rows):
    return give_counts(ours(mine), theirs(list_rows), ["population"], TYPE_WORDS)


def test_populations_are_matched_by_name_whatever_their_order():
    made, said = given_people(ENROLLED, PEOPLE)
    assert counts(made, "population") == {"Total": None, "Xã A": 1000, "Xã B": 2000}
    assert said == []
    assert figures(made)["Total"].denominator == 3000
    assert (made.cell("health_insured", 1), made.cell("population", 1)) == ("B2", "B3")


def test_a_unit_the_list_does_not_know_has_no_denominator():
    made, said = given_people([*ENROLLED, ["Xã Lạc Vâm", 100]], [*PEOPLE, ["Xã Lạc Vân", 300]])
    assert counts(made, "population")["Xã Lạc Vâm"] is None
    assert found(said) == [("unit-unknown", "error", ("A4",))]
    assert said[0].values["choices"] == ("Xã Lạc Vân",)
    assert (figures(made)["Total"].numerator, figures(made)["Total"].units_complete) == (2400, 2)


def test_a_unit_like_none_of_the_list_has_no_suggestion():
    _, said = given_people([*ENROLLED, ["Xã Cúc Phương", 100]], PEOPLE)
    assert found(said) == [("unit-unknown.no-suggestion", "error", ("A4",))]


def test_an_ambiguous_unit_has_no_denominator():
    made, said = given_people(
        [["Đơn vị", "BHYT"], ["Hồng Ngự", 5]],
        [["Đơn vị", "Dân số"], ["Huyện Hồng Ngự", 10], ["Thị xã Hồng Ngự", 20]],
    )
    assert counts(made, "population")["Hồng Ngự"] is None
    assert ("unit-ambiguous", "error", ("A2",)) in found(said)


def test_a_code_given_to_another_place_is_refused():
    head = ["Mã xã", "Xã"]
    made, said = given_people(
        [[*head, "BHYT"], ["14329", "Phường Hoa Lư", 5]],
        [[*head, "Dân số"], ["14329", "Phường Vân Giang", 10]],
    )
    assert counts(made, "population")["Phường Hoa Lư"] is None
    assert found(said)[0] == ("unit-ambiguous.other-name", "error", ("B2",))


def test_units_of_the_list_that_did_not_report_are_expected():
    made, said = given_people(ENROLLED, [*PEOPLE, ["Xã C", 3000]])
    assert [(at.unit, at.status, at.units_expected) for at in figures(made).values()] == [
        ("Total", "no_target", 3), ("Xã A", "no_target", 1), ("Xã B", "no_target", 1), ("Xã C", "no_data", 1),
    ]  # fmt: skip
    assert (figures(made)["Total"].denominator, figures(made)["Xã C"].denominator) == (3000, 3000)
    assert [(at.code, at.severity, at.unit) for at in said] == [("unit-missing", "warning", "Xã C")]


def test_a_unit_that_should_have_reported_is_an_error():
    ours = observations(simple(["Trạm A", 1000, 900], ["Trạm B", 2000, 1500]))
    theirs = observations(
        simple(["Trạm A", 1, 1], ["Trạm B", 1, 1], ["Trạm C", 1, 1], ["Trạm D", 1, 1])
    )
    said = expect(ours, theirs, TYPE_WORDS).findings
    assert [(at.code, at.severity, at.count) for at in said] == [("unit-missing", "error", 2)]


def test_expected_units_have_no_figures():
    made, said = expect(
        ours(simple(["Xã A", 1000, 900], ["Xã B", 2000, 1500])),
        theirs([*PEOPLE, ["Xã C", 3000]]),
        TYPE_WORDS,
    )
    assert counts(made, "population")["Xã C"] is None
    assert figures(made)["Total"].units_expected == 3
    assert [at.code for at in said] == ["unit-missing"]


def test_targets_are_matched_and_those_of_the_sheet_give_way():
    mine = ours(
        [
            ["Xã", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)"],
            ["Xã A", 1000, 900, 90],
            ["Xã B", 2000, 1500, 90],
        ]
    )
    made, said = give_targets(mine, theirs([["Xã", "Chỉ tiêu BHYT (%)"], ["Xã A", 95]]), TYPE_WORDS)
    assert (targets(made)["Xã A"].value.over, targets(made)["Xã B"].value.over) == (95, 90)
    assert "unit-unknown" in {at.code for at in said}


def test_a_target_of_the_lists_total_is_that_of_the_whole():
    mine = ours([["BHXH HUYỆN NHO QUAN"], [], *simple(["Xã A", 1000, 900], ["Xã B", 2000, 1500])])
    list_rows = [
        ["HUYỆN NHO QUAN"],
        [],
        ["Xã", "Chỉ tiêu BHYT (người)"],
        ["Xã A", 950],
        ["Xã B", 1900],
        ["Tổng cộng", 2900],
    ]
    made, _ = give_targets(mine, theirs(list_rows), TYPE_WORDS)
    assert figures(made)["HUYỆN NHO QUAN"].target_count == 2900


HEAD = ["TT", "Xã", "Dân số", "BHYT"]


@pytest.mark.parametrize(
    ("again", "code", "severity", "insured", "complete"),
    [
        ([2, "Xã A", 1000, 900], "duplicate-unit.same", "warning", 900, 2),
        ([2, "Xã A", 1000, 910], "duplicate-unit.differs", "error", None, 1),
        ([2, "XÃ  A", 1001, 900], "duplicate-unit.differs", "error", None, 1),
        ([2, "Xã A", 1000, None], "duplicate-unit.differs", "error", None, 1),
    ],
)
def test_duplicates(again, code, severity, insured, complete):
    made, said = settle_duplicates(
        ours([HEAD, [1, "Xã A", 1000, 900], again, [3, "Xã B", 2000, 1500]])
    )
    assert counts(made, "health_insured") == {"Total": None, "Xã A": insured, "Xã B": 1500}
    assert found(said) == [(code, severity, ("B3", "B2"))]
    assert (figures(made)["Total"].units_complete, figures(made)["Total"].units_expected) == (
        complete,
        2,
    )


def test_one_name_in_two_spellings_is_one_unit():
    _, said = settle_duplicates(
        ours([HEAD, [1, "Xã Hòa Bình", 1000, 900], [2, "Xã Hoà Bình", 1000, 900]])
    )
    assert found(said) == [("duplicate-unit.same", "warning", ("B3", "B2"))]


def test_three_times_with_one_difference_has_no_value():
    made, said = settle_duplicates(
        ours([HEAD, [1, "Xã A", 1000, 900], [2, "Xã A", 1000, 910], [3, "Xã A", 1000, 900]])
    )
    assert counts(made, "population") == {"Total": None, "Xã A": None}
    assert [code for code, _, _ in found(said)] == ["duplicate-unit.differs", "duplicate-unit.same"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Mã xã", "Xã", "Dân số", "BHYT"], ["1", "Xã A", 1000, 900], ["2", "Xã A", 2000, 1500]],
        [["Huyện", "Xã", "Dân số", "BHYT"], ["X", "Xã A", 1000, 900], ["Y", "Xã A", 2000, 1500]],
    ],
)
def test_one_name_with_two_codes_or_parents_is_two_units(rows):
    made, said = settle_duplicates(ours(rows))
    assert said == []
    assert list(made.counts["population"]).count(None) == sum(not unit.leaf for unit in made.units)


def test_one_code_with_two_sets_of_figures_has_no_value():
    made, said = settle_duplicates(
        ours(
            [["Mã xã", "Xã", "Dân số", "BHYT"], ["1", "Xã A", 1000, 900], ["1", "Xã B", 2000, 1500]]
        )
    )
    assert found(said) == [("duplicate-unit.differs", "error", ("B3", "B2"))]
    assert figures(made)["Total"].status == "no_data"


DISTRICTS = [
    ["Huyện", "Xã", "BHYT"],
    ["Huyện A", "Xã Tân Lập", 900],
    ["Huyện A", "Xã Một", 800],
    ["Huyện B", "Xã Hai", 700],
]
LISTED = [
    ["Huyện", "Xã", "Dân số"],
    ["Huyện A", "Xã Một", 1000],
    ["Huyện B", "Xã Hai", 1000],
    ["Huyện B", "Xã Tân Lập", 5000],
]


def test_a_name_that_the_list_has_under_another_district_takes_nothing_from_it():
    made, said = given_people(DISTRICTS, LISTED)
    assert counts(made, "population")["Xã Tân Lập"] is None
    assert found(said) == [("wrong-parent.list-name", "error", ("B2",))]
    assert (said[0].values["parent"], said[0].values["other"]) == ("Huyện A", "Huyện B")


def test_a_code_that_the_list_has_under_another_district_is_used_and_said():
    codes = {"Xã Tân Lập": "001", "Xã Một": "002", "Xã Hai": "003"}
    coded = [
        [["Mã xã", *rows[0]], *([codes[row[1]], *row] for row in rows[1:])]
        for rows in (DISTRICTS, LISTED)
    ]
    made, said = given_people(*coded)
    assert counts(made, "population")["Xã Tân Lập"] == 5000
    assert found(said) == [("wrong-parent.list", "error", ("C2",))]
    expected = expect(ours(coded[0]), theirs(coded[1]), TYPE_WORDS)
    assert found(expected.findings) == [("wrong-parent.list", "error", ("C2",))]


def test_a_list_of_other_groups_says_nothing_of_districts():
    offices = [
        ["Vùng", "Xã", "Dân số"],
        ["Vùng Bắc", "Xã Một", 1000],
        ["Vùng Bắc", "Xã Hai", 1000],
        ["Vùng Nam", "Xã Tân Lập", 5000],
    ]
    made, said = given_people(DISTRICTS, offices)
    assert counts(made, "population")["Xã Tân Lập"] == 5000
    assert found(said) == []


def test_codes_that_lost_their_zeros_are_said_once():
    head = ["Mã xã", "Xã"]
    made, said = given_people(
        [[*head, "BHYT"], [101, "Xã A", 5], [102, "Xã B", 6], ["10003", "Xã C", 7]],
        [[*head, "Dân số"], ["00101", "Xã A", 10], ["00102", "Xã B", 20], ["10003", "Xã C", 30]],
    )
    assert counts(made, "population") == {"Total": None, "Xã A": 10, "Xã B": 20, "Xã C": 30}
    assert found(said) == [("code-repaired", "info", ("B2", "B3"))]
    assert (said[0].values["code"], said[0].values["other"], said[0].count) == ("101", "00101", 2)
