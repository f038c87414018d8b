"""The project file: what each key does, what wins over what, and every mistake named by its line with a suggestion."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import xlsxwriter
from program import SAMPLES, run

from coverage_cli.errors import UsageFault
from coverage_cli.model import Quotient
from coverage_cli.profiles import load_profile
from coverage_cli.project import Project, TargetSetting
from coverage_cli.project_file import find_upwards, line_of, lines_of, parse_project, read_project
from coverage_cli.project_keys import ASPECTS, COLUMNS, TOTALS, schema_of
from coverage_cli.words import LANGUAGES, load_words

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
FEW = "Xã,Dân số,BHYT,Số thẻ còn hạn\nXã A,1000,900,800\nXã B,2000,1800,1700\n"


def parsed(text: str) -> Project:
    profile = load_profile()
    return parse_project("coverage-cli.toml", text, profile.measures, profile.indicators)


def mistakes(text: str, lang: str = "en") -> tuple[list[str], list[str]]:
    with pytest.raises(UsageFault) as caught:
        parsed(text)
    assert caught.value.exit_code == 2
    error, hint = load_words(lang).error(caught.value)
    return error.removeprefix("coverage-cli.toml, ").split("; "), hint.split("; ")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "few-2024-05.csv").write_text(FEW, encoding="utf-8")
    return tmp_path


def told(folder: Path, text: str) -> None:
    (folder / "coverage-cli.toml").write_text(text, encoding="utf-8")


class TestKeys:
    def test_an_empty_file_tells_nothing(self):
        assert parsed("# nothing\n") == Project("coverage-cli.toml")

    def test_every_key(self):
        project = parsed(
            '[sheet]\nname = "T*"\nheader_rows = "7-9"\nrows = 11\n'
            '[columns]\nunit = "Đơn vị"\nparent = "B"\ncode = "C+D"\ntarget = "L"\nhealth_insured = "BHYT > Tổng số"\n'
            'target_new_health_insured = "M"\n'
            '[reading]\nnumber_style = "de"\npercent = "fraction"\nscale = 1000\nencoding = "cp1258"\ndelimiter = "tab"\nlimit_cells = 9000000\n'
            'hidden = "exclude"\n[output]\nlang = "vi"\ndecimals = 1\n'
        )
        sheet = project.told
        assert (sheet.sheet, sheet.header_rows, sheet.rows) == ("T*", (7, 9), (11, 11))
        assert (sheet.unit, sheet.parent, sheet.code, sheet.target_column) == (
            "Đơn vị",
            "B",
            "C+D",
            "L",
        )
        assert sheet.measures == {
            "health_insured": "BHYT > Tổng số",
            "target_new_health_insured": "M",
        }
        assert (sheet.number_style, sheet.percent, sheet.scale, sheet.hidden) == (
            "de",
            "fraction",
            1000,
            "exclude",
        )
        assert project.reading == ("cp1258", "tab", 9_000_000)
        assert (project.lang, project.decimals) == ("vi", 1)

    @pytest.mark.parametrize(
        ("written", "kind", "value"),
        [
            ("95", "rate", Quotient(95, 1)),
            (
                "95.50",
                "rate",
                Quotient(955, 10),
            ),  # as few digits as it needs: equal to a sheet's 95.5
            ("81.85", "rate", Quotient(8185, 100)),
            ("{ rate = 95.5 }", "rate", Quotient(955, 10)),
            ("{ count = 70544 }", "count", Quotient(70544, 1)),
            ("{ new = 1200 }", "new", Quotient(1200, 1)),
        ],
    )
    def test_targets_are_exact(self, written, kind, value):
        assert parsed(f"[targets]\nhealth_insurance = {written}\n").targets == (
            TargetSetting("health_insurance", kind, value),
        )

    def test_a_target_for_every_indicator(self):
        assert parsed("[targets]\nall = 95\n").targets == (
            TargetSetting(None, "rate", Quotient(95, 1)),
        )

    def test_a_phrase_for_a_measure_speaks_of_all_its_headings_speak_of(self):
        project = parsed(
            '[headings]\nhealth_insured_household = ["hộ GĐ"]\ntotal = ["chung"]\nunit = ["nơi"]\n'
        )
        assert set(project.told.phrases) == {
            ("subjects", "health household", "hộ GĐ"),
            ("totals", "total", "chung"),
            ("units", "any", "nơi"),
        }

    def test_types_go_by_the_levels_of_the_file(self):
        project = parsed(
            '[levels]\nnames = ["region", "office"]\n[headings.types]\noffice = ["BHXH cơ sở"]\n'
        )
        assert project.told.levels == ("region", "office")
        assert project.told.phrases == (("types", "office", "BHXH cơ sở"),)

    def test_windows_files_are_read(self, tmp_path):
        file = tmp_path / "coverage-cli.toml"
        file.write_bytes('\ufeff[columns]\r\nunit = "Xã"\r\n'.encode())
        profile = load_profile()
        assert read_project(str(file), profile.measures, profile.indicators).told.unit == "Xã"


class TestMistakes:
    def test_an_unknown_key_is_named_with_its_line_and_the_key_that_comes_near(self):
        error, hint = mistakes('[columns]\nunit = "Xã"\n\nhelth_insured = "C"\n')
        assert error == ["line 4: [columns] has no key helth_insured"]
        assert hint == ["write health_insured for helth_insured"]

    def test_a_key_far_from_all_lists_them(self):
        _, hint = mistakes("[output]\nzzz = 1\n")
        assert hint == ["the keys of [output] are lang, decimals"]

    def test_an_unknown_section(self):
        error, hint = mistakes('[colums]\nunit = "Xã"\n')
        assert error == ["line 1: there is no section [colums]"]
        assert hint == ["write [columns] for [colums]"]

    def test_a_key_before_any_section_is_told_where_it_belongs(self):
        error, hint = mistakes("scale = 1000\n")
        assert error == ["line 1: scale stands in no section"]
        assert hint == ["put scale below one of [reading]"]

    def test_a_value_where_a_section_belongs(self):
        error, hint = mistakes('headings = "BHYT"\n')
        assert error == ["line 1: expecting the section [headings], found headings = 'BHYT'"]
        assert hint == ["write [headings] on a line of its own and its keys below it"]

    def test_all_mistakes_at_once_in_the_order_of_their_lines(self):
        error, hint = mistakes(
            '[reading]\nscale = 0\npercent = "pct"\n[columns]\nunit = 3\n[sheet]\nrow = "1-2"\n'
        )
        assert [part.partition(":")[0] for part in error] == [
            "line 2",
            "line 3",
            "line 5",
            "line 7",
        ]
        assert hint[-1] == "write rows for row"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[columns]\nunit = 3", "expecting a text in quotation marks for unit in [columns], found 3"),
            ('[columns]\nunit = " "', "found ' '"),
            ('[reading]\nnumber_style = "fr"', "expecting one of vi, en, de for number_style in [reading], found 'fr'"),
            ("[reading]\nnumber_style = ['vi']", "found ['vi']"),
            ("[reading]\nscale = true", "found true"),
            ("[reading]\nscale = 2.5", "found 2.5"),
            ("[reading]\nscale = 0", "expecting a whole number from 1 to 1,000,000,000"),
            ('[reading]\ndelimiter = ";;"', "expecting one character or 'tab'"),
            ('[sheet]\nrows = "9-7"', "expecting rows such as '5-7'"),
            ('[sheet]\nheader_rows = "five"', "found 'five'"),
            ("[sheet]\nrows = true", "found true"),
            ("[output]\ndecimals = 11", "from 0 to 10"),
            ("[targets]\nhealth_insurance = 151", "found 151"),
            ("[targets]\nhealth_insurance = nan", "found NaN"),
            ("[targets]\nhealth_insurance = inf", "found Infinity"),
            ("[targets]\nhealth_insurance = 1e999999", "found 1E+999999"),
            ("[targets]\nhealth_insurance = -5", "found -5"),
            ("[targets]\nhealth_insurance = true", "found true"),
            ("[targets]\nhealth_insurance = { count = 5.5 }", "found { count = 5.5 }"),
            ("[targets]\nhealth_insurance = { count = 5, new = 6 }", "found { count = 5, new = 6 }"),
            ("[targets]\nhealth_insurance = {}", "found {  }"),
            ('[levels]\nnames = "province"', "expecting a list of different names"),
            ('[levels]\nnames = ["a", "a"]', "found ['a', 'a']"),
            ('[levels]\nnames = ["whole", "a"]', "found ['whole', 'a']"),
            ("[headings]\ntotal = []", "expecting a list of texts"),
            ("[headings]\ntotal = [1]", "found [1]"),
            ("[headings]\ntypes = 1", "expecting the section [headings.types]"),
        ],
    )  # fmt: skip
    def test_wrong_values_say_what_was_expected_and_found(self, text, said):
        error, hint = mistakes(text + "\n")
        assert len(error) == 1
        assert error[0].startswith("line 2: ")
        assert said in error[0]
        assert hint

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_in_each_language(self, lang):
        error, _ = mistakes('[columns]\nx = 1\n[reading]\nscale = "a"\n', lang)
        assert len(error) == 2
        assert all("[" in part and "{" not in part for part in error)

    @pytest.mark.parametrize(
        ("content", "key", "line"),
        [
            (b'[columns]\nunit = X\xc3\xa3\n', "project-syntax", "2"),
            (b'[columns]\nunit = "a"\nunit = "b"\n', "project-syntax", "3"),
            (b'[columns]\nunit = "a\n', "project-syntax", "2"),
            ("[columns]\nunit = 'Xã'\n".encode("utf-16"), "project-encoding", None),
            ("[columns]\nunit = 'Xã'\n".encode("cp1252"), "project-encoding", None),
            (b"#" * (1 << 20) + b"#", "project-encoding", None),
            (b"a = " + b"[" * 5000, "project-syntax", None),
        ],
        ids=["no quotes", "twice", "open quote", "utf-16", "cp1252", "too long", "deep"],
    )  # fmt: skip
    def test_what_is_no_toml(self, content, key, line, tmp_path):
        file = tmp_path / "p.toml"
        file.write_bytes(content)
        with pytest.raises(UsageFault) as caught:
            read_project(str(file), load_profile().measures, {})
        assert caught.value.key == key
        assert line is None or caught.value.values["line"] == line

    def test_the_program_ends_with_2_and_two_lines(self, folder):
        told(folder, "[columns]\nuni = 1\n")
        result = run("compute", "few-2024-05.csv")
        assert result.code == 2
        assert result.out == ""
        assert result.err == (
            "error: coverage-cli.toml, line 2: [columns] has no key uni\nhint: write unit for uni\n"
        )

    @pytest.mark.usefixtures("folder")
    def test_a_project_that_is_named_must_be_there(self):
        result = run("compute", "few-2024-05.csv", "--project", "other.toml")
        assert result.code == 2
        assert "other.toml" in result.err


class TestLines:
    def test_lines_of_everything_toml_can_write(self):
        text = (
            '# [not.this]\n[a]\nx = """\n[no]\ny = 1\n"""\n"q.r" = {s = 1, t = 2}\nu.v = [\n  "]", # ]\n  2,\n]\n'
            "w = '''\n'''\n[[b]]\nx = 1\n[ c . \"d e\" ]\nf=1"
        )
        tomllib.loads(text)
        lines = lines_of(text)
        assert lines["a", "x"] == 3
        assert lines["a", "q.r", "t"] == 7
        assert lines["a", "u", "v"] == 8
        assert lines["a", "w"] == 12
        assert lines["b", "x"] == 15
        assert lines["c", "d e", "f"] == 17
        assert ("no",) not in lines
        assert ("not",) not in lines

    def test_the_line_of_a_value(self, tmp_path):
        file = tmp_path / "p.toml"
        file.write_text('[columns]\nunit = "A"\n\ncode = "B"\n', encoding="utf-8")
        assert (line_of(str(file), "B"), line_of(str(file), "C"), line_of("nowhere", "B")) == (
            4,
            None,
            None,
        )


class TestWhichFile:
    def test_here_or_in_a_folder_above(self, tmp_path):
        deep = tmp_path / "2024" / "05"
        deep.mkdir(parents=True)
        assert find_upwards("coverage-cli.toml", str(deep)) is None
        (tmp_path / "coverage-cli.toml").write_text("", encoding="utf-8")
        assert find_upwards("coverage-cli.toml", str(deep)) == str(tmp_path / "coverage-cli.toml")
        (deep / "coverage-cli.toml").write_text("", encoding="utf-8")
        assert find_upwards("coverage-cli.toml", str(deep)) == str(deep / "coverage-cli.toml")

    def test_a_folder_of_that_name_is_none(self, tmp_path):
        (tmp_path / "coverage-cli.toml").mkdir()
        assert find_upwards("coverage-cli.toml", str(tmp_path)) is None

    def test_the_report_says_that_a_project_file_was_used(self, folder):
        told(folder, "")
        report = run("compute", "few-2024-05.csv", "-f", "json")
        assert "project-file" in report.codes()
        (folder / "coverage-cli.toml").unlink()
        assert "project-file" not in run("compute", "few-2024-05.csv", "-f", "json").codes()


class TestWhatWins:
    """An option over the file, the file over what is found."""

    def test_the_file_over_what_is_found(self, folder):
        assert (
            run("compute", "few-2024-05.csv", "-f", "json").row("Xã A", "health_insurance")[
                "numerator"
            ]
            == 900
        )
        told(folder, '[columns]\nhealth_insured = "Số thẻ còn hạn"\n')
        assert (
            run("compute", "few-2024-05.csv", "-f", "json").row("Xã A", "health_insurance")[
                "numerator"
            ]
            == 800
        )

    def test_an_option_over_the_file(self, folder):
        told(folder, '[columns]\nhealth_insured = "D"\npopulation = "B"\n')
        report = run("compute", "few-2024-05.csv", "-f", "json", "--map", "health_insured=C")
        assert report.row("Xã A", "health_insurance")["numerator"] == 900

    def test_targets(self, folder):
        told(folder, "[targets]\nhealth_insurance = 95\n")
        of_file = run("compute", "few-2024-05.csv", "-f", "json").row("Xã A", "health_insurance")
        assert (of_file["target_pct"], of_file["target_count"], of_file["gap_people"]) == (
            95,
            950,
            50,
        )
        for option in ("health_insurance=90", "90"):
            report = run("compute", "few-2024-05.csv", "-f", "json", "--target", option)
            assert report.row("Xã A", "health_insurance")["gap_people"] == 0
        other = run("compute", "few-2024-05.csv", "-f", "json", "--target", "social_insurance=30")
        assert other.row("Xã A", "health_insurance")["target_pct"] == 95

    def test_the_language_and_decimals(self, folder):
        told(folder, '[output]\nlang = "vi"\ndecimals = 1\n')
        shown = run("compute", "few-2024-05.csv").out
        assert "Bảo hiểm y tế" in shown
        assert "90,0" in shown
        english = run("compute", "few-2024-05.csv", "--lang", "en", "--decimals", "3").out
        assert "90.000" in english
        assert run("compute", "few-2024-05.csv", "--decimals", "0").out.count("90,0") == 0

    def test_errors_speak_the_project_s_language(self, folder):
        told(folder, '[output]\nlang = "vi"\n')
        assert "không" in run("compute", "nothing.csv").err
        assert "expecting" in run("compute", "nothing.csv", "--lang", "en").err
        told(folder, '[output]\nlang = "de"\nx = 1\n')
        assert "Zeile 3" in run("compute", "few-2024-05.csv").err

    def test_hidden_rows(self, folder):
        told(folder, '[reading]\nhidden = "exclude"\n')
        assert run("compute", "few-2024-05.csv", "--hidden", "include").code == 0


class TestThresholds:
    def test_over_100(self, folder):
        (folder / "over-2024-05.csv").write_text(
            "Xã,Dân số,BHYT\nA,1000,1040\nB,2000,1700\nC,900,1000\n", encoding="utf-8"
        )
        counts = {}
        for percent in (100, 105, 150):
            told(folder, f"[thresholds]\nover_100 = {percent}\n")
            found = run("compute", "over-2024-05.csv", "-f", "json").report()["findings"]
            counts[percent] = sum(entry["count"] for entry in found if entry["code"] == "over-100")
        assert counts == {100: 2, 105: 1, 150: 0}

    def test_copied_down(self, folder):
        (folder / "same-2024-05.csv").write_text(
            "Xã,Dân số,BHYT\nA,1000,700\nB,2000,700\nC,900,700\nD,950,800\n", encoding="utf-8"
        )
        assert "copied-down" in run("compute", "same-2024-05.csv", "-f", "json").codes()
        told(folder, "[thresholds]\ncopied_down = 4\n")
        assert "copied-down" not in run("compute", "same-2024-05.csv", "-f", "json").codes()

    def test_columns_swapped(self, folder):
        (folder / "swap-2024-05.csv").write_text(
            "Xã,Dân số,BHYT\nA,900,1000\nB,1700,2000\nC,800,900\nD,950,900\n", encoding="utf-8"
        )
        assert "columns-swapped" not in run("compute", "swap-2024-05.csv", "-f", "json").codes()
        told(folder, "[thresholds]\ncolumns_swapped = 60\n")
        assert "columns-swapped" in run("compute", "swap-2024-05.csv", "-f", "json").codes()

    def test_below_100_is_no_threshold(self):
        assert "from 100 to 1,000" in mistakes("[thresholds]\nover_100 = 90\n")[0][0]


class TestWhatItChanges:
    def test_a_sheet_by_a_pattern(self):
        report = run("compute", MAY, "--sheet", "t*-2024", "-f", "json", "-i", "health_insurance")
        assert report.code == 0
        assert run("compute", MAY, "--sheet", "X*").code == 3

    def test_a_pattern_takes_no_hidden_sheet(self, folder):
        book = xlsxwriter.Workbook(str(folder / "book.xlsx"))
        for name, plus in (("T5-2024", 0), ("T4-2024", 7)):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(
                [["Xã", "Dân số", "BHYT"], ["A", 1000, 900 + plus], ["B", 2000, 1700 + plus]]
            ):
                sheet.write_row(row, 0, cells)
        sheet.hide()
        book.close()
        (source,) = run("compute", "book.xlsx", "--sheet", "T*", "-f", "json").report()["sources"]
        assert source["sheet"] == "T5-2024"

    def test_words_of_ones_own(self, folder):
        text = (
            "Nơi,Dân số,Người có bảo hiểm xanh\nA,1000,900\nB,2000,1700\nToàn bộ vùng,3000,2600\n"
        )
        (folder / "own-2024-05.csv").write_text(text, encoding="utf-8")
        assert run("compute", "own-2024-05.csv", "-i", "health_insurance").code == 3
        told(
            folder,
            '[headings]\nhealth_insured = ["bảo hiểm xanh"]\ntotal = ["toàn bộ vùng"]\nunit = ["nơi"]\n',
        )
        report = run("compute", "own-2024-05.csv", "-f", "json")
        assert report.code == 0, report.err
        assert report.row("B", "health_insurance")["coverage_pct"] == 85
        assert (
            len([row for row in report.report()["rows"] if row["indicator"] == "health_insurance"])
            == 3
        )

    @pytest.mark.parametrize("heading", ["Số thẻ", "so_the", "Tỉ lệ thẻ xanh (1)"])
    def test_a_phrase_of_ones_own_wins_over_an_equal_one_and_is_compared_as_headings_are(
        self, heading, folder
    ):
        text = f"Xã,Dân số,{heading}\nXã A,1000,900\nXã B,2000,1800\n"
        (folder / "own-2024-05.csv").write_text(text, encoding="utf-8")
        told(folder, f'[headings]\nhealth_insured = ["{heading}"]\n')
        report = run("compute", "own-2024-05.csv", "-f", "json")
        assert {row["indicator"] for row in report.report()["rows"]} == {"health_insurance"}

    def test_a_country_without_districts(self, folder):
        (folder / "new-2025-07.csv").write_text(FEW, encoding="utf-8")
        rows = run("compute", "new-2025-07.csv", "-f", "json").report()["rows"]
        assert {row["level"] for row in rows} == {"district", "commune"}
        told(folder, '[levels]\nnames = ["province", "commune"]\n')
        rows = run("compute", "new-2025-07.csv", "-f", "json").report()["rows"]
        assert {row["level"] for row in rows} == {"province", "commune"}

    def test_a_level_that_is_no_administrative_unit(self, folder):
        text = "Đơn vị,Dân số,BHYT\nCơ sở Nho Quan,3000,2700\nXã A,1000,900\nXã B,2000,1800\n"
        (folder / "office-2025-07.csv").write_text(text, encoding="utf-8")
        told(
            folder,
            '[levels]\nnames = ["province", "office", "commune"]\n[headings.types]\noffice = ["cơ sở"]\n',
        )
        report = run("compute", "office-2025-07.csv", "-f", "json")
        office = report.row("Cơ sở Nho Quan", "health_insurance")
        assert (office["level"], office["numerator"]) == ("office", 2700)
        assert report.row("Xã A", "health_insurance")["parent"] == "Cơ sở Nho Quan"

    def test_a_column_that_is_not_there_names_the_line_that_tells_it(self, folder):
        told(folder, '[columns]\nunit = "Xã"\nhealth_insured = "Thẻ xanh"\n')
        result = run("compute", "few-2024-05.csv")
        assert result.code == 3
        assert "expecting a column 'Thẻ xanh'" in result.err
        assert "coverage-cli.toml, line 3, tells it" in result.err
        assert (
            "tells it" not in run("compute", "few-2024-05.csv", "--map", "health_insured=Không").err
        )


class TestDocumentation:
    PAGE = (Path(__file__).parent.parent / "docs" / "project-file.md").read_text(encoding="utf-8")
    BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)

    def test_every_example_is_right(self):
        assert len(self.BLOCKS) >= 8
        for block in self.BLOCKS:
            parsed(block)

    def test_every_section_and_key_has_an_example(self):
        profile = load_profile()
        schema = schema_of({}, profile.measures, profile.indicators)
        shown = "\n".join(self.BLOCKS)
        for section in ("sheet", "reading", "output", "thresholds", "levels"):
            assert f"[{section}]" in shown
            assert all(re.search(rf"(?m)^{name} = ", shown) for name in schema[section]), section
        for aspect in (*ASPECTS, *TOTALS, *COLUMNS):
            assert f"`{aspect}`" in self.PAGE, aspect

    def test_the_mistakes_that_it_shows(self):
        error, hint = mistakes(
            '\n\n[columns]\nhelth_insured = "C"\n\n[reading]\nnumber_style = "fr"\n'
        )
        shown = self.PAGE.partition("```text\n")[2].partition("```")[0].splitlines()
        assert shown[0] == "error: coverage-cli.toml, " + "; ".join(error)
        assert shown[1] == "hint: " + "; ".join(hint)
