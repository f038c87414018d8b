"""Say what drifted in a layout since it was remembered: headings, units, their order, totals. Nothing is read here.

Units are recognised by code, else by name under their parent, so that a renamed commune is not one missing and one new.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence

from coverage_cli.grouping import take
from coverage_cli.model import Phrase
from coverage_cli.records import NamedTuple
from coverage_cli.rules.remembered import Headed, Layout, Listed
from coverage_cli.spelling import key

# How many columns or units a message names; the others are counted.
_NAMED = 5


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
        _order(now.units, pairs),
        _drifted_totals(was, now, pairs),
        _sheet(was, now),
    ]
    return [drift for drift in found if drift.changes]


def _sheet(was: Layout, now: Layout) -> Drift:
    """Compare the names of the sheets; a CSV file has none."""
    same = not was.sheet or not now.sheet or key(was.sheet) == key(now.sheet)
    return Drift(
        "sheets",
        () if same else (Phrase("drift_sheet_renamed", {"was": was.sheet, "now": now.sheet}),),
    )


def _headings(was: Layout, now: Layout) -> Drift:
    """Compare the columns: those with the same heading have moved or not, the others are renamed, new or missing."""
    old, new = _by_heading(was.columns), _by_heading(now.columns)
    kept = [(old[name], new[name]) for name in old if name in new]
    gone = [column for name, column in old.items() if name not in new]
    fresh = [column for name, column in new.items() if name not in old]
    # One heading gone and another new in the same column: that is the one column, renamed.
    renamed = [(one, other) for one in gone for other in fresh if one.column == other.column]
    gone = [column for column in gone if all(column != one for one, _ in renamed)]
    fresh = [column for column in fresh if all(column != other for _, other in renamed)]
    moved = [(one, other) for one, other in kept if one.column != other.column]
    retaken = [(one, other) for one, other in [*kept, *renamed] if one.taken != other.taken]
    changes = (
        _moves(moved),
        _listing("renamed", renamed, "{1.column} '{0.heading}' → '{1.heading}'"),
        _listing("columns_missing", _alone(gone), "{0.column} '{0.heading}'"),
        _listing("columns_new", _alone(fresh), "{0.column} '{0.heading}'"),
        _listing("retaken", retaken, "{1.column} {0.taken} → {1.taken}"),
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


def _listing(kind: str, changed: Sequence[tuple[object, ...]], form: str) -> Phrase | None:
    """Return what changed in one way; the form shows each, 0 being what was, or what is there alone, 1 what is now."""
    if not changed:
        return None
    names = _few([form.format(*entry) for entry in changed])
    return Phrase(f"drift_{kind}", {"count": len(changed), "names": names})


def _alone(entries: Iterable[object]) -> list[tuple[object, ...]]:
    """Return what is on one side alone, as `_listing` takes it."""
    return [(entry,) for entry in entries]


def _few(names: Sequence[str]) -> tuple[str, ...]:
    more = len(names) - _NAMED
    return (*names[:_NAMED], f"+{more}") if more > 0 else tuple(names)


def matched_units(was: Sequence[Listed], now: Sequence[Listed]) -> dict[int, int]:
    """Match the units remembered with those there now: by code, else by name under the parent, else by name alone."""
    pairs: dict[int, int] = {}
    # From the surest to the weakest; what is matched already is not asked again.
    identities: Sequence[Callable[[Listed], object]] = (
        lambda unit: unit.code,
        lambda unit: (key(unit.unit), key(unit.parent or "")),
        lambda unit: key(unit.unit),
    )
    for identity in identities:
        taken = set(pairs.values())
        old = _places(((at, unit) for at, unit in enumerate(was) if at not in pairs), identity)
        new = _places(((at, unit) for at, unit in enumerate(now) if at not in taken), identity)
        # Of several of one name the first is taken for the first, and so on.
        for name, places in old.items():
            pairs.update(zip(places, new.get(name, []), strict=False))
    return pairs


def _places(
    units: Iterable[tuple[int, Listed]], identity: Callable[[Listed], object]
) -> dict[object, list[int]]:
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
    changed = {
        kind: [pair for pair in both if differ(*pair)] for kind, (differ, _) in _OF_UNITS.items()
    }
    changes = (
        _listing("units_missing", _alone(missing), "{0.unit}"),
        _listing("units_new", _alone(fresh), "{0.unit}"),
        *(_listing(kind, changed[kind], form) for kind, (_, form) in _OF_UNITS.items()),
    )
    touched = [*fresh, *(now_there for kind in changed for _, now_there in changed[kind])]
    return Drift(
        "units",
        tuple(filter(None, changes)),
        tuple(dict.fromkeys(u.cell for u in touched if u.cell)),
    )


def _is_recoded(was: Listed, now: Listed) -> bool:
    return bool(was.code and now.code) and was.code != now.code


def _is_placed(was: Listed, now: Listed) -> bool:
    # A sheet of one district names no district: a unit right below the whole may be what it was.
    return bool(was.parent and now.parent) and key(was.parent or "") != key(now.parent or "")


# How a unit that is on both sides may have changed, and how that is shown.
_OF_UNITS: Mapping[str, tuple[Callable[[Listed, Listed], bool], str]] = {
    "units_renamed": (lambda was, now: key(was.unit) != key(now.unit), "{0.unit} → {1.unit}"),
    "units_recoded": (_is_recoded, "{1.unit} {0.code} → {1.code}"),
    "units_placed": (_is_placed, "{1.unit}: {0.parent} → {1.parent}"),
    "units_levelled": (lambda was, now: was.level != now.level, "{1.unit}: {0.level} → {1.level}"),
}


def _order(now: Sequence[Listed], pairs: dict[int, int]) -> Drift:
    """Compare the order of the units that are in both: the fewest whose moving explains it."""
    places = take(pairs, sorted(pairs))
    staying = _longest_rising(places)
    moved = [now[at] for at in places if at not in staying]
    change = _listing("order", _alone(moved), "{0.unit}")
    return Drift(
        "order", (change,) if change else (), tuple(unit.cell for unit in moved if unit.cell)
    )


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
    fresh = [
        total for name, total in new.items() if name not in old and (name == "" or name in known)
    ]
    turned = [
        (old[name], total)
        for name, total in new.items()
        if name in old and old[name].place != total.place
    ]
    changes = (
        _listing("totals_missing", _alone(missing), "{0.unit}"),
        _listing("totals_new", _alone(fresh), "{0.unit} ({0.row})"),
        _listing("totals_turned", turned, "{1.unit} ({0.row} → {1.row})"),
    )
    return Drift("totals", tuple(filter(None, changes)))
