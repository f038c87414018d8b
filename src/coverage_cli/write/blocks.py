"""What a person is shown of a report: one block an indicator and period, its columns as text, its heading and foot.

Screen, plain, markdown and the workbook's summary show the same blocks. Nothing is computed here that the report does
not say, but how many units of a level met their target, and sums over the units shown where none of them is the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.grouping import take
from coverage_cli.model import (
    MACHINE_COLUMNS,
    Cell,
    Count,
    Figure,
    Indicator,
    Phrase,
    Quotient,
    Report,
)
from coverage_cli.periods import in_time
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.columns import Column, about, further_columns, heading_of, shown
from coverage_cli.write.judged import tally_by
from coverage_cli.write.rates import shown_as
from coverage_cli.write.safety import visible
from coverage_cli.write.text.numerals import counts

_Fields = Mapping[str, tuple[Any, ...]]
# A period and an indicator.
_Key = tuple[str | None, str]
# The indicator of columns that were told and named no other: it has no name that a sentence or a heading could use.
GENERAL = "coverage"
FIGURES = tuple(
    name
    for name in MACHINE_COLUMNS[: MACHINE_COLUMNS.index("status")]
    if about(name).kind in ("count", "percent")
)
"""The figures of a unit, as far as its verdict."""


class Block(NamedTuple):
    """The figures of one indicator and period, in the order of the report, and the further columns of their rows.

    `definition` is the indicator itself, which says how its rates are shown. `basis` are the figures that the foot
    speaks of where they are others: all that a ranking was taken from.
    """

    indicator: str
    period: str | None
    figures: tuple[Figure, ...]
    further: Mapping[str, Sequence[Cell]] = {}
    basis: Sequence[Figure] = ()
    notes: Sequence[Phrase] = ()
    definition: Indicator | None = None


class Totals(NamedTuple):
    """What a block comes to: its topmost unit, or None and sums over the `judged` units of it that have a gap.

    `gap` and `shortfall` are people; `complete` is how many of how many of the lowest units have their figures.
    """

    top: Figure | None
    judged: int
    gap: Count | None
    shortfall: Count | None
    complete: tuple[int, int] | None


def blocks_of(report: Report) -> list[Block]:
    """Part the figures by period and indicator, in the order in which these first appear."""
    parts: dict[_Key, list[int]] = {}
    for row, figure in enumerate(report.figures):
        parts.setdefault((figure.period, figure.indicator), []).append(row)
    return [
        _block(report, key, take(report.figures, rows))._replace(
            further={name: take(column, rows) for name, column in report.further.items()},
            basis=report.ranked.get(key, ()),
        )
        for key, rows in parts.items()
    ]


def last_of(blocks: Sequence[Block]) -> str | None:
    """Return the last period of some blocks: that is where things stand."""
    return max((block.period for block in blocks if block.period), key=in_time, default=None)


def whole_blocks(report: Report) -> list[Block]:
    """Return the blocks of all figures: of a ranking those that its rows were chosen from."""
    ranked = [_block(report, key, figures) for key, figures in report.ranked.items()]
    return ranked or blocks_of(report)


def _block(report: Report, key: _Key, figures: Sequence[Figure]) -> Block:
    period, indicator = key
    notes, definition = report.notes.get(key, ()), report.indicators.get(indicator)
    return Block(indicator, period, tuple(figures), notes=notes, definition=definition)


def without_rows(report: Report, words: Words) -> list[str]:
    """Return what is said of that which has no row: of a ranking, the indicators in which no unit is short."""
    if not report.ranked:
        return [] if report.figures else [words.label("no_rows")]
    shown = {(figure.period, figure.indicator) for figure in report.figures}
    return [
        _none_short(block, words)
        for block in whole_blocks(report)
        if (block.period, block.indicator) not in shown
    ]


def _none_short(block: Block, words: Words) -> str:
    has_target = any(figure.target_count is not None for figure in block.figures)
    said = words.label("none_short" if has_target else "no_target_at_all")
    return " · ".join(
        [f"{title_of(block, words)}: {said}", *(foot_of(block, words) if has_target else [])]
    )


def title_of(block: Block, words: Words) -> str:
    """Return a block's title: its indicator and period."""
    name = block.definition.label(words.lang) if block.definition else block.indicator
    return visible(" · ".join(filter(None, (name, words.period(block.period)))))


def sides_of(block: Block, report: Report, words: Words) -> list[str]:
    """Return what is said beside the title: what the sheet calls its columns, and the targets common to all units."""
    manner = shown_as(block.definition, words)
    own = {
        side: name for (of, side), name in report.names.items() if of == block.indicator and name
    }
    beside = {side: name for side, name in own.items() if "." in side}
    targets = [(manner.heading("target_pct"), common_target(block.figures))]
    targets += [
        (heading_of(key, words), cells[0])
        for key, cells in _common_further_targets(block.further).items()
    ]
    return [
        *counted_sides(block, report, words),
        *(
            f"{heading}: {manner.words.percent(manner.rate(target))}"
            for heading, target in targets
            if target
        ),
        *(f"{heading_of(side, words)}: {visible(name)}" for side, name in beside.items()),
    ]


def counted_sides(block: Block, report: Report, words: Words) -> list[str]:
    """Return what the sheet calls the columns of the two counts."""
    return [
        f"{words.label(side)}: {visible(name)}"
        for side in ("numerator", "denominator")
        if (name := report.names.get((block.indicator, side)))
    ]


def columns_of(block: Block, words: Words) -> list[Column]:
    """Return the columns of a block that have something to say, the unit first and its status last."""
    fields = _fields_of(block.figures)
    columns = naming_columns(block.figures, words, ranked=bool(block.basis))
    columns += _figure_columns(fields, block, words)
    said = _common_further_targets(block.further)
    columns += further_columns(
        {key: cells for key, cells in block.further.items() if key not in said}, words
    )
    if fields["units_complete"] != fields["units_expected"]:
        columns.append(_complete_column(fields, words))
    return [*columns, status_column(block.figures, words)]


def counts_called(
    columns: Sequence[Column], definition: Indicator | None, words: Words
) -> list[Column]:
    """Return columns with those of the two counts called by what they count: "Insured", "Population"."""
    if definition is None:
        return list(columns)
    sides = {"numerator": definition.numerators, "denominator": definition.denominators}
    return [
        column._replace(heading=words.counted(sides[column.key], column.heading))
        if column.key in sides
        else column
        for column in columns
    ]


def _fields_of(figures: Sequence[Figure]) -> _Fields:
    return dict(zip(Figure._fields, zip(*figures, strict=True), strict=True))


def naming_columns(
    figures: Sequence[Figure], words: Words, *, ranked: bool = False
) -> list[Column]:
    """Return the columns that say which unit a row is of: indented below its parent, else with parent and level.

    In a ranking a unit that happens to follow its parent stands no further in than the others.
    """
    fields = _fields_of(figures)
    names, depths, levels = fields["unit"], fields["depth"], fields["level"]
    if is_nested(figures) and not ranked:
        top = min(depths)
        return [
            shown(
                "unit",
                ["  " * (depth - top) + name for depth, name in zip(depths, names, strict=True)],
                words,
            )
        ]
    parents = [parent or "" for parent in fields["parent"]]
    columns = [shown("unit", names, words), shown("parent", parents, words)]
    return [*columns, shown("level", levels, words)] if len(set(levels)) > 1 else columns


def status_column(figures: Sequence[Figure], words: Words) -> Column:
    """Return the verdicts in words."""
    return shown("status", [figure.status for figure in figures], words)


def is_nested(figures: Sequence[Figure]) -> bool:
    """Tell whether each unit stands below its parent, as in a report; a ranking is not nested.

    The topmost units need no parent above them where they all have the same one, as in a report on one district.
    """
    depths = [figure.depth for figure in figures]
    top = min(depths, default=0)
    if (
        len({figure.parent for figure, depth in zip(figures, depths, strict=True) if depth == top})
        > 1
    ):
        return False
    above: dict[int, str] = {}
    for figure, depth in zip(figures, depths, strict=True):
        parent = figure.parent
        stands_apart = depth > top and parent is not None and above.get(depth - 1) != parent
        if stands_apart and parent not in _higher(above, depth):
            return False
        above[depth] = figure.unit
    return True


def top_of(figures: Sequence[Figure]) -> Figure | None:
    """Return the unit that all others of a block are parts of, if there is one."""
    first = figures[0]
    alone = all(figure.depth > first.depth for figure in figures[1:])
    return first if alone and is_nested(figures) else None


def totals_of(block: Block) -> Totals:
    """Return what a block comes to: its topmost unit's figures, else sums over its units, if they are of one level.

    Units of several levels without their whole are not summed: one may be a part of another.
    """
    top = top_of(block.figures)
    if top is None and len({figure.level for figure in block.figures}) > 1:
        return Totals(None, 0, None, None, None)
    figures = (top,) if top else block.figures
    gaps = [figure.gap_people for figure in figures if figure.gap_people is not None]
    shortfalls = [
        figure.shortfall_people for figure in figures if figure.shortfall_people is not None
    ]
    complete = (
        sum(figure.units_complete for figure in figures),
        sum(figure.units_expected for figure in figures),
    )
    return Totals(
        top,
        len(gaps),
        sum(gaps) if gaps else None,
        sum(shortfalls) if shortfalls else None,
        complete,
    )


def foot_of(block: Block, words: Words) -> list[str]:
    """Return the foot of a block: units met by level, the net gap beside the sum of shortfalls, units complete.

    Of a ranking it speaks of all the units that were ranked, and of how many in each upper unit met their target.
    """
    said = [words.label(note.key, **note.values) for note in block.notes]
    if block.basis:
        whole = block._replace(figures=tuple(block.basis), basis=(), notes=())
        return [*said, *foot_of(whole, words), *met_by_parent(whole, words)]
    totals = totals_of(block)
    facts = met_by_level(block, words)
    turned = "_lower" if block.definition is not None and block.definition.lower else ""
    if totals.gap is not None:
        kind = "gap" if totals.gap >= 0 else "surplus"
        values = {"people": abs(totals.gap), "count": totals.judged}
        facts.append(
            words.label(f"net_{kind}{turned}" if totals.top else f"shown_{kind}{turned}", **values)
        )
    if totals.shortfall is not None:
        name = f"{'shortfall_sum' if totals.top else 'shown_shortfall'}{turned}"
        facts.append(words.label(name, people=totals.shortfall))
    if totals.complete is not None:
        facts.append(
            words.label("complete_of", complete=totals.complete[0], expected=totals.complete[1])
        )
    return [*facts, *said]


def met_by_level(block: Block, words: Words) -> list[str]:
    """Return how many units of each level met their target; the topmost unit stands for none of them."""
    figures = block.figures[1:] if top_of(block.figures) else block.figures
    return [
        words.label("met_of", level=words.level(str(level)), met=tally.met, expected=tally.judged)
        for level, tally in tally_by("level", figures).items()
        if tally.decided
    ]


def met_by_parent(block: Block, words: Words) -> list[str]:
    """Return how many of the lowest units of each upper one met their target, where there are several upper ones."""
    deepest = max(figure.depth for figure in block.figures)
    tallies = tally_by("parent", [figure for figure in block.figures if figure.depth == deepest])
    if len(tallies) < 2 or None in tallies:
        return []
    shares = tuple(
        f"{visible(str(parent))} {tally.met}/{tally.judged}" for parent, tally in tallies.items()
    )
    return [words.label("met_within", shares=shares)]


def common_target(figures: Sequence[Figure]) -> Quotient | None:
    """Return the rate that is the target of all the units, if there is one; columns leave it to the heading."""
    first = figures[0].target_pct
    same = all(figure.target_pct == first and figure.target_kind == "rate" for figure in figures)
    return first if same and len(figures) > 1 else None


def _common_further_targets(further: Mapping[str, Sequence[Cell]]) -> dict[str, Sequence[Any]]:
    """Return the columns of further targets that are one rate for all units."""
    rates = {
        key: cells
        for key, cells in further.items()
        if key.endswith(".target_pct") and len(cells) > 1
    }
    return {
        key: cells for key, cells in rates.items() if cells[0] is not None and len(set(cells)) == 1
    }


def _higher(above: Mapping[int, str], depth: int) -> list[str]:
    return [unit for level, unit in above.items() if level < depth]


def _figure_columns(fields: _Fields, block: Block, words: Words) -> list[Column]:
    """Return the figures between indicator and verdict that any unit has, less those that something else tells."""
    told = {key: fields[key] for key in FIGURES if any(value is not None for value in fields[key])}
    if common_target(block.figures) is not None:
        del told["target_pct"]  # the heading says it once
    if fields["shortfall_people"] == tuple(
        None if gap is None else max(gap, 0) for gap in fields["gap_people"]
    ):
        told.pop("shortfall_people", None)  # it would repeat the gap
    manner = shown_as(block.definition, words)
    return [manner.column(key, values) for key, values in told.items()]


def _complete_column(fields: _Fields, words: Words) -> Column:
    complete, expected = (
        counts(fields["units_complete"], words),
        counts(fields["units_expected"], words),
    )
    cells = [f"{done}/{due}" for done, due in zip(complete, expected, strict=True)]
    return Column("units_complete", words.label("units_complete"), cells, right=True)
