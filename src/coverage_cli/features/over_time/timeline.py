"""Put the figures of several periods side by side, unit by unit, and say which of them may be compared.

A unit is known again by code, else by name. An upper unit's figures of two periods may only be compared where both add
up the same lowest units: a commune that did not report would look like a fall of its district.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coverage_cli.datafiles import read_data
from coverage_cli.figures.pace import is_recent
from coverage_cli.findings import NOWHERE, Where, finding
from coverage_cli.grouping import take
from coverage_cli.model import Computed, Count, Figure, Finding, Indicator, Observations, Units
from coverage_cli.periods import in_time, last_month
from coverage_cli.pipeline import Settled
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key
from coverage_cli.units.align import align
from coverage_cli.units.names import TypeWords

NO_PARTS: frozenset[int] = frozenset()


class Track(NamedTuple):
    """One unit's figures, and which of the lowest units each adds up; aligned with the timeline's periods."""

    figures: list[Figure | None]
    parts: list[frozenset[int]]

    @property
    def last(self) -> Figure:
        """Return the latest figure of the unit."""
        return next(figure for figure in reversed(self.figures) if figure)


class Past(NamedTuple):
    """The places of the earlier periods that a period is compared with, where no reform lies between, else None.

    `before` is the nearest that ended on an earlier day, whatever lies between; `previous` is it where nothing does.
    `pace` are those for which the pace asks what had been reached: of the last three months, last year's same one and
    the two Decembers before, in order; of two that end together the finer one.
    """

    before: int | None
    previous: int | None
    december: int | None
    year: int | None
    pace: tuple[int, ...]


class Timeline(NamedTuple):
    """One indicator over time: periods in order, a track a unit; `breaks` are reforms (day, source) between periods.

    `pasts` tell of each period which earlier ones it is compared with.
    `numbers` give for each period the track of each of its units, `orders` the tracks with a figure, in reading order.
    """

    indicator: Indicator
    periods: tuple[str, ...]
    pasts: tuple[Past, ...]
    tracks: Sequence[Track]
    breaks: tuple[tuple[str, str], ...]
    numbers: Sequence[Sequence[int]]
    orders: Sequence[Sequence[int]]

    def track_of(self, figure: Figure) -> Track:
        """Return the track of the unit whose figure of one of the periods this is."""
        return self.tracks[self.numbers[self.periods.index(figure.period or "")][figure.at]]

    def comparable(self, track: Track, one: int, other: int) -> bool:
        """Tell whether a unit's figures of two periods (their places) add up the same units."""
        figures, parts = track
        return bool(figures[one] and figures[other] and parts[one] == parts[other] != NO_PARTS)

    def reached_before(self, track: Track, now: int) -> dict[str, Count]:
        """Return what the unit had reached at the end of earlier periods, where that may be compared with now.

        New people begin anew each year, so that another year's say nothing of a target of new people.
        """
        figure = track.figures[now]
        is_new = figure is not None and figure.target_kind == "new"
        year = self.periods[now][:4] if is_new else ""
        earlier: dict[str, Count] = {}
        for at in self.pasts[now].pace:
            before, period = track.figures[at], self.periods[at]
            if before is None or not self.comparable(track, at, now) or not period.startswith(year):
                continue
            # What it counts is a stock, not the people who are new.
            if is_new and before.target_kind != "new":
                continue
            count = reached(before, lower=self.indicator.lower) if is_new else before.numerator
            if count is not None:
                earlier[period] = count
        return earlier


def reached(figure: Figure, *, lower: bool = False) -> Count | None:
    """Return what stands against a unit's target: its numerator, or the new people of a new-people target."""
    if figure.target_kind != "new":
        return figure.numerator
    if figure.target_count is None or figure.gap_people is None:
        return None
    return figure.target_count + (figure.gap_people if lower else -figure.gap_people)


def timelines(
    periods: Iterable[Settled], type_words: TypeWords, bridged: frozenset[str] = frozenset()
) -> dict[str, Timeline]:
    """Return a timeline for each indicator over the dated periods; one without a date has no place in time.

    `bridged` are days on which units were redrawn that restating has led over.
    """
    by_period = {settled.period: settled for settled in periods if settled.period}
    names = tuple(sorted(by_period, key=in_time))
    if not names:
        return {}
    dated = take(by_period, names)
    labels = [settled.kept.labels if settled.kept else {} for settled in dated]
    numbers, size = identities([settled.observations for settled in dated], type_words, labels)
    redrawn = breaks_between(names, dated[-1].observations.units)
    breaks = tuple(one for one in redrawn if one[0] not in bridged)
    eras = [sum(day <= day_of(name) for day, _ in breaks) for name in names]
    pasts = tuple(_past(now, names, eras) for now in range(len(names)))
    indicators = {
        result.indicator.id: result.indicator for settled in dated for result in settled.results
    }
    lines = {}
    for name, indicator in indicators.items():
        results = [
            [one for one in settled.results if one.indicator.id == name] for settled in dated
        ]
        orders = [
            [own[at] for of in found for at in of.order]
            for own, found in zip(numbers, results, strict=True)
        ]
        line = Timeline(indicator, names, pasts, _blank(size, len(names)), breaks, numbers, orders)
        # A lowest unit adds up itself in every period: one set serves them all.
        alone = [frozenset({number}) for number in range(size)]
        for place, settled in enumerate(dated):
            for result in results[place]:
                own = _pieces(settled, take(alone, numbers[place]))
                parts = _parts(settled.observations.units, own, result)
                _fill(line, place, result, parts)
        lines[name] = line
    return lines


def _blank(units: int, periods: int) -> list[Track]:
    return [Track([None] * periods, [NO_PARTS] * periods) for _ in range(units)]


def _fill(line: Timeline, place: int, result: Computed, parts: Sequence[frozenset[int]]) -> None:
    """Put the figures of one period into their tracks."""
    numbers = line.numbers[place]
    for at, figure in zip(result.order, result.figures, strict=True):
        track = line.tracks[numbers[at]]
        track.figures[place], track.parts[place] = figure, parts[at]


def _past(now: int, periods: Sequence[str], eras: Sequence[int]) -> Past:
    """Return what a period is compared with; `periods` are in the order of time."""
    ended = {
        day_of(periods[at]): at for at in range(now) if day_of(periods[at]) < day_of(periods[now])
    }
    before = max(ended.values(), default=None)
    same_era = [at for at in ended.values() if eras[at] == eras[now]]
    previous = before if before in same_era else None
    own = last_month(periods[now])
    if own is None:
        return Past(before, previous, None, None, ())
    known = {last_month(periods[at]): at for at in same_era}
    december, year = known.get((own[0] - 1, 12)), known.get((own[0] - 1, own[1]))
    asked = (december, year, known.get((own[0] - 2, 12)))
    pace = tuple(
        at
        for at in same_era
        if last_month(periods[at]) and (at in asked or is_recent(periods[at], periods[now]))
    )
    return Past(before, previous, december, year, pace)


def _pieces(settled: Settled, alone: list[frozenset[int]]) -> list[frozenset[int]]:
    """Return what each unit of a period adds up: itself, of one that was restated the parts that are there."""
    if settled.kept:
        for at, pieces in settled.kept.pieces.items():
            parts = frozenset(part for part in pieces if part is not None)
            alone[at] = parts | alone[at] if None in pieces else parts
    return alone


Labels = Mapping[int, str]


def identities(
    periods: Sequence[Observations], type_words: TypeWords, labels: Sequence[Labels] = ()
) -> tuple[list[list[int]], int]:
    """Give each unit a number: those of the last period their place, those it does not have one behind.

    `labels` tell of each period which unit a place is; they go before codes and names.
    """
    anchor = periods[-1].units
    labels = labels or [{}] * len(periods)
    others: dict[tuple[object, ...], int] = {}
    named = {label: at for at, label in labels[-1].items()}
    numbers = []
    known: dict[int, list[int | None]] = {}
    for made, told in zip(periods, labels, strict=True):
        own: list[int] = []
        # Restated periods share one list of units: it is aligned once.
        places = known.setdefault(id(made.units), []) or align(made.units, anchor, type_words)
        known[id(made.units)] = places
        for at, (unit, place) in enumerate(zip(made.units, places, strict=True)):
            label = told.get(at)
            found = place if label is None else named.get(label)
            if found is None:
                # What the last period has no more is told apart by its place: many communes share a name.
                above = own[unit.parent] if unit.parent is not None else None
                name = (label,) if label else (unit.level, unit.code, key(unit.name), above)
                found = others.setdefault(name, len(anchor) + len(others))
            own.append(found)
        numbers.append(own)
    return numbers, len(anchor) + len(others)


def _parts(units: Units, alone: Sequence[frozenset[int]], result: Computed) -> list[frozenset[int]]:
    """Return for each unit the lowest units that its figures add up, complete or printed; parents come before parts."""
    stand = {at for at, figure in result.by_unit.items() if figure.units_complete}
    stand |= result.as_printed.keys() - result.partial
    below: dict[int, set[int]] = {}
    parts = [NO_PARTS] * len(units)
    for at in range(len(units) - 1, -1, -1):
        if at in below:
            parts[at] = frozenset(below[at])
        elif at in stand:
            parts[at] = alone[at]
        parent = units.parents[at]
        if parent is not None and parts[at]:
            below.setdefault(parent, set()).update(parts[at])
    return parts


def breaks_between(periods: Sequence[str], units: Units) -> tuple[tuple[str, str], ...]:
    """Return the reforms that lie between these periods and redrew units of these types."""
    if len(periods) == 1:
        return ()
    found = []
    for reform in read_data("reforms", "vi")["reform"]:
        day, words = reform["day"].isoformat(), tuple(f"{word} " for word in reform["types"])
        between = day_of(periods[0]) < day <= day_of(periods[-1])
        if between and any(name.startswith(words) for name in map(key, units.names)):
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
            values = {
                "day": day,
                "source": source,
                "first": line.periods[0],
                "last": line.periods[-1],
            }
            found.setdefault(day, finding("boundary-change", NOWHERE, values))
    return list(found.values())


def not_comparable(line: Timeline | None, period: str | None) -> list[Finding]:
    """Say which upper units of a period are not compared with the one before, and which parts are the reason."""
    if line is None or period not in line.periods:
        return []
    now = line.periods.index(period)
    before = line.pasts[now].before
    return comparison_findings(line, now, before) if before is not None else []


def comparison_findings(line: Timeline, now: int, before: int) -> list[Finding]:
    """Say which upper units are not compared with an earlier period, and which of their parts are the reason."""
    both = [track for track in line.tracks if track.figures[now] and track.figures[before]]
    off = [track for track in both if track.parts[now] != track.parts[before]]
    differing = sorted(set().union(*(track.parts[now] ^ track.parts[before] for track in off)))
    # Numbers below zero are parts of parted units: restating has told of them.
    tracks = (line.tracks[at] for at in differing if at >= 0)
    names = tuple(dict.fromkeys(track.last.unit for track in tracks if any(track.figures)))
    if not names:
        return []
    example = next(figure for figure in off[0].figures[now:] if figure)
    values = {
        "unit": example.unit,
        "indicator": line.indicator.id,
        "period": line.periods[now],
        "earlier": line.periods[before],
        "parts": names,
    }
    return [finding("change-not-comparable", Where(unit=example.unit, count=len(off)), values)]
