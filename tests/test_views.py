"""Other denominators and suppositions beside the report's own figures, never in their place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import SAMPLES, compute, run
from test_targets_told import sheet

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
HEALTH = ("-i", "health_insurance")


def population(folder, name, rows):
    path = folder / name
    path.write_text(
        "Đơn vị,Dân số 2019\n" + "".join(f"{unit},{people}\n" for unit, people in rows),
        encoding="utf-8",
    )
    return path


class TestDenominators:
    def test_coverage_under_each_and_who_changes_sides(self, tmp_path):
        census = population(tmp_path, "census.csv", (("Xã A", 940), ("Xã B", 1100)))
        result = compute(sheet(tmp_path), "--target", "93", "--population", f"census={census}")
        a, b = (result.row(unit, "health_insurance") for unit in ("Xã A", "Xã B"))
        assert (a["denominator"], a["status"], a["census.denominator"], a["census.status"]) == (
            1000,
            "short",
            940,
            "met",
        )
        assert a["census.coverage_pct"] == pytest.approx(100 * 900 / 940)
        assert (b["status"], b["census.status"]) == ("met", "short")
        finding = next(at for at in result.report()["findings"] if at["code"] == "status-depends")
        assert finding["count"] == 2
        assert "Xã A meets it" in finding["message"]
        assert "Xã B misses it" in finding["message"]

    def test_the_whole_is_summed_over_the_other_denominator(self, tmp_path):
        census = population(tmp_path, "census.csv", (("Xã A", 940), ("Xã B", 1100)))
        whole = compute(sheet(tmp_path), "--population", f"census={census}").report()["rows"][0]
        assert (whole["denominator"], whole["census.denominator"]) == (2000, 2040)

    def test_name_date_and_file_of_each_stand_in_the_heading(self, tmp_path):
        census = population(tmp_path, "census.csv", (("Xã A", 940), ("Xã B", 1100)))
        shown = run("compute", sheet(tmp_path), "--population", f"census={census}").out
        assert "Denominator (census): Dân số 2019" in shown
        assert "census.csv" in shown
        first = population(tmp_path, "own.csv", (("Xã A", 1010), ("Xã B", 1020)))
        assert (
            "Denominator: Dân số 2019 (own.csv)"
            in run("compute", sheet(tmp_path), "--population", first).out
        )

    def test_a_unit_the_other_list_does_not_have_shows_nothing_there(self, tmp_path):
        census = population(tmp_path, "census.csv", (("Xã A", 940),))
        row = compute(sheet(tmp_path), "--population", f"census={census}").row(
            "Xã B", "health_insurance"
        )
        assert (row["census.denominator"], row["census.coverage_pct"], row["census.status"]) == (
            None,
            None,
            "no_data",
        )

    def test_two_lists_without_a_name_are_refused(self, tmp_path):
        census = population(tmp_path, "census.csv", (("Xã A", 940), ("Xã B", 1100)))
        result = run("compute", sheet(tmp_path), "--population", census, "--population", census)
        assert result.code == 2
        assert "NAME=FILE" in result.err


class TestWhatIf:
    def test_so_many_more_people_in_one_unit_and_what_that_makes_of_the_whole(self, tmp_path):
        result = compute(sheet(tmp_path), "--target", "95", "--what-if", "Xã A=+50")
        a, whole = result.row("Xã A", "health_insurance"), result.report()["rows"][0]
        assert (a["numerator"], a["what_if.numerator"], a["what_if.status"]) == (900, 950, "met")
        assert (whole["numerator"], whole["what_if.numerator"], whole["what_if.gap_people"]) == (
            1830,
            1880,
            20,
        )

    @pytest.mark.parametrize(
        ("told", "people"), [("Xã A=-10", 890), ("Xã A=4750", 4750), ("Xã A=95,05%", 951)]
    )
    def test_people_fewer_in_all_or_per_cent(self, told, people, tmp_path):
        row = compute(sheet(tmp_path), "--what-if", told).row("Xã A", "health_insurance")
        assert row["what_if.numerator"] == people

    def test_all_below_the_median_of_their_district_reach_it(self):
        rows = compute(MAY, *HEALTH, "--what-if", "median").report()["rows"]
        communes = [row for row in rows if row["parent"] == "Huyện Nho Quan"]
        rates = sorted(row["coverage_pct"] for row in communes)
        median = rates[len(rates) // 2]
        assert len(rates) % 2 == 1
        for row in communes:
            if row["coverage_pct"] < median:
                assert row["what_if.coverage_pct"] >= median - 1e-9
                assert 100 * (row["what_if.numerator"] - 1) / row["denominator"] < median
            else:
                assert row["what_if.numerator"] == row["numerator"]
        district = next(row for row in rows if row["unit"] == "Huyện Nho Quan")
        assert district["what_if.numerator"] == sum(row["what_if.numerator"] for row in communes)

    @pytest.mark.parametrize("told", ["Xã A", "Xã A=+4.750", "Xã X=+50", "Xã A=+5%", "Xã A=-5000"])
    def test_what_cannot_be_supposed_is_refused(self, told, tmp_path):
        result = run("compute", sheet(tmp_path), "--what-if", told)
        assert (result.code, result.out) == (2, "")

    def test_of_several_indicators_one_must_be_named(self):
        result = run("compute", MAY, "--what-if", "Xã Đồng Phong=+50")
        assert result.code == 2
        assert "-i" in result.err

    def test_gaps_show_it_too(self, tmp_path):
        shown = run("gaps", sheet(tmp_path), "--target", "95", "--what-if", "Xã A=+50").out
        assert "Gap, people (what if)" in shown


@settings(max_examples=25, deadline=None)
@given(more=st.integers(min_value=0, max_value=100))
def test_supposing_changes_no_figure_of_the_report_itself(more, tmp_path_factory):
    path = sheet(tmp_path_factory.mktemp("supposed"))
    plain = compute(path, "--target", "95").report()["rows"]
    supposed = compute(path, "--target", "95", "--what-if", f"Xã A=+{more}").report()["rows"]
    assert [{key: row[key] for key in plain[0]} for row in supposed] == plain


class TestSecondColumns:
    ROWS = (("Xã A", 1000, 940, 900), ("Xã B", 1000, 1100, 930))

    def two(self, folder, first, second):
        path = folder / "two.csv"
        lines = [f"{unit},{one},{other},{count}" for unit, one, other, count in self.ROWS]
        path.write_text(
            "BHYT THÁNG 5/2024\n" + f"Đơn vị,{first},{second},BHYT\n" + "\n".join(lines),
            encoding="utf-8",
        )
        return path

    def test_two_populations_of_one_sheet_stand_side_by_side_and_that_is_said(self, tmp_path):
        result = compute(self.two(tmp_path, "Dân số công an", "Dân số thống kê"), "--target", "93")
        row = result.row("Xã A", "health_insurance")
        assert (row["denominator"], row["thống kê.denominator"], row["thống kê.status"]) == (
            1000,
            940,
            "met",
        )
        finding = next(
            at for at in result.report()["findings"] if at["code"] == "denominator-beside"
        )
        assert (finding["severity"], finding["cell"]) == ("warning", "C2")

    def test_a_second_column_beside_a_plain_one_is_named_and_not_used(self, tmp_path):
        result = compute(self.two(tmp_path, "Dân số", "Dân số theo công an"))
        row = result.row("Xã A", "health_insurance")
        assert row["denominator"] == 1000
        assert not [key for key in row if "." in key]
        finding = next(
            at for at in result.report()["findings"] if at["code"] == "denominator-beside"
        )
        assert "--population NAME=!C" in finding["message"]

    def test_a_column_of_the_inputs_may_be_told_as_a_further_denominator(self, tmp_path):
        path = self.two(tmp_path, "Dân số", "Dân số theo công an")
        for told in ("!C", "!Dân số theo công an"):
            row = compute(path, "--population", f"police={told}").row("Xã A", "health_insurance")
            assert (row["denominator"], row["police.denominator"]) == (1000, 940)

    def test_the_first_may_be_told(self, tmp_path):
        row = compute(
            self.two(tmp_path, "Dân số công an", "Dân số thống kê"), "--denominator", "C"
        ).row("Xã A", "health_insurance")
        assert row["denominator"] == 940

    def test_an_address_of_nothing_is_refused(self, tmp_path):
        result = run(
            "compute",
            self.two(tmp_path, "Dân số", "Dân số theo công an"),
            "--population",
            "police=#T5",
        )
        assert (result.code, result.out) == (2, "")


NEW = ["BHYT tăng mới"]


class TestWhatIfAgainstTheVeryTargets:
    def test_people_remaining_are_fewer_by_those_supposed(self, tmp_path):
        result = compute(
            sheet(tmp_path), "--target", "health_insurance=70:remaining", "--what-if", "Xã A=+50"
        )
        whole = result.report()["rows"][0]
        assert (whole["target_count"], whole["gap_people"], whole["what_if.gap_people"]) == (
            1900,
            70,
            20,
        )

    def test_new_people_against_last_december(self, tmp_path):
        december = sheet(tmp_path, "2023-12", rows=(("Xã A", 990, 880), ("Xã B", 990, 925)))
        told = (
            "--previous",
            december,
            "--target",
            "health_insurance@2024=40:new",
            "--what-if",
            "Xã A=+10",
        )
        whole = compute(sheet(tmp_path), *told).report()["rows"][0]
        assert (whole["gap_people"], whole["what_if.gap_people"], whole["what_if.status"]) == (
            15,
            5,
            "short",
        )

    def test_new_people_of_a_column_of_their_own(self, tmp_path):
        path = sheet(tmp_path, rows=(("Xã A", 1000, 900, 20), ("Xã B", 1000, 930, 5)), headings=NEW)
        whole = compute(
            path, "--target", "health_insurance=40:new", "--what-if", "Xã A=+15"
        ).report()["rows"][0]
        assert (whole["gap_people"], whole["what_if.gap_people"], whole["what_if.status"]) == (
            15,
            0,
            "met",
        )

    def test_a_list_with_a_name_that_is_the_only_target(self, tmp_path):
        (tmp_path / "party.csv").write_text(
            "Đơn vị,Chỉ tiêu BHYT (%)\nXã B,95\nXã A,95\n", encoding="utf-8"
        )
        result = compute(
            sheet(tmp_path), "--targets", f"P={tmp_path / 'party.csv'}", "--what-if", "Xã B=+20"
        )
        row = result.row("Xã B", "health_insurance")
        assert (row["status"], row["what_if.gap_people"], row["what_if.status"]) == (
            "short",
            0,
            "met",
        )

    def test_printed_uppers_move_by_as_many(self, tmp_path):
        rows = (("Huyện P", 2100, 1900), ("Xã A", 1000, 900), ("Xã C", 1000, 950))
        rows = compute(
            sheet(tmp_path, rows=rows), "--figures", "printed", "--what-if", "Xã A=+50"
        ).report()["rows"]
        assert {
            row["unit"]: (row["numerator"], row["what_if.numerator"])
            for row in rows
            if row["unit"] != "Xã C"
        } == {
            "Huyện P": (1900, 1950),
            "Xã A": (900, 950),
        }

    def test_one_unit_twice_is_refused_and_one_told_is_left_by_the_median(self, tmp_path):
        twice = run("compute", sheet(tmp_path), "--what-if", "Xã A=+10", "--what-if", "Xã A=+30")
        assert (twice.code, twice.out) == (2, "")
        for told in (["Xã A=+10", "median"], ["median", "Xã A=+10"]):
            options = [part for value in told for part in ("--what-if", value)]
            row = compute(sheet(tmp_path), *options).row("Xã A", "health_insurance")
            assert row["what_if.numerator"] == 910

    def test_where_lower_is_better_the_median_lowers_and_a_rate_is_kept_to(self, tmp_path):
        profile = tmp_path / "exemptions.toml"
        profile.write_text(
            '[measures]\nexemptions = ["exemptions"]\nchildren = ["population"]\n[indicators.exemptions]\n'
            'numerator = "exemptions"\ndenominator = "children"\nbetter = "lower"\nlabel = "Exemptions"\n'
        )
        path = tmp_path / "ex.csv"
        path.write_text(
            "May 2024,,\nCounty,Population,Exemptions\nAlpha,1050,20\nBeta,2000,12\nGamma,500,6\n"
        )
        for told, unit, people in (
            ("median", "Alpha", 12),
            ("median", "Beta", 12),
            ("Alpha=1%", "Alpha", 10),
        ):
            rows = compute(path, "--profile", profile, "--what-if", told).report()["rows"]
            assert [row["what_if.numerator"] for row in rows if row["unit"] == unit] == [people]


class TestFurtherListsSayWhatTheFirstWouldSay:
    def test_a_population_of_another_year_and_without_a_unit(self, tmp_path):
        path = tmp_path / "c.csv"
        path.write_text("Dân số năm 2019,\nĐơn vị,Dân số\nXã A,940\nXã X,1100\n", encoding="utf-8")
        result = compute(sheet(tmp_path), "--target", "95", "--population", f"census={path}")
        assert {"other-year", "unit-unknown"} <= set(result.codes())
        whole = result.report()["rows"][0]
        assert (whole["census.units_complete"], whole["census.units_expected"]) == (1, 2)
        said = next(
            at["message"] for at in result.report()["findings"] if at["code"] == "status-depends"
        )
        assert "Xã A" in said
        assert "HUYỆN THỬ" not in said

    def test_a_list_of_districts_serves_them_as_the_first_list_does(self, tmp_path):
        rows = (
            ("Huyện P", None, None),
            ("Xã A", 1000, 900),
            ("Huyện Q", None, None),
            ("Xã D", 1000, 940),
        )
        path = sheet(tmp_path, rows=rows)
        census = population(tmp_path, "dc.csv", (("Huyện P", 1900), ("Huyện Q", 2100)))
        beside, first = (compute(path, "--population", at) for at in (f"census={census}", census))
        for unit in ("Huyện P", "Huyện Q"):
            expected = first.row(unit, "health_insurance")["coverage_pct"]
            assert beside.row(unit, "health_insurance")["census.coverage_pct"] == expected

    def test_a_list_without_populations_is_refused(self, tmp_path):
        path = tmp_path / "party.csv"
        path.write_text("Đơn vị,Chỉ tiêu BHYT (%)\nXã B,92\nXã A,89\n", encoding="utf-8")
        result = run("compute", sheet(tmp_path), "--population", f"census={path}")
        assert result.code == 3
        assert "found no such column" in result.err

    def test_of_several_years_the_heading_names_the_one_that_is_used(self, tmp_path):
        path = tmp_path / "years.csv"
        path.write_text(
            "Đơn vị,Dân số 2024,Dân số 2025\nXã A,980,990\nXã B,1110,1120\n", encoding="utf-8"
        )
        shown = run("compute", sheet(tmp_path), "--population", f"census={path}").out
        assert "2,090" in shown
        assert "Dân số 2024" in shown
        assert "2025" not in shown

    def test_targets_of_another_year_and_without_a_unit(self, tmp_path):
        path = tmp_path / "party.csv"
        path.write_text(
            "CHỈ TIÊU NĂM 2019,\nĐơn vị,Chỉ tiêu BHYT (%)\nXã B,92\nXã X,89\n", encoding="utf-8"
        )
        result = compute(sheet(tmp_path), "--target", "95", "--targets", f"P={path}")
        assert {"other-year", "unit-unknown"} <= set(result.codes())

    def test_one_name_for_two_views_is_refused(self, tmp_path):
        census = population(tmp_path, "census.csv", (("Xã A", 940), ("Xã B", 1100)))
        for told in (["--target", "92#c"], ["--what-if", "Xã A=+5"]):
            name = "c" if told[0] == "--target" else "what_if"
            result = run(
                "compute",
                sheet(tmp_path),
                "--target",
                "95",
                *told,
                "--population",
                f"{name}={census}",
            )
            assert (result.code, result.out) == (2, "")
