"""Charts of the page as data and as markup: bars, tiles, courses over time. Letters are text, shapes are SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from coverage_cli.records import NamedTuple
from coverage_cli.write.page.bands import Bands
from coverage_cli.write.safety import visible

_WIDTH, _HEIGHT = 480, 210
_SMALL = (160, 56)
_MANY = 1_500


class Bar(NamedTuple):
    """A unit's bar: its row in the table (None: it has none), length and target as shares of the scale, text, state.

    `above` is the unit that it is part of, where that is not plain.
    """

    name: str
    row: int | None
    share: float
    target: float | None
    text: str
    state: str
    above: str = ""


class Bars(NamedTuple):
    """Bars below each other under what they show; `note` says what is left out, or what the mark on each is."""

    title: str
    bars: Sequence[Bar]
    note: str = ""


class Tile(NamedTuple):
    """A unit as a tile: its row in the table, its band's mark, and its text where it has no row."""

    row: int | None
    mark: str
    text: str


class Tiles(NamedTuple):
    """Tiles in reading order, grouped by a unit above, and the bands that they are coloured by."""

    title: str
    groups: Sequence[tuple[str, Sequence[Tile]]]
    bands: Bands


class Point(NamedTuple):
    """A period of a course: its place on the axis of time in days, its value and text, how it is called."""

    day: int
    value: float
    text: str
    period: str


class Course(NamedTuple):
    """A unit's course over time, its periods in order; `target` is the value it should reach."""

    name: str
    points: Sequence[Point]
    target: float | None = None


def bars_text(bars: Bars) -> str:
    """Return bars as a list: name, bar with a mark for the target, figure."""
    items = "".join(_bar(bar) for bar in bars.bars)
    note = f"<p>{escape(bars.note)}</p>" if bars.note else ""
    return f"<figure><figcaption>{escape(bars.title)}</figcaption><ol class=bars>{items}</ol>{note}</figure>"


def _bar(bar: Bar) -> str:
    mark = "" if bar.target is None else f'<path class="goal" d="M{_per_mille(bar.target)},0v10"/>'
    name = escape(visible(bar.name))
    # The script opens the row that it belongs to.
    told = name if bar.row is None else f'<span data-row="{bar.row}">{name}</span>'
    above = f" <small>{escape(visible(bar.above))}</small>" if bar.above else ""
    return (
        f'<li><div>{told}{above}</div><svg class="{bar.state}" viewBox="0 0 1000 10" '
        'preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="M0,1h{_per_mille(bar.share)}v8H0z"/>{mark}</svg><b>{escape(bar.text)}</b>'
    )


def _per_mille(share: float) -> int:
    return max(0, min(round(1000 * share), 1000))


def tiles_text(tiles: Tiles) -> str:
    """Return tiles in groups under their names; to those who hear the page the legend tells how many are by band."""
    # The tiles of a whole country are smaller, so that they can be seen together.
    size = " many" if sum(len(held) for _, held in tiles.groups) > _MANY else ""
    groups = "".join(
        f"<div><span>{escape(visible(name))}</span><p>{''.join(map(_tile, held))}</p></div>"
        for name, held in tiles.groups
    )
    return (
        f'<figure class="tiles"><figcaption>{escape(tiles.title)}</figcaption>{legend_text(tiles.bands)}'
        f'<div class="groups{size}" aria-hidden="true">{groups}</div></figure>'
    )


def _tile(tile: Tile) -> str:
    if tile.row is None:
        return f'<i class="b{tile.mark}" title="{escape(visible(tile.text))}"></i>'
    return f'<i class="b{tile.mark}" data-row="{tile.row}"></i>'


def legend_text(bands: Bands) -> str:
    """Return the bands with their colours, their bounds and how many units are in each."""
    items = "".join(
        f'<li><i class="b{band.mark}"></i>{escape(band.name)} <b>({band.units})</b>'
        for band in bands.bands
    )
    return f'<p class="legend">{escape(bands.title)}</p><ul class="legend">{items}</ul>'


def course_text(course: Course, title: str, note: str) -> str:
    """Return a course as a chart with its figures; the table below has them, too."""
    told = ", ".join(f"{point.period}: {point.text}" for point in course.points)
    low, high = _span([course])
    size = (_WIDTH, _HEIGHT)
    places = _places(course.points, (low, high), size, (34, 44, 34, 44))
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="3.5"/>' for x, y in places)
    texts = "".join(_marked(point, place) for point, place in _spaced(course.points, places))
    return (
        f"<figure class=whole><figcaption>{escape(title)}</figcaption>"
        f'<svg class="course" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(visible(told))}">'
        f'<path class="axis" d="M14,{_HEIGHT - 26}H{_WIDTH - 14}"/>{_goal(course, (low, high), size)}'
        f'<path class="line" d="{_path(places)}"/>{dots}{texts}</svg>'
        f"<p>{escape(note)}</p></figure>"
    )


def _marked(point: Point, place: tuple[float, float]) -> str:
    """Return the figure over a point and the period below it, inside the picture at its ends."""
    x, y = place
    half = 4.2 * len(point.period)
    below = min(max(x, half), _WIDTH - half)
    return (
        f'<text x="{x}" y="{y - 9}">{escape(point.text)}</text>'
        f'<text class="when" x="{round(below, 1)}" y="{_HEIGHT - 8}">{escape(point.period)}</text>'
    )


def _spaced(
    points: Sequence[Point], places: Sequence[tuple[float, float]]
) -> list[tuple[Point, tuple[float, float]]]:
    """Return the points whose texts have room beside one another, from the last one back."""
    kept: list[tuple[Point, tuple[float, float]]] = []
    for point, place in reversed(list(zip(points, places, strict=True))):
        needed = 8.4 * max(len(point.period), len(point.text))
        if not kept or kept[-1][1][0] - place[0] >= needed:
            kept.append((point, place))
    return kept[::-1]


def _goal(course: Course, span: tuple[float, float], size: tuple[int, int]) -> str:
    if course.target is None:
        return ""
    y = _height(course.target, span, size[1], (34, 34))
    return f'<path class="goal" d="M14,{y}H{size[0] - 14}"/>'


def courses_text(courses: Sequence[Course], title: str, note: str) -> str:
    """Return courses as small charts on one scale, each under its name with its last figure."""
    span = _span(courses)
    width, height = _SMALL
    items = "".join(
        f"<li><span>{escape(visible(one.name))}</span> <b>{escape(one.points[-1].text)}</b>"
        f'<svg class="course" viewBox="0 0 {width} {height}" aria-hidden="true">'
        f'<path class="axis" d="M0,{height - 1}H{width}"/>'
        f'<path class="line" d="{_path(_places(one.points, span, _SMALL, (6, 4, 6, 4)))}"/></svg>'
        for one in courses
    )
    return (
        f"<figure><figcaption>{escape(title)}</figcaption><ul class=courses>{items}</ul>"
        f"<p>{escape(note)}</p></figure>"
    )


def _span(courses: Iterable[Course]) -> tuple[float, float]:
    """Return the lowest and the highest value, with room between them where all are one."""
    courses = list(courses)
    values = [point.value for course in courses for point in course.points]
    values += [course.target for course in courses if course.target is not None]
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def _places(
    points: Sequence[Point],
    span: tuple[float, float],
    size: tuple[int, int],
    margins: tuple[int, int, int, int],
) -> list[tuple[float, float]]:
    """Return where the points stand; margins are top, right, bottom, left."""
    top, right, bottom, left = margins
    first, last = points[0].day, points[-1].day
    room = (size[0] - left - right) / ((last - first) or 1)
    return [
        (
            round(left + (point.day - first) * room, 1),
            _height(point.value, span, size[1], (top, bottom)),
        )
        for point in points
    ]


def _height(
    value: float, span: tuple[float, float], height: int, margins: tuple[int, int]
) -> float:
    low, high = span
    top, bottom = margins
    return round(height - bottom - (value - low) / (high - low) * (height - top - bottom), 1)


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x},{y}" for x, y in places)
