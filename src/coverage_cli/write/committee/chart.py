"""Charts as SVG: coverage against target, and its course over the months; drawn here, for every format the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coverage_cli.records import NamedTuple

_FONT = "Source Sans Pro, Segoe UI, Arial, sans-serif"
_ROW, _LABEL, _WIDTH, _VALUE = 26, 190, 680, 60
_BLUE, _ORANGE, _DARK, _GREY = "#2F5597", "#C55A11", "#262626", "#D9D9D9"
_COURSE_HEIGHT, _MARGIN = 190, 46
# A name longer than this is cut in a chart; the tables hold it whole.
_LONGEST = 26
_SMALL = 50


class Bar(NamedTuple):
    """A unit's coverage in percent with its text, and its target (None: it has none)."""

    name: str
    value: float
    target: float | None
    text: str
    is_short: bool


def bars_svg(bars: Sequence[Bar], target_label: str) -> str:
    """Return bars lying below each other; a mark on each shows its target, one short of it is of another colour."""
    reached = max([*(bar.value for bar in bars), *(bar.target or 0 for bar in bars)])
    # Shares of a few percent would all look alike beside a hundred; the scale begins at nought all the same.
    highest = max(reached, 100.0 if reached > _SMALL else 1.2 * reached) or 1.0
    scale = (_WIDTH - _LABEL - _VALUE) / highest
    parts = []
    for row, bar in enumerate(bars):
        top = row * _ROW + 4
        end = _LABEL + bar.value * scale
        colour = _ORANGE if bar.is_short else _BLUE
        parts.append(_text(_LABEL - 8, top + 14, _cut(bar.name), anchor="end"))
        parts.append(
            f'<rect x="{_LABEL}" y="{top}" width="{bar.value * scale:.1f}" height="18" fill="{colour}"/>'
        )
        beyond = end
        if bar.target is not None:
            at = _LABEL + bar.target * scale
            beyond = max(end, at)
            parts.append(_mark(at, top - 3, top + 21))
        parts.append(_text(beyond + 6, top + 14, bar.text))
    height = len(bars) * _ROW + 30
    if any(bar.target is not None for bar in bars):
        parts.append(_mark(_LABEL, height - 22, height - 6))
        parts.append(_text(_LABEL + 8, height - 9, target_label))
    return _svg(_WIDTH, height, parts)


def course_svg(points: Sequence[tuple[str, float, str]]) -> str:
    """Return a line over the months, each point with its figure; the scale begins near the lowest, and says so."""
    values = [value for _, value, _ in points]
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (_WIDTH - 2 * _MARGIN) / max(1, len(points) - 1)
    places = [
        (_MARGIN + at * step, _COURSE_HEIGHT - 50 - (value - low) / span * (_COURSE_HEIGHT - 90))
        for at, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [
        f'<line x1="{_MARGIN - 20}" x2="{_WIDTH - _MARGIN + 20}" y1="{_COURSE_HEIGHT - 30}" '
        f'y2="{_COURSE_HEIGHT - 30}" stroke="{_GREY}"/>',
        f'<polyline points="{line}" fill="none" stroke="{_BLUE}" stroke-width="2.5"/>',
    ]
    for (x, y), (name, _, text) in zip(places, points, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_BLUE}"/>')
        parts.append(_text(x, y - 10, text, anchor="middle"))
        parts.append(_text(x, _COURSE_HEIGHT - 12, name, anchor="middle"))
    return _svg(_WIDTH, _COURSE_HEIGHT, parts)


def _mark(x: float, top: float, bottom: float) -> str:
    """Return the mark of a target."""
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}" stroke="{_DARK}" '
        'stroke-width="2"/>'
    )


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="{_FONT}" font-size="14" '
        f'fill="{_DARK}">{escape(text)}</text>'
    )


def _svg(width: int, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img">{"".join(parts)}</svg>'
    )
