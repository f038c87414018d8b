"""People whose unit has no denominator are in no sum; it is said, with the printed figures that have them."""

import pytest
from grids import computed, doubts, found, observations

from coverage_cli.words import load_words

HEAD = ["Đơn vị", "Dân số", "BHYT", "Chỉ tiêu (%)", "Tỷ lệ (%)", "Còn thiếu"]
COMMUNES = [["Xã A", 1000, 900, 95, 90.0, 50], ["Xã B", 3000, 2700, 95, 90.0, 150]]
OFFICE = ["Văn phòng BHXH tỉnh", None, 240, None, None, None]
TOTAL = ["Tổng cộng", 4000, 3840, 95, 96.0, -40]


def said(*rows, printed=False):
    made = observations([HEAD, *COMMUNES, *rows])
    return [
        at
        for at in doubts(made, computed(made, printed=printed))
        if at.code in ("people-without-denominator", "no-denominator")
    ]


def test_people_without_a_denominator_are_counted_and_named():
    (one,) = said(OFFICE, TOTAL)
    assert found([one]) == [("people-without-denominator", "warning", ("C4",))]
    assert (one.people, one.unit, one.count) == (240, "Văn phòng BHXH tỉnh", 1)


def test_the_printed_figures_that_have_them_stand_beside_the_report_s():
    text = load_words("en", 2).finding(said(OFFICE, TOTAL)[0])
    assert "240 people of health_insurance are in no sum" in text
    assert (
        "prints 3,840 people (C5), here 3,600, a rate of 96 %, here 90 %, a gap of -40, here 200"
        in text
    )
    assert "--figures printed" in text


@pytest.mark.parametrize("total", [3600, 3841], ids=["without them", "off otherwise"])
def test_a_printed_total_that_they_do_not_explain_is_not_named(total):
    (one,) = said(OFFICE, ["Tổng cộng", 4000, total, 95, 96.0, -40])
    assert one.values["printed"] == ""


def test_a_denominator_of_0_says_the_same_and_to_leave_it_blank():
    (one,) = said(["Văn phòng BHXH tỉnh", 0, 240, None, None, None], TOTAL)
    assert found([one]) == [("no-denominator.people", "error", ("B4",))]
    text = load_words("en", 2).finding(one)
    assert "240 people of health_insurance are in no sum" in text
    assert "leave the cell blank" in text
    assert "prints 3,840 people (C5), here 3,600" in text


def test_several_units_are_one_finding_that_names_the_largest():
    offices = [
        [f"Cơ quan {name}", None, people, None, None, None]
        for name, people in {"C": 5, "D": 9, "E": 7, "F": 8, "G": 6}.items()
    ]
    (one,) = said(*offices)
    assert (one.people, one.count, one.unit) == (35, 5, None)
    assert "(Cơ quan D (9); Cơ quan F (8); Cơ quan E (7); 2 more)" in load_words("en", 2).finding(
        one
    )


def test_nothing_is_said_where_printed_figures_have_them_or_nobody_is_there():
    assert said(OFFICE, TOTAL, printed=True) == []
    assert said(["Văn phòng BHXH tỉnh", None, None, None, None, None], TOTAL) == []
    assert said(["Văn phòng BHXH tỉnh", None, 0, None, None, None], TOTAL) == []


def test_of_a_sum_the_people_of_its_known_terms_are_told():
    head = ["Đơn vị", "LLLĐ", "BHXH bắt buộc", "BHXH tự nguyện"]
    rows = [
        ["Xã A", 600, 200, 30],
        ["Văn phòng BHXH tỉnh", None, 2150, None],
        ["Tổng cộng", 600, 2350, 30],
    ]
    made = observations([head, *rows])
    (one,) = [
        at for at in doubts(made, computed(made, "social_insurance")) if "denominator" in at.code
    ]
    assert (one.people, one.cells) == (2150, ("C3",))
    assert "prints 2,380 people (C4 + D4), here 230" in load_words("en", 2).finding(one)
