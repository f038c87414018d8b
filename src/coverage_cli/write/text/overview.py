"""The first screen of a report: a line an indicator, one table, findings by cause, how to see more.

It is no longer than the terminal is high.

Whoever runs the program asks "how far are we, and who is missing"; the answer must not scroll away. Nothing is computed
here, and nothing is left out where a report is written to a file or read by another program.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from coverage_cli.grouping import take
from coverage_cli.model import Figure, Finding, Report
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import (
    GENERAL,
    Block,
    blocks_of,
    columns_of,
    common_target,
    counted_sides,
    counts_called,
    last_of,
    title_of,
    top_of,
    whole_blocks,
)
from coverage_cli.write.parts import Part
from coverage_cli.write.rates import shown_as
from coverage_cli.write.safety import visible
from coverage_cli.write.text.findings import causes_of, closing_line
from coverage_cli.write.text.headline import Headline, Headlines
from coverage_cli.write.text.key_lines import headline_of, indicator_lines
from coverage_cli.write.text.narrow import fitted, heading_lines
from coverage_cli.write.text.screen import (
    Piece,
    heading_line,
    joined,
    legend_lines,
    row_lines,
    screen_columns,
)
from coverage_cli.write.text.width import folded, width

# A screen of fewer lines or columns cannot hold an answer: the whole report is printed there.
LOWEST, NARROWEST = 24, 60
# So few units stand in the order of the sheet; of more the worst come first.
_FEW = 10
_CAUSES = 10
# So many rows a table must have room for, else it is not begun.
_FEWEST_ROWS = 3
_COLOURS = {"error": "red", "warning": "yellow"}
# Beside the table stand the key figures of all indicators; it need not say again what these say.
_LEFT_TO_ALL = frozenset({"target_count", "gap_pp", "shortfall_people", "units_complete"})

Lines = list[list[Piece]]


class Room(NamedTuple):
    """How many columns and lines there are; of a terminal's lines one is the prompt's."""

    columns: int
    lines: int


class Beside(NamedTuple):
    """What a first screen tells beside the figures: findings to be counted, what confirms the reading, headlines."""

    findings: Sequence[Finding] = ()
    proof: str = ""
    headlines: Headlines = MappingProxyType({})


def overview(
    report: Report,
    beside: Beside,
    words: Words,
    room: Room,
) -> Lines:
    """Return the first screen: at most `room.lines - 1` lines, each no wider than the terminal but for figures.

    Findings that the project file acknowledges are counted with the others.
    """
    blocks = _by_target(_latest(whole_blocks(report)))
    head = _head(blocks, report, beside, words, room.columns)
    left = room.lines - 1 - len(head) - 1
    below = Room(room.columns, max(1, left // 3))
    said = [*beside.findings, *_doubts(blocks, beside)]
    causes = _cause_lines(said, len(report.accepted), words, below)
    few = _few_line(headline_of(blocks[0], beside.headlines), words, room.columns)
    # On the smallest screen the units themselves come first.
    few = few if room.lines > LOWEST or report.ranked else []
    left -= len(causes) + len(few)
    tables, rows = _tables(_choices_of(blocks[0], report, words), words, room.columns, left)
    foot = words.label("overview_more", rows=rows, all=len(report.figures))
    legend = legend_lines(blocks[0].figures, words, room.columns)
    gap: Lines = (legend if len(legend) == 1 else [[]]) if len(tables) < left else []
    return [*head, *tables, *few, *gap, *causes, [(_cut(foot, room.columns), "dim")]]


def _head(
    blocks: Sequence[Block],
    report: Report,
    beside: Beside,
    words: Words,
    room: int,
) -> Lines:
    """Return the lines above the table of units: title, what confirms the reading, a line an indicator."""
    head: Lines = [[(_cut(visible(report.title), room), "bold")]] if report.title else []
    head += [[(_cut(beside.proof, room), "dim")]] if beside.proof else []
    head += [[], *indicator_lines(blocks, beside.headlines, words, room)]
    head += _counted_lines(blocks[0], report, words, room)
    return [*head, []]


def _doubts(blocks: Sequence[Block], beside: Beside) -> list[Finding]:
    """Say why no change can be told, where findings are told at all."""
    headlines = [headline_of(block, beside.headlines) for block in blocks if beside.proof]
    return [one for headline in headlines for one in headline.doubts]


def _counted_lines(
    block: Block,
    report: Report,
    words: Words,
    room: int,
) -> Lines:
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


def _few_line(
    headline: Headline,
    words: Words,
    room: int,
) -> Lines:
    """Say how few units hold most of what is missing."""
    few = headline.few
    return [[(_cut(visible(words.label(few.key, **few.values)), room), "")]] if few else []


class _Choice(NamedTuple):
    """Units of a block that a table shows, and what they are called together."""

    block: Block
    label: str
    figures: Sequence[Figure]


def _tables(
    choices: Sequence[_Choice],
    words: Words,
    room: int,
    left: int,
) -> tuple[Lines, int]:
    """Return the tables that fit into so many lines, and how many rows they have."""
    lines: Lines = []
    rows = 0
    for choice in choices:
        made = _table(choice, words, room)
        fitting = left - len(lines) - len(made.head) - (1 if lines else 0)
        if fitting < min(_FEWEST_ROWS, len(choice.figures)):
            break
        if fitting < len(choice.figures):  # what does not fit is what lacks least
            made = _table(_worst(choice, words), words, room)
        lines += [[]] if lines else []
        lines += made.lines(fitting)
        rows += min(fitting, len(choice.figures))
    return lines, rows


class _Table(NamedTuple):
    """The lines of a table above its rows, and those of the rows."""

    head: Lines
    rows: Lines

    def lines(self, fitting: int) -> Lines:
        return [*self.head, *self.rows[:fitting]]


def _choices_of(
    block: Block,
    report: Report,
    words: Words,
) -> list[_Choice]:
    """Return the units of an indicator to show: of a ranking its own rows, else districts and the worst communes."""
    if not report.ranked:
        return _choices(block, words)
    rows = {(one.period, one.indicator): one for one in blocks_of(report)}
    ranking = rows.get((block.period, block.indicator))
    return [_Choice(ranking, title_of(ranking, words), ranking.figures)] if ranking else []


def _choices(block: Block, words: Words) -> list[_Choice]:
    """Return the units to show, with what they are: the upper ones in their order, the lowest by people missing."""
    whole = top_of(block.figures)
    units = [figure for figure in block.figures if figure is not whole]
    if not units:
        return [_Choice(block, title_of(block, words), block.figures)]
    depths = [figure.depth for figure in units]
    uppers = [figure for figure in units if figure.depth == min(depths)]
    lowest = [figure for figure in units if figure.depth == max(depths)]
    worst = _worst(_Choice(block, "", lowest), words)
    of_uppers = _Choice(block, _title(block, uppers, words), uppers)
    if max(depths) > min(depths):
        return [of_uppers, worst]
    return [of_uppers] if len(units) <= _FEW else [worst]


def _worst(choice: _Choice, words: Words) -> _Choice:
    """Return units with the worst first; a ranking is one already."""
    block, _, figures = choice
    if block.basis:
        return choice
    return _Choice(
        block,
        _worst_of(block, figures, words),
        _worst_first(block, figures),
    )


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


def _table(
    choice: _Choice,
    words: Words,
    room: int,
) -> _Table:
    """Return a table of some units of a block, its columns those that the block has for them."""
    block, label, chosen = choice
    places = {figure.key: at for at, figure in enumerate(block.figures)}
    rows = [places[figure.key] for figure in chosen]
    further = {name: take(column, rows) for name, column in block.further.items()}
    part = block._replace(figures=tuple(one._replace(depth=0) for one in chosen), further=further)
    told_above = _LEFT_TO_ALL if block.basis else _LEFT_TO_ALL | {"parent"}
    columns = [column for column in columns_of(part, words) if column.key not in told_above]
    named = counts_called(columns, block.definition, words)
    layout = fitted(screen_columns(Part("", (), named, (), part.figures), words, room), room)
    head: Lines = [[(_cut(_with_target(label, block, chosen, words), room), "bold cyan")]]
    head += [heading_line(layout, texts) for texts in heading_lines(layout)]
    return _Table(head, list(row_lines(part.figures, layout)))


def _with_target(label: str, block: Block, chosen: Sequence[Figure], words: Words) -> str:
    """Return what a table is called, with the target that all its units share and no column repeats."""
    target = common_target(chosen)
    if target is None:
        return label
    manner = shown_as(block.definition, words)
    told = manner.words.percent(manner.rate(target))
    return f"{label} · {manner.heading('target_pct')}: {told}"


def _cause_lines(
    findings: Sequence[Finding],
    accepted: int,
    words: Words,
    room: Room,
) -> Lines:
    """Return a line a cause, errors before warnings, then how many findings there are in all, and acknowledged."""
    if not findings and not accepted:
        return []
    most = min(room.lines, _CAUSES + 1) - 1
    lines: Lines = []
    for cause in causes_of(findings)[:most]:
        severity, code, times = cause.start
        text = f"{words.severity(severity)}[{code}]{times}: {words.finding(cause.first)}"
        lines.append([(_cut(visible(text), room.columns), _COLOURS[severity])])
    closing = closing_line(findings, len(lines), words, accepted)
    return [*lines, [(_cut(closing, room.columns), "dim")]]


def _cut(text: str, room: int) -> str:
    """Return a text cut to a line, with a mark where anything is left out."""
    if width(text) <= room:
        return text
    return f"{folded(text, room - 1)[0].rstrip()}…"
