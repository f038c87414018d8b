"""Pre-Unicode Vietnamese text (TCVN3, fonts .Vn*) -> Unicode, before anyone reads a heading.

The font of a cell is the reliable sign; where a format tells no fonts, a sheet is TCVN3 only if converting it turns
words into common Vietnamese ones and it holds no Vietnamese letters of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.model import Finding, Grid, Value, cell_name
from coverage_cli.spelling import key

# TCVN 5712:1993 (VN3, "ABC"), each byte as the Latin-1 character that programs show without the font.
_RUNS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = str.maketrans({chr(first + at): letter for first, run in _RUNS.items() for at, letter in enumerate(run)})
# Words that stand on every sheet and hold a letter that the conversion changes.
_COMMON = frozenset(
    [
        "tỉnh",
        "huyện",
        "xã",
        "phường",
        "thị",
        "trấn",
        "thành",
        "phố",
        "số",
        "người",
        "dân",
        "tổng",
        "cộng",
        "bảo",
        "hiểm",
        "tế",
        "tỷ",
        "lệ",
        "đơn",
        "vị",
        "đồng",
        "hợp",
        "kế",
        "hoạch",
        "chỉ",
        "tiêu",
        "tháng",
        "năm",
        "hội",
        "báo",
        "cáo",
        "đến",
        "thực",
        "hiện",
        "tự",
        "nguyện",
        "bắt",
        "buộc",
        "toàn",
        "ghi",
        "chú",
        "lập",
        "biểu",
        "giám",
        "đốc",
        "phần",
        "hộ",
        "đình",
    ]
)
_ENOUGH = 3


def decode(grid: Grid) -> tuple[Grid, list[Finding]]:
    """Return the grid with its old-encoded texts in Unicode, and a finding where there were any."""
    if grid.legacy:
        return _by_font(grid)
    if not _is_suspect(grid) or not _reads_better(grid):
        return grid, []
    rows = [[_converted(value) for value in row] for row in grid.rows]
    cells = [(r, c) for r, row in enumerate(grid.rows) for c, value in enumerate(row) if rows[r][c] != value]
    return grid._replace(rows=rows), [_finding(grid, cells, "words")]


def tcvn3_to_unicode(text: str) -> str:
    """Convert a TCVN3 text, its bytes shown as Latin-1.

    >>> tcvn3_to_unicode("X· §ång Phong"), tcvn3_to_unicode("Tû lÖ")
    ('Xã Đồng Phong', 'Tỷ lệ')
    """
    return text.translate(TCVN3)


def _by_font(grid: Grid) -> tuple[Grid, list[Finding]]:
    rows = [list(row) for row in grid.rows]
    cells = []
    for (row, column), encoding in sorted(grid.legacy.items()):
        value = rows[row][column]
        if encoding.startswith("tcvn3") and isinstance(value, str):
            text = tcvn3_to_unicode(value)
            rows[row][column] = text.upper() if encoding == "tcvn3-capitals" else text
            cells.append((row, column))
    return grid._replace(rows=rows, legacy={}), [_finding(grid, cells, "font")] if cells else []


def _converted(value: Value) -> Value:
    return tcvn3_to_unicode(value) if type(value) is str and not value.isascii() else value


def _finding(grid: Grid, cells: Sequence[tuple[int, int]], variant: str) -> Finding:
    first = tuple(cell_name(row, column) for row, column in cells[:1])
    values: Mapping[str, object] = {"encoding": "TCVN3"}
    return Finding("legacy-encoding", "info", values, grid.file, grid.sheet, first, count=len(cells), variant=variant)


def _is_suspect(grid: Grid) -> bool:
    """Tell whether a grid holds Latin-1 letters but none that only Unicode Vietnamese has."""
    texts = [value for row in grid.rows[:200] for value in row if type(value) is str and not value.isascii()]
    return bool(texts) and not any(
        "\u1ea0" <= letter <= "\u1ef9" or letter in "ăơưđ" for text in texts for letter in text
    )


def _reads_better(grid: Grid) -> bool:
    texts = [value for row in grid.rows[:200] for value in row if type(value) is str and not value.isascii()]
    before = sum(word in _COMMON for text in texts for word in key(text).split())
    after = sum(word in _COMMON for text in texts for word in key(tcvn3_to_unicode(text)).split())
    return after >= before + _ENOUGH
