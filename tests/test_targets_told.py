"""Targets told besides the sheet: for a unit, a level, a time, of every kind, and several that live at once."""

from __future__ import annotations

import csv

import pytest
from program import compute, run

HEAD = "BHYT HUYỆN THỬ THÁNG {month}/{year}"


def sheet(
    folder,
    period="2024-05",
    rows=(("Xã A", 1000, 900), ("Xã B", 1000, 930)),
    headings=(),
    name=None,
):
    year, month = period.split("-")
    path = folder / (name or f"{period}.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([HEAD.format(month=int(month), year=year)])
        writer.writerow(["Đơn vị", "Dân số", "BHYT", *headings])
        writer.writerows(rows)
    return path


def targets(result):
    return {
        row["unit"]: (row["target_kind"], row["target_pct"], row["target_count"])
        for row in result.report()["rows"]
    }


class TestWhomATargetSpeaksOf:
    def test_a_unit_before_its_level_before_all(self, tmp_path):
        found = targets(
            compute(
                sheet(tmp_path), "--target", "95", "--target", "@commune=90", "--target", "health_insurance@Xã B=93",
            )
        )  # fmt: skip
        assert found["Xã A"] == ("rate", 90, 900)
        assert found["Xã B"] == ("rate", 93, 930)
        assert [value for unit, value in found.items() if not unit.startswith("Xã")] == [
            ("rate", 95, 1900)
        ]

    def test_the_year_of_the_figures_picks_its_rate_from_a_path(self, tmp_path):
        path = ["--target", "@2023=94.1", "--target", "@2024=94.6", "--target", "@2025=95.15"]
        for year, rate in (("2023", 94.1), ("2024", 94.6), ("2025", 95.15)):
            found = targets(compute(sheet(tmp_path, f"{year}-05"), *path))
            assert found["Xã A"][1] == rate

    def test_no_other_year_s_rate_is_taken_silently(self, tmp_path):
        assert targets(compute(sheet(tmp_path), "--target", "@2025=95.15"))["Xã A"] == (
            None,
            None,
            None,
        )

    def test_a_month_s_own_rate_comes_before_the_year_s(self, tmp_path):
        found = targets(compute(sheet(tmp_path), "--target", "@2024-05=93", "--target", "@2024=95"))
        assert found["Xã A"][1] == 93

    def test_what_is_told_for_a_unit_wins_over_its_cell(self, tmp_path):
        rows = (("Xã A", 1000, 900, 95), ("Xã B", 1000, 930, 95))
        found = targets(
            compute(
                sheet(tmp_path, rows=rows, headings=["Chỉ tiêu BHYT (%)"]), "--target", "@Xã A=91"
            )
        )
        assert (found["Xã A"][1], found["Xã B"][1]) == (91, 95)

    def test_a_unit_s_cell_wins_over_what_is_told_for_all(self, tmp_path):
        rows = (("Xã A", 1000, 900, 95), ("Xã B", 1000, 930, None))
        found = targets(
            compute(sheet(tmp_path, rows=rows, headings=["Chỉ tiêu BHYT (%)"]), "--target", "92")
        )
        assert (found["Xã A"][1], found["Xã B"][1]) == (95, 92)


class TestKinds:
    def test_people_for_one_unit(self, tmp_path):
        assert targets(compute(sheet(tmp_path), "--target", "health_insurance@Xã A=940:count"))[
            "Xã A"
        ] == (
            "count",
            94,
            940,
        )

    def test_keep_and_add_are_the_people_there_should_be(self, tmp_path):
        """HCMC 2024, household health insurance: keep 812 465, add 87 535."""
        rows = (("TP Hồ Chí Minh", 9_000_000, 812_465),)
        told = "health_insurance=812465+87535:count"
        row = compute(sheet(tmp_path, rows=rows), "--target", told).row(
            "TP Hồ Chí Minh", "health_insurance"
        )
        assert (row["target_count"], row["gap_people"]) == (900_000, 87_535)

    def test_people_remaining_are_counted_on_from_those_there_are(self, tmp_path):
        whole = compute(sheet(tmp_path), "--target", "health_insurance=70:remaining").report()[
            "rows"
        ][0]
        assert (
            whole["target_kind"],
            whole["target_count"],
            whole["gap_people"],
            whole["status"],
        ) == (
            "count",
            1900,
            70,
            "short",
        )

    def test_new_people_are_this_stock_less_last_december_s(self, tmp_path):
        december = sheet(tmp_path, "2023-12", rows=(("Xã A", 990, 880), ("Xã B", 990, 925)))
        may = sheet(tmp_path)
        for inputs in ([december, may], [may, "--previous", december]):
            rows = compute(*inputs, "--target", "health_insurance@2024=40:new").report()["rows"]
            whole = next(
                row for row in rows if row["period"] == "2024-05" and row["level"] != "commune"
            )
            assert (whole["target_kind"], whole["target_count"], whole["gap_people"]) == (
                "new",
                40,
                15,
            )
            assert whole["attainment_pct"] == pytest.approx(62.5)

    def test_without_last_december_nobody_knows_who_is_new(self, tmp_path):
        whole = compute(sheet(tmp_path), "--target", "health_insurance=40:new").report()["rows"][0]
        assert (whole["gap_people"], whole["status"]) == (None, "no_data")


class TestSeveralAtOnce:
    def test_each_has_its_name_and_its_own_verdict(self, tmp_path):
        row = compute(
            sheet(tmp_path), "--target", "95", "--target", "92#Tỉnh ủy", "--target", "@commune=90#NTM",
        ).row("Xã B", "health_insurance")  # fmt: skip
        assert (row["status"], row["Tỉnh ủy.status"], row["NTM.status"]) == ("short", "met", "met")
        assert (row["Tỉnh ủy.target_count"], row["Tỉnh ủy.gap_people"]) == (920, -10)

    def test_where_all_have_names_the_first_one_is_judged_first(self, tmp_path):
        row = compute(sheet(tmp_path), "--target", "91.5#TTg", "--target", "92#Tỉnh ủy").row(
            "Xã A", "health_insurance"
        )
        assert (row["target_pct"], row["gap_people"], row["Tỉnh ủy.gap_people"]) == (91.5, 15, 20)

    def test_two_columns_of_a_sheet(self, tmp_path):
        rows = (("Xã A", 1000, 900, 95, 90), ("Xã B", 1000, 930, 95, 92))
        headings = ["Chỉ tiêu BHYT TTg giao (%)", "Chỉ tiêu BHYT Tỉnh ủy giao (%)"]
        result = compute(sheet(tmp_path, rows=rows, headings=headings))
        row = result.row("Xã A", "health_insurance")
        assert (
            row["target_pct"],
            row["status"],
            row["Tỉnh ủy.target_pct"],
            row["Tỉnh ủy.status"],
        ) == (
            95,
            "short",
            90,
            "met",
        )
        assert "target-beside" in result.codes()

    def test_a_list_with_a_name_beside_the_sheet_s_own(self, tmp_path):
        own = sheet(
            tmp_path,
            rows=(("Xã A", 1000, 900, 95), ("Xã B", 1000, 930, 95)),
            headings=["Chỉ tiêu BHYT (%)"],
        )
        (tmp_path / "party.csv").write_text(
            "Đơn vị,Chỉ tiêu BHYT (%)\nXã B,92\nXã A,89\n", encoding="utf-8"
        )
        result = compute(own, "--targets", f"Party={tmp_path / 'party.csv'}")
        assert result.row("Xã A", "health_insurance")["Party.target_pct"] == 89
        assert result.row("Xã B", "health_insurance")["Party.status"] == "met"
        assert result.row("Xã A", "health_insurance")["target_pct"] == 95

    def test_a_rate_that_is_the_same_for_all_stands_in_the_heading(self, tmp_path):
        shown = run("compute", sheet(tmp_path), "--target", "95", "--target", "92#Tỉnh ủy").out
        assert "Target %: 95.00 · Target % (Tỉnh ủy): 92.00" in shown


class TestProjectFile:
    def test_further_targets_are_written_as_the_option_takes_them(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "coverage-cli.toml").write_text(
            '[targets]\nall = 95\nfurther = ["@2024=94.6", "@commune=90#NTM", "@Xã B=93"]\n',
            encoding="utf-8",
        )
        row = compute(sheet(tmp_path)).row("Xã A", "health_insurance")
        assert (row["target_pct"], row["NTM.target_pct"]) == (94.6, 90)
        assert compute(sheet(tmp_path)).row("Xã B", "health_insurance")["target_pct"] == 93

    def test_a_mistake_in_one_names_the_line(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "coverage-cli.toml").write_text(
            '[targets]\nfurther = ["helth=95"]\n', encoding="utf-8"
        )
        result = run("compute", sheet(tmp_path))
        assert result.code == 2
        assert "line 2" in result.err
        assert "helth=95" in result.err


@pytest.mark.parametrize(
    "told",
    [
        "95#",
        "@=95",
        "x@commune=95",
        "@commune=500:count",
        "0.95",
        "25.000:count",
        "95:often",
        "@commune@commune=90",
        "=95=",
        "0:count",
    ],
)
def test_what_cannot_be_a_target_is_refused(told, tmp_path):
    result = run("compute", sheet(tmp_path), "--target", told)
    if told == "95#":  # a name left blank is none
        assert result.code == 0
        return
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")


class TestNewPeopleOfSomePartsAlone:
    def test_a_unit_that_last_december_lacks_leaves_the_whole_unjudged(self, tmp_path):
        may = sheet(tmp_path)
        for rows in ((("Xã A", 990, 880), ("Xã B", 990, None)), (("Xã A", 990, 880),)):
            december = sheet(tmp_path, "2023-12", rows=rows)
            whole = compute(
                may, "--previous", december, "--target", "health_insurance@2024=40:new"
            ).report()["rows"][0]
            assert (whole["status"], whole["gap_people"], whole["attainment_pct"]) == (
                "incomplete",
                None,
                None,
            )

    def test_so_does_a_blank_among_the_new_people(self, tmp_path):
        rows = (("Xã A", 1000, 900, 20), ("Xã B", 1000, 930, None))
        path = sheet(tmp_path, rows=rows, headings=["BHYT tăng mới"])
        whole = compute(path, "--target", "health_insurance=40:new").report()["rows"][0]
        assert (whole["status"], whole["gap_people"]) == ("incomplete", None)

    def test_printed_new_people_are_taken_where_that_is_told(self, tmp_path):
        rows = (("Xã A", 1000, 900, 20), ("Xã B", 1000, 930, 5), ("Tổng cộng", 2000, 1830, 26))
        path = sheet(tmp_path, rows=rows, headings=["BHYT tăng mới"])
        told = [
            compute(path, "--target", "health_insurance=40:new", "--figures", at)
            for at in ("computed", "printed")
        ]
        assert [result.report()["rows"][0]["gap_people"] for result in told] == [15, 14]


TWO_OF_ONE_NAME = (
    ("Huyện P", None, None), ("Xã A", 1000, 900), ("Huyện Q", None, None), ("Xã A", 500, 400), ("Xã B", 500, 450),
)  # fmt: skip


class TestUnitsThatAreNotThere:
    def test_an_unknown_unit_is_said_with_what_comes_near(self, tmp_path):
        result = compute(sheet(tmp_path), "--target", "95", "--target", "@Xã BB=90")
        finding = next(at for at in result.report()["findings"] if at["code"] == "unit-unknown")
        assert finding["severity"] == "error"
        assert "did you mean Xã B" in finding["message"]

    def test_a_name_of_two_units_holds_for_neither(self, tmp_path):
        path = sheet(tmp_path, rows=TWO_OF_ONE_NAME)
        result = compute(path, "--target", "95", "--target", "@Xã A=90")
        assert {row["target_pct"] for row in result.report()["rows"]} == {95}
        assert "unit-ambiguous" in result.codes()
        told = compute(path, "--target", "95", "--target", "@Huyện Q > Xã A=90")
        assert [row["target_pct"] for row in told.report()["rows"] if row["unit"] == "Xã A"] == [
            95,
            90,
        ]
        assert "unit-ambiguous" not in told.codes()

    @pytest.mark.parametrize("told", ["@Huyện Q > =80", "@>=80", "@> Xã A=80"])
    def test_a_blank_names_nobody(self, told, tmp_path):
        assert run("compute", sheet(tmp_path, rows=TWO_OF_ONE_NAME), "--target", told).code == 2

    def test_a_level_beside_a_name_says_which_of_the_two(self, tmp_path):
        rows = (("Huyện P", None, None), ("Tam Điệp", 1000, 900), ("Xã C", 1000, 900))
        path = sheet(tmp_path, rows=rows)
        assert (
            targets(compute(path, "--target", "95", "--target", "@commune@Tam Điệp=90"))[
                "Tam Điệp"
            ][1]
            == 90
        )
        other = compute(path, "--target", "95", "--target", "@district@Tam Điệp=90")
        assert targets(other)["Tam Điệp"][1] == 95
        assert "unit-unknown" in other.codes()

    @pytest.mark.parametrize("unit", ["Xã #3", "Xã A=B", "Khu > C", "Xã #1 =2 > x"])
    def test_signs_in_a_name_are_part_of_it(self, unit, tmp_path):
        path = sheet(tmp_path, rows=((unit, 1000, 900), ("Xã B", 1000, 930)))
        row = compute(path, "--target", "95", "--target", f"@{unit}=90", "--target", "92#A=B").row(
            unit, "health_insurance"
        )
        assert (row["target_pct"], row["A=B.target_pct"]) == (90, 92)


class TestTimes:
    def test_that_all_targets_are_of_other_times_is_said(self, tmp_path):
        result = compute(sheet(tmp_path), "--target", "@2025=95.15", "--target", "@2026=95.5")
        finding = next(
            at for at in result.report()["findings"] if at["code"] == "target-other-time"
        )
        assert "2025, 2026" in finding["message"]
        path = compute(sheet(tmp_path), "--target", "@2024=94", "--target", "@2025=95.15")
        assert "target-other-time" not in path.codes()

    def test_a_code_that_looks_like_a_year_is_not_taken_silently(self, tmp_path):
        path = tmp_path / "codes.csv"
        path.write_text(
            "BHYT HUYỆN THỬ THÁNG 5/2024,,,\nMã,Đơn vị,Dân số,BHYT\n2001,Xã A,1000,900\n2002,Xã B,1000,930\n"
        )
        assert "target-other-time" in compute(path, "--target", "@2001=90").codes()

    def test_a_month_is_narrower_than_its_quarter_whichever_is_told_last(self, tmp_path):
        for told in (["@2024-05=93", "@2024-Q2=95"], ["@2024-Q2=95", "@2024-05=93"]):
            options = [part for value in told for part in ("--target", value)]
            assert targets(compute(sheet(tmp_path), *options))["Xã A"][1] == 93

    def test_people_remaining_are_counted_on_from_the_latest_period_alone(self, tmp_path):
        april = sheet(tmp_path, "2024-04", rows=(("Xã A", 1000, 890), ("Xã B", 1000, 920)))
        told = ("--target", "health_insurance=70:remaining")
        whole = [
            row
            for row in compute(april, sheet(tmp_path), *told).report()["rows"]
            if row["level"] != "commune"
        ]
        assert [(row["period"], row["target_count"], row["gap_people"]) for row in whole] == [
            ("2024-04", None, None), ("2024-05", 1900, 70),
        ]  # fmt: skip


class TestOptionsAndTheFile:
    @pytest.mark.parametrize(
        ("file", "option", "a", "b"),
        [
            ("health_insurance = 94", "health_insurance@Xã A=85", 85, 94),
            ("health_insurance = 94", "@commune=85", 85, 85),
            ("health_insurance = 94", "health_insurance@2023=85", 94, 94),
            ('further = ["@Xã A=90"]', "health_insurance=95", 95, 95),
            ('further = ["health_insurance@2024=94.6"]', "95", 95, 95),
            ('further = ["@Xã A=90"]', "@commune=95", 95, 95),
        ],
    )
    def test_an_option_wins_where_it_speaks_and_leaves_the_rest(
        self, file, option, a, b, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "coverage-cli.toml").write_text(f"[targets]\n{file}\n", encoding="utf-8")
        found = targets(compute(sheet(tmp_path), "--target", option))
        assert (found["Xã A"][1], found["Xã B"][1]) == (a, b)


def test_people_for_every_coverage_are_refused_where_there_are_several(tmp_path):
    path = tmp_path / "several.csv"
    path.write_text(
        "BHYT HUYỆN THỬ THÁNG 5/2024\nĐơn vị,Dân số,BHYT,Lực lượng lao động,BHXH tự nguyện\n"
        "Xã A,1000,900,500,100\nXã B,1000,930,500,100\n",
        encoding="utf-8",
    )
    result = run("compute", path, "--target", "1900:count")
    assert (result.code, result.out) == (2, "")
    assert "voluntary_social_insurance" in result.err
    assert run("compute", path, "--target", "1900:count", "-i", "health_insurance").code == 0
    assert run("compute", path, "--target", "health_insurance=1900:count").code == 0


class TestATargetThatHoldsForNobody:
    """The sheet's own targets come first; what was told and did nothing must not pass in silence."""

    OWN = ("Chỉ tiêu BHYT (%)",)
    ROWS = (("Xã A", 1000, 900, 92), ("Xã B", 1000, 930, 94), ("Tổng cộng", 2000, 1830, 93))

    def said(self, result):
        return [
            (found["severity"], found["message"])
            for found in result.report()["findings"]
            if found["code"] == "target-passed-over"
        ]

    @pytest.mark.parametrize("told", ["91.5", "health_insurance=91.5", "@commune=91.5"])
    def test_is_said(self, tmp_path, told):
        result = compute(sheet(tmp_path, rows=self.ROWS, headings=self.OWN), "--target", told)
        ((severity, message),) = self.said(result)
        assert severity == "warning"
        assert "told for health insurance holds" in message
        assert "91.5" in message

    @pytest.mark.parametrize("told", ["91.5#Plan", "Xã A=91.5", "health_insurance@Xã A=91.5"])
    def test_is_not_said_of_one_that_holds_somewhere(self, tmp_path, told):
        told = told if "@" in told or "#" in told else f"@{told}"
        result = compute(sheet(tmp_path, rows=self.ROWS, headings=self.OWN), "--target", told)
        assert self.said(result) == []

    def test_is_not_said_where_one_unit_has_none_of_its_own(self, tmp_path):
        rows = (self.ROWS[0], ("Xã B", 1000, 930, None), self.ROWS[2])
        result = compute(sheet(tmp_path, rows=rows, headings=self.OWN), "--target", "91.5")
        assert self.said(result) == []

    def test_of_the_project_file_is_a_note(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        path = sheet(tmp_path, rows=self.ROWS, headings=self.OWN)
        (tmp_path / "coverage-cli.toml").write_text("[targets]\nhealth_insurance = 91.5\n")
        assert [severity for severity, _ in self.said(compute(path))] == ["info"]


class TestAToldNumerator:
    """The column told for the people counted is the only one that is, whatever its heading names."""

    HEADINGS = ("BHYT HGĐ", "Kế hoạch BHYT", "Tỷ lệ BHYT (%)")
    ROWS = (("Xã A", 1000, 900, 200, 950, 90), ("Xã B", 2000, 1500, 300, 1900, 75))

    def rows(self, folder, *options):
        result = compute(sheet(folder, rows=self.ROWS, headings=self.HEADINGS), *options)
        return {row["unit"]: row for row in result.report()["rows"]}, result

    def test_it_takes_the_targets_and_rates_of_its_heading_with_it(self, tmp_path):
        rows, result = self.rows(tmp_path, "--numerator", "BHYT")
        assert {row["indicator"] for row in rows.values()} == {"coverage"}
        assert [rows[name]["numerator"] for name in ("Xã A", "Xã B")] == [900, 1500]
        assert [rows[name]["target_count"] for name in ("Xã A", "Xã B")] == [950, 1900]
        assert result.report()["sources"][0]["evidence"]["rates_confirmed"] == 2

    def test_a_part_of_the_insured_takes_no_target_of_all(self, tmp_path):
        rows, _ = self.rows(tmp_path, "--numerator", "BHYT HGĐ")
        assert {row["indicator"] for row in rows.values()} == {"coverage"}
        assert (rows["Xã B"]["numerator"], rows["Xã B"]["target_count"]) == (300, None)

    def test_the_named_indicator_is_computed_where_it_is_asked_for(self, tmp_path):
        rows, _ = self.rows(tmp_path, "--numerator", "BHYT", "-i", "health_insurance")
        assert {row["indicator"] for row in rows.values()} == {"health_insurance"}
        assert rows["Xã A"]["target_count"] == 950

    def test_one_that_is_told_beside_it_stays(self, tmp_path):
        _, result = self.rows(tmp_path, "--numerator", "BHYT HGĐ", "--map", "health_insured=BHYT")
        assert {row["indicator"] for row in result.report()["rows"]} == {
            "coverage",
            "health_insurance",
        }
