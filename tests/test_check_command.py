"""`coverage check` through the real program: rules worst first, people, cells, exit codes, the list to send back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from program import SAMPLES, run

MAY, APRIL = SAMPLES / "ninh-binh-2024-05.xlsx", SAMPLES / "ninh-binh-2024-04.xlsx"
HEAD = ["Unit", "Population", "Enrolled", "Note"]
FAULTY = [HEAD, ["A", 1000, "about 900", "x"], ["B", 2000, 2100, None], ["C", 3000, None, None],
          ["D", 4000, -3, None], ["E", 5000, 5600, None], ["F", 6000, 5000, None]]  # fmt: skip


def sheet(path: Path, rows=FAULTY, name="T5") -> Path:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def checked(*arguments) -> tuple[int, dict]:
    result = run("check", *arguments, "--format", "json")
    told = json.loads(result.out)
    assert told["schema"] == "coverage-cli/check/1"
    return result.code, told


def rules(told: dict) -> dict[str, dict]:
    return {rule["code"]: rule for rule in told["rules"]}


@pytest.fixture
def faulty(tmp_path):
    return sheet(tmp_path / "faulty.xlsx")


class TestRules:
    def test_worst_first_and_among_equals_those_of_most_people(self, faulty):
        _, told = checked(faulty)
        assert [(rule["severity"], rule["code"]) for rule in told["rules"]] == [
            ("error", "negative-count"), ("error", "not-a-number"), ("warning", "over-100"), ("warning", "missing-value"),
            ("info", "unconfirmed"),
        ]  # fmt: skip
        assert told["counts"] == {"error": 2, "warning": 2, "info": 1}

    def test_people_are_those_of_the_units_concerned(self, faulty):
        over = rules(checked(faulty)[1])["over-100"]
        assert (over["count"], over["units"], over["people"], over["people_apart"]) == (
            2,
            2,
            7000,
            700,
        )

    def test_every_cell_is_told_with_its_unit_heading_and_content(self, faulty):
        [finding] = rules(checked(faulty)[1])["over-100"]["findings"]
        assert finding["affected"] == [
            {
                "cell": "C3",
                "heading": ["Enrolled"],
                "stored": 2100,
                "stored_as": "number",
                "unit": "B",
                "within": {"district": "Total", "commune": "B"},
            },
            {
                "cell": "C6",
                "heading": ["Enrolled"],
                "stored": 5600,
                "stored_as": "number",
                "unit": "E",
                "within": {"district": "Total", "commune": "E"},
            },
        ]

    def test_a_unit_in_two_periods_is_one_unit_and_a_district_counts_its_communes(self):
        told = rules(checked(APRIL, MAY)[1])["target-differs"]
        assert told["units"] == 9
        assert told["people"] == 989_533  # the province's, in whose population the districts' are

    def test_a_unit_without_population_has_no_people_living_there(self, tmp_path):
        rows = [
            ["Unit", "Population", "Enrolled"],
            ["A", 1000, 900],
            ["B", None, 1240],
            ["C", 3000, None],
        ]
        told = rules(checked(sheet(tmp_path / "office.xlsx", rows))[1])["missing-value"]
        assert (told["units"], told["people"], told["people_known_units"]) == (2, 3000, 1)

    def test_what_to_do_is_told(self, faulty):
        assert "type the number alone" in rules(checked(faulty)[1])["not-a-number"]["what_to_do"]

    def test_a_list_that_serves_two_months_is_not_told_twice(self):
        both = checked(APRIL, MAY, "--targets", SAMPLES / "ninh-binh-2024-targets.xlsx")[1]
        messages = [finding["message"] for rule in both["rules"] for finding in rule["findings"]]
        cells = [
            (f["code"], f["file"], f["sheet"], tuple(f["cells"]), f["message"])
            for r in both["rules"]
            for f in r["findings"]
        ]
        assert len(cells) == len(set(cells)) == len(messages)


class TestAsFarAsPossible:
    def test_without_a_denominator_the_rest_is_checked(self, tmp_path):
        rows = [[row[0], *row[2:]] for row in (FAULTY[0], *reversed(FAULTY[1:]))]
        code, told = checked(sheet(tmp_path / "x.xlsx", rows))
        assert code == 1
        assert {"negative-count", "missing-value"} <= set(rules(told))
        assert "denominator" in told["not_computed"]["error"]
        assert "--population" in told["not_computed"]["hint"]

    def test_a_sheet_without_faults_of_which_nothing_can_be_computed_is_no_success(self, tmp_path):
        rows = [["Xã", "Tham gia BHYT"], ["Xã A", 900], ["Xã B", 800]]
        code, told = checked(sheet(tmp_path / "x.xlsx", rows))
        assert (code, "denominator" in told["not_computed"]["error"]) == (3, True)

    def test_tables_that_contradict_each_other_are_checked_one_by_one(self, tmp_path):
        other = [HEAD, *([row[0], row[1] + 7, *row[2:]] for row in FAULTY[1:])]
        code, told = checked(sheet(tmp_path / "a.xlsx"), sheet(tmp_path / "b.xlsx", other))
        assert code == 1
        assert rules(told)["tables-differ"]["findings"][0]["count"] == 6
        assert {Path(f["file"]).name for f in rules(told)["over-100"]["findings"]} == {
            "a.xlsx",
            "b.xlsx",
        }

    def test_a_refused_input_is_a_finding_among_others(self, faulty, tmp_path):
        broken = tmp_path / "broken.xlsx"
        broken.write_bytes(b"PK\x03\x04 cut off")
        code, told = checked(faulty, broken)
        assert code == 5
        [finding] = rules(told)["file-skipped"]["findings"]
        assert (finding["severity"], Path(finding["file"]).name) == ("error", "broken.xlsx")

    def test_no_table_at_all_is_refused(self, tmp_path):
        path = tmp_path / "x.csv"
        path.write_text("hello\n", encoding="utf-8")
        result = run("check", path)
        assert (result.code, result.out) == (3, "")
        assert result.err.startswith("error: ")


class TestExitCodes:
    def test_an_error_is_1_by_default_and_the_report_is_printed(self, faulty):
        result = run("check", faulty)
        assert result.code == 1
        assert "[negative-count]" in result.out
        assert result.err == ""

    def test_a_warning_alone_is_0_by_default(self):
        assert run("check", APRIL).code == 0

    @pytest.mark.parametrize(("condition", "code"), [("error", 0), ("warning", 1), ("short", 1)])
    def test_fail_on_changes_that(self, condition, code):
        assert run("check", APRIL, "--fail-on", condition).code == code

    def test_only_what_is_named_counts(self, faulty):
        assert run("check", faulty, "--fail-on", "short").code == 0  # no targets, so none is short

    @pytest.mark.parametrize(
        "more", [("--format", "xlsx"), ("-o", "faults.pdf"), ("--fail-on", "all")]
    )
    def test_wrong_use(self, more):
        assert run("check", APRIL, *more).code == 2


class TestText:
    def test_a_rule_is_a_block_of_its_own(self, faulty):
        out = run("check", faulty).out
        assert out.startswith(
            "files: 1 · tables: 1 · units: 7 · errors: 2 · warnings: 2 · notes: 1\n"
        )
        assert "warning · more covered than there are [over-100]\n" in out
        assert (
            "cells or rows: 2 · units: 2 · people living there: 7,000 · people apart: 700\n" in out
        )
        assert "also: C6 E 5600\n" in out

    @pytest.mark.parametrize("form", [(), ("--format", "json")])
    def test_quiet_changes_nothing_of_what_is_reported(self, faulty, form):
        assert run("check", faulty, "--quiet", *form).out == run("check", faulty, *form).out

    def test_vietnamese(self, faulty):
        assert (
            "Cách xử lý: nhập số, ghi 0 nếu thật sự không có ai"
            in run("check", faulty, "--lang", "vi").out
        )

    def test_nothing_to_report_is_said(self, tmp_path):
        rows = [HEAD, ["A", 1000, 900, None], ["B", 2000, 1800, None], ["Total", 3000, 2700, None]]
        out = run("check", sheet(tmp_path / "x.xlsx", rows)).out
        assert "confirmed by 2 printed totals\n" in out
        assert "nothing to report" in out


class TestFaultList:
    @pytest.fixture
    def listed(self, faulty, tmp_path):
        target = tmp_path / "faults.xlsx"
        result = run("check", faulty, "-o", target, "--lang", "vi")
        assert result.code == 1
        return openpyxl.load_workbook(io.BytesIO(target.read_bytes()))

    def test_a_cell_a_row_in_the_order_of_the_sheet_with_room_for_the_answer(self, listed):
        rows = [[cell.value for cell in row] for row in listed.worksheets[1].iter_rows(min_row=4)]
        assert rows[0][:6] == [
            "Ô",
            "Đơn vị",
            "Tiêu đề cột",
            "Hiện đang ghi",
            "Sai ở đâu",
            "Giá trị đúng",
        ]
        assert rows[0][8:] == ["Tệp", "Trang tính"]
        assert [(row[0], row[1], row[3] or None) for row in rows[1:]] == [
            ("C2", "A", "about 900"), ("C3", "B", 2100), ("C4", "C", None), ("C5", "D", -3), ("C6", "E", 5600),
        ]  # fmt: skip
        assert {row[5] for row in rows[1:]} == {None}
        assert all(row[4] and row[6] for row in rows[1:])

    def test_what_is_wrong_speaks_of_the_cell_itself(self, listed):
        wrong = {row[0].value: row[4].value for row in listed.worksheets[1].iter_rows(min_row=5)}
        assert "2.100" in wrong["C3"]
        assert "2.100" not in wrong["C6"]

    def test_each_cell_leads_to_itself(self, listed):
        links = [row[0].hyperlink for row in listed.worksheets[1].iter_rows(min_row=5)]
        assert [link.target for link in links] == ["faulty.xlsx"] * 5
        assert links[0].location == "'T5'!C2"

    def test_it_can_be_filtered_and_printed(self, listed):
        page = listed.worksheets[1]
        assert page.auto_filter.ref == "A4:J9"
        assert page.print_area == "'Cần sửa'!$A$1:$F$9"
        assert page.print_title_rows == "$4:$4"
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.freeze_panes == "A5"

    def test_the_rules_stand_on_a_sheet_of_their_own(self, listed):
        codes = [row[6].value for row in listed.worksheets[2].iter_rows(min_row=2)]
        assert codes == ["negative-count", "not-a-number", "over-100", "missing-value"]

    def test_files_are_kept_together(self, tmp_path):
        first, second = sheet(tmp_path / "b.xlsx"), sheet(tmp_path / "a.xlsx", FAULTY, "T6")
        target = tmp_path / "out" / "faults.xlsx"
        target.parent.mkdir()
        run("check", first, second, "-o", target)
        page = openpyxl.load_workbook(target).worksheets[1]
        rows = list(page.iter_rows(min_row=5))
        files = [Path(row[9].value).name for row in rows if row[9].value]
        assert next(row[0].value for row in rows if row[9].value) == "a.xlsx [T6]"
        assert files == sorted(files)
        assert len(page.row_breaks.brk) == len(set(files)) - 1 + any(
            not row[9].value for row in rows
        )

    def test_the_same_input_gives_the_same_bytes(self, faulty, tmp_path):
        for name in ("one.xlsx", "two.xlsx"):
            run("check", faulty, "-o", tmp_path / name)
        assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()

    def test_text_that_looks_like_a_formula_stays_text(self, tmp_path):
        rows = [HEAD, ["A", 1000, '=HYPERLINK("http://x")', None], ["B", 2000, 1800, None]]
        path = tmp_path / "x.csv"
        path.write_text(
            "\n".join(";".join(str(cell or "") for cell in row) for row in rows), encoding="utf-8"
        )
        run("check", path, "-o", tmp_path / "faults.xlsx")
        [row] = (
            openpyxl.load_workbook(tmp_path / "faults.xlsx")
            .worksheets[1]
            .iter_rows(min_row=5, max_row=5)
        )
        assert (row[3].value, row[3].data_type) == ('=HYPERLINK("http://x")', "s")

    def test_an_input_is_never_overwritten(self, faulty):
        before = faulty.read_bytes()
        assert run("check", faulty, "-o", faulty).code == 4
        assert faulty.read_bytes() == before

    def test_notes_are_no_faults_unless_asked_for(self, tmp_path):
        run("check", MAY, "-o", tmp_path / "few.xlsx")
        run("check", MAY, "-o", tmp_path / "all.xlsx", "--verbose")
        few, more = (
            openpyxl.load_workbook(tmp_path / name).worksheets[1].max_row
            for name in ("few.xlsx", "all.xlsx")
        )
        assert few < more

    def test_json_and_text_files(self, faulty, tmp_path):
        run("check", faulty, "-o", tmp_path / "x.json")
        run("check", faulty, "-o", tmp_path / "x.txt")
        assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["counts"]["error"] == 2
        assert "[over-100]" in (tmp_path / "x.txt").read_text(encoding="utf-8")
