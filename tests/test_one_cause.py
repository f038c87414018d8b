"""Findings with one cause are told as one: totals that leave out their parts stored as text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from coverage_cli import compute

pytestmark = pytest.mark.filterwarnings("ignore::coverage_cli.CoverageWarning")
COUNTS = [4_512, 5_377, 18_345, 6_604, 2_118]


def findings_of(
    folder: Path, texts: dict[int, str], total: int
) -> list[tuple[str, tuple[str, ...]]]:
    """Return (code, cells) for a sheet some of whose counts are texts."""
    book = Workbook()
    book.active.append(["Huyện Gia Viễn tháng 5/2024"])
    book.active.append(["Xã", "Dân số", "Số người tham gia BHYT"])
    for at, count in enumerate(COUNTS):
        book.active.append([f"Gia {'ABCDE'[at]}", count * 10 // 9, texts.get(at, count)])
    book.active.append(["Tổng cộng", sum(each * 10 // 9 for each in COUNTS), total])
    stored = BytesIO()
    book.save(stored)
    path = folder / "a.xlsx"
    path.write_bytes(stored.getvalue())
    return sorted((one["code"], one["cells"]) for one in compute(path).findings)


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        ({2: "18.345"}, ("C5", "C8")),
        ({2: "18345 (*)"}, ("C5", "C8")),
        ({0: " 4512", 4: "2 118"}, ("C3", "C7", "C8")),
    ],
)
def test_a_total_without_its_text_cells_is_told_once(tmp_path, texts, cells) -> None:
    total = sum(count for at, count in enumerate(COUNTS) if at not in texts)
    assert findings_of(tmp_path, texts, total) == [("total-mismatch", cells)]


def test_a_total_that_is_off_by_something_else_stays_two_findings(tmp_path) -> None:
    told = findings_of(tmp_path, {2: "18.345"}, sum(COUNTS) - 345)
    assert told == [("number-as-text", ("C5",)), ("total-mismatch", ("C8", "C3", "C7"))]


def test_a_right_total_leaves_the_note_alone(tmp_path) -> None:
    told = findings_of(tmp_path, {2: "18.345"}, sum(COUNTS))
    assert told == [("number-as-text", ("C5",))]
