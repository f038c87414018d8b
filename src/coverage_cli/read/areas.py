"""A map of areas, GeoJSON, as polygons with their properties; nothing is matched here.

The format is that of RFC 7946: a collection of features, each a polygon or several, in degrees. Others that office
programs write under the same suffix (TopoJSON, lines, points alone) are refused by name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coverage_cli.errors import UnreadableInput
from coverage_cli.read.source import read_source
from coverage_cli.records import NamedTuple

Ring = Sequence[tuple[float, float]]
"""A closed line of points: to the east, to the north."""


class Area(NamedTuple):
    """An area: its properties as text, and the rings of its polygons, holes among them."""

    properties: Mapping[str, str]
    rings: Sequence[Ring]


def read_areas(path: str) -> list[Area]:
    """Return the areas of a GeoJSON file. Raises `UnreadableInput` where it is none or holds no polygon."""
    content = read_source(path)
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise UnreadableInput("areas-unreadable", file=path, reason=str(fault)) from fault
    try:
        areas = list(_areas_of(told))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as fault:
        reason = f"{type(fault).__name__}: {fault}"
        raise UnreadableInput("areas-unreadable", file=path, reason=reason) from fault
    if not areas:
        kind = told.get("type") if isinstance(told, dict) else None
        raise UnreadableInput("areas-missing", file=path, kind=str(kind))
    return areas


def _areas_of(told: Any) -> Iterator[Area]:
    if not isinstance(told, dict):
        return
    for feature in told.get("features") or ():
        geometry = feature.get("geometry") or {}
        rings = [ring for ring in map(_ring, _rings_of(geometry)) if len(ring) > 2]
        if rings:
            properties = {**(feature.get("properties") or {}), "id": feature.get("id")}
            yield Area({key: _as_text(value) for key, value in properties.items()}, rings)


def _rings_of(geometry: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
    """Yield the rings of a geometry, none of a line or a point."""
    kind = geometry.get("type")
    if kind == "Polygon":
        yield from geometry["coordinates"]
    elif kind == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon
    elif kind == "GeometryCollection":
        for one in geometry["geometries"]:
            if one.get("type") != "GeometryCollection":
                yield from _rings_of(one)


def _ring(points: Sequence[Any]) -> list[tuple[float, float]]:
    """Return the points of a ring; a height is passed over."""
    ring = [(float(point[0]), float(point[1])) for point in points]
    if not all(math.isfinite(number) for point in ring for number in point):
        raise ValueError("a coordinate that is no number")
    return ring


def _as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
