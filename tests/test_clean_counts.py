"""Cells -> counts of people: every style by its column, and no value where two readings remain."""

import datetime
from fractions import Fraction

import pytest
from grids import counts, found, grid, reading

from coverage_cli.clean.counts import read_counts
from coverage_cli.model import ErrorCell


def insured(*cells, population=None, text_only=False, **told):
    """Return the counts and findings of a column of insured under a column of populations."""
    population = population or [10000] * len(cells)
    rows = [
        ["Xã", "Dân số", "BHYT"],
        *[
            [f"X{at}", people, cell]
            for at, (people, cell) in enumerate(zip(population, cells, strict=True))
        ],
    ]
    if text_only:
        rows = [[None if cell is None else str(cell) for cell in row] for row in rows]
    read = reading(grid(rows, text_only=text_only), **told)
    (made,) = read.observations
    return list(made.counts.get("health_insured", [None] * (len(cells) + 1))[1:]), found(
        read.findings
    )


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
    assert insured("4.700", 5120, "4.103") == (
        [4700, 5120, 4103],
        [("number-as-text", "info", ("C2", "C4"))],
    )


@pytest.mark.parametrize(
    ("told", "values"),
    [
        ("vi", [9839, 10452]),
        ("de", [9839, 10452]),
        ("en", [Fraction(9839, 1000), Fraction(10452, 1000)]),
    ],
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
    assert insured(mark, 100, 200) == (
        [None, 100, 200],
        [("missing-value.placeholder", "warning", ("C2",))],
    )


@pytest.mark.parametrize(
    "text",
    [
        "4.700*",
        "4.700(1)",
        "4.700 (a)",
        "4.700¹",
        "4.700 †",
    ],
)
def test_footnote_marks_cling_to_numbers(text):
    assert insured(text, "913", "812", text_only=True) == ([4700, 913, 812], [])


@pytest.mark.parametrize("text", ["4.700 p", "4.700r", "4.700E", "4700 e", "4.700u"])
def test_a_letter_of_statistical_offices_is_a_mark_and_said(text):
    values, said = insured(text, "913", "812", text_only=True)
    assert (values, said) == ([4700, 913, 812], [("number-as-text.letter", "warning", ("C2",))])


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


@pytest.mark.parametrize(
    "text",
    ["#¡DIV/0!", "#DIV/0", "########", "##", "#¿NOMBRE?", "#VALEUR!", "#VALEUR !", "#RIF!", "#ADR!", "#DZIEL/0!", "#WAARDE!", "#N/D",
     "#N/D!", "#N/B", "#ЗНАЧ!", "#Н/Д", "#NENÍ_K_DISPOZICI", "#SPILL!", "Erreur:502", "Erro"],
)  # fmt: skip
def test_an_error_is_an_error_in_every_language(text):
    assert insured(text, "100", "200", text_only=True)[1][0] == ("error-cell", "error", ("C2",))


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
    assert insured(cell, 5120, 4712, 8356) == (
        [None, 5120, 4712, 8356],
        [("thousands-as-decimal", "error", ("C2",))],
    )


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
    rows = [
        ["Đơn vị tính: nghìn người"],
        ["Xã", "Dân số", "BHYT"],
        ["A", 1.1, 0.7],
        ["B", 2.2, 1.5],
    ]
    made = reading(rows).observations[0]
    assert list(made.counts["population"]) == [None, 1100, 2200]
    assert list(made.counts["health_insured"]) == [None, 700, 1500]


def test_a_told_scale_wins():
    rows = [["Xã", "Dân số", "BHYT"], ["A", "1,5", "0,75"], ["B", "2", "1,25"]]
    made = reading(grid(rows, text_only=True), scale=1000).observations[0]
    assert list(made.counts["population"]) == [None, 1500, 2000]
    assert list(made.counts["health_insured"]) == [None, 750, 1250]


def test_cells_are_named_by_unit_and_measure():
    made = reading(
        [["TT", "Xã", "Dân số", "BHYT"], [1, "A", 1000, 900], [2, "B", 2000, 1500]]
    ).observations[0]
    assert [made.cell("health_insured", at) for at in range(3)] == [None, "D2", "D3"]
    assert [made.cell("population", at) for at in range(3)] == [None, "C2", "C3"]
    assert made.origin(1) == ("report.xlsx", "T5")


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["4.700 người", "913 Người", "8.356 thẻ"], [4700, 913, 8356]),
        (["4.700 ngu\u031bo\u031b\u0300i", "913", "8.356"], [4700, 913, 8356]),
        (["4,700 persons", "913 people", "1 person"], [4700, 913, 1]),
        (["4.700 Personen", "913", "8.356"], [4700, 913, 8356]),
        (["'4700", "'913", 8356], [4700, 913, 8356]),
    ],
)
def test_words_for_people_and_apostrophes_do_not_disturb(cells, values):
    assert insured(*cells)[0] == values


@pytest.mark.parametrize(
    "cell", ["4.700 hộ", "4.700 triệu", "4.700 people more", "người", "'", "''4700", "95 % người"]
)
def test_other_words_behind_a_number_are_not_guessed(cell):
    values, said = insured(cell, 5120, 4712)
    assert values == [None, 5120, 4712]
    assert said[0][0] == "not-a-number"


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["4.700 (94%)", "913 (87,5 %)", "8.356 (95%)"], [4700, 913, 8356]),
        (["4,700 (94%)", "-", "8,356 (95.25%)"], [4700, None, 8356]),
        (["3 (0.05%)", None, "162,288 (92.7%)"], [3, None, 162288]),
    ],
)
def test_counts_with_their_percentages_in_brackets_are_read_as_counts(cells, values):
    assert insured(*cells)[0] == values


@pytest.mark.parametrize(
    "cells",
    [
        ["4.700 (94%)", "913", "8.356 (95%)"],
        ["4700/5000 (94%)", "900/1000 (90%)", "95/100 (95%)"],
        ["94% (94%)", "95% (95%)", "96% (96%)"],
        ["4.700 (khoảng 94%)", "4.800 (95%)", "4.900 (96%)"],
    ],
)
def test_a_column_that_is_not_written_so_throughout_is_not_split(cells):
    values, said = insured(*cells)
    assert None in values
    assert "not-a-number" in [code for code, _, _ in said]


def test_the_percentages_beside_counts_are_compared_like_printed_rates():
    rows = [
        ["Xã", "Dân số", "BHYT"],
        ["A", 5000, "4.700 (94%)"],
        ["B", 4000, "3.500 (87,5%)"],
        ["C", 100, "90 (80%)"],
    ]
    (made,) = reading(rows).observations
    printed = made.printed["rate", "health_insured"]
    assert [None if at is None else (float(at.value), float(at.tolerance), at.cell) for at in printed] == [
        None, (94.0, 0.5, "C2"), (87.5, 0.05, "C3"), (80.0, 0.5, "C4"),
    ]  # fmt: skip


def test_percentages_beside_counts_that_are_of_something_else_are_no_printed_rates():
    rows = [["Xã", "Dân số", "BHYT"], ["A", 5000, "4.700 (57%)"], ["B", 4000, "3.500 (43%)"]]
    assert reading(rows).observations[0].printed == {}


def test_a_column_of_rates_with_one_fraction_is_no_column_of_thousands():
    values, said = insured(95, 94, 87.5)
    assert values == [95, 94, Fraction(175, 2)]
    assert said == [("fractional-count", "warning", ("C4",))]


@pytest.mark.parametrize(
    "cells",
    [(12.4, 8.1, 3.9, 0.6, 25.0), (0.5, 0.3, 1.9, 2.7), (60.2, 31.1, 18.4, 9.3, 119.0)],
)
def test_decimals_that_add_up_to_the_highest_are_no_rates_and_no_thousands(cells):
    values, said = insured(*cells)
    assert None not in values
    assert [entry for entry in said if entry[1] == "error"] == []


@pytest.mark.parametrize(
    "cells",
    [(62.4, 18.1, 14.9, 4.6, 100.0), (1.035, 2.415, 0.6, 4.05), (84.1, 92.5, 88.3, 90.0)],
)
def test_shares_of_a_hundred_and_misread_thousands_stay_doubts(cells):
    assert set(insured(*cells)[0]) == {None}


@pytest.mark.parametrize("style", ["en", "de"])
def test_a_told_style_makes_no_counts_of_rates(style):
    assert set(insured(84.1, 92.5, 88.3, 90.0, number_style=style)[0]) == {None}


def test_a_small_decimal_among_large_ones_is_none_of_thousands():
    values, _ = insured(1371.2, 1350.0, 23.3, 3687.6, 12065.0, 3433.4)
    assert values[2] == Fraction("23.3")


def test_an_error_among_printed_rates_is_said():
    rows = [
        ["Xã", "Dân số", "BHYT", "Tỷ lệ (%)"],
        ["A", 5000, 4700, 94],
        ["B", 0, 0, ErrorCell("#DIV/0!")],
    ]
    assert ("error-cell.rate", "error", ("D3",)) in found(reading(rows).findings)


def two_units(line):
    rows = [[line], ["Xã", "Dân số", "BHYT"], ["A", 5.5, 4700], ["B", 12.25, 11000]]
    (made,) = (read := reading(rows)).observations
    return [
        list(made.counts.get(measure, []))[1:] for measure in ("population", "health_insured")
    ], found(read.findings)


@pytest.mark.parametrize(
    "line",
    [
        "Đơn vị tính: dân số: nghìn người; BHYT: người", "ĐVT: BHYT: thẻ; dân số: 1000 người",
        "Đơn vị tính: Dân số nghìn người, BHYT người",
        "Unit: population: thousands of persons; health insurance: persons",
    ],
)  # fmt: skip
def test_a_unit_line_of_two_scales_gives_each_column_its_own(line):
    values, said = two_units(line)
    assert values == [[5500, 12250], [4700, 11000]]
    assert "unit-scale" not in {code.partition(".")[0] for code, _, _ in said}


def test_a_column_that_a_unit_line_of_two_scales_does_not_name_has_no_value():
    values, said = two_units("Đơn vị tính: nghìn người; BHYT: người")
    assert values == [[], [4700, 11000]]
    assert ("unit-scale.line", "error", ("B3", "B4")) in said
    values, said = two_units("Đơn vị tính: nghìn người, người")
    assert values == [[], []]
    assert [at for at in said if at[0] == "unit-scale.line"] == [
        ("unit-scale.line", "error", ("B3", "B4")),
        ("unit-scale.line", "error", ("C3", "C4")),
    ]


@pytest.mark.parametrize(
    "line", ["Đơn vị tính: Nghìn người, %", "Đơn vị tính: nghìn người; tỷ đồng", "ĐVT: 1.000 người"]
)
def test_a_unit_line_of_one_scale_of_people_is_for_all(line):
    assert two_units(line)[0] == [[5500, 12250], [4700000, 11000000]]


@pytest.mark.parametrize(
    "unit", ["nghìn thẻ", "ngàn em", "nghìn khẩu", "nghìn lao động", "1000 thẻ"]
)
def test_thousands_of_other_words_for_people_in_a_heading(unit):
    rows = [
        ["Xã", "Dân số", f"Số người tham gia BHYT ({unit})"],
        ["A", 5000, 4.7],
        ["B", 12000, 11.25],
    ]
    assert counts(reading(rows).observations[0], "health_insured") == {
        "Total": None,
        "A": 4700,
        "B": 11250,
    }


@pytest.mark.parametrize("beside", [5000.0, "5000"])
def test_noise_behind_a_whole_number_of_people_is_none(beside):
    read = read_counts([0.57 * 100, 4.035 * 1000, beside], None, None)
    assert read.values == [57, 4035, 5000]
    assert [type(value) for value in read.values] == [int, int, int]
    assert [issue.code for issue in read.issues if issue.code == "fractional-count"] == []


@pytest.mark.parametrize(
    "written",
    ["7,331*", "7,331 **)", "7,331(1)", "7,331 (12)", "7,331(123)", "7,331 [12]", "7,331{3}", "7,331 1)", "7,331 12)",
     "7,3311)", "7 331 4)", "7,331²", "7,331⁽²⁾", "7,331 (a)", "7,331 b)", "7,331(1)(2)", "7,331 [1, 2]", "7331(14)",
     "7,331†", "7,331 § ", "7,331（2）", "7,331 (*)", "7,331(**)", "7 331 [†]", "7,331 [2", "7,331 (123", "7,331 (a", "(1) 7,331",
     "[12] 7,331", "³7,331", "*7,331", "† 7,331", "(a) 7,331²"],
)  # fmt: skip
def test_a_footnote_mark_is_no_digit_of_its_number(written):
    values, said = insured(written, "8,100", "6,250", text_only=True)
    assert (values, [entry for entry in said if entry[1] == "error"]) == ([7331, 8100, 6250], [])


@pytest.mark.parametrize(
    "written",
    [
        "(7,331)",
        "(12)",
        "7,331 (6,100)",
        "7,331 (6,100",
        "7,331 (6100",
        "(1)7,331",
        "(7,331) 8",
        "73311)",
        "7,331 b",
        "(1)",
        "7,331 (1.5)",
    ],
)
def test_what_may_be_a_figure_in_brackets_is_no_footnote(written):
    assert insured(written, "8,100", "6,250", text_only=True)[0][0] is None
