"""Say what drifted in a layout since it was remembered: headings, units, their order, totals. Nothing is read here.

Units are recognised by code, else by name under their parent, so that a renamed commune is not one missing and one new.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coverage_cli.model import Phrase
from coverage_cli.rules.remembered import Headed, Layout, Listed
from coverage_cli.spelling import key

_NAMED = 5
"""How many columns or units a message names; the others are counted."""


class Drift(NamedTuple):
    """What drifted of one kind (headings, units, order, totals, sheets), as phrases, and the cells to look at."""

    kind: str
    changes: tuple[Phrase, ...]
    cells: tuple[str, ...] = ()


def drifts(was: Layout, now: Layout) -> list[Drift]:
    """Return what drifted from one layout to another, a kind each."""
    pairs = matched_units(was.units, now.units)
    found = [
        _headings(was, now),
        _units(was.units, now.units, pairs),
        _order(was.units, now.units, pairs),
        _drifted_totals(was, now, pairs),
        _sheet(was, now),
    ]
    return [drift for drift in found if drift.changes]


def _sheet(was: Layout, now: Layout) -> Drift:
    """Compare the names of the sheets; a CSV file has none."""
    same = not was.sheet or not now.sheet or key(was.sheet) == key(now.sheet)
    return Drift("sheets", () if same else (Phrase("drift_sheet_renamed", {"was": was.sheet, "now": now.sheet}),))


def _headings(was: Layout, now: Layout) -> Drift:
    """Compare the columns: those with the same heading have moved or not, the others are renamed, new or missing."""
    old, new = _by_heading(was.columns), _by_heading(now.columns)
    kept = [(old[name], new[name]) for name in old if name in new]
    gone = [column for name, column in old.items() if name not in new]
    fresh = [column for name, column in new.items() if name not in old]
    renamed = [(one, other) for one in gone for other in fresh if one.column == other.column]
    gone = [column for column in gone if all(column != one for one, _ in renamed)]
    fresh = [column for column in fresh if all(column != other for _, other in renamed)]
    moved = [(one, other) for one, other in kept if one.column != other.column]
    retaken = [(one, other) for one, other in [*kept, *renamed] if one.taken != other.taken]
    changes = (
        _moves(moved),
        _listing("renamed", renamed, lambda pair: f"{pair[1].column} '{pair[0].heading}' → '{pair[1].heading}'"),
        _listing("columns_missing", gone, lambda column: f"{column.column} '{column.heading}'"),
        _listing("columns_new", fresh, lambda column: f"{column.column} '{column.heading}'"),
        _listing("retaken", retaken, lambda pair: f"{pair[1].column} {pair[0].taken} → {pair[1].taken}"),
        _header_rows(was.header_rows, now.header_rows),
    )
    touched = [other for _, other in [*moved, *renamed, *retaken]] + fresh
    cells = tuple(dict.fromkeys(f"{column.column}{now.last_header_row}" for column in touched))
    return Drift("headings", tuple(filter(None, changes)), cells if now.last_header_row else ())


def _by_heading(columns: Iterable[Headed]) -> dict[tuple[str, int], Headed]:
    """Map each heading, and how often it stood further left already, to its column."""
    seen: dict[str, int] = {}
    found = {}
    for column in columns:
        name = key(column.heading)
        seen[name] = seen.get(name, 0) + 1
        found[name, seen[name]] = column
    return found


def _moves(moved: Sequence[tuple[Headed, Headed]]) -> Phrase | None:
    if not moved:
        return None
    was, now = moved[0]
    values: dict[str, object] = {"heading": was.heading, "was": was.column, "now": now.column}
    if len(moved) == 1:
        return Phrase("drift_moved", values)
    others = _few([f"{one.column} → {other.column}" for one, other in moved[1:]])
    return Phrase("drift_moved_many", {**values, "more": len(moved) - 1, "others": others})


def _header_rows(was: int, now: int) -> Phrase | None:
    return None if was == now else Phrase("drift_header_rows", {"was": was, "now": now})


def _listing(kind: str, changed: Sequence[object], shown: Callable[..., str]) -> Phrase | None:
    if not changed:
        return None
    return Phrase(f"drift_{kind}", {"count": len(changed), "names": _few([shown(entry) for entry in changed])})


def _few(names: Sequence[str]) -> tuple[str, ...]:
    more = len(names) - _NAMED
    return (*names[:_NAMED], f"+{more}") if more > 0 else tuple(names)


def matched_units(was: Sequence[Listed], now: Sequence[Listed]) -> dict[int, int]:
    """Match the units remembered with those there now: by code, else by name under the parent, else by name alone."""
    pairs: dict[int, int] = {}
    identities: Sequence[Callable[[Listed], object]] = (
        lambda unit: unit.code,
        lambda unit: (key(unit.unit), key(unit.parent or "")),
        lambda unit: key(unit.unit),
    )
    for identity in identities:
        taken = set(pairs.values())
        old = _places(((at, unit) for at, unit in enumerate(was) if at not in pairs), identity)
        new = _places(((at, unit) for at, unit in enumerate(now) if at not in taken), identity)
        for name, places in old.items():  # of several of one name the first is the first
            pairs.update(zip(places, new.get(name, []), strict=False))
    return pairs


def _places(units: Iterable[tuple[int, Listed]], identity: Callable[[Listed], object]) -> dict[object, list[int]]:
    """Map what identifies units to their places."""
    places: dict[object, list[int]] = {}
    for at, unit in units:
        name = identity(unit)
        if name:
            places.setdefault(name, []).append(at)
    return places


def _units(was: Sequence[Listed], now: Sequence[Listed], pairs: dict[int, int]) -> Drift:
    """Compare the units: missing, new, renamed, of another code, level or parent."""
    there = set(pairs.values())
    missing = [unit for at, unit in enumerate(was) if at not in pairs]
    fresh = [unit for at, unit in enumerate(now) if at not in there]
    both = [(was[one], now[other]) for one, other in pairs.items()]
    renamed = [pair for pair in both if key(pair[0].unit) != key(pair[1].unit)]
    recoded = [pair for pair in both if pair[0].code != pair[1].code and pair[0].code and pair[1].code]
    # A sheet of one district names no district: a unit right below the whole may be what it was.
    placed = [(a, b) for a, b in both if a.parent and b.parent and key(a.parent) != key(b.parent)]
    levelled = [pair for pair in both if pair[0].level != pair[1].level]
    changes = (
        _listing("units_missing", missing, lambda unit: unit.unit),
        _listing("units_new", fresh, lambda unit: unit.unit),
        _listing("units_renamed", renamed, lambda pair: f"{pair[0].unit} → {pair[1].unit}"),
        _listing("units_recoded", recoded, lambda pair: f"{pair[1].unit} {pair[0].code} → {pair[1].code}"),
        _listing("units_placed", placed, lambda pair: f"{pair[1].unit}: {pair[0].parent} → {pair[1].parent}"),
        _listing("units_levelled", levelled, lambda pair: f"{pair[1].unit}: {pair[0].level} → {pair[1].level}"),
    )
    touched = [*fresh, *(other for _, other in [*renamed, *recoded, *placed, *levelled])]
    return Drift("units", tuple(filter(None, changes)), tuple(dict.fromkeys(u.cell for u in touched if u.cell)))


def _order(was: Sequence[Listed], now: Sequence[Listed], pairs: dict[int, int]) -> Drift:
    """Compare the order of the units that are in both: the fewest whose moving explains it."""
    places = [pairs[at] for at in sorted(pairs)]
    staying = _longest_rising(places)
    moved = [now[at] for at in places if at not in staying]
    change = _listing("order", moved, lambda unit: unit.unit)
    del was
    return Drift("order", (change,) if change else (), tuple(unit.cell for unit in moved if unit.cell))


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return the longest part of the places that rises, in O(n log n).

    >>> sorted(_longest_rising([1, 2, 0, 3]))
    [1, 2, 3]
    """
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    rising: set[int] = set()
    place_at = ends[-1] if ends else None
    while place_at is not None:
        rising.add(place_at)
        place_at = before[place_at]
    return rising


def _drifted_totals(was: Layout, now: Layout, pairs: dict[int, int]) -> Drift:
    """Compare the printed totals of units that are in both; those of missing and new units go with them."""
    renamed = {key(was.units[one].unit): key(now.units[other].unit) for one, other in pairs.items()}
    old = {"" if total.whole else renamed.get(key(total.unit)): total for total in was.totals}
    known = set(renamed.values())
    new = {"" if total.whole else key(total.unit): total for total in now.totals}
    missing = [total for name, total in old.items() if name is not None and name not in new]
    fresh = [total for name, total in new.items() if name not in old and (name == "" or name in known)]
    turned = [(old[name], total) for name, total in new.items() if name in old and old[name].place != total.place]
    changes = (
        _listing("totals_missing", missing, lambda total: total.unit),
        _listing("totals_new", fresh, lambda total: f"{total.unit} ({total.row})"),
        _listing("totals_turned", turned, lambda pair: f"{pair[1].unit} ({pair[0].row} → {pair[1].row})"),
    )
    return Drift("totals", tuple(filter(None, changes)))
