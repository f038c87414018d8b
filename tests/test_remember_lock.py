"""The layout lock: what is remembered, and that every drift from it is said, or stops the run with --strict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import SAMPLES, Run, run

from coverage_cli.words import LANGUAGES, load_words

HEADINGS = ["STT", "Mã xã", "Đơn vị", "Dân số", "Hộ gia đình", "BHYT"]
UNITS = [
    ["I", None, "Huyện A", 300, 9, 270],
    ["1", "00101", "Xã Một", 100, 3, 90],
    ["2", "00102", "Xã Hai", 200, 6, 180],
    ["II", None, "Huyện B", 500, 12, 450],
    ["1", "00201", "Xã Ba", 200, 5, 180],
    ["2", "00202", "Xã Bốn", 300, 7, 270],
    [None, None, "Tổng cộng", 800, 21, 720],
]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sheet(folder: Path, rows: list[list[object]], name: str = "bao-cao-2024-05.csv") -> str:
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def remembered(folder: Path) -> str:
    """Remember the layout of May's sheet and return its name."""
    name = sheet(folder, [HEADINGS, *UNITS])
    assert run("init", "--lock", name).code == 0
    (folder / "coverage-cli.toml").unlink()
    return name


def june(folder: Path, rows: list[list[object]]) -> Run:
    return run("compute", sheet(folder, rows, "bao-cao-2024-06.csv"), "-f", "json")


def drift(result: Run) -> list[str]:
    """Return what the drift findings say between the lock's name and what to do."""
    found = [
        entry["message"] for entry in result.report()["findings"] if entry["code"] == "layout-drift"
    ]
    return [message.partition("remembers: ")[2].partition("; look with")[0] for message in found]


def with_column(rows: list[list[object]], at: int, cells: list[object]) -> list[list[object]]:
    return [[*row[:at], cell, *row[at:]] for row, cell in zip(rows, cells, strict=True)]


class TestWhatIsRemembered:
    def test_the_file(self, folder):
        remembered(folder)
        text = (folder / "coverage-cli.lock.json").read_text(encoding="utf-8")
        lock = json.loads(text)
        assert lock["schema"] == "coverage-cli/lock/1"
        (table,) = lock["tables"]
        assert (table["sheet"], table["header_rows"]) == ("", 1)
        assert table["columns"][3] == {"column": "D", "heading": "Dân số", "taken": "population"}
        assert table["units"][1] == {
            "unit": "Xã Một",
            "level": "commune",
            "code": "00101",
            "parent": "Huyện A",
        }
        assert [(total["unit"], total["row"], total["place"]) for total in table["totals"]] == [
            ("Tổng cộng", 8, "after"),
            ("Huyện A", 2, "before"),
            ("Huyện B", 5, "before"),
        ]
        assert len(text.splitlines()) >= 6 + 6 + 3  # one item a line

    def test_months_of_one_sheet_are_one_layout(self, folder):
        assert run("init", "--lock", *sorted(SAMPLES.glob("ninh-binh-2024-0?.xlsx"))).code == 0
        lock = json.loads((folder / "coverage-cli.lock.json").read_text(encoding="utf-8"))
        assert [table["sheet"] for table in lock["tables"]] == ["T*-*"]

    def test_a_project_file_that_is_there_is_kept_and_obeyed(self, folder):
        name = sheet(folder, [HEADINGS, *UNITS])
        (folder / "coverage-cli.toml").write_text(
            '[columns]\nhealth_insured = "Hộ gia đình"\n', encoding="utf-8"
        )
        result = run("init", "--lock", name)
        assert result.code == 0
        assert "stays as it is" in result.err
        assert (folder / "coverage-cli.toml").read_text(encoding="utf-8").startswith("[columns]")
        lock = json.loads((folder / "coverage-cli.lock.json").read_text(encoding="utf-8"))
        assert {"column": "E", "heading": "Hộ gia đình", "taken": "health_insured"} in lock[
            "tables"
        ][0]["columns"]


class TestDrift:
    def test_the_same_sheet_has_none(self, folder):
        remembered(folder)
        assert drift(june(folder, [HEADINGS, *UNITS])) == []

    @pytest.mark.usefixtures("folder")
    def test_months_of_the_sample_have_none(self):
        assert run("init", "--lock", SAMPLES / "ninh-binh-2024-03.xlsx").code == 0
        for month in ("04", "05"):
            result = run("compute", SAMPLES / f"ninh-binh-2024-{month}.xlsx", "--strict", "--quiet")
            assert result.code == 0, result.err

    def test_a_heading_that_moved(self, folder):
        remembered(folder)
        swapped = [[*row[:4], row[5], row[4]] for row in [HEADINGS, *UNITS]]
        assert drift(june(folder, swapped)) == [
            "'Hộ gia đình' moved from E to F, 1 more with it (F → E)"
        ]

    def test_a_new_column_moves_those_behind_it(self, folder):
        remembered(folder)
        rows = with_column([HEADINGS, *UNITS], 4, ["Nam", *[1] * len(UNITS)])
        result = june(folder, rows)
        assert drift(result) == [
            "'Hộ gia đình' moved from E to F, 1 more with it (F → G); new columns (1): E 'Nam'"
        ]
        found = next(
            entry for entry in result.report()["findings"] if entry["code"] == "layout-drift"
        )
        assert (found["severity"], found["cells"]) == ("warning", ["F1", "G1", "E1"])

    def test_only_one_moved(self, folder):
        remembered(folder)
        rows = [[*row[:5], None, row[5]] for row in [HEADINGS, *UNITS]]
        assert drift(june(folder, rows)) == ["'BHYT' moved from F to G"]

    def test_a_column_that_is_gone(self, folder):
        remembered(folder)
        rows = [[*row[:4], row[5]] for row in [HEADINGS, *UNITS]]
        assert drift(june(folder, rows)) == [
            "'BHYT' moved from F to E; missing columns (1): E 'Hộ gia đình'"
        ]

    def test_another_heading_and_what_it_is_taken_for(self, folder):
        remembered(folder)
        rows = [[*HEADINGS[:5], "Lao động có thẻ xanh"], *UNITS]
        (said,) = [
            line.partition("remembers: ")[2]
            for line in run("inspect", sheet(folder, rows, "bao-cao-2024-06.csv")).err.splitlines()
            if "layout-drift" in line
        ]
        assert said.startswith(
            "other headings (1): F 'BHYT' → 'Lao động có thẻ xanh'; columns taken for something else (1): F "
        )

    def test_missing_and_new_units(self, folder):
        remembered(folder)
        rows = [
            HEADINGS,
            *UNITS[:2],
            *UNITS[3:6],
            ["3", "00203", "Xã Năm", 9, 1, 8],
            ["4", "00204", "Xã Sáu", 9, 1, 8],
        ]
        result = june(folder, [*rows, UNITS[6]])
        assert drift(result) == ["new units (2): Xã Năm, Xã Sáu"]
        missing = [one for one in result.report()["findings"] if one["code"] == "unit-missing"]
        assert [(one["severity"], one["unit"]) for one in missing] == [("error", "Xã Hai")]

    def test_a_unit_with_another_name_or_code_is_neither_missing_nor_new(self, folder):
        remembered(folder)
        rows = [list(row) for row in UNITS]
        rows[1][2] = "Xã Nhất"
        rows[2][1] = "00999"
        assert drift(june(folder, [HEADINGS, *rows])) == [
            "renamed units (1): Xã Một → Xã Nhất; units of another code (1): Xã Hai 00102 → 00999"
        ]

    def test_a_spelling_of_the_same_name_is_no_drift(self, folder):
        remembered(folder)
        rows = [list(row) for row in UNITS]
        rows[1][2] = "XÃ  MỘT"
        assert drift(june(folder, [HEADINGS, *rows])) == []

    def test_a_unit_under_another_district(self, folder):
        remembered(folder)
        rows = [HEADINGS, UNITS[0], UNITS[1], *UNITS[3:6], UNITS[2], UNITS[6]]
        said = drift(june(folder, rows))
        assert said[0] == "units under another one (1): Xã Hai: Huyện A → Huyện B"
        assert said[1] == "units out of their old order (1): Xã Hai"

    def test_the_order(self, folder):
        remembered(folder)
        rows = [HEADINGS, *UNITS[3:6], *UNITS[0:3], UNITS[6]]
        assert drift(june(folder, rows)) == [
            "units out of their old order (3): Huyện A, Xã Một, Xã Hai"
        ]

    def test_totals(self, folder):
        remembered(folder)
        rows = [list(row) for row in UNITS]
        rows[3][3:] = [None, None, None]
        assert drift(june(folder, [HEADINGS, rows[6], *rows[:6]])) == [
            "missing totals (1): Huyện B; totals on the other side of their parts (1): Tổng cộng (8 → 2)"
        ]

    def test_heading_rows_and_the_name_of_the_sheet(self, folder):
        assert run("init", "--lock", SAMPLES / "ninh-binh-2024-05.xlsx").code == 0
        (folder / "empty.toml").touch()
        bare = ("--project", "empty.toml")
        said = " ".join(
            drift(run("compute", SAMPLES / "nho-quan-2024-05.xls", "-f", "json", *bare))
        )
        assert "missing columns (2): H 'BHTN', N 'Ghi chú'" in said
        assert "missing units (124): " in said
        assert "+119" in said
        assert "the sheet is called 'BHYT-BHXH', not 'T*-*'" in said
        said = " ".join(
            drift(run("compute", SAMPLES / "ninh-binh-2024-05-en.csv", "-f", "json", *bare))
        )
        assert "heading rows: 1 instead of 3" in said

    def test_a_sheet_that_is_missing_or_new(self, folder):
        a = sheet(folder, [HEADINGS, *UNITS[:3]], "a-2024-05.csv")
        other = [
            ["STT", "Mã xã", "Đơn vị", "Dân số", "BHYT"],
            ["1", "00901", "Xã X", 10, 9],
            ["2", "00902", "Xã Y", 10, 9],
        ]
        b = sheet(folder, other, "b-2024-05.csv")
        assert run("init", "--lock", a, b).code == 0
        assert drift(run("compute", a, b, "-f", "json")) == []
        assert drift(run("compute", a, "-f", "json")) == ["missing sheets (1): Xã X …"]


class TestStrict:
    def test_it_stops_before_anything_is_written(self, folder):
        remembered(folder)
        name = sheet(folder, [HEADINGS, *UNITS[:6]], "bao-cao-2024-06.csv")
        (folder / "report.csv").write_text("last month's", encoding="utf-8")
        result = run("compute", name, "--strict", "-o", "report.csv")
        assert result.code == 3
        assert result.out == ""
        assert result.err.splitlines()[0] == (
            "error: not laid out as coverage-cli.lock.json remembers, so nothing was computed: "
            "in bao-cao-2024-06.csv missing totals (1): Tổng cộng"
        )
        assert "init --lock" in result.err.splitlines()[1]
        assert (folder / "report.csv").read_text(encoding="utf-8") == "last month's"
        assert run("inspect", name, "--strict").code == 3

    def test_it_lets_pass_what_has_not_drifted(self, folder):
        assert run("compute", remembered(folder), "--strict").code == 0

    def test_relocking_ends_the_drift(self, folder):
        remembered(folder)
        name = sheet(folder, [HEADINGS, *UNITS[:6]], "bao-cao-2024-06.csv")
        assert run("compute", name, "--strict").code == 3
        assert run("init", "--lock", name).code == 0
        assert run("compute", name, "--strict").code == 0

    def test_without_a_lock_there_is_nothing_to_be_strict_about(self, folder):
        result = run("compute", sheet(folder, [HEADINGS, *UNITS]), "--strict")
        assert result.code == 2
        assert "init --lock" in result.err

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_in_each_language(self, lang, folder):
        remembered(folder)
        name = sheet(folder, [HEADINGS, *UNITS[:2], *UNITS[3:]], "bao-cao-2024-06.csv")
        result = run("compute", name, "--strict", "--lang", lang)
        assert result.code == 3
        assert (
            load_words(lang).label("drift_units_missing", count=1, names=("Xã Hai",)) in result.err
        )


class TestTheFile:
    def test_it_is_named_or_found_beside_the_project_file_or_above(self, folder, monkeypatch):
        name = remembered(folder)
        (folder / "sub").mkdir()
        (folder / "other.json").write_text(
            (folder / "coverage-cli.lock.json").read_text("utf-8"), "utf-8"
        )
        monkeypatch.chdir(folder / "sub")
        assert run("compute", f"../{name}", "--strict").code == 0
        (folder / "coverage-cli.lock.json").unlink()
        assert run("compute", f"../{name}", "--strict").code == 2
        assert run("compute", f"../{name}", "--strict", "--lock", "../other.json").code == 0
        assert run("compute", f"../{name}", "--lock", "none.json").code == 2

    @pytest.mark.parametrize(
        "content",
        [b"", b"[]", b"{", b'{"schema": "other/1"}', b'{"schema": "coverage-cli/lock/1", "tables": [{}]}', b"\xff\xfe",
         b'{"schema": "coverage-cli/lock/1", "tables": 3}', b"[" * 100_000],
    )  # fmt: skip
    def test_one_that_is_not_ours_is_refused(self, content, folder):
        name = remembered(folder)
        (folder / "coverage-cli.lock.json").write_bytes(content)
        result = run("compute", name)
        assert result.code == 2
        assert len(result.err.splitlines()) == 2
        assert "coverage-cli.lock.json" in result.err

    def test_without_a_lock_no_json_is_loaded(self):
        from test_house import loaded_by

        assert "json" not in loaded_by(
            "compute", str(SAMPLES / "ninh-binh-2024-05.xlsx"), "--format", "plain"
        )
