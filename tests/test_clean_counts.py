"""Cells -> counts of people: every style by its column, and no value where two readings remain."""

import datetime
from fractions import Fraction

import pytest
from grids import found, grid, reading

from coverage_cli.model import ErrorCell


def insured(*cells, population=None, text_only=False, **told):
    """Return the counts and findings of a column of insured under a column of populations."""
    population = population or [10000] * len(cells)
    rows = [
        ["Xã", "Dân số", "BHYT"],
        *[[f"X{at}", people, cell] for at, (people, cell) in enumerate(zip(population, cells, strict=True))],
    ]
    if text_only:
        rows = [[None if cell is None else str(cell) for cell in row] for row in rows]
    read = reading(grid(rows, text_only=text_only), **told)
    (made,) = read.observations
    return list(made.counts.get("health_insured", [None] * (len(cells) + 1))[1:]), found(read.findings)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["4.700", "913", "8.356"], [4700, 913, 8356]),
        (["4,700", "913", "8,356"], [4700, 913, 8356]),
        (["4 700", "913", "12 356"], [4700, 913, 12356]),
        (["4\u00a0700", "913", "12\u202f356"], [4700, 913, 12356]),
        (["4'700", "913", "12’356"], [4700, 913, 12356]),
        (["1.017.308", "994.274", "5"], [1017308, 994274, 5]),
        (["1,017,308", "994,274", "5"], [1017308, 994274, 5]),
        (["+4.700", "0913", "100"], [4700, 913, 100]),
        (["2 376,00", "1.269", "5"], [2376, 1269, 5]),
    ],
)
def test_a_text_column_is_read_by_its_one_convention(cells, values):
    assert insured(*cells, text_only=True) == (values, [])


def test_texts_among_numbers_are_used_and_said():
    assert insured("4.700", 5120, "4.103") == ([4700, 5120, 4103], [("number-as-text", "info", ("C2", "C4"))])


@pytest.mark.parametrize(
    ("told", "values"),
    [("vi", [9839, 10452]), ("de", [9839, 10452]), ("en", [Fraction(9839, 1000), Fraction(10452, 1000)])],
)
def test_a_told_style_is_obeyed(told, values):
    assert insured("9.839", "10.452", text_only=True, number_style=told)[0] == values


def test_two_styles_in_one_column_are_left_without_value():
    values, said = insured("9.839", "10,452", 7)
    assert values == [None, None, 7]
    assert said == [("ambiguous-number", "error", ("C2", "C3"))]


def test_a_sure_column_decides_for_a_doubtful_one():
    rows = [
        ["Xã", "Dân số", "Chỉ tiêu BHYT (%)", "BHYT"],
        ["A", "1.017.308", "95", "4500,5"],
        ["B", "6.000", "95", "4250,25"],
    ]
    made = reading(grid(rows, text_only=True)).observations[0]
    assert list(made.counts["health_insured"]) == [None, Fraction(9001, 2), Fraction(17001, 4)]


def test_two_styles_in_one_column_stay_doubtful_whatever_the_other_columns_do():
    values, said = insured("4.700", "4,700", population=["1.017.308", "6.000"], text_only=True)
    assert values[1] is None
    assert any(severity == "error" and "C3" in cells for _, severity, cells in said)


@pytest.mark.parametrize(
    "text",
    [
        "trên 4.700",
        "hơn 4.700",
        "khoảng 95.000",
        ">4.700",
        "4700/5000",
        "2.249 I",
        "4.7OO",
        "94%",
        "1E+05",
        "4.700.",
        "47 00",
        "(100)",
    ],
)
def test_bounds_words_and_misprints_are_no_numbers(text):
    assert insured(text, 100, 200) == ([None, 100, 200], [("not-a-number", "error", ("C2",))])


@pytest.mark.parametrize("mark", ["-", "–", "…", "...", "x", "n/a", "*"])
def test_placeholders_are_missing_values(mark):
    assert insured(mark, 100, 200) == ([None, 100, 200], [("missing-value.placeholder", "warning", ("C2",))])


@pytest.mark.parametrize("text", ["4.700*", "4.700(1)", "4.700 (a)", "4.700¹", "4.700 †"])
def test_footnote_marks_cling_to_numbers(text):
    assert insured(text, "913", "812", text_only=True) == ([4700, 913, 812], [])


def test_a_blank_is_not_a_zero():
    assert insured(0, None, 100) == ([0, None, 100], [("missing-value", "warning", ("C3",))])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (ErrorCell("#N/A"), "error-cell"),
        (ErrorCell("#DIV/0!"), "error-cell"),
        (ErrorCell("", stale=True), "stale-formula"),
        (datetime.date(2024, 6, 1), "date-as-number"),
        (datetime.datetime(2024, 6, 1), "date-as-number"),
        (True, "not-a-number"),
        (-12, "negative-count"),
        (2.0**53, "not-a-number.too-large"),
    ],
)
def test_cells_that_hold_no_count(cell, code):
    assert insured(cell, 100, 200) == ([None, 100, 200], [(code, "error", ("C2",))])


@pytest.mark.parametrize("cell", [float("inf"), float("nan")])
def test_what_no_spreadsheet_shows_is_no_number(cell):
    values, said = insured(cell, 100, 200)
    assert values == [None, 100, 200]
    assert [code.partition(".")[0] for code, _, _ in said] == ["not-a-number"]


def test_a_negative_text_is_no_count_either():
    values, said = insured("−12", 100, 200)
    assert values == [None, 100, 200]
    assert ("negative-count", "error", ("C2",)) in said


@pytest.mark.parametrize("cell", [1.035, 4.7, 8.35])
def test_thousands_read_as_decimals_have_no_value(cell):
    assert insured(cell, 5120, 4712, 8356) == ([None, 5120, 4712, 8356], [("thousands-as-decimal", "error", ("C2",))])


def test_fractional_people_are_kept_exactly_and_said():
    values, said = insured(1234.1, 5120.2, 4712.3, 8356)
    assert values == [Fraction(12341, 10), Fraction(51202, 10), Fraction(47123, 10), 8356]
    assert said == [("fractional-count", "warning", ("C2", "C3", "C4"))]


def test_one_finding_per_column_and_cause_names_every_cell():
    values, said = insured("x", 100, "-", "trên 5", population=[10, None, 30, 40])
    assert values == [None, 100, None, None]
    assert said == [
        ("missing-value", "warning", ("B3",)),
        ("missing-value.placeholder", "warning", ("C2", "C4")),
        ("not-a-number", "error", ("C5",)),
    ]


def test_thousands_of_people_are_scaled_exactly():
    rows = [["Đơn vị tính: nghìn người"], ["Xã", "Dân số", "BHYT"], ["A", 1.1, 0.7], ["B", 2.2, 1.5]]
    made = reading(rows).observations[0]
    assert list(made.counts["population"]) == [None, 1100, 2200]
    assert list(made.counts["health_insured"]) == [None, 700, 1500]


def test_a_told_scale_wins():
    rows = [["Xã", "Dân số", "BHYT"], ["A", "1,5", "0,75"], ["B", "2", "1,25"]]
    made = reading(grid(rows, text_only=True), scale=1000).observations[0]
    assert list(made.counts["population"]) == [None, 1500, 2000]
    assert list(made.counts["health_insured"]) == [None, 750, 1250]


def test_cells_are_named_by_unit_and_measure():
    made = reading([["TT", "Xã", "Dân số", "BHYT"], [1, "A", 1000, 900], [2, "B", 2000, 1500]]).observations[0]
    assert [made.cell("health_insured", at) for at in range(3)] == [None, "D2", "D3"]
    assert [made.cell("population", at) for at in range(3)] == [None, "C2", "C3"]
    assert made.origin(1) == ("report.xlsx", "T5")
