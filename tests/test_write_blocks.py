"""What a person is shown: which columns, how nested, and what the foot says."""

import pytest
from reports import (
    DISTRICTS,
    INSURED,
    PROVINCE,
    WORKERS,
    figure,
    load_test_words,
    province,
    province_report,
)

from coverage_cli.model import Quotient, Report
from coverage_cli.write.blocks import blocks_of, columns_of, foot_of, is_nested, sides_of, title_of

WORDS = load_test_words()


def block(figures):
    (only,) = blocks_of(Report("", tuple(figures), (), (), {}))
    return only


def keys(figures):
    return [column.key for column in columns_of(block(figures), WORDS)]


def test_one_block_an_indicator_and_period_whatever_the_order():
    ours = province("health_insurance", INSURED, 95)
    theirs = province("voluntary_social_insurance", WORKERS, None)
    mixed = [row for pair in zip(ours, theirs, strict=True) for row in pair]
    later = [row._replace(period="2024-06") for row in ours]
    found = blocks_of(Report("", (*mixed, *later), (), (), {}))
    assert [(part.indicator, part.period) for part in found] == [
        ("health_insurance", "2024-05"),
        ("voluntary_social_insurance", "2024-05"),
        ("health_insurance", "2024-06"),
    ]
    assert list(found[0].figures) == ours


def test_heading_names_both_columns_of_the_sheet_and_the_common_target():
    report = province_report()
    block = blocks_of(report)[0]
    title, sides = title_of(block, WORDS), sides_of(block, report, WORDS)
    assert title == "Health insurance coverage · May 2024"
    assert sides == [
        "Numerator: BHYT - Tổng số người tham gia",
        "Denominator: Dân số",
        "Target %: 95.00",
    ]


def test_columns_that_say_nothing_are_left_out():
    assert keys(province("i", WORKERS, None)) == [
        "unit",
        "numerator",
        "denominator",
        "coverage_pct",
        "status",
    ]


def test_target_has_a_column_only_where_units_have_different_ones():
    same = province("i", INSURED, 95)
    assert "target_pct" not in keys(same)
    assert "target_pct" in keys([*same[:-1], same[-1]._replace(target_pct=Quotient(90, 1))])


def test_target_of_a_single_unit_stands_in_its_row():
    assert "target_pct" in keys([figure("A", 9, 10)])
    assert (
        sides_of(block([figure("A", 9, 10)]), province_report(), WORDS)[-1] == "Denominator: Dân số"
    )


def test_shortfall_has_a_column_only_where_it_is_not_the_gap():
    assert "shortfall_people" in keys(province("i", INSURED, 95))
    assert "shortfall_people" not in keys([figure("A", 90, 100), figure("B", 99, 100)])


def test_units_complete_have_a_column_only_where_one_is_missing():
    assert "units_complete" in keys(province("i", INSURED, 95))
    assert "units_complete" not in keys(province("i", WORKERS, None))


def test_units_below_are_indented_under_their_parents():
    unit = columns_of(block(province("i", INSURED, 95)), WORDS)[0]
    assert unit.cells[:3] == [PROVINCE, "  Huyện Nho Quan", "    Xã Đồng Phong"]


def test_ranking_is_flat_and_names_the_parents():
    ranked = sorted(province("i", INSURED, 95)[1:], key=lambda row: -(row.gap_people or 0))
    assert not is_nested(ranked)
    unit, parent = columns_of(block(ranked), WORDS)[:2]
    assert (parent.key, parent.right) == ("parent", False)
    assert not any(name.startswith(" ") for name in unit.cells)


def test_one_district_alone_is_nested_and_has_a_foot():
    district = province("i", INSURED, 95)[1:5]
    assert is_nested(district)
    assert columns_of(block(district), WORDS)[0].cells[:2] == ["Huyện Nho Quan", "  Xã Đồng Phong"]
    assert foot_of(block(district), WORDS) == [
        "Commune: 1 of 3 met",
        "net gap: 52 people",
        "shortfalls add up to 52 people",
        "3 of 3 units complete",
    ]


def test_one_level_alone_names_the_parents_only_where_they_differ():
    rows = province("i", INSURED, 95)
    districts, communes = (
        [row for row in rows if row.level == level] for level in ("district", "commune")
    )
    assert [column.key for column in columns_of(block(districts), WORDS)][1] == "numerator"
    assert [column.key for column in columns_of(block(communes), WORDS)][1] == "parent"


def test_one_level_alone_says_what_can_be_said_of_the_units_shown():
    rows = province("i", INSURED, 95)
    districts, communes = (
        [row for row in rows if row.level == level] for level in ("district", "commune")
    )
    assert foot_of(block(districts), WORDS) == [
        "District: 1 of 2 met",
        "2 units shown are above their targets by 824 people net",  # 52 - 876
        "their shortfalls add up to 52 people",
        "5 of 6 units complete",
    ]
    assert foot_of(block(communes[:4]), WORDS) == [
        "Commune: 2 of 4 met",
        "4 units shown are above their targets by 324 people net",  # 50 + 0 + 2 - 376
        "their shortfalls add up to 52 people",
        "4 of 4 units complete",
    ]
    # a unit without data has no gap: the sum says of how many units it is
    assert (
        foot_of(block([communes[0], communes[4]]), WORDS)[1] == "net gap of 1 unit shown: 50 people"
    )


def test_units_of_several_levels_without_their_whole_are_never_summed():
    ranked = sorted(province("i", INSURED, 95)[1:], key=lambda row: -(row.gap_people or 0))
    assert foot_of(block(ranked), WORDS) == ["District: 1 of 2 met", "Commune: 3 of 6 met"]


def test_without_a_target_one_level_still_says_how_many_units_are_complete():
    districts = [row for row in province("i", WORKERS, None) if row.level == "district"]
    assert foot_of(block(districts), WORDS) == ["6 of 6 units complete"]


def test_a_side_without_a_column_is_not_named():
    report = province_report()
    names = {**report.names, ("health_insurance", "denominator"): ""}
    sides = sides_of(blocks_of(report)[0], report._replace(names=names), WORDS)
    assert [side.partition(":")[0] for side in sides] == ["Numerator", "Target %"]


def test_communes_directly_below_the_province_are_nested():
    communes = [figure(f"Xã {n}", 9, 10, parent="Tỉnh", depth=2) for n in range(3)]
    assert is_nested([figure("Tỉnh", 27, 30, level="province", depth=0), *communes])


def test_a_unit_beside_its_parent_is_not_nested():
    whole = figure("Tỉnh", 9, 10, level="province", depth=0)
    assert not is_nested(
        [whole, figure("A", 1, 2, parent="Tỉnh", depth=1), figure("B", 1, 2, parent="A", depth=1)]
    )


def test_foot_counts_units_met_by_level_and_shows_surplus_beside_shortfalls():
    # met communes: [/b], Phường Bắc Sơn, Xã Quang Sơn of six; short: 50 in Đồng Phong and 2 in "=1+1"
    assert foot_of(block(province("i", INSURED, 95)), WORDS) == [
        "District: 1 of 2 met",
        "Commune: 3 of 6 met",
        "above the target by 824 people net",
        "shortfalls add up to 52 people",
        "5 of 6 units complete",
    ]


def test_foot_of_the_contracts_example():
    # three communes of 10 people at 95 %, 29 enrolled: the district meets its 29, one commune is short by one
    communes = [
        figure(name, count, 10, parent="Huyện", depth=1)
        for name, count in (("A", 10), ("B", 10), ("C", 9))
    ]
    whole = figure("Huyện", 29, 30, level="district", depth=0, complete=(3, 3), shortfall=1)
    assert whole.status == "met"
    assert foot_of(block([whole, *communes]), WORDS) == [
        "Commune: 2 of 3 met",
        "net gap: 0 people",
        "shortfalls add up to 1 person",
        "3 of 3 units complete",
    ]


@pytest.mark.parametrize(
    "figures", [province("i", WORKERS, None), [figure("A", 1, 2, target=None, depth=0)]]
)
def test_foot_says_nothing_of_targets_where_there_is_none(figures):
    assert [
        fact for fact in foot_of(block(figures), WORDS) if "met" in fact or "target" in fact
    ] == []


def test_builder_holds_to_the_formulas_of_the_contract():
    rows = province("health_insurance", INSURED, 95)
    assert len(rows) == 1 + len(DISTRICTS) + sum(map(len, DISTRICTS.values()))
    for row in rows:
        if row.numerator is None:
            assert row.gap_people is None
            continue
        assert row.gap_people == row.target_count - row.numerator
        assert row.target_count == -(-95 * row.denominator // 100)
        assert (row.status == "met") == (row.numerator >= row.target_count)
        assert float(row.gap_pp) == pytest.approx(95 - 100 * row.numerator / row.denominator)
        assert float(row.attainment_pct) == pytest.approx(
            100 * 100 * row.numerator / row.denominator / 95
        )
