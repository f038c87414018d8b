"""A map of the units as one SVG: areas on a grid of whole numbers, so that neighbours keep their common line."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from html import escape

from coverage_cli.read.areas import Area, Ring
from coverage_cli.records import NamedTuple
from coverage_cli.write.page.bands import Bands
from coverage_cli.write.page.charts import Tile, legend_text
from coverage_cli.write.safety import visible

_WIDEST = 4000
_COARSEST = 500
# So many points are about a megabyte.
_MOST_POINTS = 200_000
Point = tuple[int, int]


class Map(NamedTuple):
    """A map: its title, the areas with what each shows (None: no unit of the report), bands, and what is said below."""

    title: str
    areas: Sequence[tuple[Area, Tile | None]]
    bands: Bands
    note: str


class _Frame(NamedTuple):
    """How degrees become places of the grid: what lies furthest west and north, and how many places a degree has."""

    west: float
    north: float
    across: float
    up: float

    def place(self, point: tuple[float, float]) -> Point:
        """Return the place of a point."""
        return round((point[0] - self.west) * self.across), round((self.north - point[1]) * self.up)


def map_text(drawn: Map) -> str:
    """Return the map with its legend; to those who hear the page the legend tells how many units are in each band."""
    rings = [ring for area, _ in drawn.areas for ring in area.rings]
    size = _WIDEST
    frame, width, height = _framed(rings, size)
    while size > _COARSEST and sum(len(_thinned(ring, frame)) for ring in rings) > _MOST_POINTS:
        size //= 2
        frame, width, height = _framed(rings, size)
    # Areas without a unit lie below the others.
    ordered = sorted(drawn.areas, key=lambda one: one[1] is not None)
    shapes = "".join(_shape(area, tile, frame) for area, tile in ordered)
    return (
        f'<figure class="tiles"><figcaption>{escape(drawn.title)}</figcaption>{legend_text(drawn.bands)}'
        f'<div class="groups map" aria-hidden="true"><svg viewBox="0 0 {width} {height}">{shapes}</svg></div>'
        f"<p>{escape(visible(drawn.note))}</p></figure>"
    )


def _framed(rings: Sequence[Ring], size: int) -> tuple[_Frame, int, int]:
    """Return the frame that holds all rings, the longer side `size` places long, with its width and height."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    in_degrees = west >= -180 and east <= 180 and south >= -90 and north <= 90
    # Meridians draw together towards the poles; metres need no such care.
    narrow = math.cos(math.radians((south + north) / 2)) if in_degrees else 1.0
    wide, high = (east - west) * narrow or 1e-9, (north - south) or 1e-9
    scale = size / max(wide, high)
    frame = _Frame(west, north, scale * narrow, scale)
    return frame, math.ceil(wide * scale), math.ceil(high * scale)


def _thinned(ring: Ring, frame: _Frame) -> list[Point]:
    """Return a ring's places, those that fall on the one before left out."""
    places = [frame.place(point) for point in ring]
    return [place for at, place in enumerate(places) if not at or place != places[at - 1]]


def _shape(area: Area, tile: Tile | None, frame: _Frame) -> str:
    paths = [_path(_thinned(ring, frame)) for ring in area.rings]
    line = "".join(paths)
    if tile is None:
        return f'<path d="{line}"/>'
    if tile.row is None:
        return f'<path class="b{tile.mark}" d="{line}"><title>{escape(visible(tile.text))}</title></path>'
    return f'<path class="b{tile.mark}" data-row="{tile.row}" d="{line}"/>'


def _path(places: Sequence[Point]) -> str:
    """Return a closed line, each place told from the one before: that takes half the letters."""
    steps = [f"{x - before[0]},{y - before[1]}" for before, (x, y) in itertools.pairwise(places)]
    return f"M{places[0][0]},{places[0][1]}l{' '.join(steps)}z" if steps else ""
