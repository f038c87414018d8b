"""What an INPUT stands for: files, folders and patterns, in a fixed order, and what is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from program import run

from coverage_cli.errors import UnreadableInput
from coverage_cli.read import find_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = (
        "b.xlsx",
        "A.XLS",
        "c.csv",
        "notes.txt",
        "~$b.xlsx",
        "._b.xlsx",
        ".~lock.b.xlsx#",
        "d.csv.part",
    )
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "e.ods").write_bytes(b"x")
    return tmp_path


def names_of(paths: list[str]) -> list[str]:
    return [Path(path).name for path in paths]


def test_folder_is_searched_sorted_and_not_deeper(folder: Path) -> None:
    paths, findings = find_inputs([str(folder)])
    assert names_of(paths) == ["A.XLS", "b.xlsx", "c.csv"]
    assert {finding.values["name"] for finding in findings} == {
        "~$b.xlsx",
        "._b.xlsx",
        ".~lock.b.xlsx#",
        "d.csv.part",
    }
    assert {(finding.code, finding.variant, finding.severity) for finding in findings} == {
        ("file-skipped", "owner-file", "info")
    }


def test_pattern_reaches_into_sub_folders(folder: Path) -> None:
    assert names_of(find_inputs([str(folder / "**" / "*.ods")])[0]) == ["e.ods"]
    assert names_of(find_inputs([str(folder / "[bc].*")])[0]) == ["b.xlsx", "c.csv"]


def test_files_come_by_name_whatever_order_is_given_and_count_once(folder: Path) -> None:
    given = [str(folder / "c.csv"), str(folder), str(folder / "sub" / ".." / "b.xlsx"), "-"]
    for order in (given, given[::-1], given[2:] + given[:2]):
        assert names_of(find_inputs(order)[0]) == ["-", "A.XLS", "b.xlsx", "c.csv"]


def test_a_file_named_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "report[1].xlsx").write_bytes(b"x")
    (tmp_path / "report1.xlsx").write_bytes(b"x")
    assert names_of(find_inputs([str(tmp_path / "report[1].xlsx")])[0]) == ["report[1].xlsx"]


def test_any_suffix_is_taken_when_named(folder: Path) -> None:
    assert names_of(find_inputs([str(folder / "notes.txt")])[0]) == ["notes.txt"]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("missing.xlsx", "input-missing"),
        ("no-*.xlsx", "pattern-without-match"),
        ("notes.*", "pattern-without-match"),
        ("sub/empty", "folder-without-spreadsheets"),
        ("~$b.xlsx", "input-owner-file"),
        ("http://example.org/a.xlsx", "input-not-local"),
        ("file:///etc/passwd", "input-not-local"),
        ("a\0.xlsx", "input-missing"),
        ("n" * 5000, "input-unreadable"),
    ],
)
def test_what_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, given: str, key: str
) -> None:
    (folder / "sub" / "empty").mkdir()
    monkeypatch.chdir(folder)
    with pytest.raises(UnreadableInput) as caught:
        find_inputs([given])
    assert caught.value.key == key
    assert caught.value.values["file"] == given


def test_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")
    with pytest.raises(UnreadableInput):
        find_inputs([str(tmp_path / "loop.xlsx")])


@pytest.mark.parametrize("name", ["summary.xlsx", "summary.csv", "summary.tsv"])
@pytest.mark.parametrize("command", ["compute", "gaps"])
def test_a_report_of_ours_in_the_folder_is_no_input_of_the_next_night(tmp_path, command, name):
    (tmp_path / "may.csv").write_text(
        "Xã,Dân số,Tham gia BHYT\nXa P,1000,900\nXa Q,1000,800\n", "utf-8"
    )
    first = run(command, tmp_path, "--period", "2024-05", "--target", "95", "--format", "json")
    assert (
        run(command, tmp_path, "--period", "2024-05", "--target", "95", "-o", tmp_path / name).code
        == 0
    )
    again = run(command, tmp_path, "--period", "2024-05", "--target", "95", "--format", "json")
    assert (again.code, again.report()["rows"]) == (0, first.report()["rows"])
    assert [
        at["file"].rpartition("/")[2]
        for at in again.report()["findings"]
        if at["code"] == "file-skipped"
    ] == [name]


def test_a_folder_of_our_reports_alone_holds_no_input(tmp_path):
    (tmp_path / "a.csv").write_text(
        "Xã,Dân số,Tham gia BHYT\nXa P,1000,900\nXa Q,1000,800\n", "utf-8"
    )
    assert run("compute", tmp_path, "-o", tmp_path / "b.csv").code == 0
    (tmp_path / "a.csv").unlink()
    assert (
        run("compute", tmp_path).code,
        "expecting spreadsheets" in run("compute", tmp_path).err,
    ) == (3, True)


def test_a_workbook_of_ours_that_an_office_filled_in_is_read(tmp_path):
    (tmp_path / "may.csv").write_text(
        "Xã,Dân số,Tham gia BHYT\nXa P,1000,900\nXa Q,1000,800\n", "utf-8"
    )
    assert run("check", tmp_path / "may.csv", "-o", tmp_path / "form.xlsx").code in (0, 1)
    (tmp_path / "may.csv").unlink()
    book = load_workbook(tmp_path / "form.xlsx")
    counts = book.create_sheet("Số liệu", 0)
    for row in (["Xã", "Dân số", "Tham gia BHYT"], ["Xã M", 2000, 1500], ["Xã N", 3000, 2400]):
        counts.append(row)
    for other in book.worksheets[1:]:
        del book[other.title]
    book.properties.lastModifiedBy = "Phòng BHXH"
    book.save(tmp_path / "form.xlsx")
    made = run("compute", tmp_path, "--format", "json")
    assert (made.code, made.report()["rows"][0]["numerator"]) == (0, 3900)
