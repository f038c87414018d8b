"""Profiles: those that come with the program, a user's own, how one is chosen, and every mistake in one."""

from __future__ import annotations

import json

import pytest
from program import compute, run

from coverage_cli.datafiles import data_names
from coverage_cli.errors import UsageFault
from coverage_cli.indicator import measures_in
from coverage_cli.profiles import load_profile

IMMUNISATION = """Commune;Surviving infants;BCG;Penta1;Penta3;MCV1;MCV2
A;120;118;115;100;99;90
B;80;81;70;72;60;61
C;50;45;40;30;29;20
"""
TIEM_CHUNG = """Xã;Số trẻ dưới 1 tuổi;Số trẻ được tiêm BCG;Tiêm chủng đầy đủ;DPT-VGB-Hib mũi 1;DPT-VGB-Hib mũi 3;Sởi mũi 1;Sởi - Rubella
Xã A;120;118;90;115;100;99;90
Xã B;80;78;70;70;72;60;61
"""
IMPFUNG = """Gemeinde;Säuglinge;DTP 1. Dosis;DTP 3. Dosis;Masern 1. Dosis;Vollständig geimpfte Säuglinge
A;120;115;100;99;90
B;80;70;60;61;50
"""
SCHOOLS = """District,Population aged 6-10,Pupils enrolled,Pupils of official age
A,1000,1080,960
B,500,520,470
C,700,710,640
"""
TRUONG_HOC = """Xã,Dân số trong độ tuổi đi học (6-10 tuổi),Tổng số học sinh,Học sinh đúng độ tuổi
Xã A,1000,1080,960
Xã B,500,520,470
"""
NETS = """
extends = "vn-social-insurance"

[measures]
bed_nets = ["bed nets distributed", "màn chống muỗi"]
returned = { en = ["nets returned"], vi = ["màn trả lại"] }

[indicators.net_cover]
numerator = "bed_nets - returned"
denominator = "population"
per = 1000
decimals = 1
label = { en = "Bed nets in use", vi = "Màn đang dùng" }
"""


def put(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def wholes(path, *options):
    rows = compute(path, *options).report()["rows"]
    return {
        row["indicator"]: (row["numerator"], row["denominator"])
        for row in rows
        if row["unit"] == "Total"
    }


@pytest.mark.parametrize("name", data_names("profiles"))
def test_every_profile_names_its_indicators_in_every_language_and_its_measures_by_words(name):
    profile = load_profile(name)
    assert profile.indicators
    for indicator in profile.indicators.values():
        assert set(indicator.labels) == {"en", "vi", "de"}
        assert set(measures_in((*indicator.numerators, *indicator.denominators))) <= set(
            profile.measures
        )
    assert len(set(profile.measures.values())) == len(profile.measures)


class TestImmunisation:
    def test_doses_drop_out_and_children_without_any_dose(self, tmp_path):
        assert wholes(put(tmp_path, "a.csv", IMMUNISATION), "--profile", "immunisation") == {
            "dtp1": (225, 250),
            "dtp3": (202, 250),
            "bcg": (244, 250),
            "mcv1": (188, 250),
            "mcv2": (171, 250),
            "drop_out_dtp": (23, 225),
            "drop_out_measles": (17, 188),
            "zero_dose": (25, 250),
        }

    def test_vietnamese_and_german_headings(self, tmp_path):
        found = wholes(put(tmp_path, "a.csv", TIEM_CHUNG), "--profile", "immunisation")
        assert (found["dtp3"], found["mcv2"], found["fully_immunised"]) == (
            (172, 200),
            (151, 200),
            (160, 200),
        )
        found = wholes(put(tmp_path, "b.csv", IMPFUNG), "--profile", "immunisation")
        assert (found["dtp1"], found["mcv1"], found["fully_immunised"]) == (
            (185, 200),
            (160, 200),
            (140, 200),
        )

    @pytest.mark.parametrize(
        ("people", "vaccine", "doses"),
        [
            ("Trẻ <1 tuổi", "Vắc xin 5 trong 1", ("Lần 1", "Lần 2", "Lần 3")),
            ("Số TE dưới 1 tuổi", "Vacxin 5 trong 1 (Quinvaxem)", ("Mũi 1", "Mũi 2", "Mũi 3")),
            ("Trẻ dưới 12 tháng", "DPT-VGB-Hib (ComBE Five)", ("Liều 1", "Liều 2", "Liều 3")),
            ("Surviving infants", "Pentavalent (SII)", ("1st dose", "2nd dose", "3rd dose")),
            ("Surviving infants", "DTP", ("Dose 1", "Dose 2", "Dose 3")),
            ("Lebendgeborene", "Sechsfach", ("Dosis 1", "Dosis 2", "Dosis 3")),
        ],
    )
    def test_doses_are_called_in_several_ways_below_the_vaccine_with_its_brand(
        self, tmp_path, people, vaccine, doses
    ):
        rows = [
            ["Xã", people, vaccine, "", ""],
            ["", "", *doses],
            ["A", 100, 95, 92, 90],
            ["B", 120, 110, 108, 101],
        ]
        path = put(tmp_path, "a.csv", "\n".join(";".join(map(str, row)) for row in rows) + "\n")
        result = compute(path, "--profile", "immunisation", "-i", "dtp3").report()
        assert next((row["numerator"], row["denominator"]) for row in result["rows"]) == (191, 220)
        assert "column-guessed" not in [found["code"] for found in result["findings"]]

    def test_a_drop_out_of_10_percent_at_most(self, tmp_path):
        options = ("--profile", "immunisation", "-i", "drop_out_dtp", "--target", "drop_out_dtp=10")
        rows = compute(put(tmp_path, "a.csv", IMMUNISATION), *options).report()["rows"]
        judged = {
            row["unit"]: (row["target_count"], row["gap_people"], row["status"]) for row in rows
        }
        assert judged == {
            "Total": (22, 1, "short"),
            "A": (11, 4, "short"),
            "B": (7, -9, "met"),
            "C": (4, 6, "short"),
        }
        assert rows[0]["shortfall_people"] == 10

    def test_none_at_all_may_be_the_goal(self, tmp_path):
        path = put(tmp_path, "a.csv", IMMUNISATION)
        row = compute(path, "--profile", "immunisation", "--target", "zero_dose=0").row(
            "A", "zero_dose"
        )
        assert (row["target_pct"], row["target_count"], row["gap_people"], row["status"]) == (
            0.0,
            0,
            5,
            "short",
        )
        assert run("compute", path, "--profile", "immunisation", "--target", "dtp1=0").code == 2

    def test_more_third_doses_than_first_ones_are_said(self, tmp_path):
        result = compute(put(tmp_path, "a.csv", IMMUNISATION), "--profile", "immunisation")
        said = [at for at in result.report()["findings"] if at["code"] == "negative-difference"]
        assert [(at["unit"], at["cells"], at["severity"]) for at in said] == [
            ("B", ["D3"], "warning"),
            ("B", ["F3"], "warning"),
        ]
        assert "B has 70, and 72 are taken away from them (dtp1 - dtp3)" in said[0]["message"]

    def test_a_list_of_populations_and_a_told_column_serve_its_denominator(self, tmp_path):
        path = put(tmp_path, "a.csv", "Commune;Penta1\nA;115\nB;70\nC;40\n")
        infants = put(tmp_path, "infants.csv", "Commune;Target population\nA;130\nB;90\nC;60\n")
        found = wholes(path, "--profile", "immunisation", "-i", "dtp1", "--population", infants)
        assert found == {"dtp1": (225, 280)}
        odd = put(tmp_path, "odd.csv", "Commune;Kinder;Penta1\nA;130;115\nB;90;70\n")
        assert wholes(odd, "--profile", "immunisation", "--denominator", "B")["dtp1"] == (185, 220)

    def test_a_told_numerator_that_could_be_any_dose_is_refused(self, tmp_path):
        result = run(
            "compute",
            put(tmp_path, "a.csv", IMMUNISATION),
            "--profile",
            "immunisation",
            "--numerator",
            "C",
        )
        assert (result.code, "--map MEASURE=COL" in result.err) == (2, True)

    def test_what_is_shown_is_called_what_it_is(self, tmp_path):
        path = put(tmp_path, "a.csv", IMMUNISATION)
        shown = run(
            "compute",
            path,
            "--profile",
            "immunisation",
            "-i",
            "drop_out_dtp",
            "--target",
            "drop_out_dtp=10",
        ).out
        assert "Drop-out %" in shown
        assert "Coverage" not in shown
        assert "net 1 person too many · what is too many adds up to 10 people" in shown
        told = run(
            "explain", path, "--profile", "immunisation", "--target", "drop_out_dtp=10", "--in", "A"
        ).out
        assert "Numerator = dtp1 − dtp3 = 115 − 100 = 15" in told
        assert "round down(11.5) = 11" in told
        assert "not met, for 15 is more than 11: 4 people too many" in told


class TestSchoolEnrolment:
    def test_gross_enrolment_above_100_is_nothing_to_say(self, tmp_path):
        result = compute(put(tmp_path, "a.csv", SCHOOLS), "--profile", "school-enrolment")
        assert result.row("A", "gross_enrolment")["coverage_pct"] == 108.0
        assert result.row("A", "net_enrolment")["coverage_pct"] == 96.0
        assert not {"over-100", "columns-swapped"} & set(result.codes())
        assert {row["indicator"] for row in result.report()["rows"]} == {
            "gross_enrolment",
            "net_enrolment",
        }

    def test_children_out_of_school_where_they_are_asked_for(self, tmp_path):
        path = put(tmp_path, "a.csv", TRUONG_HOC)
        assert wholes(path, "--profile", "school-enrolment", "-i", "out_of_school") == {
            "out_of_school": (70, 1500)
        }

    def test_more_at_the_right_age_than_pupils_in_all_cannot_be(self, tmp_path):
        path = put(tmp_path, "a.csv", SCHOOLS.replace(",960", ",1090"))
        assert "component-exceeds-total" in compute(path, "--profile", "school-enrolment").codes()


class TestOwn:
    SHEET = "Commune;Population;Health insured;Bed nets distributed;Nets returned\nA;1000;900;310;10\nB;2000;1700;500;20\n"

    def test_own_indicators_beside_those_of_the_profile_it_extends(self, tmp_path):
        path, profile = put(tmp_path, "a.csv", self.SHEET), put(tmp_path, "nets.toml", NETS)
        found = wholes(path, "--profile", profile)
        assert found == {"health_insurance": (2600, 3000), "net_cover": (780, 3000)}

    def test_a_target_is_given_as_the_rate_is_shown(self, tmp_path):
        path, profile = put(tmp_path, "a.csv", self.SHEET), put(tmp_path, "nets.toml", NETS)
        row = compute(path, "--profile", profile, "--target", "net_cover=350").row("A", "net_cover")
        assert (row["coverage_pct"], row["target_pct"], row["target_count"], row["gap_people"]) == (
            30.0,
            35.0,
            350,
            50,
        )
        shown = run(
            "compute", path, "--profile", profile, "-i", "net_cover", "--target", "net_cover=350"
        ).out
        assert "Target per 1,000: 350.0" in shown
        assert "      300.0  " in shown

    def test_decimals_that_are_told_win_over_the_indicators_own(self, tmp_path):
        path, profile = put(tmp_path, "a.csv", self.SHEET), put(tmp_path, "nets.toml", NETS)
        shown = run("compute", path, "--profile", profile, "-i", "net_cover", "--decimals", "3").out
        assert "300.000" in shown

    def test_the_project_file_names_a_profile_that_lies_beside_it(self, tmp_path, monkeypatch):
        folder = tmp_path / "office"
        folder.mkdir()
        put(folder, "nets.toml", NETS)
        path = put(folder, "a.csv", self.SHEET)
        project = put(
            folder, "coverage-cli.toml", 'profile = "nets.toml"\n\n[targets]\nnet_cover = 350\n'
        )
        monkeypatch.chdir(tmp_path)
        assert compute(path, "--project", project).row("A", "net_cover")["target_pct"] == 35.0

    def test_the_option_wins_over_the_project_file(self, tmp_path):
        path = put(tmp_path, "a.csv", IMMUNISATION)
        project = put(tmp_path, "coverage-cli.toml", 'profile = "school-enrolment"\n')
        assert "dtp1" in wholes(path, "--project", project, "--profile", "immunisation")

    def test_inspect_says_which_profile_was_used(self, tmp_path):
        path = put(tmp_path, "a.csv", IMMUNISATION)
        assert run("inspect", path, "--profile", "immunisation").out.startswith(
            "Profile: immunisation\n"
        )
        assert (
            json.loads(run("inspect", path, "--profile", "immunisation", "-f", "json").out)[
                "profile"
            ]
            == "immunisation"
        )
        path = put(tmp_path, "b.csv", self.SHEET)
        assert (
            json.loads(run("inspect", path, "-f", "json").out)["profile"] == "vn-social-insurance"
        )

    def test_words_of_the_project_file_name_measures_of_the_profile(self, tmp_path):
        path = put(tmp_path, "a.csv", "Commune;Kinder klein;Penta1\nA;120;115\n")
        words = 'profile = "immunisation"\n[headings]\ninfants = ["kinder klein"]\n'
        assert wholes(path, "--project", put(tmp_path, "p.toml", words))["dtp1"] == (115, 120)


class TestMistakes:
    def said(self, folder, text):
        path = put(folder, "mine.toml", text)
        with pytest.raises(UsageFault):
            load_profile(str(path))
        result = run("compute", put(folder, "a.csv", IMMUNISATION), "--profile", path)
        assert result.code == 2
        return result.err.replace(f"{path}, ", "")

    @pytest.mark.parametrize(
        ("text", "error", "hint"),
        [
            ('extend = "immunisation"\n', "line 1: extend stands in no section", "write extends for extend"),
            ("extends = 3\n", "line 1: expecting a text in quotation marks for extends, found 3", "correct extends on line 1"),
            ('[measure]\nx = ["x"]\n', "line 1: there is no section [measure]", "write [measures] for [measure]"),
            ("[measures]\nx = []\n", "line 2: expecting the words of its headings", "correct x on line 2"),
            ('[measures]\nx = { subjects = ["helth"] }\n', "line 2: the headings have no subject helth", "write health for helth"),
            ('[measures]\nUpper = ["x"]\n', "line 2: expecting an id of small letters", "correct Upper on line 2"),
            ('[indicators.a]\nnumerator = "x"\n', "line 2: numerator in [indicators.a] speaks of the measure x", "put x into"),
            ('[measures]\nnets = ["x"]\n[indicators.a]\nnumerator = "net"\n', "the measure net, which there is not", "write nets for net"),
            ('[indicators.a]\nlabel = "A"\n', "line 1: [indicators.a] has no numerator", 'add numerator = "…"'),
            ('[measures]\nx = ["x"]\n[indicators.a]\nnumerator = "x * 2"\n', "expecting measures added or taken away", "line 4"),
            ('[measures]\nx = ["x"]\n[indicators.a]\nnumerator = "x"\nshare = true\n', "line 5: share in [indicators.a]", "denominator"),
            ('[indicators.a]\nper = 500\n', "expecting one of 100, 1000, 10000, 100000 for per", "correct per on line 2"),
            ('[indicators.a]\nbeter = "lower"\n', "[indicators.a] has no key beter", "write better for beter"),
            ('[indicators.a]\nover_100 = 90\n', "expecting a whole number from 100 to 1000, or false for over_100", "line 2"),
            ('[measures]\nx = ["x"]\n', "line 1: the profile has no indicator", "add a section"),
            ('[parts]\nx = "y"\n', "the measure x, which there is not", "the measures are"),
            ("[indicators\n", "this is no TOML", "quotation marks"),
        ],
    )  # fmt: skip
    def test_every_mistake_is_said_with_its_line_and_how_to_mend_it(
        self, tmp_path, text, error, hint
    ):
        said = self.said(tmp_path, text)
        assert error in said
        assert hint in said

    def test_a_profile_that_there_is_not(self, tmp_path):
        path = put(tmp_path, "a.csv", IMMUNISATION)
        result = run("compute", path, "--profile", "imunisation")
        assert (result.code, "the profiles are immunisation" in result.err) == (2, True)
        result = run("compute", path, "--profile", tmp_path / "none.toml")
        assert (result.code, "cannot be read" in result.err) == (2, True)
        project = put(tmp_path, "coverage-cli.toml", '[sheet]\n\n[output]\nlang = "en"\n')
        project.write_text('# office\nprofile = "imunisation"\n', encoding="utf-8")
        result = run("compute", path, "--project", project)
        assert (result.code, "line 2, tells it" in result.err) == (2, True)

    def test_a_profile_never_extends_itself(self, tmp_path):
        path = put(tmp_path, "mine.toml", 'extends = "other.toml"\n')
        put(tmp_path, "other.toml", 'extends = "mine.toml"\n')
        assert run("compute", put(tmp_path, "a.csv", IMMUNISATION), "--profile", path).code == 2

    def test_a_rate_is_no_target_of_an_indicator_without_a_denominator(self, tmp_path):
        path = put(tmp_path, "a.csv", "Đơn vị;BHYT;BHXH tự nguyện\nA;100;5\n")
        result = run("compute", path, "-i", "people_insured", "--target", "people_insured=95")
        assert (result.code, "has no denominator" in result.err) == (2, True)
