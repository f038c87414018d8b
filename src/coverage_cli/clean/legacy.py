"""Pre-Unicode Vietnamese text (TCVN3 in fonts .Vn*, VNI in fonts VNI-*) -> Unicode, before anyone reads a heading.

The font of a cell is the reliable sign; where a format tells no fonts, a sheet is in an old encoding only if converting
it turns words into common Vietnamese ones and it holds no Vietnamese letters of its own. Text that is Unicode already
is never converted, whatever its font.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

from coverage_cli.datafiles import read_data
from coverage_cli.findings import finding, in_sheet
from coverage_cli.grouping import grouped
from coverage_cli.model import Finding, Grid, Value
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
TCVN3 = str.maketrans(
    {chr(first + at): letter for first, run in _RUNS.items() for at, letter in enumerate(run)}
)
# So many more common words than before must a conversion make, where no font tells the encoding.
_ENOUGH = 3
# Letters that neither encoding's bytes show as, besides those from U+1EA0 to U+1EF9.
_ONLY_UNICODE = frozenset("ăĂĩĨũŨơƠưƯđĐ")


def decode(grid: Grid) -> tuple[Grid, list[Finding]]:
    """Return the grid with its old-encoded texts in Unicode, and a finding where there were any."""
    if grid.legacy:
        return _by_font(grid)
    texts = [
        value
        # So many rows hold the headings and words enough; a long list would only cost time.
        for row in grid.rows[:200]
        for value in row
        if type(value) is str and not value.isascii()
    ]
    # One letter of Unicode shows that the sheet was typed in it: oddities are somebody's own then.
    encoding = _by_words(texts) if texts and not any(map(_is_unicode, texts)) else None
    if encoding is None:
        return grid, []
    convert = _CONVERSIONS[encoding]
    rows = [[_converted(value, convert) for value in row] for row in grid.rows]
    cells = [
        (r, c)
        for r, row in enumerate(grid.rows)
        for c, value in enumerate(row)
        if rows[r][c] != value
    ]
    return grid._replace(rows=rows), [_finding(grid, cells, "words", encoding)]


def tcvn3_to_unicode(text: str) -> str:
    """Convert a TCVN3 text, its bytes shown as Latin-1.

    >>> tcvn3_to_unicode("X· §ång Phong"), tcvn3_to_unicode("Tû lÖ")
    ('Xã Đồng Phong', 'Tỷ lệ')
    """
    return text.translate(TCVN3)


def _vni_to_unicode(text: str) -> str:
    # The table of its letters is long, and few sheets need it.
    from coverage_cli.clean.vni import vni_to_unicode

    return vni_to_unicode(text)


_CONVERSIONS: Mapping[str, Callable[[str], str]] = {
    "tcvn3": tcvn3_to_unicode,
    # Fonts that draw capitals (.VnTimeH) hold the codes of small letters.
    "tcvn3-capitals": lambda text: tcvn3_to_unicode(text).upper(),
    "vni": _vni_to_unicode,
}


def _by_font(grid: Grid) -> tuple[Grid, list[Finding]]:
    """Convert the cells in old fonts, those apart whose text is Unicode (typed later, the font left as it was)."""
    rows = [list(row) for row in grid.rows]
    told = {at: text for at in sorted(grid.legacy) if isinstance(text := rows[at[0]][at[1]], str)}
    later = {at for at, text in told.items() if _is_unicode(text)}
    old = [at for at in told if grid.legacy[at] in _CONVERSIONS and at not in later]
    # Most texts were typed in Unicode, whatever the font: the others are somebody's own oddities.
    if 2 * len(later) > sum(not text.isascii() for text in told.values()):
        old = []
    for row, column in old:
        rows[row][column] = _CONVERSIONS[grid.legacy[row, column]](told[row, column])
    done = grouped((grid.legacy[at].partition("-")[0], at) for at in old)
    return grid._replace(rows=rows, legacy={}), [
        _finding(grid, done[at], "font", at) for at in sorted(done)
    ]


def _converted(value: Value, convert: Callable[[str], str]) -> Value:
    return convert(value) if type(value) is str and not value.isascii() else value


def _finding(grid: Grid, cells: Sequence[tuple[int, int]], variant: str, encoding: str) -> Finding:
    where = in_sheet(grid, cells[:1])._replace(count=len(cells))
    return finding("legacy-encoding", where, variant=variant, encoding=encoding.upper())


def _is_unicode(text: str) -> bool:
    """Tell whether a text holds a letter that only Unicode Vietnamese has."""
    return any("\u1ea0" <= letter <= "\u1ef9" or letter in _ONLY_UNICODE for letter in text)


def _by_words(texts: Sequence[str]) -> str | None:
    """Return the encoding whose conversion makes the most common words of the texts, if it makes enough."""
    made = {
        encoding: _common([_CONVERSIONS[encoding](text) for text in texts])
        for encoding in ("tcvn3", "vni")
    }
    best = max(made, key=made.__getitem__)
    return best if made[best] >= _common(texts) + _ENOUGH else None


@functools.cache
def _common_words() -> frozenset[str]:
    """Return words that stand on every sheet and hold a letter that the conversion changes."""
    return frozenset(read_data("forms", "legacy")["common"]["words"])


def _common(texts: Sequence[str]) -> int:
    return sum(word in _common_words() for text in texts for word in key(text).split())
