"""Printed subtotals and totals held against their parts."""

import pytest
from grids import TYPE_WORDS, case, computed, found, grid, observations, simple

from coverage_cli.rules import total_mismatch
from coverage_cli.units import join
from coverage_cli.words import load_words

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]


def said(rows):
    return total_mismatch.judge(case(observations(rows)))


def test_totals_that_are_the_sum_of_their_parts():
    assert said(simple(["A", 10, 9], ["B", 20, 18], total=["Tổng cộng", 30, 27])) == []


def test_a_total_that_differs_names_itself_and_its_parts():
    (finding,) = said(simple(["A", 10, 9], ["B", 20, 18], ["C", 5, 4], total=["Tổng cộng", 35, 33]))
    assert found([finding]) == [("total-mismatch", "error", ("C5", "C2", "C4"))]
    assert (finding.unit, finding.people) == ("Tổng cộng", 2)
    values = finding.values
    assert (values["printed"], values["sum"], values["difference"], values["parts"]) == (
        33,
        31,
        2,
        3,
    )


def test_each_level_is_compared_with_the_one_below():
    rows = [HEAD, ["I", "Huyện X", 31, 27], [1, "Xã A", 10, 9], [2, "Xã B", 20, 18]]
    rows += [["II", "Huyện Y", 5, 4], [1, "Xã C", 5, 4], [None, "Toàn tỉnh", 36, 31]]
    assert found(said(rows)) == [("total-mismatch", "error", ("C2", "C3", "C4"))]


def test_a_whole_is_compared_with_its_districts():
    rows = [HEAD, ["I", "Huyện X", 30, 27], [1, "Xã A", 10, 9], [2, "Xã B", 20, 18]]
    rows += [["II", "Huyện Y", 5, 4], [1, "Xã C", 5, 4], [None, "Toàn tỉnh", 36, 31]]
    assert found(said(rows)) == [("total-mismatch", "error", ("C7", "C2", "C5"))]


@pytest.mark.parametrize(
    ("total", "codes"), [(30, []), (25, []), (10, []), (9, ["total-mismatch"])]
)
def test_with_an_unreadable_part_only_a_total_that_is_already_exceeded_is_wrong(total, codes):
    rows = simple(["A", 100, 10], ["B", 100, "x"], total=["Tổng cộng", 200, total])
    assert [finding.code for finding in said(rows)] == codes


def test_districts_without_a_row_of_their_own_count_with_their_communes():
    rows = [
        ["Huyện", "Xã", "Dân số", "BHYT"],
        ["X", "A", 10, 9],
        ["X", "B", 20, 18],
        ["Y", "C", 5, 4],
        ["Tổng", None, 36, 31],
    ]
    assert found(said(rows)) == [("total-mismatch", "error", ("C5", "C2", "C4"))]


def test_parts_without_any_figure_make_no_sum():
    rows = [HEAD, ["I", "Huyện X", 30, 27], [1, "Xã A", None, None], [2, "Xã B", None, None]]
    assert said(rows) == []


def test_a_total_alone_is_compared_with_nothing():
    assert said(simple(["A", 10, 9])) == []


def test_a_right_total_over_a_wrong_subtotal_is_not_said_to_be_wrong():
    rows = [HEAD, ["I", "Huyện X", 31, 27], [1, "Xã A", 10, 9], [2, "Xã B", 20, 18]]
    rows += [["II", "Huyện Y", 5, 4], [1, "Xã C", 5, 4], [None, "Toàn tỉnh", 35, 31]]
    assert found(said(rows)) == [("total-mismatch", "error", ("C2", "C3", "C4"))]


def used(rows, **options):
    made = observations(rows)
    (finding,) = total_mismatch.judge(case(made, computed(made, **options)))
    return finding.values["used"].key


DEEP = [HEAD, ["I", "Huyện X", 30, 28], [1, "Xã A", 10, 9], [2, "Xã B", 20, 18]]


def test_the_message_says_which_figure_is_used():
    assert used(DEEP) == "used_sum"
    assert used(DEEP, printed=True) == "used_printed"
    assert used([*DEEP[:2], DEEP[2], [2, "Xã B", None, 18], [3, "Xã C", 9, 0]]) == "used_complete"
    assert (
        used([HEAD, ["I", "Huyện X", 30, 28], [1, "Xã A", None, 9], [2, "Xã B", None, 18]])
        == "used_for_want"
    )


def test_over_a_wrong_subtotal_the_sum_of_the_lowest_units_is_used():
    rows = [*DEEP, ["II", "Huyện Y", 5, 4], [1, "Xã C", 5, 4], [None, "Toàn tỉnh", 35, 30]]
    made = observations(rows)
    total, subtotal = total_mismatch.judge(case(made, computed(made)))
    assert (subtotal.cell, subtotal.values["used"].key) == ("D2", "used_sum")
    assert total.values["used"].key == "used_lowest"
    assert total.values["used"].values == {"lowest": 31}


def test_a_measure_of_no_figure_says_so():
    made = observations(DEEP)
    (finding,) = total_mismatch.judge(case(made))
    assert finding.values["used"].key == "used_in_no_figure"


def test_the_message_names_both_cells_and_what_cannot_be_read():
    rows = [
        HEAD,
        [1, "Xã A", 100, 10],
        [2, "Xã B", 100, "x"],
        [3, "Xã C", 5, 4],
        [None, "Tổng cộng", 205, 9],
    ]
    made = observations(rows)
    (finding,) = total_mismatch.judge(case(made, computed(made)))
    assert load_words("en").finding(finding) == (
        "Tổng cộng prints 9 in 'BHYT' (D5), its readable parts (D2, D4) alone add up to 14: -5 apart; "
        "not readable: Xã B (D3); the sum over the 2 of 3 units that have both counts is used"
    )


SUMMARY = [
    ["TỔNG HỢP BHYT TỈNH NINH BÌNH THÁNG 5 NĂM 2024"],
    [],
    HEAD,
    [1, "Huyện X", 30, 28],
    [2, "Huyện Y", 5, 4],
]
SUMMARY += [[None, "Toàn tỉnh", 35, 31]]


def district(name, *rows):
    return [[f"BHYT HUYỆN {name} THÁNG 5 NĂM 2024"], [], HEAD, *rows]


def three(*, total=(30, 27), own=(5, 4)):
    """A summary that prints 28 of Huyện X, and a sheet a district with a total row."""
    x = district("X", [1, "Xã A", 10, 9], [2, "Xã B", 20, 18], [None, "Cộng", *total])
    y = district("Y", [1, "Xã C", 5, 4], [None, "Cộng", *own])
    tables = [
        observations(grid(rows, sheet=name), source=source, period="2024-05")
        for source, (name, rows) in enumerate((("TH", SUMMARY), ("X", x), ("Y", y)))
    ]
    made, said = join(tables, type_words=TYPE_WORDS)
    assert said == []
    return made


def test_a_summary_is_held_against_the_districts_sheets():
    made = three()
    (finding,) = total_mismatch.judge(case(made, computed(made)))
    assert (finding.sheet, finding.cells, finding.people) == ("TH", ("D4",), 1)
    assert load_words("en").finding(finding) == (
        "Huyện X prints 28 in 'BHYT' (D4), its parts ([X] D4:D5) add up to 27: 1 apart; the sum of the parts is used"
    )


def test_each_table_that_prints_a_total_is_held_against_the_parts():
    made = three(total=(30, 26), own=(6, 4))
    found_in = [
        (at.sheet, at.cell, at.values["printed"], at.values["sum"])
        for at in total_mismatch.judge(case(made))
    ]
    assert found_in == [("Y", "C5", 6, 5), ("TH", "D4", 28, 27), ("X", "D6", 26, 27)]


def test_of_several_printed_figures_the_message_names_the_one_used():
    made = three(total=(30, 26))
    said = total_mismatch.judge(case(made, computed(made, printed=True)))
    assert [(at.sheet, at.values["used"].key) for at in said] == [
        ("TH", "used_printed"),
        ("X", "used_other"),
    ]


ROUNDED = [(7700, 6400), (2600, 2500), (7000, 6600), (5200, 4400), (9400, 8200)]


@pytest.mark.parametrize("step", [1, 10])
@pytest.mark.parametrize(("off", "code"), [(-300, "total-rounded"), (400, "total-mismatch")])
def test_rounding_of_all_figures_is_no_fault(step, off, code):
    """Five parts and a total, each rounded by half a step, are three steps apart at most."""
    rows = [[f"Xã {at}", over * step, under * step] for at, (over, under) in enumerate(ROUNDED)]
    total = ["Tổng cộng", 31900 * step + off * step, 28100 * step]
    (finding,) = said(simple(*rows, total=total))
    assert finding.code == code
    assert finding.severity == ("info" if code == "total-rounded" else "error")


@pytest.mark.parametrize("unrounded", [7703, 2601])
def test_a_figure_that_is_not_rounded_makes_a_difference_a_fault(unrounded):
    rows = [[f"Xã {at}", over, under] for at, (over, under) in enumerate(ROUNDED)]
    rows[0][1] = unrounded
    (finding,) = said(simple(*rows, total=["Tổng cộng", 24200 + unrounded + 100, 28100]))
    assert finding.code == "total-mismatch"
