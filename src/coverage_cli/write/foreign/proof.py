"""Prove that a changed workbook differs from the one that others made in the changed cells alone.

Two witnesses are heard: the stored XML tells the content of every cell, openpyxl tells formulas, looks and settings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.addresses import cell_name
from coverage_cli.records import NamedTuple
from coverage_cli.write.foreign.raw import Cell, Package, Sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as LibraryCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    AnyCell = LibraryCell | MergedCell

Changed = Mapping[str, Collection[tuple[int, int]]]
"""The cells that were changed, by sheet, as 0-based (row, column)."""
_BLANK = Cell("", False, False)
# One program writes every setting, another only those that are not the usual ones.
_UNSET = re.compile(r"\w+=(?:None|False|0(?:\.0)?)(?:, |(?=\n|$))")
_SETTINGS = (
    "sheet_state",
    "merged_cells",
    "data_validations",
    "sheet_view",
    "sheet_format",
    "sheet_properties",
    "print_options",
    "page_margins",
    "page_setup",
    "print_title_rows",
    "print_title_cols",
    "print_area",
    "auto_filter",
    "protection",
    "row_breaks",
    "col_breaks",
    "freeze_panes",
)
_LOOKS = ("font", "fill", "border", "alignment", "protection", "number_format")


class Witness(NamedTuple):
    """A workbook as it is stored, and as openpyxl reads it."""

    package: Package
    book: Workbook


def differences(
    before: Witness, after: Witness, changed: Changed, *, looks_too: bool = False
) -> list[str]:
    """Return what differs beside the changed cells, none where the proof holds.

    Looks and remarks of the changed cells must be as before, too; if these were changed (`looks_too`), their content.
    """
    found = list(_of_books(before.book, after.book))
    for name, sheet in before.package.sheets.items():
        other = after.package.sheets.get(name)
        if other is None:
            found.append(f"[{name}]")
            continue
        cells = frozenset(changed.get(name, ()))
        # What is marked keeps its content, what is filled keeps its looks.
        filled, marked = (frozenset(), cells) if looks_too else (cells, frozenset())
        sheets = before.book[name], after.book[name]
        found += [f"[{name}] {what}" for what in _of_contents(sheet, other, filled)]
        found += [f"[{name}] {what}" for what in _of_settings(*sheets)]
        found += [f"[{name}] {what}" for what in _of_cells(*sheets, filled, marked)]
    return found


def _of_books(before: Workbook, after: Workbook) -> Iterator[str]:
    if before.sheetnames != after.sheetnames:
        yield "sheets"
    if _text(before.defined_names) != _text(after.defined_names):
        yield "names"


def _of_contents(
    before: Sheet, after: Sheet, changed: Collection[tuple[int, int]]
) -> Iterator[str]:
    """Yield what differs in the stored XML: a cell's content, or the lines above and below each page."""
    if before.margins != after.margins:
        yield "header and footer"
    for place in sorted({*before.cells, *after.cells}.difference(changed)):
        one, other = (sheet.cells.get(place, _BLANK) for sheet in (before, after))
        is_same = one.is_formula == other.is_formula
        # A formula's stored value is worked out anew when the file is opened.
        if not is_same or not (one.is_formula or _content(one) == _content(other)):
            yield cell_name(*place)


def _content(cell: Cell) -> object:
    return None if cell.text == "" else cell.value


def _of_settings(before: Worksheet, after: Worksheet) -> Iterator[str]:
    """Yield the settings of a sheet that differ."""
    for name in _SETTINGS:
        if _text(getattr(before, name)) != _text(getattr(after, name)):
            yield name
    for name in ("column_dimensions", "row_dimensions"):
        if _dimensions(getattr(before, name)) != _dimensions(getattr(after, name)):
            yield name
    if _formats(before) != _formats(after):
        yield "conditional_formatting"
    if _text(before.tables) != _text(after.tables):
        yield "tables"


def _of_cells(
    before: Worksheet,
    after: Worksheet,
    changed: Collection[tuple[int, int]],
    marked: Collection[tuple[int, int]],
) -> Iterator[str]:
    """Yield the cells whose formula, looks, link or remark differ."""
    known: dict[tuple[int, int], bool] = {}
    width = max(before.max_column, after.max_column)
    rows = zip(before.iter_rows(max_col=width), after.iter_rows(max_col=width), strict=False)
    for at, row in enumerate(rows):
        for index, (one, other) in enumerate(zip(*row, strict=True)):
            is_same = (at, index) in changed or _same_formula(one, other)
            if not (is_same and ((at, index) in marked or _same_look(one, other, known))):
                yield one.coordinate


def _same_formula(one: AnyCell, other: AnyCell) -> bool:
    is_formula = getattr(one, "data_type", "n") == "f"
    return not is_formula or _text(one.value) == _text(other.value)


def _same_look(one: AnyCell, other: AnyCell, known: dict[tuple[int, int], bool]) -> bool:
    """Tell whether two cells look alike; each pair of styles is compared once."""
    styles = one.style_id, other.style_id
    if styles not in known:
        known[styles] = all(
            _text(getattr(one, look)) == _text(getattr(other, look)) for look in _LOOKS
        )
    return known[styles] and _beside(one) == _beside(other)


def _beside(cell: AnyCell) -> tuple[str, ...]:
    """Return what hangs on a cell: its link and its remark."""
    link, remark = getattr(cell, "hyperlink", None), getattr(cell, "comment", None)
    target = (link.target, link.location, link.tooltip) if link else ()
    said = (remark.text, remark.author) if remark else ()
    return tuple(map(str, (*target, *said)))


def _dimensions(dimensions: Any) -> dict[Any, str]:
    """Return widths, heights, what is hidden and how rows and columns are grouped."""
    return {key: str(sorted(dict(one).items())) for key, one in dimensions.items() if dict(one)}


def _formats(sheet: Worksheet) -> Sequence[str]:
    formats = sheet.conditional_formatting
    return [f"{at.sqref} {_text(rule)}" for at in formats for rule in at.rules]


def _text(value: Any) -> str:
    """Return a setting as text; what is told to be nothing and what is not told are one."""
    if hasattr(value, "items"):
        return str(sorted((str(key), _text(one)) for key, one in value.items()))
    if hasattr(value, "text") and hasattr(value, "ref"):
        return f"{value.ref} {value.text}"
    return value if isinstance(value, str) else _UNSET.sub("", repr(value))
