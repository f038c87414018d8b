"""Counts beside their denominators: thousands for persons and rates for counts have no value, and are said."""

import pytest
from grids import PROFILE, counts, found, reading, simple

from coverage_cli.clean import settle_doubts
from coverage_cli.model import Printed, Quotient


def settled(rows, **told):
    """Return the observations of a sheet after its doubts, and the findings on these."""
    (made,) = reading(rows, **told).observations
    return settle_doubts(made, PROFILE.indicators)


def test_persons_beside_thousands_have_no_value():
    made, said = settled(
        simple(["A", 5, 4700], ["B", 12, 11000], ["C", 8, 7000], total=["Tổng số", 25, 22700])
    )
    assert "health_insured" not in made.counts
    assert counts(made, "population")["A"] == 5
    assert found(said) == [("unit-scale", "error", ("C2", "C3", "C4"))]


def test_numerators_that_fit_their_targets_are_believed_and_the_denominators_are_not():
    head = ("Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT (người)")
    made, said = settled(
        simple(["A", 5, 4700, 4750], ["B", 12, 11000, 11500], ["C", 8, 7000, 7600], head=head)
    )
    assert counts(made, "health_insured")["A"] == 4700
    assert "population" not in made.counts
    assert found(said) == [("unit-scale", "error", ("C2", "C3", "C4"))]


def test_thousands_beside_persons_have_no_value():
    made, said = settled(simple(["A", 1034500, 980.2], ["B", 1890100, 1750.3], ["C", 900000, 800]))
    assert "health_insured" not in made.counts
    assert found(said) == [("unit-scale", "error", ("C2", "C3", "C4"))]


def test_few_whole_people_are_said_and_kept():
    made, said = settled(simple(["A", 8000, 8], ["B", 5000, 5], ["C", 4000, 4]))
    assert counts(made, "health_insured")["A"] == 8
    assert found(said) == [("unit-scale.few", "warning", ("C2", "C3", "C4"))]


def test_few_people_whose_rates_the_sheet_prints_are_believed():
    (made,) = reading(simple(["A", 8000, 8], ["B", 5000, 5], ["C", 4000, 4])).observations
    rates = [None, *[Printed(Quotient(1, 10), Quotient(1, 20), f"D{row}") for row in (2, 3, 4)]]
    made = made._replace(printed={("rate", "health_insured"): rates})
    assert settle_doubts(made, PROFILE.indicators) == (made, [])


@pytest.mark.parametrize(
    "insured",
    [[16, 10, 8], [4700, 3000, 2500], [0, 0, 0], [9000, 6000, 5000]],
)
def test_shares_that_are_possible_are_left_alone(insured):
    rows = simple(
        *(
            [name, people, at]
            for name, people, at in zip("ABC", [5000, 4000, 3000], insured, strict=True)
        )
    )
    (made,) = reading(rows).observations
    assert settle_doubts(made, PROFILE.indicators) == (made, [])


PEERS = [["B", 5000, 4500], ["C", 6000, 5500], ["D", 7000, 6500]]


@pytest.mark.parametrize(
    ("row", "left"),
    [
        (["A", 5500, 5], (5500, None)),
        (["A", 5, 4700], (None, 4700)),
        (["A", 5500000, 4700], (None, 4700)),
    ],
)
def test_of_a_unit_off_its_peers_the_count_that_is_farther_off_has_no_value(row, left):
    made, said = settled(simple(row, *PEERS))
    assert (counts(made, "population")["A"], counts(made, "health_insured")["A"]) == left
    assert counts(made, "health_insured")["B"] == 4500
    assert found(said) == [("unit-scale.unit", "error", ("C2",))]


def test_rates_under_a_heading_of_counts_have_no_value():
    made, said = settled(simple(["A", 8000, 95], ["B", 5000, 94], ["C", 4000, 87.5]))
    assert "health_insured" not in made.counts
    assert found(said) == [("thousands-as-decimal.rate", "error", ("C2", "C3", "C4"))]


@pytest.mark.parametrize(
    "rows",
    [
        simple(
            ["A", 8000, 95], ["B", 5000, 94], ["C", 4000, 88]
        ),  # no fraction: few people, perhaps
        simple(["A", 110, 95], ["B", 100, 94], ["C", 100, 87.5]),  # hamlets
        simple(
            ["A", 8000, 95], ["B", 5000, 94], ["C", 4000, 87.5], total=["Tổng số", 17000, 276.5]
        ),  # they are summed
    ],
)
def test_small_counts_are_no_rates(rows):
    made, said = settled(rows)
    assert counts(made, "health_insured")["A"] == 95
    assert said == []


COMMUNES = [["B", 5200, 4800], ["C", 6100, 5500], ["D", 7300, 6500], ["E", 9800, 9100]]


def test_a_row_in_thousands_that_its_total_counts_in_people_has_no_value_and_both_readings_are_said():
    made, (said,) = settled(
        simple(["A", 8, 7], *COMMUNES, total=["Tổng số", 28400 + 7830, 25900 + 7210])
    )
    assert (counts(made, "population")["A"], counts(made, "health_insured")["A"]) == (None, None)
    assert counts(made, "population")["E"] == 9800
    assert found([said]) == [("unit-scale.small", "error", ("C2",))]
    assert (said.values["denominator"], said.values["thousand_denominator"]) == (8, 8000)


def test_a_row_in_thousands_is_seen_beside_one_with_a_single_count_in_thousands():
    made, said = settled(simple(["A", 8, 7], ["F", 6, 5400], *COMMUNES))
    assert found(said) == [
        ("unit-scale.unit", "error", ("C3",)),
        ("unit-scale.small", "error", ("C2",)),
    ]
    assert (counts(made, "health_insured")["A"], counts(made, "population")["F"]) == (None, None)


def test_a_district_s_block_in_thousands_is_doubted_as_a_whole():
    made, said = settled(
        simple(
            ["X", 8, 7],
            ["Y", 5, 4],
            ["Z", 12, 11],
            *COMMUNES,
            total=["Tổng số", 28400 + 25300, 25900 + 22100],
        )
    )
    assert found(said) == [("unit-scale.small", "error", ("C2", "C3", "C4"))]
    assert counts(made, "population")["Z"] is None


@pytest.mark.parametrize("people", [7, 10, 93])
def test_a_tiny_unit_among_units_of_every_size_is_a_unit(people):
    others = [["B", 410, 380], ["C", 2600, 2500], ["D", 9800, 9100], ["E", 41000, 38500]]
    made, said = settled(simple(["A", people, people - 1], *others))
    assert (counts(made, "population")["A"], said) == (people, [])


def test_a_tiny_unit_far_from_units_all_alike_has_no_value():
    made, said = settled(simple(["A", 8, 7], *COMMUNES))
    assert (counts(made, "population")["A"], found(said)) == (
        None,
        [("unit-scale.small", "error", ("C2",))],
    )


def test_an_island_among_districts_keeps_its_people_with_a_warning():
    districts = [[name, 100 * people, 100 * insured] for name, people, insured in COMMUNES]
    made, said = settled(simple(["Huyện đảo Bạch Long Vĩ", 624, 600], *districts))
    assert found(said) == [("unit-scale.small-kept", "warning", ("C2",))]
    assert counts(made, "population")["Huyện đảo Bạch Long Vĩ"] == 624


def test_a_printed_sum_that_counts_the_small_unit_proves_it():
    rows = simple(["A", 8, 7], *COMMUNES, total=["Tổng số", 28408, 25907])
    (made,) = reading(rows).observations
    assert settle_doubts(made, PROFILE.indicators) == (made, [])


def test_a_told_scale_leaves_small_units_as_they_are():
    (made,) = reading(simple(["A", 8, 7], *COMMUNES)).observations
    assert settle_doubts(made, PROFILE.indicators, scale_told=True) == (made, [])


@pytest.mark.parametrize("row", [["A", 480, 450], ["A", 90, 80], ["A", 1, 0]])
def test_a_small_commune_whose_thousandfold_would_be_too_large_is_left_alone(row):
    (made,) = reading(simple(row, *COMMUNES)).observations
    assert settle_doubts(made, PROFILE.indicators) == (made, [])
