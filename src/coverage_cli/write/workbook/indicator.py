"""The sheet of an indicator: a unit a row, what is printed first, then every other column of the machine formats.

Counts and targets are values, all that follows from them formulas with their values. Districts can be folded over
their communes; a ranking has its levels one below the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from coverage_cli.errors import UnwritableOutput
from coverage_cli.grouping import places_where, take
from coverage_cli.model import Report
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import Block, foot_of, sides_of
from coverage_cli.write.columns import about, in_words, indicator_name, number_format
from coverage_cli.write.machine.records import Machine
from coverage_cli.write.rates import shown_as
from coverage_cli.write.said import name_said
from coverage_cli.write.text.width import width, widths
from coverage_cli.write.workbook.cells import (
    NOTE,
    TITLE,
    Looks,
    cell_text,
    fit_columns,
    fitted,
    put_headings,
    put_text,
)
from coverage_cli.write.workbook.colours import colour
from coverage_cli.write.workbook.page import Page, page_for, put_lines, set_print
from coverage_cli.write.workbook.rows import Formula, Held, mark_table
from coverage_cli.write.workbook.subject import (
    Subject,
    held_columns,
    outline_of,
    printed_columns,
)
from coverage_cli.write.workbook.table import UPPER, SheetColumn, Style, styles_of, write_cells

LAST_ROW = 1_048_576
_SHORT = 60  # characters of a fact that others stand beside on a line
_WHOLE: Style = (("bold", True), ("bg_color", "#D0DDF0"))
_ASIDE: Style = (("align", "left"), ("indent", 1))
_TO_THE_RIGHT: Style = (("align", "right"),)
_QUIET: Style = (("font_color", "#595959"),)
_STANDS: Style = (("italic", True),)
_WIDEST = 44


class Written(NamedTuple):
    """Where the figures of an indicator stand: its sheet, the 1-based row of the first, the columns' keys.

    `name` is what the indicator is called, `met` how many units below each one met their target, if it is told.
    """

    name: str
    sheet: str
    first_row: int
    keys: Sequence[str]
    met: Sequence[Held]


def write_indicator(
    sheet: Worksheet, subject: Subject, report: Report, words: Words, look: Looks
) -> Written:
    """Write the title, the headings and the figures; set the sheet up for reading and printing."""
    printed = printed_columns(subject)
    keys = [*printed, *(key for key in subject.table if key not in printed)]
    plain = [_column(key, subject, report, words) for key in keys]
    page = _page_of(plain[: len(printed)])
    row = _put_top(sheet, subject, report, page, (words, look))
    if row + 1 + len(subject.figures) > LAST_ROW:
        raise UnwritableOutput(
            "workbook-too-long", rows=len(subject.figures), limit=LAST_ROW - row - 1
        )
    held = held_columns(subject, keys, row + 2, words)
    columns = [
        _with_formulas(key, column, held.get(key, column.cells), subject)
        for key, column in zip(keys, plain, strict=True)
    ]
    if any(any(_standing(key, held[key], subject)) for key in ("numerator", "denominator")):
        put_text(sheet, row - 1, 0, words.label("values_marked"), look, **NOTE)
    _write(sheet, row, columns, subject, (look, page.columns))
    sheet.freeze_panes(row + 1, printed.index("unit") + 1)
    sheet.outline_settings(True, False, False)  # what is folded stands below and to the right
    set_print(sheet, page, row, row + len(subject.figures))
    colour(sheet, row + 1, keys, subject, (words, look))
    name = indicator_name(subject.indicator, report.indicators, words)
    met = held["units_met"] if "units_met" in keys else ()
    return Written(name, sheet.get_name(), row + 2, keys, met)


def _put_top(
    sheet: Worksheet, subject: Subject, report: Report, page: Page, how: tuple[Words, Looks]
) -> int:
    """Write what stands above the table: title, columns of the source, what it comes to; return the next row."""
    words, look = how
    put_lines(sheet, 0, [title_of_sheet(subject, report, words)], page.characters, look, **TITLE)
    lines = [report.title]
    if len(subject.periods) == 1:
        block = _block(subject, report)
        lines += [" · ".join(sides_of(block, report, words)), *_foot(block, words)]
    if any(figure.target_kind for figure in subject.figures):
        lines.append(words.label("how_to_read"))
    said = [line for line in lines if line]
    return put_lines(sheet, 1, said, page.characters, look, **NOTE) + 1


def _foot(block: Block, words: Words) -> list[str]:
    """Return what the units come to: what is short on one line, each list of units on one of its own."""
    said = foot_of(block, words)
    short = [one for one in said if width(one) <= _SHORT]
    return [" · ".join(short), *(one for one in said if width(one) > _SHORT)]


def _block(subject: Subject, report: Report) -> Block:
    period = subject.periods[0]
    return Block(
        subject.indicator,
        period,
        tuple(subject.figures),
        basis=report.ranked.get((period, subject.indicator), ()),
        notes=report.notes.get((period, subject.indicator), ()),
        definition=subject.definition,
    )


def title_of_sheet(subject: Subject, report: Report, words: Words) -> str:
    """Return the title: the indicator, whose figures they are and of when."""
    whole = _whole_of(subject, report)
    periods = [words.period(period) for period in subject.periods if period]
    span = periods if len(periods) < 2 else [f"{periods[0]} – {periods[-1]}"]
    name = indicator_name(subject.indicator, report.indicators, words)
    about_what = ", ".join(part for part in (whole, *span) if part)
    return f"{name}: {about_what}" if about_what else name


def _whole_of(subject: Subject, report: Report) -> str:
    """Return the name of the topmost unit, "" where none stands above all others."""
    ranked = [figures for (_, of), figures in report.ranked.items() if of == subject.indicator]
    figures = ranked[0] if ranked else subject.figures
    top = min(figure.depth for figure in figures)
    names = {figure.unit for figure in figures if figure.depth == top}
    return name_said(names.pop()) if len(names) == 1 else ""


def _column(key: str, subject: Subject, report: Report, words: Words) -> SheetColumn:
    """Return a column with plain values: ids in the reader's words, other text fit for a cell."""
    if key == "units_met":
        rows = len(subject.figures)
        return SheetColumn(words.label(key), [None] * rows, [_TO_THE_RIGHT] * rows, 9)
    said = in_words(_kind_of(key), subject.table[key], words, report.indicators)
    if key in ("unit", "parent"):
        said = [name_said(cell) if cell else cell for cell in said]
    wording = {cell: cell_text(cell) for cell in set(said) if isinstance(cell, str)}
    held = [wording.get(cell, cell) for cell in said]
    numbers = [cell for cell in held if isinstance(cell, int | float)]
    digits = (
        len(f"{max(map(abs, numbers)):,.0f}") + (words.places + 2 if _is_rate(key) else 1)
        if numbers
        else 0
    )
    letters = max(widths(list(wording.values())), default=0)
    indent = 2 * max(outline_of(subject), default=0) if key == "unit" else 0
    styles = _styles(key, held, subject, words)
    return SheetColumn(
        _heading(key, subject, words), held, styles, max(letters + indent, digits), bool(numbers)
    )


def _kind_of(key: str) -> str:
    return {"rate_shown": "coverage_pct", "target_shown": "target_pct"}.get(key, key)


def _is_rate(key: str) -> bool:
    return about(_kind_of(key)).kind == "percent"


def _heading(key: str, subject: Subject, words: Words) -> str:
    """Return a column's heading; counts are called by what they count."""
    manner = shown_as(subject.definition, words)
    sides = {"numerator": "numerators", "denominator": "denominators"}
    if key in sides and subject.definition:
        first = (*getattr(subject.definition, sides[key]), ())[0]
        if len(first) == 1:
            told = words.measure(first[0].measure)
            return told[:1].upper() + told[1:]
    if key in _SHOWN:
        return manner.heading(_SHOWN[key])
    if subject.per != 100 and _is_rate(key):
        return words.label({"coverage_pct": "rate_pct"}.get(key, key))
    return manner.heading(key)


_SHOWN = {"rate_shown": "coverage_pct", "target_shown": "target_pct"}


def _styles(key: str, cells: Sequence[Machine], subject: Subject, words: Words) -> Sequence[Style]:
    if key == "unit":
        return [
            (("align", "left"), ("indent", 2 * level + subject.ranked), *own)
            for level, own in zip(outline_of(subject), styles_of(cells, words), strict=True)
        ]
    if _is_rate(key):
        places = shown_as(subject.definition, words).words
        return [(("num_format", number_format(_kind_of(key), None, places)),)] * len(cells)
    if key in ("status", "target_kind", "band"):
        return [_ASIDE] * len(cells)
    if key in ("units_complete", "units_expected"):
        return [(*own, *_QUIET) for own in styles_of(cells, words, key)]
    return styles_of(cells, words, key)


def _standing(key: str, held: Sequence[Held], subject: Subject) -> list[bool]:
    """Tell of each row whether it has a sum that stands as a value although its parts are below it."""
    if key not in ("numerator", "denominator") or not subject.nested:
        return [False] * len(held)
    depths = [figure.depth for figure in subject.figures]
    has_parts = [below > own for own, below in zip(depths, [*depths[1:], -1], strict=True)]
    return [
        upper and cell is not None and not isinstance(cell, Formula)
        for upper, cell in zip(has_parts, held, strict=True)
    ]


def _with_formulas(
    key: str, column: SheetColumn, held: Sequence[Held], subject: Subject
) -> SheetColumn:
    """Return a column with its formulas, sums that stand as values marked."""
    standing = _standing(key, held, subject)
    styles = [
        (*own, *_STANDS) if stands else own
        for own, stands in zip(column.styles, standing, strict=True)
    ]
    return column._replace(cells=held, styles=styles)


def _page_of(columns: Sequence[SheetColumn]) -> Page:
    return page_for(
        fitted([column.heading for column in columns], _contents(columns), widest=_WIDEST)
    )


def _contents(columns: Sequence[SheetColumn]) -> list[int]:
    return [column.content for column in columns]


def _write(
    sheet: Worksheet,
    row: int,
    columns: Sequence[SheetColumn],
    subject: Subject,
    how: tuple[Looks, int],
) -> None:
    """Write the headings, marked as a table of Excel's, and the rows in their groups; `how` says what is printed."""
    look, printed = how
    headings = _each_once([cell_text(column.heading) for column in columns])
    name = "coverage_" + "".join(sign if sign.isalnum() else "_" for sign in subject.indicator)
    mark_table(sheet, row, headings, len(subject.figures), name)
    numeric = places_where(lambda column: column.numeric, columns)
    put_headings(sheet, row, headings, look, numeric=numeric)
    outline = outline_of(subject)
    write_cells(sheet, row + 1, columns, (look, _row_styles(outline)), outline)
    across = fitted(headings, _contents(columns), widest=_WIDEST)
    fit_columns(sheet, row, headings, across, grouped_from=printed)


def _each_once(headings: Sequence[str]) -> list[str]:
    """Return headings such as a table of Excel's takes: none twice, whatever its case."""
    taken: list[str] = []
    for heading in headings:
        names = [heading, *(f"{heading} {number}" for number in range(2, len(headings) + 2))]
        seen = {one.casefold() for one in taken}
        taken.append(next(name for name in names if name.casefold() not in seen))
    return taken


def _row_styles(outline: Sequence[int]) -> list[Style]:
    """Mark the whole and the other upper units."""
    deepest = max(outline, default=0)
    styles = {level: UPPER if level else _WHOLE for level in set(outline)} | {deepest: ()}
    return take(styles, outline)
