"""The workbook's first sheet, which a chief reads alone: what each indicator comes to, how the districts stand.

A row an indicator and period with a link to its sheet, what confirms the reading, a chart; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from coverage_cli import __version__
from coverage_cli.grouping import first_where, places_where
from coverage_cli.model import Report
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.columns import about, indicator_name, number_format
from coverage_cli.write.machine.records import Machine
from coverage_cli.write.parts import FIGURE_BY_PERIOD
from coverage_cli.write.rates import common_heading
from coverage_cli.write.said import name_said
from coverage_cli.write.standing import title_of_report
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.findings import counts_line
from coverage_cli.write.text.width import width
from coverage_cli.write.workbook.cells import (
    NOTE,
    TITLE,
    VERDICTS,
    Looks,
    body,
    cell_text,
    fitted,
    put_text,
)
from coverage_cli.write.workbook.charts import (
    BLUE,
    GREY,
    LINES,
    ORANGE,
    Frame,
    Series,
    Span,
    put_bars,
    put_course,
)
from coverage_cli.write.workbook.formulas import Place
from coverage_cli.write.workbook.key_figures import (
    KEYS,
    Line,
    Sheet,
    formulas_of_lines,
    lines_of,
    parts_of_line,
    table_of_lines,
)
from coverage_cli.write.workbook.page import Page, page_for, put_lines, set_print
from coverage_cli.write.workbook.rows import checked, mark_table
from coverage_cli.write.workbook.table import LINK, SheetColumn, Style, styles_of, write_table
from coverage_cli.write.workbook.trend import Course

_WIDEST = 36
_HEADED = {"numerator": "cover_covered", "denominator": "cover_of", "units_met": "units_met"}
_ASIDE: Style = (("align", "left"), ("indent", 1))
_TO_THE_RIGHT: Style = (("align", "right"),)
_PIXELS, _PADDING = 7, 5  # of a character, of a column
_BAR_PIXELS, _AROUND_BARS, _ROW_PIXELS, _COURSE_PIXELS = 40, 110, 20, 420
# Without these, one after the other, the cover may stand upright.
_SPARED = ("denominator", "status", "numerator")
# What a page holds at the smallest size of letters, and the lowest chart that can be read.
_PAGE_ACROSS, _PAGE_UPRIGHT, _LOWEST = 720, 1000, 220


class Made(NamedTuple):
    """What a sheet is written with: the book, the words, the formats."""

    book: Workbook
    words: Words
    look: Looks


class Panel(NamedTuple):
    """A table of the cover before it is written: its name as a table of Excel's, its lines, its plain columns."""

    name: str
    lines: Sequence[Line]
    columns: Sequence[SheetColumn]


def write_cover(
    sheet: Worksheet,
    report: Report,
    sheets: Sequence[Sheet],
    made: Made,
    courses: Sequence[Course] = (),
) -> None:
    """Write title, provenance, key figures; then the parts of the first indicator with a target, and their chart.

    `courses` are where the periods of the report's trends stand.
    """
    lines = lines_of(report, {one.subject.indicator: one for one in sheets})
    keys, panels, page = _laid_out(lines, report, made.words)
    across = [max(cells) for cells in zip(*map(_widths, panels), strict=True)]
    row = _put_top(sheet, report, page, made)
    if not lines:
        put_text(sheet, row, 0, made.words.label("no_rows"), made.look, **NOTE)
        return
    heading = row
    _link(sheet, row + 1, lines, made)
    for panel in panels:
        heading = row
        _put_panel(sheet, heading, panel, keys, made)
        row += len(panel.lines) + 2
    for at, cells in enumerate(across):
        sheet.set_column(at, at, cells)
    wide = sum(cells * _PIXELS + _PADDING for cells in across[: page.columns])
    leading = _leading(lines).block.indicator
    course = first_where(lambda one: one.trend.indicator == leading, courses)
    if course is not None and course.columns[1] > course.columns[0]:
        last = _put_course(sheet, row, course, wide, made)
    else:
        most = (_PAGE_ACROSS if page.across else _PAGE_UPRIGHT) - row * _ROW_PIXELS
        last = _put_chart(sheet, heading, panels[-1], (keys, (wide, most), made))
    set_print(sheet, page, None, last)


def _laid_out(
    lines: Sequence[Line], report: Report, words: Words
) -> tuple[Sequence[str], Sequence[Panel], Page]:
    """Return columns, tables and page: upright where that can be had by leaving out what others tell, too."""
    everything = _keys_shown(table_of_lines(lines, report, words), lines)
    laid = []
    for fewer in range(len(_SPARED) + 1):
        keys = [key for key in everything if key not in _SPARED[:fewer]]
        panels = _panels(lines, keys, report, words)
        page = page_for([max(cells) for cells in zip(*map(_widths, panels), strict=True)])
        laid.append((keys, panels, page))
    return first_where(lambda one: not one[2].across, laid, laid[0])


def _panels(
    lines: Sequence[Line], keys: Sequence[str], report: Report, words: Words
) -> list[Panel]:
    """Return the key figures, and those of the parts of the first indicator that has a target, if it has any."""
    panels = [_panel("key_figures", lines, keys, report, words)]
    parts = parts_of_line(_leading(lines)) if lines else []
    if parts:
        panel = _panel("parts", parts, keys, report, words)
        names = [name_said(part.figure.unit) for part in parts if part.figure]
        level = words.level(parts[0].figure.level) if parts[0].figure else ""
        indicator = indicator_name(parts[0].block.indicator, report.indicators, words)
        cells = list(map(cell_text, names))
        first = SheetColumn(
            f"{indicator}: {level}", cells, styles_of(cells, words), max(map(width, cells))
        )
        panels.append(panel._replace(columns=[first, *panel.columns[1:]]))
    return panels


def _panel(
    name: str, lines: Sequence[Line], keys: Sequence[str], report: Report, words: Words
) -> Panel:
    table = table_of_lines(lines, report, words)
    return Panel(name, lines, [_column(key, table[key], report, words) for key in keys])


def _widths(panel: Panel) -> list[int]:
    headings = [column.heading for column in panel.columns]
    contents = [column.content for column in panel.columns]
    return fitted(headings, contents, widest=_WIDEST, filtered=False)


def _put_top(sheet: Worksheet, report: Report, page: Page, made: Made) -> int:
    """Write whose figures these are and of when, the source's title, what confirms them; return the next row."""
    words = made.words
    title = title_of_report(report, words)
    row = put_lines(sheet, 0, [title], page.characters, made.look, **TITLE)
    proof = proof_line([source.evidence for source in report.sources], words)
    said = [
        report.title if report.title != title else "",
        words.label("cover_read", proof=proof) if report.sources else "",
        counts_line(report.findings, words, len(report.accepted)),
        words.label("cover_made", program=f"coverage-cli {__version__}"),
    ]
    lines_said = [line for line in said if line]
    return put_lines(sheet, row, lines_said, page.characters, made.look, **NOTE) + 1


def _keys_shown(table: Mapping[str, Sequence[Machine]], lines: Sequence[Line]) -> list[str]:
    """Return the columns that tell something; targets in people only where nothing else tells the gap's."""
    silent = {key for key, cells in table.items() if not any(cell is not None for cell in cells)}
    silent |= {key for key in ("period", "unit") if len(set(table[key])) < 2}
    rates_alone = all(
        one.figure is None or one.figure.target_kind in (None, "rate") for one in lines
    )
    if rates_alone and all(line.row is not None for line in lines):
        silent.add("target_count")
    return [key for key in KEYS if key not in silent]


def _put_panel(sheet: Worksheet, row: int, panel: Panel, keys: Sequence[str], made: Made) -> None:
    """Write a table of Excel's under its headings, figures as formulas."""
    letters = {key: xl_col_to_name(at) for at, key in enumerate(keys)}
    held = formulas_of_lines(panel.lines, Place(letters, row + 2), made.words)
    columns = [
        column._replace(cells=held.get(key, column.cells))
        for key, column in zip(keys, panel.columns, strict=True)
    ]
    rows = len(panel.lines)
    headings = [column.heading for column in columns]
    mark_table(sheet, row, headings, rows, panel.name, filtered=False)
    write_table(sheet, row, columns, (made.look, [()] * rows), widest=_WIDEST)
    _colour(sheet, row + 1, keys, rows, made)


def _leading(lines: Sequence[Line]) -> Line:
    """Return the line of the first indicator that has a target, in its last period; else the last of the first."""
    aimed = [line for line in lines if line.figure and line.figure.target_count is not None]
    first = (aimed or lines)[0].block.indicator
    return [line for line in aimed or lines if line.block.indicator == first][-1]


def _put_chart(
    sheet: Worksheet, heading: int, panel: Panel, how: tuple[Sequence[str], tuple[int, int], Made]
) -> int:
    """Draw coverage against target, of a ranking the people missing; return the last row that is printed."""
    keys, (wide, most), made = how
    last = heading + len(panel.lines)
    ranked = any(one.sheet and one.sheet.subject.ranked for one in panel.lines)
    wanted = [("gap_people", ORANGE)] if ranked else [("coverage_pct", BLUE), ("target_pct", GREY)]

    def span(at: int) -> Span:
        return Span(sheet.get_name(), (heading + 1, at), (last, at))

    series = [
        Series(made.words.label(key), span(keys.index(key)), colour)
        for key, colour in wanted
        if key in keys
    ]
    if len(panel.lines) < 2 or not series:
        return last
    title = " · ".join(one.name for one in series)
    wanted_height = _AROUND_BARS + _BAR_PIXELS * len(panel.lines) * (1 + len(series)) // 3
    height = max(_LOWEST, min(wanted_height, most))
    frame = Frame(last + 2, 0, wide, height, title, title)
    shown = number_format(wanted[0][0], None, made.words)
    put_bars(made.book, sheet, frame, span(0), series, shown)
    return last + 2 + -(-height // _ROW_PIXELS)


def _put_course(sheet: Worksheet, row: int, course: Course, wide: int, made: Made) -> int:
    """Draw the whole and the units right below it over the periods; return the last row that is printed."""
    figures = course.trend.figures
    top = min(figure.depth for figure in figures)
    rows = places_where(lambda figure: figure.depth <= top + 1, figures)[: len(LINES)]
    first, last = course.columns

    def span(at: int) -> Span:
        return Span(course.sheet, (at, first), (at, last))

    series = [
        Series(name_said(figures[at].unit), span(course.first_row + at), colour)
        for at, colour in zip(rows, LINES, strict=False)
    ]
    key = FIGURE_BY_PERIOD[course.trend.shown]
    told = " · ".join(one.name for one in series)
    frame = Frame(row, 0, wide, _COURSE_PIXELS, course.sheet, told)
    shown = number_format(key, None, made.words)
    put_course(made.book, sheet, frame, span(course.first_row - 1), series, shown)
    return row + -(-_COURSE_PIXELS // _ROW_PIXELS)


def _column(key: str, cells: Sequence[Machine], report: Report, words: Words) -> SheetColumn:
    """Return a column of key figures with plain values."""
    held = [cell_text(cell) if isinstance(cell, str) else cell for cell in cells]
    numeric = key == "units_met" or about(key).kind in ("count", "percent")
    own = key not in ("status", "units_met")
    styles: Sequence[Style] = styles_of(held, words, key) if own else []
    if not own:
        styles = [_ASIDE if key == "status" else _TO_THE_RIGHT] * len(held)
    content = max((width(_as_shown(cell, words)) for cell in cells), default=0)
    heading = words.label(_HEADED.get(key, key))
    if key == "coverage_pct":
        heading = common_heading(report.indicators.values(), words)
    return SheetColumn(heading, held, styles, content, numeric)


def _as_shown(cell: Machine, words: Words) -> str:
    """Return a cell's text, a number as wide as it is shown."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    return f"{cell:,.{words.places}f}" if isinstance(cell, float) else f"{cell:,}"


def _colour(sheet: Worksheet, row: int, keys: Sequence[str], count: int, made: Made) -> None:
    if "status" not in keys:
        return
    at = keys.index("status")
    for verdict, shade in VERDICTS.items():
        said = {"type": "cell", "criteria": "==", "value": f'"{made.words.status(verdict)}"'}
        said["format"] = made.look(font_color=shade)
        sheet.conditional_format(row, at, row + count - 1, at, said)


def _link(sheet: Worksheet, row: int, lines: Sequence[Line], made: Made) -> None:
    """Make each indicator's name a link to its sheet."""
    for at, line in enumerate(lines, start=row):
        if line.sheet is not None:
            text = cell_text(line.sheet.written.name)
            target = f"internal:{quote_sheetname(line.sheet.written.sheet)}!A1"
            checked(sheet.write_url(at, 0, target, made.look(**body(**dict(LINK))), text))
