"""What a person is shown of a report: one block an indicator and period, its columns as text, its heading and foot.

Screen, plain and markdown show the same blocks. Nothing is computed here that the report does not say, but how many
units of a level met their target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from coverage_cli.model import Figure, Quotient, Report
from coverage_cli.words import Words
from coverage_cli.write.numerals import counts, percents
from coverage_cli.write.safety import visible, visible_all

_Fields = Mapping[str, tuple[Any, ...]]
JUDGED = ("met", "short", "no_data", "incomplete")
"""The statuses of units that have a target, or would have one if their figures were known."""
_PEOPLE = ("numerator", "denominator", "target_count", "gap_people", "shortfall_people")
_PERCENTAGES = ("coverage_pct", "target_pct", "attainment_pct", "gap_pp")
_ORDER = (
    "numerator",
    "denominator",
    "coverage_pct",
    "target_pct",
    "target_count",
    "attainment_pct",
    "gap_people",
    "gap_pp",
    "shortfall_people",
)


class Block(NamedTuple):
    """The figures of one indicator and period, in the order of the report."""

    indicator: str
    period: str | None
    figures: tuple[Figure, ...]


class Column(NamedTuple):
    """One column of a block as text; `key` is the figure's field, figures stand to the right."""

    key: str
    heading: str
    cells: Sequence[str]
    right: bool


def blocks_of(report: Report) -> list[Block]:
    """Part the figures by period and indicator, in the order in which these first appear."""
    parts: dict[tuple[str | None, str], list[Figure]] = {}
    for figure in report.figures:
        parts.setdefault((figure.period, figure.indicator), []).append(figure)
    return [Block(indicator, period, tuple(figures)) for (period, indicator), figures in parts.items()]


def heading_of(block: Block, report: Report, words: Words) -> tuple[str, list[str]]:
    """Return a block's title, and its numerator's and denominator's names in the sheet, and a target common to all."""
    indicator = report.indicators.get(block.indicator)
    name = indicator.label(words.lang) if indicator else block.indicator
    title = visible(f"{name} · {block.period}" if block.period else name)
    sides = [
        f"{words.label(side)}: {visible(report.names[block.indicator, side])}"
        for side in ("numerator", "denominator")
        if (block.indicator, side) in report.names
    ]
    target = _common_target(block.figures)
    if target is not None:
        sides.append(f"{words.label('target_pct')}: {words.percent(target)}")
    return title, sides


def columns_of(block: Block, words: Words) -> list[Column]:
    """Return the columns of a block that have something to say, the unit first and its status last."""
    fields = dict(zip(Figure._fields, zip(*block.figures, strict=True), strict=True))
    nested = is_nested(block.figures)
    columns = [Column("unit", words.label("unit"), _unit_cells(fields, nested=nested), right=False)]
    if not nested:
        parents = visible_all([parent or "" for parent in fields["parent"]])
        columns.append(Column("parent", words.label("parent"), parents, right=False))
    columns += _figure_columns(fields, words, common_target=_common_target(block.figures) is not None)
    if fields["units_complete"] != fields["units_expected"]:
        columns.append(_complete_column(fields, words))
    statuses = {status: words.status(status) for status in set(fields["status"])}
    return [*columns, Column("status", words.label("status"), [statuses[key] for key in fields["status"]], right=False)]


def is_nested(figures: Sequence[Figure]) -> bool:
    """Tell whether each unit stands below its parent, as in a report; a ranking is not nested.

    The topmost units need no parent above them where they all have the same one, as in a report on one district.
    """
    depths = [figure.depth for figure in figures]
    top = min(depths, default=0)
    if len({figure.parent for figure, depth in zip(figures, depths, strict=True) if depth == top}) > 1:
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


def foot_of(block: Block, words: Words) -> list[str]:
    """Return the foot of a block: units met by level, the net gap beside the sum of shortfalls, units complete."""
    top = top_of(block.figures)
    facts = _met_by_level(block.figures[1:] if top else block.figures, words)
    if top and top.gap_people is not None:
        key = "net_gap" if top.gap_people >= 0 else "net_surplus"
        facts.append(words.label(key, people=abs(top.gap_people)))
    if top and top.shortfall_people is not None:
        facts.append(words.label("shortfall_sum", people=top.shortfall_people))
    if top:
        facts.append(words.label("complete_of", complete=top.units_complete, expected=top.units_expected))
    return facts


def _met_by_level(figures: Sequence[Figure], words: Words) -> list[str]:
    judged = Counter(figure.level for figure in figures if figure.status in JUDGED)
    met = Counter(figure.level for figure in figures if figure.status == "met")
    reachable = dict.fromkeys(figure.level for figure in figures if figure.status in ("met", "short"))
    return [
        words.label("met_of", level=words.level(level), met=met[level], expected=judged[level]) for level in reachable
    ]


def _common_target(figures: Sequence[Figure]) -> Quotient | None:
    """Return the rate that is the target of all the units, if there is one."""
    first = figures[0].target_pct
    same = all(figure.target_pct == first and figure.target_kind == "rate" for figure in figures)
    return first if same and len(figures) > 1 else None


def _higher(above: Mapping[int, str], depth: int) -> list[str]:
    return [unit for level, unit in above.items() if level < depth]


def _unit_cells(fields: _Fields, *, nested: bool) -> Sequence[str]:
    names = visible_all(fields["unit"])
    if not nested:
        return names
    top = min(fields["depth"])
    indents = {depth: "  " * (depth - top) for depth in set(fields["depth"])}
    return [indents[depth] + name for depth, name in zip(fields["depth"], names, strict=True)]


def _figure_columns(fields: _Fields, words: Words, *, common_target: bool) -> list[Column]:
    shown = [key for key in _ORDER if any(value is not None for value in fields[key])]
    if common_target:
        shown.remove("target_pct")  # the heading says it once
    if fields["shortfall_people"] == tuple(None if gap is None else max(gap, 0) for gap in fields["gap_people"]):
        shown = [key for key in shown if key != "shortfall_people"]  # it would repeat the gap
    return [
        Column(key, words.label(key), (counts if key in _PEOPLE else percents)(fields[key], words), right=True)
        for key in shown
    ]


def _complete_column(fields: _Fields, words: Words) -> Column:
    complete, expected = counts(fields["units_complete"], words), counts(fields["units_expected"], words)
    cells = [f"{done}/{due}" for done, due in zip(complete, expected, strict=True)]
    return Column("units_complete", words.label("units_complete"), cells, right=True)
