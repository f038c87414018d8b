"""Codes that are numbers and lost the zeros before them."""

from __future__ import annotations

import pytest
from program import compute


def sheet(folder, heading, codes):
    path = folder / "sheet.xlsx"
    from openpyxl import Workbook

    book = Workbook()
    book.active.append([heading, "Xã", "Dân số", "BHYT"])
    for at, code in enumerate(codes):
        book.active.append([code, f"Xã {chr(65 + at)}{at}a", 5_000 + 37 * at, 4_500 + 31 * at])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("heading", "codes", "said"),
    [
        ("Mã xã", [163, 160, 166, 169], 4),
        ("Mã xã", ["00160", 163, "00166", 13], 2),
        ("Mã xã", [14412, 14416, 14419, 14420], 0),
        ("Mã xã", ["160", "163", "166", "169"], 0),
        ("Mã xã", [1, 2, 3, 4], 0),
        ("Mã số", [163, 160, 166, 169], 0),
        ("Ward code", [163, 160, 166, 169], 0),
    ],
)
def test_zeros_lost_are_said_where_the_country_s_codes_have_so_many_digits(
    heading, codes, said, tmp_path
):
    found = compute(sheet(tmp_path, heading, codes)).report()["findings"]
    assert sum(one["count"] for one in found if one["code"] == "code-shortened") == said
