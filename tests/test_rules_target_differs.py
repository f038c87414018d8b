"""The targets of upper units held against those of their parts, at any depth."""

from grids import TYPE_WORDS, case, computed, found, grid, observations, people, rate

from coverage_cli.rules import target_differs
from coverage_cli.units import join
from coverage_cli.words import load_words

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT (người)"]
RATES = [*HEAD[:4], "Chỉ tiêu BHYT (%)"]
A, B, C = [1, "Xã A", 1000, 900], [2, "Xã B", 2000, 1500], [1, "Xã C", 3000, 2700]
X, Y, ALL = (
    ["I", "Huyện X", 3000, 2400],
    ["II", "Huyện Y", 3000, 2700],
    [None, "Toàn tỉnh", 6000, 5100],
)


def said(targets, *given, head=HEAD):
    rows = [[*row, target] for row, target in zip((X, A, B, Y, C, ALL), targets, strict=True)]
    made = observations([head, *rows])
    return target_differs.judge(case(made), computed(made, "health_insurance", *given))


def units(findings):
    return [(at.unit, at.variant, at.people) for at in findings]


def test_targets_that_add_up_at_every_level():
    assert said([2850, 950, 1900, 2850, 2850, 5700]) == []
    assert said([95, 95, 95, 95, 95, 95], head=RATES) == []


def test_each_upper_unit_that_differs_is_a_finding_with_both_cells_and_the_way():
    first, second = (
        said([2900, 950, 1900, 2850, 2850, 5700])[::-1],
        said([2850, 950, 1900, 2850, 2850, 5690]),
    )
    assert found(second) == [("target-differs.over", "info", ("E7", "E2", "E5"))]
    assert units(second) == [("Toàn tỉnh", "over", 10)]
    assert units(first) == [
        ("Huyện X", "kept", 50)
    ]  # the province is right, its districts do not add up to it
    assert load_words("en").finding(first[0]) == (
        "Huyện X has a target of 2,900 people for health_insurance (E2), the targets of its parts (E3:E4) come to "
        "2,850: 50 people are no part's (a reserve kept above, or not handed down yet); each unit is judged by its own"
    )


def test_a_total_that_carries_a_difference_on_is_no_second_one():
    assert units(said([2900, 950, 1900, 2850, 2850, 5750])) == [("Huyện X", "kept", 50)]
    assert units(said([2900, 950, 1900, 2850, 2850, 5800])) == [
        ("Toàn tỉnh", "kept", 50),
        ("Huyện X", "kept", 50),
    ]


def test_a_rate_is_held_against_the_people_that_the_parts_come_to():
    assert units(said([95, 96, 95, 95, 95, 95], head=RATES)) == [("Huyện X", "over", 10)]
    assert units(said([95, 96, 94.5, 95, 95, 95], head=RATES)) == []


def test_people_are_rounded_up_once_not_part_by_part():
    rows = [
        [1, "Xã A", 10, 9, 95.5],
        [2, "Xã B", 10, 9, 94.5],
        [3, "Xã C", 10, 9, 95],
        [None, "Cộng", 30, 27, 95],
    ]
    made = observations([RATES, *rows])
    assert target_differs.judge(case(made), computed(made)) == []


def test_without_a_part_s_target_only_what_is_already_exceeded_is_said():
    assert said([2900, 950, None, 2850, 2850, 5750]) == []
    (finding,) = said([940, 950, None, 2850, 2850, 3790])
    assert units([finding]) == [("Huyện X", "over-partly", 10)]
    assert finding.values["missing"] == ("Xã B",)


def test_a_target_told_for_the_whole_is_held_against_those_of_the_sheet():
    (finding,) = said([2850, 950, 1900, 2850, 2850, None], people(5800, "health_insurance"))
    assert (finding.unit, finding.variant, finding.people, finding.cells) == (
        "Toàn tỉnh",
        "kept",
        100,
        (),
    )
    assert "(as told)" in load_words("en").finding(finding)
    assert said([2850, 950, 1900, 2850, 2850, None], rate("95", "health_insurance")) == []


def test_parts_without_figures_keep_their_targets():
    rows = [[*X, 2850], [*A, 950], [2, "Xã B", None, None, 1900]]
    made = observations([HEAD, *rows])
    assert target_differs.judge(case(made), computed(made)) == []


def test_two_tables_with_other_targets_of_one_unit_are_said():
    sheets = [[[*A, 950], [*B, 1900]], [[*B, 1950], [*A, 950]]]
    tables = [
        observations(grid([HEAD, *rows], sheet=f"S{at}"), source=at, period="2024-05")
        for at, rows in enumerate(sheets)
    ]
    _, findings = join(tables, type_words=TYPE_WORDS)
    assert found(findings) == [("target-differs.tables", "warning", ("E2",))]
    assert load_words("en").finding(findings[0]) == (
        "Xã B has a target of 1,900 in report.xlsx [S0] E3 and of 1,950 in report.xlsx [S1] E2; "
        "the one in report.xlsx [S0] E3 is used"
    )
