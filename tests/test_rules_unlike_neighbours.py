"""Figures held against sense: coverage far from the units beside it, a unit like a total, attainments that cannot be."""

import random

import pytest
from grids import computed, doubts, found, observations, people, rate, simple
from program import compute

from coverage_cli.model import Column, Observations, Unit, Units
from coverage_cli.project import Thresholds
from coverage_cli.rules.totals_among import totals_among

UNLIKE = {"unlike-neighbours", "attainment-unlikely"}
COMMUNES = (
    ["A", 5000, 4500],
    ["B", 4000, 3300],
    ["C", 6000, 5200],
    ["D", 7000, 6300],
    ["E", 5200, 4700],
)
VI, EN, DE = (
    ("Đơn vị", "Dân số", "BHYT"),
    ("Unit", "Population", "Enrolled"),
    ("Gemeinde", "Einwohner", "Versicherte"),
)


def said(rows, *given, indicator="health_insurance", **thresholds):
    made = observations(rows)
    findings = doubts(made, computed(made, indicator, *given), **thresholds)
    return [finding for finding in findings if finding.code in UNLIKE]


def with_row(row, at=0, head=VI):
    rows = [list(commune) for commune in COMMUNES]
    rows[at] = row
    return simple(*rows, head=head)


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["A", 5000, 450], "C2"),  # a digit too few in the numerator: 9 %
        (["A", 5000, 45000], "C2"),
        (["A", 500, 4500], "B2"),  # in the denominator: 900 %
        (["A", 50000, 4500], "B2"),
        (["A", 5000, 47], "C2"),
    ],
)
@pytest.mark.parametrize(
    ("head", "indicator"), [(VI, "health_insurance"), (EN, "coverage"), (DE, "coverage")]
)
def test_a_digit_too_few_or_too_many_is_said_at_its_own_cell(row, cell, head, indicator):
    (finding,) = said(with_row(row, head=head), indicator=indicator)
    assert found([finding]) == [("unlike-neighbours", "warning", (cell,))]
    assert finding.unit == "A"
    assert finding.count == 1


def test_both_cells_are_named_where_neither_count_is_clearly_unlike_the_others_in_size():
    (finding,) = said(with_row(["A", 12000, 1100]))
    assert finding.cells == ("C2", "B2")


def test_two_wrong_cells_do_not_hide_each_other():
    rows = [[f"Xã {at}", 4000 + 100 * at, 3600 + 90 * at] for at in range(12)]
    rows[3][2], rows[7][1] = 387, 470
    assert sorted(finding.cells for finding in said(simple(*rows))) == [("B9",), ("C5",)]


@pytest.mark.parametrize(
    ("counts", "cell"), [((9100, 4300), "C4"), ((5200, 2480), "C4"), ((4800, 7900), "C4")]
)
@pytest.mark.parametrize("head", [VI, EN, DE])
def test_the_nearer_the_others_are_the_less_one_need_be_off(counts, cell, head):
    rows = [[f"Xã {at}", 4000 + 700 * at, 3600 + 640 * at - 40 * (at % 3)] for at in range(9)]
    rows[2][1:] = counts
    indicator = "health_insurance" if head is VI else "coverage"
    (finding,) = said(simple(*rows, head=head), indicator=indicator)
    assert cell in finding.cells
    assert said(simple(*rows, head=head), indicator=indicator, unlike_neighbours=20) == []


@pytest.mark.parametrize("share", [0.62, 0.7, 1.0])
def test_a_unit_somewhat_off_or_among_units_that_differ_is_left_alone(share):
    near = [[f"Xã {at}", 6000 + 700 * at, 5400 + 640 * at] for at in range(9)]
    near[4][2] = int(near[4][1] * share)
    assert said(simple(*near)) == []
    spread = [[f"Xã {at}", 6000, 6000 * (30 + 7 * at) // 100] for at in range(9)]
    assert said(simple(*spread)) == []


def test_one_wrong_population_is_said_once_for_all_indicators(tmp_path):
    sheet = tmp_path / "bhxh.csv"
    lines = [
        f"Xã {name},{9000 + at},{4000 + at},{3600 + at},{800 + at}"
        for at, name in enumerate("ABCDEF")
    ]
    lines[2] = "Xã C,9002,40020,3602,802"
    sheet.write_text(
        "Đơn vị,Dân số,Lực lượng lao động,BHXH bắt buộc,BHXH tự nguyện\n" + "\n".join(lines),
        "utf-8",
    )
    found_ones = [at for at in compute(sheet).report()["findings"] if at["code"] in UNLIKE]
    assert [(at["cell"], at["count"]) for at in found_ones] == [("C4", 1)]


@pytest.mark.parametrize(
    "rows",
    [
        COMMUNES,
        [["A", 500, 450], *COMMUNES[1:]],  # a small commune is a commune
        [["A", 5000, 0], *COMMUNES[1:]],  # zero is a count
        [["A", 50, 0], *COMMUNES[1:], ["F", 4400, 4000], ["G", 5600, 5000]],  # and likely among few
        [["A", 60, 3], *COMMUNES[1:]],  # chance among few
        [
            ["A", 5000, 50],
            ["B", 4000, 300],
            ["C", 6000, 1200],
            ["D", 7000, 6300],
        ],  # these do not agree
        [["A", 5000, 450], ["B", 4000, 3300]],  # two tell nothing of each other
        [["A", 5000, 1100], *COMMUNES[1:]],  # few, and possible
    ],
)
def test_healthy_sheets_are_left_alone(rows):
    assert said(simple(*rows)) == []


def test_the_units_of_one_district_are_held_against_each_other_alone():
    rows = [["I", "Huyện P", None, None]]
    rows += [[at, f"Xã P{at}", 5000, 4500 + at] for at in range(1, 5)]
    rows += [
        ["II", "Huyện Q", None, None],
        *([at, f"Xã Q{at}", 5000, 450 + at] for at in range(1, 5)),
    ]
    assert said([["STT", "Đơn vị", "Dân số", "BHYT"], *rows]) == []
    rows[7][3] = 4500
    assert [finding.cells for finding in said([["STT", "Đơn vị", "Dân số", "BHYT"], *rows])] == [
        ("D9",)
    ]


def test_the_threshold_of_neighbours_can_be_told():
    assert said(with_row(["A", 5000, 1100]), unlike_neighbours=3)
    assert said(with_row(["A", 5000, 450]), unlike_neighbours=20) == []


@pytest.mark.parametrize("at", [0, 2, 5])
@pytest.mark.parametrize("name", ["Nho Quan", "Altkreis", "All of it"])
def test_a_unit_as_large_as_all_others_together_is_said(at, name):
    rows = [list(commune) for commune in COMMUNES]
    rows.insert(at, [name, 27200, 23900])
    (finding,) = said(simple(*rows))
    assert (finding.variant, finding.unit, finding.cells) == ("as-all", name, (f"B{at + 2}",))
    assert finding.values["others"] == 5


@pytest.mark.parametrize("at", [0, 2, 3])
@pytest.mark.parametrize("name", ["Nho Quan", "North", "Altkreis"])
def test_a_unit_that_is_the_sum_of_the_rows_beside_it_is_said(at, name):
    units = [("A", 5000, 4500), ("B", 4000, 3300), ("C", 6100, 5200), ("D", 7000, 6310)]
    part = units[at : at + 2] if at < 3 else units[1:3]
    units.insert(at, (name, *(sum(unit[column] for unit in part) for column in (1, 2))))
    made = raw(units)
    assert [
        (one.variant, one.unit, one.values["others"]) for one in totals_among(made, Thresholds())
    ] == [("as-sum", name, 2)]
    assert (
        totals_among(made._replace(counts={"enrolled": made.counts["enrolled"]}), Thresholds())
        == []
    )


@pytest.mark.parametrize("seed", range(40))
def test_what_is_looked_at_closely_holds_every_sum(seed):
    """The screen by running sums clears no row that a run right above or below adds up to."""
    draw = random.Random(seed)
    counts = [draw.choice([0, 100, 150, 200, 250, 300, 450]) for _ in range(9)]
    made = raw([(f"U{at}", count, 2 * count) for at, count in enumerate(counts)])
    found = {
        int(one.unit[1:])
        for one in totals_among(made, Thresholds())
        if one.variant in ("as-sum", "as-all")
    }
    assert {
        at for at in range(9) if any(_adds_up(counts, at, run) for run in _runs_beside(at))
    } <= found


def _runs_beside(at):
    return [
        *(range(first, at) for first in range(at - 1)),
        *(range(at + 1, last) for last in range(at + 3, 10)),
    ]


def _adds_up(counts, at, run):
    parts = [counts[part] for part in run]
    return sum(parts) == counts[at] and all(parts)


def raw(units):
    """Return units as observations that nobody looked for sums in."""
    rows = [("Whole", None, None), *units]
    placed = ((row[0], 0 if at else None, at) for at, row in enumerate(rows))
    tree = Units.of(
        Unit(name, "commune", None, parent, at, (at, 0), bool(at)) for name, parent, at in placed
    )
    counts = {
        name: [row[column] for row in rows] for column, name in ((1, "population"), (2, "enrolled"))
    }
    places = {name: [None, *((0, at) for at in range(1, len(rows)))] for name in counts}
    columns = {(0, name): Column(at, (name,)) for at, name in enumerate(counts, 1)}
    return Observations("2024-05", tree, False, counts, {}, {}, places, columns, {0: ("a.csv", "")})


def test_a_second_breakdown_of_the_same_people_is_said():
    rows = [[f"Ort {at}", 1000 + 10 * at, 900 + 7 * at] for at in range(6)]
    sums = [sum(row[column] for row in rows) for column in (1, 2)]
    rows += [["Alpha", sums[0] - 2000, sums[1] - 1700], ["Beta", 2000, 1700]]
    made = observations(simple(*rows, head=DE))
    (finding,) = totals_among(made, Thresholds())
    assert (finding.variant, finding.unit, finding.values["cells"]) == ("twice", "Alpha", "B8:B9")


def test_a_printed_total_that_confirms_the_sums_clears_all_of_them():
    rows = [["A", 9000, 7800], ["B", 4000, 3300], ["C", 5000, 4500], ["D", 700, 600]]
    whole = ["Tổng cộng", *(sum(row[column] for row in rows) for column in (1, 2))]
    assert totals_among(observations(simple(*rows, total=whole)), Thresholds()) == []


def test_a_unit_of_five_million_among_thousands_is_said():
    (finding,) = said(with_row(["C", 6000000, 5200000], at=2))
    assert (finding.variant, finding.cells) == ("as-all", ("B4",))


@pytest.mark.parametrize(
    "rows",
    [
        [*COMMUNES[:2], ["C", 45000, 40000], *COMMUNES[3:]],  # the city among its towns
        [["A", 16000, 14000], *COMMUNES[1:4]],  # four units
        [["A", 22200, 4000], *COMMUNES[1:]],  # in one count alone
    ],
)
def test_a_large_unit_is_no_total(rows):
    assert said(simple(*rows)) == []


@pytest.mark.parametrize(("target", "count"), [(9000, 0), (5200, 0), (28000, 1), (5000, 1)])
def test_an_attainment_of_the_whole_that_can_hardly_be_is_said(target, count):
    rows = simple(["A", 5000, 4500], ["B", 4000, 3300], total=["Tổng cộng", 9000, 7800])
    findings = said(rows, people(target, "health_insurance"))
    assert [finding.cells for finding in findings] == [("C4",)] * count


def test_the_target_s_own_cell_is_named_too():
    head = ("Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT")
    (finding,) = said(
        simple(
            ["A", 5000, 4500, 4600], ["B", 4000, 3300, 34000], ["C", 6000, 5200, 5300], head=head
        )
    )
    assert found([finding]) == [("attainment-unlikely", "warning", ("C3", "D3"))]
    assert finding.values["target"] == 34000


def test_targets_of_new_people_are_left_alone():
    head = ("Đơn vị", "Dân số", "BHYT", "BHYT phát triển mới")
    rows = simple(["A", 5000, 4500, 3], ["B", 4000, 3300, 900], head=head)
    assert said(rows, people(200, "health_insurance", kind="new")) == []


def test_the_thresholds_of_attainment_can_be_told():
    rows = simple(["A", 5000, 1000], ["B", 4000, 900])
    assert [finding.code for finding in said(rows, rate("95"))] == ["attainment-unlikely"]
    assert said(rows, rate("95"), attainment_low=15) == []


@pytest.mark.parametrize("insured", [(110, 95, 150), (1200, 900, 1500), (1, 0, 0)])
@pytest.mark.parametrize("heading", ["BHYT", "Health insured", "Krankenversicherte"])
def test_a_whole_with_less_coverage_than_the_indicator_ever_has_is_said(insured, heading):
    rows = [
        [name, people, count]
        for name, people, count in zip("ABC", (5000, 4000, 6000), insured, strict=True)
    ]
    made = observations(simple(*rows, head=("Unit", "Population", heading)))
    result = computed(made)
    (finding,) = [one for one in doubts(made, result) if one.code == "coverage-unlikely"]
    assert (finding.severity, finding.cell, finding.values["letter"]) == ("warning", "C2", "C")


@pytest.mark.parametrize(
    "rows", [COMMUNES, [["A", 5000, 0], ["B", 4000, 0]], [["A", 5000, 1600], ["B", 4000, 1300]]]
)
def test_a_coverage_that_may_be_is_not_doubted(rows):
    made = observations(simple(*rows))
    assert "coverage-unlikely" not in {one.code for one in doubts(made, computed(made))}


def test_the_general_indicator_may_have_little_coverage():
    made = observations(simple(["A", 5000, 310], ["B", 4000, 195], head=EN))
    assert "coverage-unlikely" not in {one.code for one in doubts(made, computed(made, "coverage"))}


@pytest.mark.parametrize(
    "head",
    [
        ("Xã", "Dân số", "Trẻ dưới 1 tuổi", "Trẻ được tiêm"),
        ("District", "Population", "Children under 5", "Vaccinated"),
        ("Gemeinde", "Einwohner", "Kinder unter 2", "Geimpfte"),
    ],
)
def test_few_children_vaccinated_of_all_people_are_said(head):
    made = observations([list(head), ["A", 5000, 100, 90], ["B", 4000, 80, 70]])
    (finding,) = [
        o for o in doubts(made, computed(made, "coverage")) if o.code == "coverage-unlikely"
    ]
    assert finding.cell == "D2"


def test_among_few_people_a_lost_digit_is_said_all_the_same():
    """Of infants in a commune there are fewer than a hundred; that 9 of 94 were reached is no chance beside 98 %."""
    rows = [["A", 71, 70], ["B", 94, 9], ["C", 66, 65], ["D", 83, 82], ["E", 77, 76]]
    assert [finding.cells for finding in said(simple(*rows, head=VI))] == [("C3",)]
    chance = [["A", 12, 11], ["B", 9, 1], ["C", 14, 13], ["D", 11, 10], ["E", 10, 9]]
    assert said(simple(*chance, head=VI)) == []


def test_one_unit_far_from_all_others_is_said_however_these_are_spread():
    spread = [
        ["A", 9000, 110],
        ["B", 8000, 560],
        ["C", 7000, 260],
        ["D", 6000, 90],
        ["E", 9500, 640],
        ["F", 8800, 310],
    ]
    far = said(simple(*spread, ["G", 7400, 3600], head=VI))
    assert [finding.unit for finding in far] == ["G"]
    assert said(simple(*spread, ["G", 7400, 800], head=VI)) == []


def test_columns_that_were_told_are_not_doubted():
    made = observations(
        simple(["A", 5000, 110], ["B", 4000, 95]),
        measures={"population": "B", "health_insured": "C"},
    )
    assert "coverage-unlikely" not in {one.code for one in doubts(made, computed(made))}


@pytest.mark.parametrize(("head", "indicator"), [(VI, "health_insurance"), (EN, "coverage")])
def test_nobody_where_nearly_all_are_elsewhere_is_said(head, indicator):
    """An empty report typed as 0 pulls a district down as a digit too few does."""
    rows = [*with_row(["C", 6000, 0], at=2, head=head), ["F", 4400, 4000], ["G", 5600, 5000]]
    (finding,) = said(rows, indicator=indicator)
    assert found([finding]) == [("unlike-neighbours", "warning", ("C4",))]


@pytest.mark.parametrize("counts", [(0, 0, 0, 0, 3), (0, 0, 0, 21, 35), (4, 6, 0, 5, 0)])
def test_few_people_and_nobody_stand_beside_each_other(counts):
    rows = [[name, people, few] for (name, people, _), few in zip(COMMUNES, counts, strict=True)]
    assert not said(simple(*rows))
