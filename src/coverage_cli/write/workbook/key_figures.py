"""The key figures of the cover, before they are written: what each indicator comes to, and how its parts stand.

Every figure is a reference to a cell of the indicator's sheet, or follows from the cells beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from coverage_cli.grouping import places_where
from coverage_cli.model import Figure, Report
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import Block, top_of, totals_of, whole_blocks
from coverage_cli.write.columns import indicator_name
from coverage_cli.write.machine.records import Machine, machine_cell
from coverage_cli.write.said import name_said
from coverage_cli.write.workbook.formulas import Place, verdicts, with_formulas
from coverage_cli.write.workbook.indicator import Written
from coverage_cli.write.workbook.rows import Formula, Held
from coverage_cli.write.workbook.subject import Subject

_FIGURES = ("numerator", "denominator", "coverage_pct", "target_pct", "target_count", "gap_people")
KEYS = ("indicator", "period", "unit", *_FIGURES, "status", "units_met")
_MOST_PARTS, _MOST_RANKED = (
    24,
    15,
)  # of a chart whose names can still be read, and which stays on the page


class Sheet(NamedTuple):
    """An indicator's sheet: what it holds, and where."""

    subject: Subject
    written: Written

    def cell(self, key: str, row: int) -> str:
        """Return the address of a column's cell in a row of the subject, as other sheets write it."""
        letter = xl_col_to_name(self.written.keys.index(key))
        return f"{quote_sheetname(self.written.sheet)}!{letter}{self.written.first_row + row}"


class Line(NamedTuple):
    """A row of key figures: its block, the figure that it is of, where that stands, how many units met the target."""

    block: Block
    figure: Figure | None
    sheet: Sheet | None
    row: int | None
    met: Held


def lines_of(report: Report, sheets: Mapping[str, Sheet]) -> list[Line]:
    """Return a line for each indicator and period, an indicator's periods one below the other."""
    order = list(dict.fromkeys(block.indicator for block in whole_blocks(report)))
    blocks = sorted(whole_blocks(report), key=lambda block: order.index(block.indicator))
    lasts = {(trend.figures[0].period, trend.indicator) for trend in report.trends}
    if lasts:  # the sheets of the trends tell the earlier periods
        blocks = [block for block in blocks if (block.period, block.indicator) in lasts]
    return [_line(block, sheets.get(block.indicator)) for block in blocks]


def _line(block: Block, sheet: Sheet | None) -> Line:
    figure = top_of(block.figures)
    row = None
    if sheet is not None and figure is not None and not sheet.subject.ranked:
        row = _row_of(figure, sheet.subject)
    return Line(block, figure, sheet, row, _met(block, sheet, row))


def _row_of(figure: Figure, subject: Subject) -> int | None:
    """Return the row of a subject that a figure stands in."""
    return next((row for row, one in enumerate(subject.figures) if one is figure), None)


def _met(block: Block, sheet: Sheet | None, row: int | None) -> Held:
    """Return how many of the lowest units met their target: the cell that counts them, else counted here."""
    if sheet is not None and row is not None and sheet.written.met:
        cell = sheet.written.met[row]
        value = cell.value if isinstance(cell, Formula) else cell
        return None if value is None else Formula(sheet.cell("units_met", row), value)
    deepest = max(figure.depth for figure in block.figures)
    lowest = [one.status for one in block.figures if one.depth == deepest]
    judged = [one for one in lowest if one in ("met", "short", "no_data", "incomplete")]
    return f"{judged.count('met')} / {len(judged)}" if judged and len(lowest) > 1 else None


def table_of_lines(
    lines: Sequence[Line], report: Report, words: Words
) -> dict[str, Sequence[Machine]]:
    """Return the lines as columns of plain values."""
    names = [indicator_name(line.block.indicator, report.indicators, words) for line in lines]
    told = {key: [_value(key, line, words) for line in lines] for key in KEYS[1:]}
    return {"indicator": names, **told}


def _value(key: str, line: Line, words: Words) -> Machine:
    block, figure = line.block, line.figure
    if key == "period":
        return words.period(block.period) or None
    if key == "unit":
        shown = words.label("units_shown", count=len(block.figures))
        return name_said(figure.unit) if figure else shown
    if key == "units_met":
        return line.met.value if isinstance(line.met, Formula) else line.met
    if key == "status":
        return words.status(figure.status) if figure else None
    if figure is None:
        return machine_cell(totals_of(block).gap) if key == "gap_people" else None
    return machine_cell(getattr(figure, key))


def formulas_of_lines(lines: Sequence[Line], place: Place, words: Words) -> dict[str, list[Held]]:
    """Return the columns of figures as formulas: the cells of the indicator's sheet, else what follows in the row."""
    figures = (*_FIGURES, "status")
    table = {key: [_value(key, line, words) for line in lines] for key in figures}
    made: dict[str, list[Held]] = {key: list(cells) for key, cells in table.items()}
    for at, line in enumerate(lines):
        if line.figure is None:
            continue
        referred = _references(line, {key: table[key][at] for key in made})
        following = referred or _beside(line, table, at, place, words)
        for key, cell in following.items():
            made[key][at] = cell
    return {**made, "units_met": [line.met for line in lines]}


def _references(line: Line, values: Mapping[str, Machine]) -> dict[str, Held]:
    """Return a line's figures as references to where they stand, none where the sheets have no row of it."""
    if line.sheet is None or line.row is None:
        return {}
    return {
        key: Formula(line.sheet.cell(key, line.row), value)
        for key, value in values.items()
        if value is not None
    }


def _beside(
    line: Line, table: Mapping[str, Sequence[Machine]], at: int, place: Place, words: Words
) -> dict[str, Held]:
    """Return what follows from other cells of the same row."""
    own = {key: cells[at : at + 1] for key, cells in table.items()}
    here = Place(place.letters, place.first + at)
    lower = bool(line.block.definition and line.block.definition.lower)
    assert line.figure is not None
    rows = with_formulas([line.figure], own, here, lower=lower, nested=False)
    if "status" in place.letters:
        statuses: set[str] = {line.figure.status, "met", "short"}
        said = {one: words.status(one) for one in statuses}
        rows["status"] = verdicts([line.figure], own["gap_people"], here, said)
    return {key: cells[0] for key, cells in rows.items()}


def parts_of_line(line: Line) -> list[Line]:
    """Return the lines of the units right below the whole, of a ranking its first lowest ones."""
    if line.sheet is None or line.figure is None:
        return []
    rows = _ranked(line.sheet.subject) if line.sheet.subject.ranked else _below(line)
    return [_part(line, at) for at in rows] if len(rows) > 1 else []


def _below(line: Line) -> list[int]:
    """Return the rows of the units right below the whole, of many those in which most people are missing."""
    if line.sheet is None or line.row is None or line.figure is None:
        return []
    figures = line.sheet.subject.figures
    depth = line.figure.depth + 1
    inside = range(line.row, line.row + len(line.block.figures))
    rows = [at for at in inside if figures[at].depth == depth]
    if len(rows) > _MOST_PARTS:
        worst = sorted(rows, key=lambda at: -(figures[at].gap_people or 0))
        rows = sorted(worst[:_MOST_PARTS])
    return rows


def _ranked(subject: Subject) -> list[int]:
    """Return the first rows of the lowest level of a ranking."""
    deepest = max(figure.depth for figure in subject.figures)
    rows = places_where(lambda figure: figure.depth == deepest, subject.figures)
    return rows[:_MOST_RANKED]


def _part(line: Line, row: int) -> Line:
    assert line.sheet is not None
    one = line.sheet.subject.figures[row]
    block = line.block._replace(figures=(one,))
    return Line(block, one, line.sheet, row, _met(block, line.sheet, row))
