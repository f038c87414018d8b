"""How a report stands, in a few figures: whose it is, what the whole comes to, the units below it, who is short.

What a report for a committee, the page and the workbook's cover lead with. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.model import Figure, Report
from coverage_cli.words import Words
from coverage_cli.write.blocks import Block, met_by_level, top_of, whole_blocks
from coverage_cli.write.rates import Shown
from coverage_cli.write.said import name_said

MOST_PARTS = 30
"""How many units a chart or table of one page's width shows."""


def title_of_report(report: Report, words: Words) -> str:
    """Return whose figures a report holds and of when; its own title where neither is known."""
    tops = (top_of(block.figures) for block in whole_blocks(report))
    wholes = {name_said(top.unit) for top in tops if top}
    periods = [words.period(period) for period in report.periods() if period]
    span = periods if len(periods) < 2 else [f"{periods[0]} – {periods[-1]}"]
    title = ", ".join([*(wholes if len(wholes) == 1 else ()), *span])
    return title or report.title or words.label("sheet_summary")


def parts_right_below(block: Block, whole: Figure | None) -> list[Figure]:
    """Return the units right below the whole; of more than a page holds those that lack most come first."""
    units = [figure for figure in block.figures if figure is not whole]
    depth = min((figure.depth for figure in units), default=0)
    parts = [figure for figure in units if figure.depth == depth]
    if len(parts) > MOST_PARTS:
        parts.sort(key=lambda figure: -(figure.gap_people or 0))
    return parts


def key_figures(block: Block, whole: Figure | None, manner: Shown) -> list[tuple[str, str]]:
    """Return what the topmost unit comes to, and how many units of each level reached their target: label and text."""
    if whole is None:
        return []
    words = manner.words
    sides = block.definition
    called = {
        "numerator": words.counted(sides.numerators, words.label("numerator")) if sides else "",
        "denominator": words.counted(sides.denominators, words.label("denominator"))
        if sides
        else "",
    }
    keys = (
        "numerator",
        "denominator",
        "coverage_pct",
        "target_pct",
        "target_count",
        "gap_people",
        "attainment_pct",
    )
    told = [
        (called.get(key) or column.heading, column.cells[0])
        for key in keys
        if getattr(whole, key) is not None and (column := manner.column(key, [getattr(whole, key)]))
    ]
    return [
        *told,
        *((words.label("reached"), fact) for fact in met_by_level(block, words)),
    ]


def lowest_short(figures: Sequence[Figure]) -> list[Figure]:
    """Return the lowest units that are short, those that lack most people first; the whole alone is none."""
    deepest = max(figure.depth for figure in figures)
    short = [
        figure
        for figure in figures
        if figure.depth == deepest
        and figure.depth
        and figure.status == "short"
        and figure.gap_people
    ]
    return sorted(short, key=lambda figure: -(figure.gap_people or 0))
