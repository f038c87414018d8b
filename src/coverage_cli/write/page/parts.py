"""Report -> what the page shows of each indicator: key figures, charts, table. Nothing is computed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from coverage_cli.errors import UnreadableInput
from coverage_cli.grouping import take
from coverage_cli.model import Cell, Figure, FigureKey, Quotient, Report, Trend
from coverage_cli.periods import in_time
from coverage_cli.records import NamedTuple
from coverage_cli.units.areas import place
from coverage_cli.words import Words
from coverage_cli.write import Behind
from coverage_cli.write.blocks import Block, counts_called, top_of
from coverage_cli.write.columns import Column, indicator_name
from coverage_cli.write.page.bands import bands_of
from coverage_cli.write.page.charts import Bar, Bars, Course, Point, Tile, Tiles
from coverage_cli.write.page.map import Map
from coverage_cli.write.parts import FIGURE_BY_PERIOD, Part, figure_heading, parts_of
from coverage_cli.write.rates import Shown, shown_as
from coverage_cli.write.said import name_said
from coverage_cli.write.standing import MOST_PARTS, key_figures, lowest_short, parts_right_below
from coverage_cli.write.text.summary import sentences_of

_MOST_ROWS = 25_000
_MOST_RANKED, _MOST_COURSES, _MOST_GROUPS, _FEWEST_TILES = 10, 24, 80, 8
_MIDDLE = 50.0

Places = Mapping[str, tuple[int, int]]
"""The section and row of each unit whose name is borne by one alone."""


class Section(NamedTuple):
    """One indicator and period: its title, sentences, key figures (label, text), charts, and its table.

    `figures` are those of the table's rows, `columns` as people read them; charts that would show nothing are None.
    """

    title: str
    lead: str
    key_figures: Sequence[tuple[str, str]]
    sides: Sequence[str]
    bars: Bars | None
    ranking: Bars | None
    tiles: Tiles | Map | None
    course: tuple[str, Course] | None
    courses: tuple[str, Sequence[Course]] | None
    figures: Sequence[Figure]
    columns: Sequence[Column]
    foot: Sequence[str]
    ranked: bool


def sections_of(report: Report, behind: Behind, words: Words) -> tuple[list[Section], int]:
    """Return the sections, the newest period of an indicator first, and how many blocks a page has no room for.

    Raises `UnreadableInput` where there is a map and no unit has an area in it.
    """
    parts = [part for part in parts_of(report, words) if part.figures]
    order = list(dict.fromkeys(part.figures[0].indicator for part in parts))
    parts.sort(key=lambda part: in_time(part.figures[0].period or "0000"), reverse=True)
    parts.sort(key=lambda part: order.index(part.figures[0].indicator))
    kept: list[Part] = []
    rows = 0
    for part in parts:
        rows += len(part.figures)
        if not kept or rows <= _MOST_ROWS:
            kept.append(part)
    sections = [_section(part, report, behind, words) for part in kept]
    if behind.areas and not any(isinstance(one.tiles, Map) for one in sections):
        names = (key for area in behind.areas for key in area.properties)
        raise UnreadableInput("areas-unmatched", properties=tuple(dict.fromkeys(names)))
    return sections, len(parts) - len(kept)


def places_of(sections: Sequence[Section]) -> Places:
    """Return where each unit stands first, for what speaks of it; those that share a name have no place."""
    places: dict[str, tuple[int, int]] = {}
    for at, section in reversed(list(enumerate(sections))):
        names = Counter(figure.unit for figure in section.figures)
        for row, figure in enumerate(section.figures):
            if names[figure.unit] == 1:
                places[figure.unit] = at, row
    return places


def _section(part: Part, report: Report, behind: Behind, words: Words) -> Section:
    first = part.figures[0]
    definition = report.indicators.get(first.indicator)
    manner = shown_as(definition, words)
    every = tuple(report.ranked.get((first.period, first.indicator), part.figures))
    block = Block(first.indicator, first.period, every, definition=definition)
    whole = top_of(every)
    rows = {figure.key: row for row, figure in enumerate(part.figures)}
    trend = next((one for one in report.trends if one.figures is part.figures), None)
    name = indicator_name(first.indicator, report.indicators, words)
    return Section(
        " · ".join(filter(None, (name, words.period(first.period)))),
        _lead(block, whole, report, words),
        key_figures(block, whole, manner),
        part.sides,
        _bars(block, whole, rows, manner),
        _ranking(block, rows, manner),
        _map(every, rows, behind, manner) or _tiles(every, rows, manner),
        *_courses(trend, manner),
        part.figures,
        _columns(part, block, words),
        part.foot,
        bool(report.ranked),
    )


def _lead(block: Block, whole: Figure | None, report: Report, words: Words) -> str:
    """Return what is true of the whole, in sentences."""
    if whole is None:
        return ""
    below = {(block.period, block.indicator): block.figures}
    alone = report._replace(figures=(whole,), further={}, ranked=below)
    return " ".join(sentences_of(alone, 0, words))


def _columns(part: Part, block: Block, words: Words) -> list[Column]:
    """Return the table's columns: counts called by what they count, no indents."""
    called = counts_called(part.columns, block.definition, words)
    if all(figure.target_kind in (None, "rate") for figure in part.figures):
        # The gap tells it, and opens how it is made.
        called = [column for column in called if column.key != "target_count"]
    names = [name_said(figure.unit) for figure in part.figures]
    return [called[0]._replace(cells=names), *called[1:]]


def _bars(
    block: Block, whole: Figure | None, rows: Mapping[FigureKey, int], manner: Shown
) -> Bars | None:
    """Return the rates of the units right below the whole, each with its target."""
    parts = parts_right_below(block, whole)
    drawn = [figure for figure in parts[:MOST_PARTS] if figure.coverage_pct is not None]
    if len(drawn) < 2:
        return None
    words = manner.words
    level, rate = words.level(str(parts[0].level)), manner.heading("coverage_pct")
    has_target = any(figure.target_pct is not None for figure in drawn)
    title = words.label("report_bars", level=level, rate=rate) if has_target else f"{level}: {rate}"
    rates = [float(figure.coverage_pct) for figure in drawn if figure.coverage_pct is not None]
    goals = [None if one.target_pct is None else float(one.target_pct) for one in drawn]
    scale = _scale([*rates, *(goal for goal in goals if goal is not None)])
    texts = manner.column("coverage_pct", [figure.coverage_pct for figure in drawn]).cells
    bars = [
        Bar(
            name_said(figure.unit),
            rows.get(figure.key),
            rate / scale,
            None if goal is None else goal / scale,
            text,
            figure.status,
        )
        for figure, rate, goal, text in zip(drawn, rates, goals, texts, strict=True)
    ]
    more = len(parts) - min(len(parts), MOST_PARTS)
    return Bars(title, bars, words.label("report_more", count=more) if more else "")


def _scale(values: Sequence[float]) -> float:
    """Return where the bars' scale ends: shares of a few percent would all look alike beside a hundred."""
    reached = max(values)
    return max(reached, 100.0 if reached > _MIDDLE else 1.2 * reached) or 1.0


def _ranking(block: Block, rows: Mapping[FigureKey, int], manner: Shown) -> Bars | None:
    """Return the lowest units in which most people are missing."""
    short = lowest_short(block.figures)
    if len(short) < 2:
        return None
    drawn = short[:_MOST_RANKED]
    words = manner.words
    texts = manner.column("gap_people", [figure.gap_people for figure in drawn]).cells
    most = float(drawn[0].gap_people or 1)
    bars = [
        Bar(
            name_said(figure.unit),
            rows.get(figure.key),
            float(figure.gap_people or 0) / most,
            None,
            text,
            "short",
            name_said(figure.parent or ""),
        )
        for figure, text in zip(drawn, texts, strict=True)
    ]  # fmt: skip
    level = words.level(str(drawn[0].level))
    title = words.label("report_short", level=level, count=len(short))
    more = len(short) - len(drawn)
    heading = manner.heading("gap_people")
    return Bars(
        f"{title} · {heading}", bars, words.label("report_more", count=more) if more else ""
    )


def _named(figure: Figure) -> str:
    """Return a unit with the one above it, for many bear the same name."""
    name = name_said(figure.unit)
    return f"{name} ({name_said(figure.parent)})" if figure.parent else name


def _tiles(figures: Sequence[Figure], rows: Mapping[FigureKey, int], manner: Shown) -> Tiles | None:
    """Return a tile for each lowest unit, in reading order, grouped by the units above that are few enough to name."""
    paths = _paths(figures)
    lowest = [
        at for at in range(len(figures)) if at + 1 == len(figures) or figures[at + 1].depth <= figures[at].depth
    ]  # fmt: skip
    if len(lowest) < _FEWEST_TILES:
        return None
    bands = bands_of([figures[at] for at in lowest], manner)
    above = _grouping([paths[at] for at in lowest])
    texts = manner.column("coverage_pct", [figures[at].coverage_pct for at in lowest]).cells
    groups: dict[tuple[str, ...], list[Tile]] = {}
    for at, mark, text in zip(lowest, bands.marks, texts, strict=True):
        row = rows.get(figures[at].key)
        told = "" if row is not None else f"{_named(figures[at])}: {text}"
        groups.setdefault(paths[at][:above], []).append(Tile(row, mark, told))
    level = manner.words.level(str(figures[lowest[0]].level))
    is_gap = any(figures[at].gap_pp is not None for at in lowest)
    title = manner.words.label("page_tiles" if is_gap else "page_tiles_rates", level=level)
    named = [(name_said(path[-1]) if path else "", held) for path, held in groups.items()]
    return Tiles(title, named, bands)


def _map(
    figures: Sequence[Figure], rows: Mapping[FigureKey, int], behind: Behind, manner: Shown
) -> Map | None:
    """Return the map of the level whose units have areas."""
    properties = [area.properties for area in behind.areas]
    placed = place(properties, figures, behind.type_words)
    if not placed.pairs:
        return None
    shown = take(figures, placed.level)
    bands = bands_of(shown, manner)
    texts = manner.column("coverage_pct", [figure.coverage_pct for figure in shown]).cells
    tiles = {}
    for at, figure, mark, text in zip(placed.level, shown, bands.marks, texts, strict=True):
        row = rows.get(figure.key)
        tiles[at] = Tile(row, mark, "" if row is not None else f"{_named(figure)}: {text}")
    areas = [
        (area, tiles[placed.pairs[at]] if at in placed.pairs else None)
        for at, area in enumerate(behind.areas)
    ]
    pairs = len(placed.pairs)
    counts = {"units": len(shown) - pairs, "areas": len(areas) - pairs}
    is_gap = any(figure.gap_pp is not None for figure in shown)
    words = manner.words
    level = words.level(str(shown[0].level))
    title = words.label("page_map" if is_gap else "page_map_rates", level=level)
    note = words.label("page_map_note", **counts) if any(counts.values()) else ""
    return Map(title, areas, bands, note)


def _paths(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """Return the units above each figure, the topmost first; where none of them is shown, its parent alone."""
    above: list[Figure] = []
    paths = []
    for figure in figures:
        while above and above[-1].depth >= figure.depth:
            above.pop()
        path = tuple(one.unit for one in above)
        paths.append(path or ((figure.parent,) if figure.parent else ()))
        above.append(figure)
    return paths


def _grouping(paths: Sequence[tuple[str, ...]]) -> int:
    """Return how many of the units above tell the groups: as many as give no more groups than can be read."""
    deepest = max(map(len, paths))
    fitting = [
        depth
        for depth in range(deepest + 1)
        if len({path[:depth] for path in paths}) <= _MOST_GROUPS
    ]
    return fitting[-1]


def _courses(
    trend: Trend | None, manner: Shown
) -> tuple[tuple[str, Course] | None, tuple[str, Sequence[Course]] | None]:
    """Return the course of the whole, and those of the units right below it, under what they show."""
    if trend is None:
        return None, None
    heading = figure_heading(trend, manner)
    whole = top_of(trend.figures)
    depth = (whole.depth + 1) if whole else min(figure.depth for figure in trend.figures)
    made = [
        (figure, _course(trend, row, manner))
        for row, figure in enumerate(trend.figures)
        if figure is whole or figure.depth == depth
    ]
    drawn = [(figure, course) for figure, course in made if len(course.points) > 1]
    first = next((course for figure, course in drawn if figure is whole), None)
    others = [course for figure, course in drawn if figure is not whole][:_MOST_COURSES]
    level = manner.words.level(str(drawn[-1][0].level)) if drawn else ""
    return (
        (f"{first.name}: {heading}", first) if first else None,
        (f"{level}: {heading}", others) if others else None,
    )


def _course(trend: Trend, row: int, manner: Shown) -> Course:
    figure, key = trend.figures[row], FIGURE_BY_PERIOD[trend.shown]
    held = {period: cells[row] for period, cells in trend.cells.items() if cells[row] is not None}
    texts = manner.column(key, list(held.values())).cells
    points = [
        Point(_day(period), _value(cell, manner), text, manner.words.period(period))
        for (period, cell), text in zip(held.items(), texts, strict=True)
    ]
    goal = figure.target_pct if trend.shown == "percent" else None
    return Course(name_said(figure.unit), points, None if goal is None else _value(goal, manner))


def _value(cell: Cell, manner: Shown) -> float:
    return float(manner.rate(cell) if isinstance(cell, Quotient) else cell)  # type: ignore[arg-type]


def _day(period: str) -> int:
    """Return a day near a period's end, as a number; all that counts is how far apart periods are."""
    year, month, day, _ = in_time(period)
    return date(year, month, min(day, 28)).toordinal()
