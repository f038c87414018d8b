"""Target columns: rates or counts, by heading or by size, their indicator, and targets no office would set."""

import pytest
from grids import found, observations, reading, targets

from coverage_cli.model import Quotient


def goals(*cells, heading="Chỉ tiêu BHYT", people=1000, insured=900, **told):
    """Return kind and percent or people of a column's targets, and the findings."""
    rows = [
        ["Xã", "Dân số", "BHYT", heading],
        *[[f"X{at}", people, insured, cell] for at, cell in enumerate(cells)],
    ]
    read = reading(rows, **told)
    (made,) = read.observations
    values = list(made.targets.get("health_insured", [None] * (len(cells) + 1))[1:])
    return [None if value is None else (value.kind, float(value.value)) for value in values], found(
        read.findings
    )


RATES = [("rate", 95.0), ("rate", 95.5), ("rate", 96.0)]
COUNTS = [("count", 950.0), ("count", 955.0), ("count", 960.0)]


@pytest.mark.parametrize(
    "cells",
    [(95, 95.5, 96), (0.95, 0.955, 0.96), ("95,0", "95,5", "96,0"), ("0.950", "0.955", "0.960")],
)
@pytest.mark.parametrize("heading", ["Chỉ tiêu BHYT", "Chỉ tiêu BHYT (%)"])
def test_rates(cells, heading):
    assert goals(*cells, heading=heading) == (RATES, [])


def test_rates_with_a_percent_sign_in_their_cells_under_a_heading_with_one():
    assert goals("95%", "95,5%", "96 %", heading="Chỉ tiêu BHYT (%)") == (RATES, [])


def test_rates_with_a_percent_sign_in_their_cells_need_none_in_the_heading():
    assert goals("95%", "95,5%", "96 %") == (RATES, [])


@pytest.mark.parametrize(
    "heading", ["Chỉ tiêu BHYT", "Chỉ tiêu BHYT (người)", "KH BHYT", "Kế hoạch giao"]
)
def test_counts_as_large_as_the_numerators(heading):
    assert goals(950, 955, 960, heading=heading) == (COUNTS, [])


def test_small_communes_have_small_counts():
    assert goals(50, 60, 70, people=60, insured=45) == (
        [("count", 50.0), ("count", 60.0), ("count", 70.0)],
        [],
    )


def test_what_is_neither_is_left_out_with_a_finding():
    assert goals(95, 195, 96) == ([None] * 3, [("target-unclear.kind", "warning", ("D2",))])


def test_three_decimals_without_a_percent_sign_are_no_counts_of_a_hundredfold():
    values, _ = goals("95.125", "95.250", "96.500")
    assert values in ([None] * 3, [("rate", 95.125), ("rate", 95.25), ("rate", 96.5)])


@pytest.mark.parametrize("cell", [195, 0, -5])
def test_a_rate_no_office_would_set_is_no_target(cell):
    values, said = goals(95, cell, 96, heading="Chỉ tiêu BHYT (%)")
    assert values == [("rate", 95.0), None, ("rate", 96.0)]
    assert said == [("bad-target", "error", ("D3",))]


@pytest.mark.parametrize("cells", [(95, 0.955, 96), (0.95, 95.5, 0.96)])
def test_fractions_among_points_have_no_value(cells):
    values, said = goals(*cells)
    assert values[1] is None
    assert values[0] == ("rate", 95.0)
    assert said == [("rate-scale-mixed", "error", ("D3",))]


def test_half_a_person_is_no_target():
    values, said = goals(950.25, 955.5, 960.75, 10, heading="Chỉ tiêu BHYT (người)")
    assert values == [None, None, None, ("count", 10.0)]
    assert said == [("bad-target.not-whole", "error", ("D2", "D3", "D4"))]


@pytest.mark.parametrize("blank", [None, "-", "x"])
def test_a_unit_without_target_has_none(blank):
    assert goals(95, blank, 96) == ([("rate", 95.0), None, ("rate", 96.0)], [])


def test_a_word_for_a_target_is_an_error():
    values, said = goals(95, "theo KH", 96)
    assert values == [("rate", 95.0), None, ("rate", 96.0)]
    assert said == [("not-a-number", "error", ("D3",))]


def test_a_target_knows_its_cell():
    made = observations([["Xã", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)"], ["A", 1000, 900, 95]])
    assert targets(made)["A"][:3] == ("rate", Quotient(95, 1), "D2")
    assert targets(made)["Total"] is None


def test_a_target_without_a_subject_belongs_to_the_only_indicator():
    made = observations([["Xã", "Dân số", "BHYT", "Chỉ tiêu (%)"], ["A", 1000, 900, 95]])
    assert targets(made)["A"].value == Quotient(95, 1)


def test_a_target_under_its_group_belongs_to_the_group():
    rows = [
        ["Xã", "Dân số", "LLLĐ", "BHYT", None, "BHXH", None],
        [None, None, None, "TH", "KH", "TH", "KH"],
    ]
    made = observations(
        [*rows, ["A", 1000, 600, 900, 950, 300, 320]], "D1:E1", "F1:G1", "A1:A2", "B1:B2", "C1:C2"
    )
    assert targets(made)["A"][:3] == ("count", Quotient(950, 1), "E3")
    assert targets(made, "social_insured")["A"][:3] == ("count", Quotient(320, 1), "G3")


def test_of_several_indicators_a_target_without_a_subject_is_refused():
    read = reading(
        [
            ["Xã", "Dân số", "LLLĐ", "BHYT", "BHXH", "Chỉ tiêu (%)"],
            ["A", 1000, 600, 900, 300, 95],
            ["B", 10, 6, 9, 3, 95],
        ]
    )
    assert read.observations[0].targets == {}
    assert found(read.findings) == [("target-unclear", "warning", ("F2",))]


def test_new_people_targets_are_counts_where_the_heading_says_people():
    head = ["Xã", "Dân số", "BHYT", "BHYT phát triển mới", "Chỉ tiêu phát triển mới BHYT (người)"]
    made = observations([head, ["A", 1000, 900, 30, 50], ["B", 2000, 1500, 40, 30]])
    assert targets(made)["A"][:3] == ("new", Quotient(50, 1), "E2")
    assert list(made.counts["new_health_insured"]) == [None, 30, 40]


def test_new_people_targets_are_counts_even_below_150():
    head = ["Xã", "Dân số", "BHYT", "BHYT phát triển mới", "Chỉ tiêu phát triển mới BHYT"]
    made = observations([head, ["A", 1000, 900, 30, 50], ["B", 2000, 1500, 40, 30]])
    assert targets(made)["A"][:3] == ("new", Quotient(50, 1), "E2")


@pytest.mark.parametrize("measure", ["BHYT", "BHYT tháng 5/2024"])
def test_a_target_of_the_year_serves_every_month_of_it(measure):
    rows = [
        ["Xã", "Dân số", measure, "Chỉ tiêu BHYT năm 2024 (%)"],
        ["A", 1000, 900, 95],
        ["B", 2000, 1500, 95],
    ]
    made = observations(rows, period="2024-05")
    assert targets(made)["A"][:3] == ("rate", Quotient(95, 1), "D2")


def test_targets_of_about_one_per_cent_with_nothing_beside_to_tell_are_not_used():
    rows = [["Xã", "Chỉ tiêu BHXH tự nguyện (%)"], ["A", 1], ["B", 1.2]]
    read = reading(rows)
    assert not read.observations[0].targets
    assert "target-unclear.fraction" in [code for code, _, _ in found(read.findings)]


def test_a_list_of_targets_in_thousands_holds_people():
    rows = [["Xã", "Chỉ tiêu BHYT (nghìn người)"], ["A", 4.8], ["B", 3.6]]
    (made,) = reading(rows).observations
    assert targets(made)["A"][:2] == ("count", Quotient(4800, 1))


HEAD = ["Xã", "Dân số", "BHYT", "HSSV tham gia BHYT", "Chỉ tiêu giao (%)"]


def test_a_target_rate_without_a_subject_belongs_to_the_only_indicator_with_both_counts():
    read = reading([HEAD, ["A", 1000, 900, 200, 95], ["B", 2000, 1900, 400, 94]])
    assert [set(made.targets) for made in read.observations] == [{"health_insured"}]
    assert targets(read.observations[0])["B"].value == Quotient(94, 1)
    assert "target-unclear" not in [code for code, _, _ in found(read.findings)]


def test_two_target_rates_without_a_subject_stand_beside_each_other_there_too():
    head = [
        "Xã",
        "Dân số",
        "BHYT",
        "HSSV tham gia BHYT",
        "Chỉ tiêu Chính phủ (%)",
        "Chỉ tiêu HĐND (%)",
    ]
    made = observations([head, ["A", 1000, 900, 200, 93.5, 95]])
    assert {name: at[1].value for name, at in made.targets.items()} == {
        "health_insured": Quotient(935, 10),
        "health_insured#HĐND": Quotient(95, 1),
    }


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ([*HEAD[:4], "Chỉ tiêu giao"], (1000, 900, 200, 250)),  # people: of the pupils perhaps
        (
            ["Xã", "Học sinh", "HSSV tham gia BHYT", "BHYT", "Chỉ tiêu giao (%)"],
            (300, 290, 900, 95),
        ),  # --population
    ],
    ids=["people", "population elsewhere"],
)
def test_a_target_that_may_be_of_an_indicator_with_half_its_counts_is_unclear(head, cells):
    read = reading([head, ["A", *cells], ["B", *cells]])
    assert read.observations[0].targets == {}
    (said,) = [at for at in read.findings if at.code == "target-unclear"]
    assert said.values["choices"] == (
        "--map target_health_insured=E",
        "--map target_pupils_insured=E",
    )
