"""Totals that are not their parts' sum, and printed rates that imply different denominators; by hand, with sources."""

from __future__ import annotations

import pytest
from grids import PROFILE, case, contradictions, found, observations
from hypothesis import given, settings
from hypothesis import strategies as st
from program import run

from coverage_cli.profiles import load_profile
from coverage_cli.rules import components_differ, denominators_differ

SOCIAL = ["Đơn vị", "LLLĐ", "BHXH tổng số", "BHXH bắt buộc", "BHXH tự nguyện", "BHYT"]
RATES = ["Đơn vị", "BHXH bắt buộc", "Tỷ lệ BHXH bắt buộc (%)", "BHTN", "Tỷ lệ BHTN (%)"]


def components(*rows, head=SOCIAL, **told):
    return components_differ.judge(case(observations([head, *map(list, rows)], **told)))


def implied(*rows, head=RATES):
    return denominators_differ.judge(case(observations([head, *map(list, rows)])))


class TestComponents:
    def test_social_insured_are_compulsory_and_voluntary(self):
        # BRVT 2021: 199,511 + 7,299 = 206,810; Nghệ An 2021: 239,011 + 79,000 = 318,011
        rows = [
            ["BRVT", 589130, 206810, 199511, 7299, 1017308],
            ["Nghệ An", 999999, 318011, 239011, 79000, 2794346],
        ]
        assert components(*rows) == []

    def test_one_person_off_is_off(self):
        (finding,) = components(["A", 1000, 206, 200, 7, 900], ["B", 1000, 207, 200, 7, 900])
        assert found([finding]) == [("components-differ", "error", ("C2",))]
        values = finding.values
        assert (values["total"], values["sum"], values["difference"], finding.people) == (
            206,
            207,
            -1,
            1,
        )

    def test_a_district_above_a_blank_is_not_blamed_for_it(self):
        head = ["STT", *SOCIAL]
        rows = [
            ["I", "Huyện X", 2000, 414, 200, 14, 1800],
            [1, "Xã A", 1000, 207, None, 7, 900],
            [2, "Xã B", 1000, 207, 200, 7, 900],
            ["II", "Huyện Y", 1000, 208, 200, 7, 900],
            [1, "Xã C", 1000, 207, 200, 7, 900],
        ]
        (finding,) = components(*rows, head=head)
        assert (finding.unit, finding.cells) == ("Huyện Y", ("D5",))
        parts = [("unemployment_insured", "social_compulsory")]
        exceeding = [
            ["STT", "Đơn vị", "BHXH bắt buộc", "BHTN"],
            ["I", "Huyện X", 200, 390],
            [1, "Xã A", None, 195],
            [2, "Xã B", 200, 195],
        ]
        assert contradictions(observations(exceeding), PROFILE._replace(parts=parts)) == []
        exceeding[2][2] = 190
        assert [
            at.unit for at in contradictions(observations(exceeding), PROFILE._replace(parts=parts))
        ] == [None]

    def test_a_part_that_exceeds_its_total_is_said_there_alone(self):
        rows = ["A", 1000, 199, 200, 7, 900]
        assert components(rows) == []
        said = contradictions(observations([SOCIAL, rows]))
        assert [at.code for at in said] == ["component-exceeds-total"]

    def test_unemployment_insured_are_among_the_compulsorily_insured(self):
        # Hải Phòng 2019: 409,120 compulsory, 392,117 of them with unemployment insurance
        head = ["Đơn vị", "BHXH bắt buộc", "BHTN"]
        assert contradictions(observations([head, ["Hải Phòng", 409120, 392117]])) == []
        (said,) = contradictions(observations([head, ["X", 392117, 409120]]))
        assert said.code == "component-exceeds-total"

    def test_the_lowest_units_are_said_not_what_follows_from_them(self):
        rows = [
            ["A", 1000, 206, 200, 7, 900],
            ["B", 1000, 207, 200, 7, 900],
            ["Tổng cộng", 2000, 413, 400, 14, 1800],
        ]
        (finding,) = components(*rows)
        assert (finding.unit, finding.count) == ("A", 1)

    def test_a_missing_part_is_no_difference(self):
        assert components(["A", 1000, 206, None, 7, 900]) == []

    def test_the_total_of_people_insured_is_told_by_its_column(self):
        # Nghệ An, February 2021: 2,794,346 + 79,000 = 2,873,346; Lâm Đồng 2019: 1,107,600 + 6,500 = 1,114,100
        head = ["Đơn vị", "BHYT", "BHXH tự nguyện", "Tổng số người tham gia BHXH, BHYT, BHTN"]
        rows = [["Nghệ An", 2794346, 79000, 2873346], ["Lâm Đồng", 1107600, 6500, 1114100]]
        assert components(*rows, head=head, measures={"people_insured": "D"}) == []
        rows[1][3] += 1
        (finding,) = components(*rows, head=head, measures={"people_insured": "D"})
        assert (finding.cells, finding.unit) == (("D3",), "Lâm Đồng")

    def test_a_profile_of_ones_own_may_tell_sums(self, tmp_path):
        (tmp_path / "own.toml").write_text(
            '[measures]\nall = ["everybody"]\nboys = ["boys"]\ngirls = ["girls"]\n'
            '[sums]\nboys = "girls + lads"\n[indicators.x]\nnumerator = "boys"\n',
            encoding="utf-8",
        )
        result = run("compute", "x.csv", "--profile", tmp_path / "own.toml")
        assert result.code == 2
        assert "lads" in result.err


class TestImplied:
    def test_ha_nam_printed_two_labour_forces(self):
        # 134,951 / 28.35 % = 476,018; / 28.25 % = 477,702; 125,729 / 24.75 % = 507,996; / 24.65 % = 510,056
        (finding,) = implied(["Hà Nam", 134951, "28,3", 125729, "24,7"])
        assert found([finding]) == [("denominators-differ", "warning", ("C2", "E2"))]
        values = finding.values
        assert (values["low"], values["high"]) == (476018, 477702)
        assert (values["other_low"], values["other_high"]) == (507996, 510056)

    def test_ba_ria_vung_tau_printed_one(self):
        # 206,810 at 35.1 % and 191,379 at 32.48 %: 589,130 to 589,312 serve both
        assert implied(["BRVT", 206810, "35,1", 191379, "32,48"]) == []

    def test_a_denominator_that_is_printed_is_compared_with_each_rate_instead(self):
        head = [*RATES, "LLLĐ"]
        assert implied(["Hà Nam", 134951, "28,3", 125729, "24,7", 477000], head=head) == []

    def test_rates_of_different_denominators_need_not_agree(self):
        head = ["Đơn vị", "BHYT", "Tỷ lệ BHYT (%)", "BHTN", "Tỷ lệ BHTN (%)"]
        assert implied(["A", 900, "90,0", 300, "60,0"], head=head) == []

    def test_several_units_are_one_finding(self):
        (finding,) = implied(
            ["A", 100, "10,0", 100, "20,0"],
            ["B", 100, "10,0", 100, "10,0"],
            ["C", 90, "9,0", 50, "10,0"],
        )
        assert (finding.count, finding.cells, finding.unit) == (2, ("E2", "E4"), None)

    def test_through_the_program(self, tmp_path):
        (tmp_path / "hanam-2019.csv").write_text(
            'Đơn vị,BHXH bắt buộc,Tỷ lệ BHXH bắt buộc (%),BHTN,Tỷ lệ BHTN (%)\nHà Nam,134951,"28,3",125729,"24,7"\n',
            encoding="utf-8",
        )
        result = run("check", tmp_path / "hanam-2019.csv")
        assert (
            "Hà Nam: social_compulsory 134,951 at 28.3 % implies a labour_force of 476,018 to 477,702"
            in result.out
        )

    @settings(deadline=None)
    @given(st.integers(1000, 10**6), st.integers(1, 1000), st.integers(1, 1000), st.integers(0, 2))
    def test_rates_of_one_denominator_as_printed_never_differ(self, people, one, other, places):
        def row(thousandths):
            count = people * thousandths // 1000
            scaled = (2 * 100 * count * 10**places + people) // (
                2 * people
            )  # half up, as a spreadsheet rounds
            return (
                count,
                f"{scaled // 10**places},{scaled % 10**places:0{places}d}"
                if places
                else str(scaled),
            )

        assert implied(["A", *row(one), *row(other)]) == []


@pytest.mark.parametrize("name", ["vn-social-insurance", "immunisation", "school-enrolment"])
def test_every_sum_speaks_of_measures_of_its_profile(name):
    profile = load_profile(name)
    assert all(term.measure in profile.measures for _, terms in profile.sums for term in terms)
