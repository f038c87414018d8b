"""The key figures of a first screen: a line an indicator with its coverage, target, people missing and change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from coverage_cli.model import Figure, Quotient
from coverage_cli.words import Words
from coverage_cli.write.blocks import Block, title_of, top_of
from coverage_cli.write.columns import Column, shown
from coverage_cli.write.judged import tally_by
from coverage_cli.write.rates import Shown, shown_as
from coverage_cli.write.text.headline import Headline, Headlines
from coverage_cli.write.text.narrow import fitted, heading_lines
from coverage_cli.write.text.screen import Piece, heading_line, row_lines

_INDICATORS = 6

Lines = list[list[Piece]]


def headline_of(block: Block, headlines: Headlines) -> Headline:
    """Return what is said of a block beside its figures, empty where nothing is."""
    return headlines.get((block.period, block.indicator), Headline())


def _change_columns(
    blocks: Sequence[Block],
    manners: Sequence[Shown],
    headlines: Headlines,
    words: Words,
) -> list[Column]:
    """Return what changed for the whole of each indicator, where it can be told, since the period it is told from."""
    of_wholes = [
        headline_of(block, headlines) if top_of(block.figures) else Headline() for block in blocks
    ]
    since = next((one.since for one in of_wholes if one.since), None)
    if since is None:
        return []
    missing = words.label("missing")
    people = [_signed(one.people, words.number) or missing for one in of_wholes]
    points = [
        _signed(one.points and manner.rate(one.points), words.percent) or missing
        for manner, one in zip(manners, of_wholes, strict=True)
    ]
    return [
        Column("change_people", words.label("overview_since", period=since), people, right=True),
        Column("change_pp", words.label("change_pp"), points, right=True),
    ]


def _signed(value: Any, say: Callable[[Any], str]) -> str:
    """Return a change with its sign, which tells it from the figures beside it."""
    if value is None:
        return say(None)
    is_more = (value.over if isinstance(value, Quotient) else value) > 0
    return f"+{say(value)}" if is_more else say(value)


def indicator_lines(
    blocks: Sequence[Block],
    headlines: Headlines,
    words: Words,
    room: int,
) -> Lines:
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
            words.label("reached"),
            [_reached(block, words) for block in blocks],
            right=True,
        ),
        *_change_columns(blocks, manners, headlines, words),
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
