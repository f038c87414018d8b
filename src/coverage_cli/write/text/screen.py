"""A report on a terminal: aligned blocks in colour, districts followed by their communes, the gap seen at a glance.

It computes nothing but the length of a bar; off a terminal `plain` is used instead. Nothing of a sheet is read as
markup: text reaches the terminal as segments, its control characters spelled out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from coverage_cli.model import Figure, Report
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import is_nested, top_of, without_rows
from coverage_cli.write.columns import Column
from coverage_cli.write.parts import Part, parts_of
from coverage_cli.write.safety import visible
from coverage_cli.write.text.narrow import (
    BETWEEN,
    Layout,
    fitted,
    heading_lines,
    is_folding,
    name_lines,
)
from coverage_cli.write.text.sparkline import spark_column
from coverage_cli.write.text.width import folded, padded, padded_all, width

if TYPE_CHECKING:
    from rich.console import Console

_GLYPHS = {"met": "✓", "short": "✗", "no_target": "·", "no_data": "?", "incomplete": "~"}
_CALM = {"met": "green", "no_target": "dim", "no_data": "magenta", "incomplete": "magenta"}
# A unit short of its target is yellow from this attainment on, red below.
_NEAR_PCT = 95
_BAR_CELLS, _SHORT_BAR_CELLS, _ROOM_FOR_BAR = 8, 5, 100
_EIGHTHS = "▏▎▍▌▋▊▉█"
_MARKED = ("status", "gap_people", "gap_pp", "bar")
_BLANKS = " " * BETWEEN
Piece = tuple[str, str]
"""Text and the name of its style."""


class _Run(NamedTuple):
    """Columns that stand together and share a style; `template` is filled with the cells from `first` to `last`."""

    first: int
    last: int
    template: str
    marked: bool


def show(report: Report, words: Words, console: Console) -> None:
    """Print the report's blocks on the console, as wide as it is."""
    show_parts(report.title, parts_of(report, words), without_rows(report, words), words, console)


def show_parts(
    title: str, tables: Sequence[Part], said: Sequence[str], words: Words, console: Console
) -> None:
    """Print tables under a title, and what is said behind them."""
    print_lines(lines_of(title, tables, said, words, console.width), console)


def lines_of(
    title: str, tables: Sequence[Part], said: Sequence[str], words: Words, room: int
) -> list[list[Piece]]:
    """Return the lines of tables under a title, and of what is said behind them."""
    titles = folded(visible(title), room) if title else []
    lines: list[list[Piece]] = [*([(line, "bold")] for line in titles), *([[]] if title else [])]
    for part in tables:
        lines += [*_part_lines(part, words, room), []]
    for line in said:
        lines += [*([(piece, "dim")] for piece in folded(line, room)), []]
    return lines


def print_lines(lines: Sequence[Sequence[Piece]], console: Console) -> None:
    """Hand the lines over as segments: neither markup nor wrapping nor cropping touches them."""
    from rich.segment import Segment, Segments

    styles = {
        name: console.get_style(name)
        for name in {name for line in lines for _, name in line}
        if name.strip()
    }
    segments = []
    for line in lines:
        segments += [Segment(text, styles.get(name)) for text, name in line]
        segments.append(Segment.line())
    console.print(Segments(segments), soft_wrap=True, end="")


def _part_lines(part: Part, words: Words, room: int) -> list[list[Piece]]:
    layout = fitted(screen_columns(part, words, room), room)
    rule = "─" * min(room, sum(layout.across) + BETWEEN * (len(layout.across) - 1))
    lines = [
        [(part.title, "bold cyan")],
        *([(line, "dim")] for line in joined(part.sides, room)),
        [],
    ]
    lines += [heading_line(layout, texts) for texts in heading_lines(layout)]
    lines += [[(rule, "dim")], *row_lines(part.figures, layout), [(rule, "dim")]]
    lines += [[(line, "")] for line in joined(part.foot, room)]
    lines += legend_lines(part.figures, words, room)
    if layout.left_out:
        note = words.label("left_out", width=room, columns=layout.left_out[0])
        lines += [[(line, "dim")] for line in joined([note, *layout.left_out[1:]], room)]
    return lines


def joined(facts: Sequence[str], room: int) -> list[str]:
    """Join facts by dots into lines that fit, each fact whole where it can be; a dot ends a line that is gone on."""
    lines: list[str] = []
    for fact in [*(f"{fact} ·" for fact in facts[:-1]), *facts[-1:]]:
        if lines and width(lines[-1]) + width(fact) + 1 <= room:
            lines[-1] = f"{lines[-1]} {fact}"
        else:
            lines.append(fact)
    return [piece for line in lines for piece in folded(line, room)]


def screen_columns(part: Part, words: Words, room: int) -> list[Column]:
    """Return the columns of a table, the status with its glyph, and something to see: a bar behind the gap, or a line.

    Bars stand where anybody is missing; in front of a trend's figures stands its line.
    """
    *columns, status = part.columns
    marks = [_GLYPHS[figure.status] for figure in part.figures]
    cells = [f"{mark} {text}" for mark, text in zip(marks, status.cells, strict=True)]
    full = _BAR_CELLS if room >= _ROOM_FOR_BAR else _SHORT_BAR_CELLS
    if part.series:
        drawn = [spark_column(part.series, words.label("spark"))]
        behind = next(at for at, column in enumerate(columns) if column.right)
    else:
        drawn = _bar_column(part.figures, words.label("bar"), full)
        behind = 1 + next(
            (at for at, column in enumerate(columns) if column.key == "gap_people"), 0
        )
    return [*columns[:behind], *drawn, *columns[behind:], status._replace(cells=cells)]


def _bar_column(figures: Sequence[Figure], heading: str, full: int) -> list[Column]:
    """Return bars of the gaps, each as long as its share of the largest one of its level; the topmost has none."""
    top = top_of(figures)
    missing = [int(figure.gap_people or 0) if figure is not top else 0 for figure in figures]
    largest = dict.fromkeys((figure.level for figure in figures), 0)
    for figure, people in zip(figures, missing, strict=True):
        largest[figure.level] = max(largest[figure.level], people)
    cells = [
        _bar(people, largest[figure.level], full)
        for figure, people in zip(figures, missing, strict=True)
    ]
    return [Column("bar", heading, cells, right=False)] if any(cells) else []


def _bar(missing: int, largest: int, full: int) -> str:
    if missing <= 0:
        return ""
    whole, rest = divmod(-(-missing * full * 8 // largest), 8)
    return "█" * whole + (_EIGHTHS[rest - 1] if rest else "")


def row_lines(figures: Sequence[Figure], layout: Layout) -> Iterator[list[Piece]]:
    """Yield the lines of the rows, each in the colour of its verdict where that stands."""
    deepest = max(figure.depth for figure in figures)
    nested = is_nested(figures)
    runs = _runs(layout)
    for figure, cells in zip(figures, zip(*_cells(layout), strict=True), strict=True):
        weight = "bold " if nested and figure.depth < deepest else ""
        mark = f"{weight}{_mark(figure)}"
        first, *more = _folded_row(cells, layout)
        yield [
            (run.template % first[run.first : run.last], mark if run.marked else weight)
            for run in runs
        ]
        for texts in more:  # names going on, nothing else
            yield [
                (
                    "".join(run.template % texts[run.first : run.last] for run in runs).rstrip(" "),
                    weight,
                )
            ]


def _cells(layout: Layout) -> list[Sequence[str]]:
    """Return the columns' cells, those to the left filled with blanks to their width on the screen."""
    return [
        column.cells if column.right or column.key == "status" else padded_all(column.cells, cells)
        for column, cells in zip(layout.columns, layout.across, strict=True)
    ]


def _runs(layout: Layout) -> list[_Run]:
    """Part the columns into runs of one style, each with the template of its part of a line."""
    slots = [
        f"%{cells}s" if column.right else "%s"
        for column, cells in zip(layout.columns, layout.across, strict=True)
    ]
    runs: list[_Run] = []
    for marked, group in groupby(
        enumerate(layout.columns), key=lambda place: place[1].key in _MARKED
    ):
        first, *rest = [index for index, _ in group]
        last = rest[-1] + 1 if rest else first + 1
        template = _BLANKS.join(slots[first:last]) + (_BLANKS if last < len(slots) else "")
        runs.append(_Run(first, last, template, marked))
    return runs


def _folded_row(cells: tuple[str, ...], layout: Layout) -> list[tuple[str, ...]]:
    """Return the cells of each line of a row: one line, and those that a folded name goes on in."""
    folds = {
        index: name_lines(cells[index].rstrip(" "), layout.across[index])
        for index, column in enumerate(layout.columns)
        if is_folding(column) and width(cells[index]) > layout.across[index]
    }
    if not folds:
        return [cells]
    height = max(map(len, folds.values()))
    lines = [list(cells), *([" " * across for across in layout.across] for _ in range(height - 1))]
    for index, texts in folds.items():
        for line, text in zip(lines, texts, strict=False):
            line[index] = padded(text, layout.across[index])
    return [tuple(line) for line in lines]


def heading_line(layout: Layout, texts: Sequence[str]) -> list[Piece]:
    """Return a line of headings over their columns."""
    cells = [
        padded(text, across, right=column.right)
        for text, column, across in zip(texts, layout.columns, layout.across, strict=True)
    ]
    return [(_BLANKS.join(cells).rstrip(" "), "bold")]


def _mark(figure: Figure) -> str:
    """Return the colour of a row's verdict: of a unit that is short by how near its target it is."""
    if figure.status != "short":
        return _CALM[figure.status]
    reached = figure.attainment_pct
    return "yellow" if reached and reached.over >= _NEAR_PCT * reached.under else "red"


def legend_lines(figures: Sequence[Figure], words: Words, room: int) -> list[list[Piece]]:
    """Return what the colours of units that are short mean; nothing where none is."""
    if all(figure.status != "short" for figure in figures):
        return []
    return [[(line, "dim")] for line in joined([words.label("legend_short", near=_NEAR_PCT)], room)]
