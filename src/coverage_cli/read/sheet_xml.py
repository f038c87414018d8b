"""Sheet XML: the second look at a worksheet's raw part, for what the cell reader leaves out. Reads no values.

Searches for a few byte patterns instead of parsing: a sheet without errors, uncalculated formulas or hidden rows costs
a fraction of its reading. The Python loops below run only over the oddities found. No pattern passes a `<` but the one
it begins with, and no search begins before the end of the last one: the work grows with the part and never faster.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from coverage_cli.model import ErrorCell
from coverage_cli.read.guard import column_number
from coverage_cli.records import NamedTuple

Place = tuple[int, int]
KNOWN_ERRORS = frozenset(
    (b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!")
)


class SheetLook(NamedTuple):
    """What the second look found; places are 0-based (row, column)."""

    odd_cells: dict[Place, ErrorCell]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    last_row: int


class CellTag(NamedTuple):
    """A cell's place, its attributes, and where its tag starts in the part."""

    place: Place
    attributes: bytes
    start: int
    end: int


def look_at_sheet(sheet: bytes) -> SheetLook:
    """Find error cells, formulas without a stored value, hidden rows and columns of a worksheet part."""
    prefix = _prefix(sheet)
    row_tags = re.findall(rb"<" + prefix + rb"row(\s[^<>]*|/?)>", sheet)
    numbers = _row_numbers(row_tags)
    hidden_rows = _hidden_rows(row_tags, numbers) if _hides(b"".join(row_tags)) else frozenset()
    odd_cells = _placed(sheet, {**_stale_cells(sheet, prefix), **_error_cells(sheet, prefix)})
    return SheetLook(
        odd_cells, hidden_rows, _hidden_columns(sheet, prefix), max(numbers, default=0)
    )


def each_cell(sheet: bytes) -> Iterator[CellTag]:
    """Yield every cell's tag with its place, counting on where a row or a cell does not say its own."""
    row = column = -1
    for match in re.finditer(rb"<" + _prefix(sheet) + rb"(row|c)(\s[^<>]*|/?)>", sheet):
        kind, attributes = match.groups()
        reference = _reference(attributes)
        if kind == b"row":
            row, column = (int(reference[1]) - 1 if reference else row + 1), -1
            continue
        place = _place(reference) if reference and reference[0] else (max(row, 0), column + 1)
        column = place[1]
        yield CellTag(place, attributes, match.start(), match.end())


def without_unknown_errors(sheet: bytes) -> bytes:
    """Return the part with error values that the cell reader does not know put as `#N/A`; call after the look."""
    return re.sub(
        rb"(?<=v>)#[^<]*+", lambda found: found[0] if found[0] in KNOWN_ERRORS else b"#N/A", sheet
    )


@functools.cache
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attribute(attributes: bytes, name: bytes) -> bytes | None:
    """Return an attribute's raw value, or None."""
    found = _attribute(name).search(attributes)
    return None if found is None else found[1] if found[1] is not None else found[2]


def whole(value: bytes | None, otherwise: int) -> int:
    """Return a whole number that is written out in at most nine digits; what is none gives `otherwise`."""
    return int(value[:9]) if value and value.isdigit() else otherwise


def _prefix(sheet: bytes) -> bytes:
    root = re.search(rb"<(\w+:)?worksheet[\s>]", sheet[:65_536])
    return root[1] or b"" if root else b""


def _row_numbers(row_tags: list[bytes]) -> list[int]:
    """Return each row's 1-based number; a row that does not say it follows the one before."""
    said = re.findall(rb" r=[\"'](\d{1,9})", b">".join(row_tags))
    if len(said) == len(row_tags):
        return list(map(int, said))
    numbers, number = [], 0
    for tag in row_tags:
        number = whole(attribute(tag, b"r"), number + 1)
        numbers.append(number)
    return numbers


def _hides(tags: bytes) -> bool:
    return b"hidden=" in tags or b' ht="0"' in tags


def _is_hidden(tag: bytes) -> bool:
    return attribute(tag, b"hidden") in (b"1", b"true") or attribute(tag, b"ht") == b"0"


def _hidden_rows(row_tags: list[bytes], numbers: list[int]) -> frozenset[int]:
    return frozenset(
        number - 1 for tag, number in zip(row_tags, numbers, strict=True) if _is_hidden(tag)
    )


def _hidden_columns(sheet: bytes, prefix: bytes) -> tuple[tuple[int, int], ...]:
    """Return the hidden columns as 0-based inclusive ranges; a column of no width is hidden, too."""
    head = sheet[: max(sheet.find(b"<" + prefix + b"sheetData"), 0)]
    if not re.search(rb" hidden=| width=[\"']0", head):
        return ()
    ranges = []
    for tag in re.findall(rb"<" + prefix + rb"col(\s[^<>]*)>", head):
        narrow = re.fullmatch(rb"0(?:\.0*)?", attribute(tag, b"width") or b"")
        if narrow or attribute(tag, b"hidden") in (b"1", b"true"):
            first = whole(attribute(tag, b"min"), 1)
            ranges.append((first - 1, whole(attribute(tag, b"max"), first) - 1))
    return tuple(ranges)


def _error_cells(sheet: bytes, prefix: bytes) -> dict[int, ErrorCell]:
    """Map where an error cell's tag starts to what it shows."""
    found: dict[int, ErrorCell] = {}
    end = 0
    for match in re.finditer(rb"\st\s*=\s*[\"']e[\"']", sheet):
        start = sheet.rfind(b"<", end, match.start())
        if start >= 0:
            end = match.end()
            if re.match(rb"<" + prefix + rb"c\s[^<>]*$", sheet[start : match.start() + 1]):
                found[start] = ErrorCell(_stored_text(sheet, end, prefix))
    return found


def _stored_text(sheet: bytes, start: int, prefix: bytes) -> str:
    """Return the text of the value that comes before the cell's end, or before the next cell."""
    value = _value_or_end(prefix).search(sheet, start)
    return value[1].decode("utf-8", "replace") if value and value[1] else "#N/A"


@functools.cache
def _value_or_end(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<" + prefix + rb"v>([^<]*)|</?" + prefix + rb"c[\s/>]")


def _stale_cells(sheet: bytes, prefix: bytes) -> dict[int, ErrorCell]:
    """Map where the tag of a formula cell without a stored value starts; an empty text is a value."""
    mark = rb"<" + prefix
    close = rb"</" + prefix
    formula = mark + rb"f(?:\s[^<>]*+|/?)>(?:[^<]*+" + close + rb"f>)?+"
    no_value = (
        rb"\s*+(" + mark + rb"v\s*+/>|" + mark + rb"v>" + close + rb"v>)?+\s*+" + close + rb"c>"
    )
    found: dict[int, ErrorCell] = {}
    end = 0
    for match in re.finditer(formula + no_value, sheet):
        start, end = sheet.rfind(mark + b"c", end, match.start()), match.end()
        is_text = start >= 0 and attribute(sheet[start : match.start()], b"t") == b"str"
        if start >= 0 and not (is_text and match[1]):
            found[start] = ErrorCell("", stale=True)
    return found


def _placed(sheet: bytes, cells: dict[int, ErrorCell]) -> dict[Place, ErrorCell]:
    """Turn positions in the part into places on the sheet, by the cells' own addresses where all have one."""
    references = {start: _reference(sheet[start : sheet.find(b">", start)]) for start in cells}
    if all(reference and reference[0] for reference in references.values()):
        return {_place(references[start]): cell for start, cell in cells.items()}
    return {tag.place: cells[tag.start] for tag in each_cell(sheet) if tag.start in cells}


def _reference(tag: bytes) -> tuple[bytes, bytes] | None:
    found = re.search(rb"\sr=[\"']([A-Za-z]*)(\d{1,9})", tag)
    return (found[1], found[2]) if found else None


def _place(reference: tuple[bytes, bytes] | None) -> Place:
    letters, digits = reference or (b"A", b"1")
    return int(digits) - 1, column_number(letters) - 1
