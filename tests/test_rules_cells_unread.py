"""Every cell with a name or a figure ends in a bucket; what is in none is said where a count or a name is among it."""

import json

import pytest
from grids import VOCABULARY, grid, reading, table
from program import SAMPLES, run

from coverage_cli.model import Units
from coverage_cli.rules import cells_unread
from coverage_cli.rules.cells_unread import accounted

TYPES = [word for word, _ in VOCABULARY.types]
HEAD = ["STT", "Đơn vị", "Dân số", "BHYT"]


def unread(rows, *merged, **told):
    made = table(rows, *merged, **told)
    return [
        (at.variant, at.cells)
        for at in cells_unread.judge([made], reading(rows, *merged, **told).columns, TYPES)
    ]


@pytest.mark.parametrize(
    ("head", "district", "commune"),
    [
        (HEAD, "Huyện Yên Khánh", "Xã Khánh"),
        (["No", "Commune", "Population", "Health insured"], "District Northam", "Commune N"),
        (["Nr.", "Gemeinde", "Einwohner", "Krankenversicherte"], "Landkreis Vechta", "Gemeinde V"),
    ],
)
def test_a_district_s_name_in_a_column_that_nobody_understood_is_said(head, district, commune):
    rows = [
        [*head, "X-2"],
        *([at, f"{commune}{at}", 1000 + at, 900 + at, None] for at in range(1, 5)),
    ]
    rows[2][4] = district
    assert unread(rows) == [("names", ("E3",))]


@pytest.mark.parametrize("at", [3, 4])
def test_a_column_of_counts_without_a_heading_is_said(at):
    rows = [
        [*HEAD, "Ghi chú"],
        *([row, f"Xã {row}A", 1000 + row, 900 + row, "x"] for row in range(1, 5)),
    ]
    for row, cells in enumerate(rows):
        cells.insert(at, 500 + row if row else None)
    assert unread(rows) == [("counts", (f"{'ABCDE'[at]}2",))]


def test_sums_scribbled_beside_the_table_are_outside():
    rows = [
        [*HEAD, None, None],
        *([at, f"Xã {at}A", 1000 + at, 900 + at, None, 100 + at] for at in range(1, 5)),
    ]
    assert unread(rows) == []


@pytest.mark.parametrize("filler", [None, " ", 3, "x", 0.5])
def test_blanks_marks_ranks_and_shares_without_a_heading_are_none(filler):
    rows = [
        [*HEAD, None, "Ghi chú"],
        *([at, f"Xã {at}A", 1000 + at, 900 + at, filler, "x"] for at in range(1, 5)),
    ]
    assert unread(rows) == []


@pytest.mark.parametrize(
    "text",
    [
        "Xã đạt chuẩn",
        "xã nông thôn mới",
        "Huyện",
        "tốt",
        "đã kiểm tra",
        "Xã 1A",
        "thuộc Huyện Nho Quan",
    ],
)
def test_remarks_and_known_units_are_no_unread_names(text):
    rows = [
        [*HEAD, "Phân loại"],
        *([at, f"Xã {at}A", 1000 + at, 900 + at, None] for at in range(1, 5)),
    ]
    rows[2][4] = text
    assert unread(rows) == []


@pytest.mark.parametrize("written", ["once", "every row"])
@pytest.mark.parametrize(
    "names",
    [("Normouth District", "Holbury Region"), ("BHXH Kỳ Sơn", "Vùng cao"), ("Ober", "Unter")],
)
def test_groups_in_a_column_left_of_the_names_that_nobody_used_are_said(written, names):
    rows = [["STT", "Zweig Q", *HEAD[1:]]]
    rows += [[at, names[at > 3], f"Xã {at}A", 1000 + at, 900 + at] for at in range(1, 7)]
    if written == "once":
        for row in (2, 3, 5, 6):
            rows[row][1] = None
    made = table(rows)
    beside = next((column for column in made.columns if column.index == 1), None)
    found = unread(rows)
    assert found == ([("names", ("B2", "B5"))] if beside and beside.role == "other" else [])


@pytest.mark.parametrize(
    "marks",
    ["xxxxxx", ["a1", "b2", "c3", "d4", "e5", "f6"], ["new", "old", "new", "old", "new", "old"]],
)
def test_marks_left_of_the_names_group_nothing(marks):
    rows = [["STT", "Zweig Q", *HEAD[1:]]]
    rows += [[at, mark, f"Xã {at}A", 1000 + at, 900 + at] for at, mark in enumerate(marks, 1)]
    assert unread(rows) == []


def test_a_row_of_counts_that_is_neither_a_unit_nor_left_out_is_said():
    rows = [HEAD, *([at, f"Xã {at}A", 1000 + at, 900 + at] for at in range(1, 6))]
    made = table(rows)
    lost = next(unit for unit in made.units if unit.row == 3)
    units = Units.of(unit for unit in made.units if unit is not lost)
    (finding,) = cells_unread.judge([made._replace(units=units)], reading(rows).columns, TYPES)
    assert (finding.code, finding.variant, finding.cells) == ("cells-unread", "", ("C4", "D4"))
    assert finding.severity == "warning"


def test_rows_that_number_the_columns_or_repeat_the_heading_are_headings():
    rows = [HEAD, ["A", "B", 1, 2], *([at, f"Xã {at}A", 1000 + at, 900 + at] for at in range(1, 4))]
    rows += [HEAD, *([at, f"Xã {at}B", 1000 + at, 900 + at] for at in range(4, 7))]
    assert unread(rows) == []
    assert accounted([table(rows)], reading(rows).columns)["heading"] == 12


def test_every_cell_is_counted_in_one_bucket():
    rows = [["BÁO CÁO BHYT"], [], [*HEAD, "Tỷ lệ bao phủ BHYT (%)", "Số hộ", "Ghi chú"]]
    rows += [[at, f"Xã {at}A", 1000, 900, 90.0, 300, "x"] for at in range(1, 4)]
    rows += [[], ["", "Người lập biểu"]]
    counted = accounted([table(rows)], reading(rows).columns)
    assert counted == {
        "heading": 7,
        "label": 6,
        "used": 6,
        "compared": 3,
        "other": 3,
        "note": 4,
        "title": 1,
    }
    cells = sum(cell not in (None, "") for row in grid(rows).rows for cell in row)
    assert sum(counted.values()) == cells


def test_hidden_rows_told_to_be_left_out_are_outside():
    rows = [HEAD, *([at, f"Xã {at}A", 1000 + at, 900 + at] for at in range(1, 5))]
    sheet = grid(rows, hidden_rows=frozenset({2}))
    made = table(sheet, hidden="exclude")
    assert cells_unread.judge([made], made.columns, TYPES) == []


@pytest.mark.parametrize(
    "name", ["ninh-binh-2024-05.xlsx", "nho-quan-2024-05.xls", "ninh-binh-2024-05-en.csv"]
)
def test_nothing_of_the_samples_is_unread(name):
    result = run("inspect", SAMPLES / name, "--format", "json")
    assert "cells-unread" not in result.err
    assert all("unread" not in one["cells"] for one in json.loads(result.out)["tables"])


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_it_is_said_in_every_language(tmp_path, lang):
    path = tmp_path / "t.csv"
    path.write_text(
        "STT,Đơn vị,Dân số,BHYT,Q\n1,Xã A,1000,900,Huyện Kim Sơn\n2,Xã B,2000,1800,\n",
        encoding="utf-8",
    )
    result = run("compute", path, "--lang", lang)
    assert result.code == 0
    assert "[cells-unread]" in result.err
    assert "'Huyện Kim Sơn' (E2)" in result.err
