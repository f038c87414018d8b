"""Put the figures of several periods side by side, unit by unit, and say which of them may be compared.

A unit is known again by code, else by name. An upper unit's figures of two periods may only be compared where both add
up the same lowest units: a commune that did not report would look like a fall of its district.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from coverage_cli.datafiles import read_data
from coverage_cli.model import Count, Figure, Finding, Indicator, Observations, Unit
from coverage_cli.periods import Month, in_time, last_month
from coverage_cli.spelling import key
from coverage_cli.units.align import align
from coverage_cli.units.names import TypeWords

if TYPE_CHECKING:
    from coverage_cli.pipeline import Settled


class Track(NamedTuple):
    """One unit's figures, and which of the lowest units each adds up; aligned with the timeline's periods."""

    figures: list[Figure | None]
    parts: list[frozenset[int]]


class Timeline(NamedTuple):
    """One indicator over time: periods in order, a track a unit; `breaks` are reforms (day, source) between periods.

    `places` finds a figure's track and period by its identity: figures are the very objects of the job's results.
    """

    indicator: Indicator
    periods: tuple[str, ...]
    tracks: Sequence[Track]
    breaks: tuple[tuple[str, str], ...]
    places: Mapping[int, tuple[Track, int]]

    def comparable(self, track: Track, one: int, other: int) -> bool:
        """Tell whether a unit's figures of two periods (their places) add up the same units of the same extent."""
        if track.figures[one] is None or track.figures[other] is None or not track.parts[one]:
            return False
        return track.parts[one] == track.parts[other] and not self._is_broken(one, other)

    def reached_before(self, track: Track, now: int) -> dict[Month, Count]:
        """Return what the unit had reached at the end of earlier months, where that may be compared with now.

        New people begin anew each year, so that another year's say nothing of a target of new people.
        """
        figure, own = track.figures[now], last_month(self.periods[now])
        is_new = figure is not None and figure.target_kind == "new"
        earlier: dict[Month, Count] = {}
        for at in range(now):
            before, month = track.figures[at], last_month(self.periods[at])
            count = None if before is None else reached(before) if is_new else before.numerator
            is_of_time = own and month and month < own and (not is_new or month[0] == own[0])
            if is_of_time and month and count is not None and self.comparable(track, at, now):
                earlier[month] = count  # of two periods that end together the finer comes later
        return earlier

    def _is_broken(self, one: int, other: int) -> bool:
        first, last = sorted((self.periods[one], self.periods[other]), key=in_time)
        return any(day_of(first) < day <= day_of(last) for day, _ in self.breaks)


def reached(figure: Figure) -> Count | None:
    """Return what stands against a unit's target: its numerator, or the new people of a new-people target."""
    if figure.target_kind != "new":
        return figure.numerator
    known = figure.target_count is not None and figure.gap_people is not None
    return figure.target_count - figure.gap_people if known else None  # type: ignore[operator]


def timelines(periods: Iterable[Settled], type_words: TypeWords) -> dict[str, Timeline]:
    """Return a timeline for each indicator over the dated periods; one without a date has no place in time."""
    dated = sorted(
        (settled for settled in periods if settled.observations.period),
        key=lambda settled: in_time(settled.observations.period or ""),
    )
    if not dated:
        return {}
    names = tuple(settled.observations.period or "" for settled in dated)
    ids, size = identities([settled.observations for settled in dated], type_words)
    breaks = breaks_between(names, dated[-1].observations.units)
    indicators = {result.indicator.id: result.indicator for settled in dated for result in settled.results}
    lines = {}
    for name, indicator in indicators.items():
        tracks = _tracks(dated, ids, size, name)
        places = {id(figure): (track, at) for track in tracks for at, figure in enumerate(track.figures) if figure}
        lines[name] = Timeline(indicator, names, tracks, breaks, places)
    return lines


def identities(periods: Sequence[Observations], type_words: TypeWords) -> tuple[list[list[int]], int]:
    """Give each unit a number: those of the last period their place, those it does not have one behind."""
    anchor = periods[-1].units
    others: dict[tuple[object, ...], int] = {}
    numbers = []
    for made in periods:
        own: list[int] = []
        for unit, found in zip(made.units, align(made.units, anchor, type_words), strict=True):
            above = own[unit.parent] if unit.parent is not None else None
            name = (unit.level, unit.code, key(unit.name), above)
            own.append(others.setdefault(name, len(anchor) + len(others)) if found is None else found)
        numbers.append(own)
    return numbers, len(anchor) + len(others)


def _tracks(dated: Sequence[Settled], ids: Sequence[Sequence[int]], size: int, indicator: str) -> list[Track]:
    tracks = [Track([None] * len(dated), [frozenset()] * len(dated)) for _ in range(size)]
    for place, settled in enumerate(dated):
        result = next((result for result in settled.results if result.indicator.id == indicator), None)
        if result is None:
            continue
        parts = _parts(settled.observations.units, ids[place], dict(zip(result.order, result.figures, strict=True)))
        for at, figure in zip(result.order, result.figures, strict=True):
            track = tracks[ids[place][at]]
            track.figures[place], track.parts[place] = figure, frozenset(parts[at])
    return tracks


def _parts(units: Sequence[Unit], ids: Sequence[int], figures: Mapping[int, Figure]) -> list[set[int]]:
    """Return for each unit the lowest complete units that its figures add up; parents come before their parts."""
    parts: list[set[int]] = [set() for _ in units]
    for at in range(len(units) - 1, -1, -1):
        figure, parent = figures.get(at), units[at].parent
        if figure is not None and not parts[at] and figure.units_complete:
            parts[at].add(ids[at])
        if parent is not None:
            parts[parent] |= parts[at]
    return parts


def breaks_between(periods: Sequence[str], units: Sequence[Unit]) -> tuple[tuple[str, str], ...]:
    """Return the reforms that lie between these periods and redrew units of these types."""
    if len(periods) == 1:
        return ()
    found = []
    for reform in read_data("reforms", "vi")["reform"]:
        day, words = reform["day"].isoformat(), tuple(f"{word} " for word in reform["types"])
        between = day_of(periods[0]) < day <= day_of(periods[-1])
        if between and any(key(unit.name).startswith(words) for unit in units):
            found.append((day, reform["source"]))
    return tuple(found)


def day_of(period: str) -> str:
    """Return the last day of a period as text that sorts; a month may have fewer days than it says."""
    year, month, day, _ = in_time(period)
    return f"{year:04d}-{month:02d}-{day:02d}"


def boundary_findings(lines: Mapping[str, Timeline]) -> list[Finding]:
    """Say once that figures before and after a redrawing of units are not compared."""
    found: dict[str, Finding] = {}
    for line in lines.values():
        for day, source in line.breaks:
            values = {"day": day, "source": source, "first": line.periods[0], "last": line.periods[-1]}
            found.setdefault(day, Finding("boundary-change", "warning", values))
    return list(found.values())


def comparison_findings(line: Timeline, now: int, before: int) -> list[Finding]:
    """Say which upper units are not compared with an earlier period, and which of their parts are the reason."""
    off = [
        track
        for track in line.tracks
        if track.figures[now] and track.figures[before] and track.parts[now] != track.parts[before]
    ]
    differing = sorted(set().union(*(track.parts[now] ^ track.parts[before] for track in off)))
    names = tuple(dict.fromkeys(name for at in differing for name in _names(line.tracks[at])))
    if not off or not names:
        return []
    example = next(figure for figure in off[0].figures[now:] if figure)
    values = {
        "unit": example.unit,
        "indicator": line.indicator.id,
        "period": line.periods[now],
        "earlier": line.periods[before],
        "parts": names,
    }
    return [Finding("change-not-comparable", "warning", values, unit=example.unit, count=len(off))]


def _names(track: Track) -> list[str]:
    return [figure.unit for figure in track.figures if figure][-1:]
