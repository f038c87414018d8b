"""Rates and gaps that a sheet prints, held against those its own figures give."""

import pytest
from grids import case, computed, found, observations, pct, reading

from coverage_cli.rules import printed_rate_differs, target_differs


def said(rows, indicator="health_insurance"):
    made = observations(rows)
    return printed_rate_differs.judge(case(made), computed(made, indicator))


def rates(*rows, heading="Tỷ lệ BHYT (%)"):
    return said([["Đơn vị", "Dân số", "BHYT", heading], *rows])


SOUND = [["B", 1000, 900, 90.0], ["C", 2000, 1500, 75.0]]


@pytest.mark.parametrize(
    ("people", "insured", "printed"),
    [
        (240986, 197247, 81.85),
        (240986, 197247, "81,85"),
        (128067, 19408, 15.2),
        (21392, 19418, 90.77),
        (174201, 231244, 132.75),
        (1000, 900, 90),
        (3, 1, 33.333333333333336),
        (200, 1, 0.5),
    ],
)
def test_rates_within_half_a_unit_of_their_last_digit(people, insured, printed):
    assert rates(["A", people, insured, printed], *SOUND) == []


@pytest.mark.parametrize(
    ("people", "insured", "printed"),
    [(128067, 19408, "15,1"), (240986, 197247, "81,86"), (1000, 900, "91")],
)
def test_rates_that_differ_by_more(people, insured, printed):
    (finding,) = rates(["A", people, insured, printed], *SOUND)
    assert found([finding]) == [("printed-rate-differs", "warning", ("D2",))]
    assert finding.unit == "A"


def test_a_difference_says_what_is_printed_and_what_it_should_be():
    (finding,) = rates(["A", 128067, 19408, "15,1"], *SOUND)
    assert (pct(finding.values["printed"].value, 1), finding.values["printed"].places) == (15.1, 1)
    assert (pct(finding.values["computed"].value), finding.values["computed"].places) == (15.15, 2)


def test_several_rates_of_one_column_are_one_finding_in_the_order_of_rows():
    (finding,) = rates(["A", 1000, 900, 80.0], *SOUND, ["D", 1000, 900, 85.0])
    assert (finding.cells, finding.count, finding.unit) == (("D2", "D5"), 2, None)


def test_a_printed_subtotal_has_the_rate_of_its_own_row():
    rows = [
        ["Đơn vị", "Dân số", "BHYT", "Tỷ lệ BHYT (%)"],
        ["A", 1000, 900, 90.0],
        ["B", 2000, 1500, 75.0],
    ]
    assert said([*rows, ["Tổng cộng", 3100, 2480, 80.0]]) == []
    assert found(said([*rows, ["Tổng cộng", 3000, 2400, 82.5]])) == [
        ("printed-rate-differs", "warning", ("D4",))
    ]


def test_units_without_both_counts_have_nothing_to_compare():
    assert rates(["A", None, 900, 12.0], ["D", 0, 5, 50.0], *SOUND) == []


def gaps(*printed, heading="BHYT còn thiếu"):
    head = ["Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)", heading]
    units = [["A", 1000, 900, 95], ["B", 1000, 960, 95], ["C", 1000, 940, 95]]
    return said([head, *[[*unit, gap] for unit, gap in zip(units, printed, strict=True)]])


@pytest.mark.parametrize(
    "printed", [(50, -10, 10), (50, 0, 10), (50, None, 10), ("50", "-10", "10")]
)
def test_printed_gaps_that_are_right(printed):
    assert gaps(*printed) == []


def test_a_printed_gap_that_differs():
    assert found(gaps(50, -10, 11)) == [("printed-rate-differs.gap", "warning", ("E4",))]
    assert found(gaps(50, 10, 10)) == [("printed-rate-differs.gap", "warning", ("E3",))]


def test_people_without_insurance_are_no_gap_to_a_target():
    assert gaps(100, 40, 60, heading="Số người chưa tham gia BHYT") == []


def targets(*rows):
    made = observations([["TT", "Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT (người)"], *rows])
    return found(target_differs.judge(case(made), computed(made)))


def test_an_own_target_above_its_parts_is_said_and_kept():
    parts = [[1, "A", 1000, 900, 950], [2, "B", 2000, 1500, 1900]]
    total = [None, "Tổng cộng", 3000, 2400]
    assert targets(*parts, [*total, 2900]) == [("target-differs.kept", "info", ("E4", "E2", "E3"))]
    assert targets(*parts, [*total, 2800]) == [("target-differs.over", "info", ("E4", "E2", "E3"))]
    assert targets(*parts, [*total, 2850]) == []
    assert targets(*parts) == []


def test_a_percentage_beside_plan_and_actual_is_attainment():
    rows = [["TT", "Đơn vị", "Dân số", "BHYT", None, None], [None, None, None, "KH", "TH", "%"]]
    rows += [[1, "Xã A", 1000, 950, 900, 94.74], [2, "Xã B", 2000, 1900, 1500, 78.95]]
    made = observations(rows, "D1:F1", "A1:A2", "B1:B2", "C1:C2")
    assert printed_rate_differs.judge(case(made), computed(made)) == []


def test_a_total_may_print_the_shortfall_of_its_parts():
    rows = [
        ["Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)", "BHYT còn thiếu"],
        ["A", 1000, 990, 95, 0],
        ["B", 1000, 900, 95, 50],
    ]
    assert said([*rows, ["Tổng cộng", 2000, 1890, 95, 50]]) == []


def test_a_heading_may_turn_the_sign_of_a_gap_round():
    assert gaps(-50, 10, -10, heading="BHYT thừa (+), thiếu (-)") == []


def attainments(*printed):
    rows = [["Đơn vị", "Dân số", "BHYT", None, None], [None, None, "KH", "TH", "% KH"]]
    rows += [[f"Xã {at}", 1000, 900, 850 + at, rate] for at, rate in enumerate(printed)]
    made = observations(rows, "C1:E1", "A1:A2", "B1:B2")
    return found(printed_rate_differs.judge(case(made), computed(made)))


def test_a_printed_attainment_is_compared_with_the_row_s_own():
    assert attainments(94.44, 94.56, 94.67) == []
    assert attainments(94.44, 99.99, 94.67) == [
        ("printed-rate-differs.attainment", "warning", ("E4",))
    ]


def test_a_column_that_evidently_shows_something_else_is_not_compared():
    assert attainments(12.5, 99.99, 3.1) == []


def test_rates_that_are_those_of_the_plan_reached_are_held_against_that():
    head = ["Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT", "Tỷ lệ bao phủ BHYT (%)"]
    rows = [[name, 1000 * at, 800 * at, 1000 * at - 100, None] for at, name in enumerate("ABCD", 1)]
    for row in rows:
        row[4] = round(100 * row[2] / row[3], 1)
    made = observations([head, *rows])
    assert printed_rate_differs.judge(case(made), computed(made)) == []
    rows[2][4] = 77.0
    made = observations([head, *rows])
    (finding,) = printed_rate_differs.judge(case(made), computed(made))
    assert (finding.variant, finding.cells) == ("attainment", ("E4",))


@pytest.mark.parametrize("times", [10, 1000])
def test_rates_per_thousand_or_hundred_thousand_are_no_wrong_percentages(times):
    counts = [("A", 149683, 1513), ("B", 20929, 303), ("C", 54780, 641), ("D", 8112, 77)]
    rows = [
        [name, under, over, round(100 * over / under * times, 2)] for name, under, over in counts
    ]
    assert rates(*rows, heading="Rate") == []


def test_rates_that_are_wrong_each_by_another_factor_are_said():
    assert (
        found(rates(["A", 1000, 900, 9.0], ["B", 1000, 800, 60.0], ["C", 2000, 1500, 175.0])) != []
    )


@pytest.mark.parametrize("heading", ["Tỷ lệ %", "%", "Rate (%)"])
def test_a_lone_rate_that_fits_no_row_is_of_the_only_indicator_all_the_same(heading):
    rows = [["B", 1000, 900, 88.2], ["C", 2000, 1500, 71.4], ["D", 3000, 2400, 77.7]]
    assert [finding.cells for finding in rates(*rows, heading=heading)] == [("D2", "D3", "D4")]
    assert (
        rates(
            *([*row[:3], share] for row, share in zip(rows, (12.5, 8.1, 9.9), strict=True)),
            heading=heading,
        )
        == []
    )


@pytest.mark.parametrize("heading", ["Coverage %", "Tỷ lệ bao phủ", "Versicherungsquote (%)"])
def test_a_rate_that_can_be_of_nothing_else_is_held_against_the_figures(heading):
    rows = [["B", 1000, 400, 90.1], ["C", 2000, 900, 88.4], ["D", 3000, 1200, 91.0]]
    assert [finding.cells for finding in rates(*rows, heading=heading)] == [("D2", "D3", "D4")]


def test_a_rate_that_fits_no_row_is_not_said_to_be_reproduced():
    """`inspect` tells why a column was taken: by its words, where the figures do not show it."""
    rows = [
        ["Đơn vị", "Dân số", "BHYT", "Tỷ lệ %"],
        ["B", 1000, 900, 88.2],
        ["C", 2000, 1500, 71.4],
    ]
    assert [column.why for column in reading(rows).columns if column.role == "rate"] == ["words"]
    rows = [
        ["Đơn vị", "Dân số", "BHYT", "Tỷ lệ %"],
        ["B", 1000, 900, 90.0],
        ["C", 2000, 1500, 75.0],
    ]
    assert [column.why for column in reading(rows).columns if column.role == "rate"] == [
        "reproduces"
    ]


@pytest.mark.parametrize(
    "heading",
    ["Share of all insured (%)", "Anteil an allen Versicherten (%)", "Cơ cấu BHYT (%)", "% of all"],
)
def test_the_share_that_a_unit_has_of_all_is_no_rate_of_its_own(heading):
    assert (
        rates(
            ["A", 4000, 3000, 55.6],
            ["B", 1000, 900, 16.7],
            ["C", 2000, 1500, 27.8],
            heading=heading,
        )
        == []
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [("Tỷ lệ BHYT (%)", "Tỷ lệ BHYT của trường (%)"), ("BHYT (%)", "Tỷ lệ BHYT bình quân (%)")],
)
@pytest.mark.parametrize("own", [0, 1])
def test_of_several_rates_of_a_measure_the_one_that_its_counts_give_is_held_against_them(
    first, second, own
):
    head = ["Đơn vị", "Dân số", "BHYT", first, second]
    rows = [["A", 4000, 3000, 75.0], *SOUND, ["D", 500, 410, 82.0]]
    other = [99.0, 100.0, 98.5, 97.0]  # of something else: schools, households
    sheet = [
        [*row[:3], *([row[3], extra] if own == 0 else [extra, row[3]])]
        for row, extra in zip(rows, other, strict=True)
    ]
    assert said([head, *sheet]) == []
    sheet[0][3 + own] = 75.4  # one wrong among those that agree is still said
    assert [one.code for one in said([head, *sheet])] == ["printed-rate-differs"]
