"""Printed subtotals and totals held against their parts."""

import pytest
from grids import found, observations, simple

from coverage_cli.checks import check_sums

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]


def said(rows):
    return check_sums(observations(rows))


def test_totals_that_are_the_sum_of_their_parts():
    assert said(simple(["A", 10, 9], ["B", 20, 18], total=["Tổng cộng", 30, 27])) == []


def test_a_total_that_differs_names_itself_and_its_parts():
    (finding,) = said(simple(["A", 10, 9], ["B", 20, 18], ["C", 5, 4], total=["Tổng cộng", 35, 33]))
    assert found([finding]) == [("total-mismatch", "error", ("C5", "C2", "C4"))]
    assert (finding.unit, finding.people) == ("Tổng cộng", 2)
    values = finding.values
    assert (values["printed"], values["sum"], values["difference"], values["parts"]) == (33, 31, 2, 3)


def test_each_level_is_compared_with_the_one_below():
    rows = [HEAD, ["I", "Huyện X", 31, 27], [1, "Xã A", 10, 9], [2, "Xã B", 20, 18]]
    rows += [["II", "Huyện Y", 5, 4], [1, "Xã C", 5, 4], [None, "Toàn tỉnh", 36, 31]]
    assert found(said(rows)) == [("total-mismatch", "error", ("C2", "C3", "C4"))]


def test_a_whole_is_compared_with_its_districts():
    rows = [HEAD, ["I", "Huyện X", 30, 27], [1, "Xã A", 10, 9], [2, "Xã B", 20, 18]]
    rows += [["II", "Huyện Y", 5, 4], [1, "Xã C", 5, 4], [None, "Toàn tỉnh", 36, 31]]
    assert found(said(rows)) == [("total-mismatch", "error", ("C7", "C2", "C5"))]


@pytest.mark.parametrize(("total", "codes"), [(30, []), (25, []), (10, []), (9, ["total-mismatch"])])
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


def test_where_printed_figures_are_told_the_message_says_that_they_are_used():
    rows = simple(["A", 10, 9], ["B", 20, 18], total=["Tổng cộng", 30, 28])
    (finding,) = check_sums(observations(rows), printed_used=True)
    assert finding.variant == "printed"
