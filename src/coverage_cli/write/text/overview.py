"""The first screen of a report: a line an indicator, one table, findings by cause, how to see more.

It is no longer than the terminal is high.

Whoever runs the program asks "how far are we, and who is missing"; the answer must not scroll away. Nothing is computed
here, and nothing is left out where a report is written to a file or read by another program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from coverage_cli.grouping import take
from coverage_cli.model import Figure, Finding, Report
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import (
    GENERAL,
    Block,
    blocks_of,
    columns_of,
    counted_sides,
    counts_called,
    last_of,
    title_of,
    top_of,
)
from coverage_cli.write.columns import Column, shown
from coverage_cli.write.judged import tally_by
from coverage_cli.write.parts import Part
from coverage_cli.write.rates import Shown, shown_as
from coverage_cli.write.safety import visible
from coverage_cli.write.text.findings import SEVERITIES, counts_line, worst_first
from coverage_cli.write.text.narrow import fitted, heading_lines
from coverage_cli.write.text.screen import Piece, heading_line, joined, row_lines, screen_columns
from coverage_cli.write.text.width import folded, width

# A screen of fewer lines or columns cannot hold an answer: the whole report is printed there.
LOWEST, NARROWEST = 24, 60
_INDICATORS = 6
# So few units stand in the order of the sheet; of more the worst come first.
_FEW = 10
_CAUSES = 10
# So many rows a table must have room for, else it is not begun.
_FEWEST_ROWS = 3
_COLOURS = {"error": "red", "warning": "yellow", "info": "dim"}
# Beside the table stand the key figures of all indicators; it need not say again what these say.
_LEFT_TO_ALL = frozenset({"target_count", "gap_pp", "shortfall_people", "units_complete"})

Lines = list[list[Piece]]


class Room(NamedTuple):
    """How many columns and lines there are; of a terminal's lines one is the prompt's."""

    columns: int
    lines: int


def overview(
    report: Report, said: Sequence[Finding], proof: str, words: Words, room: Room
) -> Lines:
    """Return the first screen: at most `room.lines - 1` lines, each no wider than the terminal but for figures.

    `said` are the findings to be counted there, `proof` the line that says what confirms the reading.
    Findings that the project file acknowledges are counted with them.
    """
    blocks = _by_target(_latest(blocks_of(report)))
    head: Lines = [[(_cut(visible(report.title), room.columns), "bold")]] if report.title else []
    head += [[(_cut(proof, room.columns), "dim")]] if proof else []
    head += [[], *_indicator_lines(blocks, words, room.columns)]
    head += _counted_lines(blocks[0], report, words, room.columns)
    head.append([])
    left = room.lines - 1 - len(head) - 1
    below = Room(room.columns, max(1, left // 3))
    causes = _cause_lines(said, len(report.accepted), words, below)
    left -= len(causes)
    tables, rows = _tables(blocks[0], words, room.columns, left)
    foot = words.label("overview_more", rows=rows, all=len(report.figures))
    gap: Lines = [[]] if len(tables) < left else []
    return [*head, *tables, *gap, *causes, [(_cut(foot, room.columns), "dim")]]


def _counted_lines(block: Block, report: Report, words: Words, room: int) -> Lines:
    """Say which columns are counted where no name of an indicator does."""
    if block.indicator != GENERAL:
        return []
    sides = counted_sides(block, report, words)
    return [[(line, "dim")] for line in joined(sides, room)] if sides else []


def _latest(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of the last period: that is where things stand."""
    last = last_of(blocks)
    return [block for block in blocks if block.period == last]


def _by_target(blocks: Sequence[Block]) -> list[Block]:
    """Return the indicators that have a target before the others."""
    return sorted(blocks, key=lambda block: all(one.target_count is None for one in block.figures))


def _indicator_lines(blocks: Sequence[Block], words: Words, room: int) -> Lines:
    """Return the key figures of each indicator, as a table of its own."""
    tops = [_standing_for(block) for block in blocks]
    manners = [shown_as(block.definition, words) for block in blocks]
    names, rate = _named(blocks, manners, words)
    percents = [
        [
            manner.column(key, [getattr(top, key)]).cells[0]
            for manner, top in zip(manners, tops, strict=True)
        ]
        for key in ("coverage_pct", "target_pct")
    ]
    columns = [
        Column("indicator", words.label("indicator"), names, right=False),
        Column("coverage_pct", rate, percents[0], right=True),
        Column("target_pct", words.label("target_pct"), percents[1], right=True),
        shown("gap_people", [top.gap_people for top in tops], words),
        Column(
            "reached",
            words.label("overview_reached"),
            [_reached(block, words) for block in blocks],
            right=True,
        ),
    ]
    columns = [
        column
        for column in columns
        if column.key == "coverage_pct" or _says_anything(column, words)
    ]
    shown_columns = [column._replace(cells=column.cells[:_INDICATORS]) for column in columns]
    layout = fitted(shown_columns, room)
    lines = [heading_line(layout, texts) for texts in heading_lines(layout)]
    lines += row_lines([top._replace(depth=0) for top in tops[:_INDICATORS]], layout)
    more = len(blocks) - _INDICATORS
    return (
        [*lines, [(words.label("overview_indicators", count=more), "dim")]] if more > 0 else lines
    )


def _named(
    blocks: Sequence[Block], manners: Sequence[Shown], words: Words
) -> tuple[list[str], str]:
    """Return the names of the indicators and the heading of their rates; one of another kind is named with its own."""
    names = [title_of(block._replace(period=None), words) for block in blocks]
    headings = [manner.heading("coverage_pct") for manner in manners]
    if len(set(headings)) == 1:
        return names, headings[0]
    common = words.label("coverage_pct")
    told = [
        name if heading == common else f"{name} ({heading})"
        for name, heading in zip(names, headings, strict=True)
    ]
    return told, common


def _standing_for(block: Block) -> Figure:
    """Return the unit whose figures are an indicator's; where there is none, one that says nothing.

    Of districts without their province the first is no more the answer than any other.
    """
    whole = top_of(block.figures)
    if whole is not None:
        return whole
    unknown = dict.fromkeys(("coverage_pct", "target_pct", "gap_people"))
    return block.figures[0]._replace(status="no_target", **unknown)  # type: ignore[arg-type]


def _says_anything(column: Column, words: Words) -> bool:
    return any(cell not in ("", words.label("missing")) for cell in column.cells)


def _reached(block: Block, words: Words) -> str:
    """Return how many of the lowest units reached the target: "97 of 143"."""
    whole = top_of(block.figures)
    units = [figure for figure in block.figures if figure is not whole]
    deepest = max((figure.depth for figure in units), default=0)
    tallies = tally_by("level", [figure for figure in units if figure.depth == deepest])
    met = sum(tally.met for tally in tallies.values() if tally.decided)
    judged = sum(tally.judged for tally in tallies.values() if tally.decided)
    return words.label("overview_of", met=met, judged=judged) if judged else ""


def _tables(block: Block, words: Words, room: int, left: int) -> tuple[Lines, int]:
    """Return tables of one indicator that fit into so many lines, and how many rows they have.

    First the units right below the whole, then the lowest ones that lack most people.
    """
    lines: Lines = []
    rows = 0
    for label, chosen in _choices(block, words):
        made = _table(block, label, chosen, words, room)
        fitting = left - len(lines) - len(made.head) - (1 if lines else 0)
        if fitting < min(_FEWEST_ROWS, len(chosen)):
            break
        if fitting < len(chosen):  # what does not fit is what lacks least
            made = _table(
                block, _worst_of(block, chosen, words), _worst_first(block, chosen), words, room
            )
        lines += [[]] if lines else []
        lines += made.lines(fitting)
        rows += min(fitting, len(chosen))
    return lines, rows


class _Table(NamedTuple):
    """The lines of a table above its rows, and those of the rows."""

    head: Lines
    rows: Lines

    def lines(self, fitting: int) -> Lines:
        return [*self.head, *self.rows[:fitting]]


def _choices(block: Block, words: Words) -> list[tuple[str, list[Figure]]]:
    """Return the units to show, with what they are: the upper ones in their order, the lowest by people missing."""
    whole = top_of(block.figures)
    units = [figure for figure in block.figures if figure is not whole]
    if not units:
        return [(title_of(block, words), list(block.figures))]
    depths = [figure.depth for figure in units]
    uppers = [figure for figure in units if figure.depth == min(depths)]
    lowest = _worst_first(block, [figure for figure in units if figure.depth == max(depths)])
    worst = (_worst_of(block, lowest, words), lowest)
    of_uppers = (_title(block, uppers, words), uppers)
    if max(depths) > min(depths):
        return [of_uppers, worst]
    return [of_uppers] if len(units) <= _FEW else [worst]


def _worst_of(block: Block, figures: Sequence[Figure], words: Words) -> str:
    """Return what a table of the worst units is called, and by what they are ranked there."""
    kind = _ranked_by(figures, lower=_is_lower(block))
    return words.label(f"overview_{kind}", title=_title(block, figures, words))


def _worst_first(block: Block, figures: Sequence[Figure]) -> list[Figure]:
    """Return units by people missing to their targets, without any target by coverage; unknown ones come last."""
    lower = _is_lower(block)
    if _ranked_by(figures, lower=lower) in ("missing", "above"):
        return sorted(figures, key=lambda one: (one.gap_people is None, -(one.gap_people or 0)))
    sign = -1 if lower else 1
    return sorted(figures, key=lambda one: (one.coverage_pct is None, sign * _rate(one)))


def _ranked_by(figures: Sequence[Figure], *, lower: bool) -> str:
    if any(figure.gap_people is not None for figure in figures):
        return "above" if lower else "missing"
    return "highest" if lower else "lowest"


def _is_lower(block: Block) -> bool:
    return block.definition is not None and block.definition.lower


def _rate(figure: Figure) -> float:
    reached = figure.coverage_pct
    return float(reached.over) / float(reached.under) if reached else 0.0


def _title(block: Block, figures: Sequence[Figure], words: Words) -> str:
    return f"{title_of(block, words)} · {words.level(str(figures[0].level))}"


def _table(block: Block, label: str, chosen: Sequence[Figure], words: Words, room: int) -> _Table:
    """Return a table of some units of a block, its columns those that the block has for them."""
    places = {figure.key: at for at, figure in enumerate(block.figures)}
    rows = [places[figure.key] for figure in chosen]
    further = {name: take(column, rows) for name, column in block.further.items()}
    part = block._replace(figures=tuple(one._replace(depth=0) for one in chosen), further=further)
    columns = [
        column for column in columns_of(part, words) if column.key not in _LEFT_TO_ALL | {"parent"}
    ]
    layout = fitted(
        screen_columns(
            Part("", (), counts_called(columns, block.definition, words), (), part.figures),
            words,
            room,
        ),
        room,
    )
    head: Lines = [[(_cut(label, room), "bold cyan")]]
    head += [heading_line(layout, texts) for texts in heading_lines(layout)]
    return _Table(head, list(row_lines(part.figures, layout)))


def _cause_lines(findings: Sequence[Finding], accepted: int, words: Words, room: Room) -> Lines:
    """Return a line a cause, errors before warnings, then how many findings there are in all, and acknowledged."""
    if not findings and not accepted:
        return []
    told = [one for one in worst_first(findings) if one.severity != "info"]
    counts = Counter(one.code for one in told)
    firsts = list({one.code: one for one in reversed(told)}.values())[::-1]
    most = min(room.lines, _CAUSES + 1) - 1
    lines: Lines = []
    for one in sorted(firsts, key=lambda one: SEVERITIES.index(one.severity))[:most]:
        times = f" ×{counts[one.code]}" if counts[one.code] > 1 else ""
        text = f"{words.severity(one.severity)}[{one.code}]{times}: {words.finding(one)}"
        lines.append([(_cut(visible(text), room.columns), _COLOURS[one.severity])])
    counted = counts_line(findings, words, accepted)
    return [*lines, [(_cut(counted, room.columns), "dim")]]


def _cut(text: str, room: int) -> str:
    """Return a text cut to a line, with a mark where anything is left out."""
    if width(text) <= room:
        return text
    return f"{folded(text, room - 1)[0].rstrip()}…"
