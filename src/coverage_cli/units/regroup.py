"""Find totals among the units: a row that is, in every column, the sum of the rows beside it, was a subtotal unmarked.

Numbering, type words and labels are read by `locate`; this is the net below them, for it is arithmetic: left as a unit,
such a row would count its parts twice. What is found so is always said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from coverage_cli.model import LEVELS, Count, Finding, Observations, Unit, cell_name

FEWEST_PARTS = 2
FEWEST_PARTS_OF_ONE = 3
"""With one column only, three parts are wanted: two small counts may add up to a third by chance."""
FEWEST_ROUNDED = 4
"""Rounded figures that only nearly add up prove something from four parts on."""
SMALLEST_WHOLE = 1000
"""Below this many people a unit nearly as large as all others together proves nothing."""
SMALLEST = 20
"""A sum below this many people proves nothing."""


class _Run(NamedTuple):
    """A unit and the run of its neighbours (positions among siblings) that it is the sum of."""

    at: int
    first: int
    last: int


def find_sums(observations: Observations) -> tuple[Observations, list[Finding]]:
    """Return the observations with unmarked subtotals put over their parts, and a finding for each."""
    if not observations.counts:
        return observations, []
    parents = [unit.parent for unit in observations.units]
    found = _over_runs(observations, parents)
    whole = _whole_among(observations, parents)
    if whole is not None:
        tops = [at for at, parent in enumerate(parents) if parent == 0 and at != whole]
        found.append((whole, tops))
        for at in tops:
            parents[at] = whole
        parents[whole] = 0
    if not found:
        return observations, []
    findings = [_finding(observations, at, members) for at, members in found]
    return _regrown(observations, parents), findings


def drop_false_whole(observations: Observations) -> tuple[Observations, list[Finding]]:
    """Take the figures of a row without a name from the whole where they are nowhere near the sum of its units.

    For a row that nobody named and that is first or last, only its figures can say that it is the total.
    """
    unit = observations.units[0]
    pairs = [
        (values[0], sum(value for part, value in zip(observations.units, values, strict=True) if part.leaf and value))
        for values in observations.counts.values()
    ]
    known = [(mine, total) for mine, total in pairs if mine is not None]
    if not known or any(10 * mine > 9 * total and 9 * mine < 10 * total for mine, total in known):
        return observations, []
    file, sheet = observations.origin(0)
    row = str((unit.row or 0) + 1)
    values = {"rows": (row,), "text": ""}
    finding = Finding("rows-left-out", "error", values, file, sheet, (f"A{row}",), variant="nameless")

    def without(values: Sequence[Any]) -> list[Any]:
        return [None, *values[1:]]

    made = observations._replace(
        units=(unit._replace(row=None, name_cell=None), *observations.units[1:]),
        counts={name: without(values) for name, values in observations.counts.items()},
        targets={name: without(values) for name, values in observations.targets.items()},
        printed={name: without(values) for name, values in observations.printed.items()},
        places={name: without(values) for name, values in observations.places.items()},
    )
    return made, [finding]


def _over_runs(observations: Observations, parents: list[int | None]) -> list[tuple[int, list[int]]]:
    """Put units over the runs of siblings that they are the sums of, in `parents`; return which over which."""
    found: list[tuple[int, list[int]]] = []
    siblings: dict[int, list[int]] = {}
    counts = _with_sums(observations)
    for at, unit in enumerate(observations.units):
        if unit.parent is not None and (unit.row is not None or not unit.leaf):
            siblings.setdefault(unit.parent, []).append(at)
    for parent, together in siblings.items():
        group = [at for at in together if observations.units[at].row is not None]
        if _adds_up(observations, parent, group):
            continue
        rest = sorted(group, key=lambda at: observations.units[at].row or 0)
        beside = sorted(together, key=lambda at: _first_row(observations, at))
        for at, part in _printed_twice(observations, beside, counts):
            parents[part] = at
            found.append((at, [part]))
        rest = [at for at in rest if parents[at] == parent]
        while len(rest) > FEWEST_PARTS and _put_over(observations, rest, parents, found):
            rest = [at for at in rest if parents[at] == parent]
    return found


def _printed_twice(
    observations: Observations, siblings: Sequence[int], counts: Mapping[str, Sequence[Count | None]]
) -> list[tuple[int, int]]:
    """Return rows without parts that repeat every figure of the unit with parts right beside them, and that unit.

    `counts` hold for an upper unit that prints no figures the sums of its parts.
    """
    twice = []
    for first, second in pairwise(siblings):
        leaf, upper = (first, second) if observations.units[first].leaf else (second, first)
        if not observations.units[leaf].leaf or observations.units[upper].leaf:
            continue
        pairs = [(values[leaf], values[upper]) for values in counts.values()]
        same = all(mine == theirs for mine, theirs in pairs)
        if same and sum(mine is not None and mine >= SMALLEST for mine, _ in pairs) > 1:
            twice.append((leaf, upper))
    return twice


def _first_row(observations: Observations, at: int) -> int:
    """Return the row of a unit, of its name where it prints no figures."""
    unit = observations.units[at]
    return unit.row if unit.row is not None else unit.name_cell[0] if unit.name_cell else 0


def _with_sums(observations: Observations) -> Mapping[str, Sequence[Count | None]]:
    """Return the counts with those of upper units that print no figures: the sums of their parts, if all are known."""
    if all(unit.leaf or unit.row is not None for unit in observations.units[1:]):
        return observations.counts
    filled: dict[str, list[Count | None]] = {}
    for name, values in observations.counts.items():
        sums: list[Count | None] = [
            value if unit.leaf or unit.row is not None else 0
            for unit, value in zip(observations.units, values, strict=True)
        ]
        for at in range(len(sums) - 1, 0, -1):  # parents stand before their parts
            parent = observations.units[at].parent
            if parent is not None and observations.units[parent].row is None:
                above, own = sums[parent], sums[at]
                sums[parent] = None if above is None or own is None else above + own
        filled[name] = sums
    return filled


def _put_over(
    observations: Observations,
    siblings: Sequence[int],
    parents: list[int | None],
    found: list[tuple[int, list[int]]],
) -> bool:
    """Put siblings over the runs that they are the sums of, each in one run only; tell whether any was."""
    taken: set[int] = set()
    for run in _runs(observations, siblings):
        at, members = siblings[run.at], list(siblings[run.first : run.last + 1])
        if taken & {at, *members} or _is_peer(observations, at, members):
            continue
        taken.update((*members, at))
        found.append((at, members))
        for member in members:
            parents[member] = at
    return bool(taken)


def _adds_up(observations: Observations, parent: int, parts: Sequence[int]) -> bool:
    """Tell whether a printed total is the sum of all its parts as they stand: then none of them is a subtotal."""
    compared = False
    for values in observations.counts.values():
        if values[parent] is None:
            continue
        if values[parent] != sum(values[part] or 0 for part in parts):
            return False
        compared = True
    return compared


def _is_peer(observations: Observations, at: int, members: Sequence[int]) -> bool:
    """Tell whether a unit is called like all of the others (Xã, Xã, Xã): a commune is no sum of communes."""
    first = observations.units[at].name.casefold().split()[:1]
    return all(observations.units[member].name.casefold().split()[:1] == first for member in members)


def _whole_among(observations: Observations, parents: Sequence[int | None]) -> int | None:
    """Return the first or last unit of the table where it stands in a group but is the sum of all other units."""
    units = observations.units
    above = set(parents)
    rows = sorted((unit.row, at) for at, unit in enumerate(units) if unit.row is not None and at not in above)
    if units[0].row is not None or len(rows) <= FEWEST_PARTS:
        return None
    leaves = [at for _, at in rows]
    columns = [[values[at] for at in leaves] for values in observations.counts.values()]
    sums = [list(accumulate((value or 0 for value in values), initial=0)) for values in columns]
    last = len(leaves) - 1
    for place, run in ((last, (0, last - 1)), (0, (1, last))):
        if parents[leaves[place]] not in (None, 0) and columns and _holds(columns, sums, place, run, _step(columns)):
            return leaves[place]
        if len(leaves) >= FEWEST_ROUNDED and _nearly_holds(columns, sums, place, run):
            return leaves[place]
    return None


def _nearly_holds(
    columns: Sequence[Sequence[Count | None]], sums: Sequence[Sequence[Count]], at: int, run: tuple[int, int]
) -> bool:
    """Tell whether a unit is within half a percent the sum of all others, in every column that has figures there.

    One column in which it is exactly the sum speaks for a tenth in the others: a total with a fault in it. A single
    column proves less: there it must be within a twentieth of a percent.
    """
    pairs = [(values[at], summed[run[1] + 1] - summed[run[0]]) for values, summed in zip(columns, sums, strict=True)]
    is_exact = any(value == total and total >= SMALLEST_WHOLE for value, total in pairs)
    slack = 10 if is_exact else 200 if len(pairs) > 1 else 2000
    proofs = 0
    for value, total in pairs:
        if value is None and not total:
            continue
        if (
            value is None
            or total < SMALLEST_WHOLE
            or slack * (value - total) > total
            or slack * (total - value) > total
        ):
            return False
        proofs += 1
    return proofs > 0


def _runs(observations: Observations, siblings: Sequence[int]) -> list[_Run]:
    """Return the units that are the sum of a run of siblings right below or above them, the shortest runs first."""
    columns = [[values[at] for at in siblings] for values in observations.counts.values()]
    columns = [values for values in columns if any(values)]
    if not columns:
        return []
    sums = [[0, *accumulate(value or 0 for value in values)] for values in columns]
    step = _step(columns)
    runs = []
    for at in range(len(siblings)):
        for first, last in _candidates(columns[0], sums[0], at, step):
            if _holds(columns, sums, at, (first, last), step):
                runs.append(_Run(at, first, last))
                break
    return sorted(runs, key=lambda run: (run.last - run.first, run.at))


def _step(columns: Sequence[Sequence[Count | None]]) -> int:
    """Return the unit the counts were rounded to before they were scaled: sums of rounded figures may be off by it."""
    for step in (1000, 100):
        if all(value is None or value % step == 0 for values in columns for value in values):
            return step
    return 1


def _candidates(values: Sequence[Count | None], sums: Sequence[Count], at: int, step: int) -> list[tuple[int, int]]:
    """Return the runs below and above a unit that its figure in one column may be the sum of."""
    value = values[at]
    if value is None or value < SMALLEST:
        return []
    slack = 0 if step == 1 else step * len(values) // 2
    found = []
    below = bisect_left(sums, sums[at + 1] + value - slack, lo=at + 1)
    if below < len(sums) and sums[below] <= sums[at + 1] + value + slack and below - at - 1 >= FEWEST_PARTS:
        found.append((at + 1, below - 1))
    above = bisect_left(sums, sums[at] - value - slack, hi=at + 1)
    while above + 1 <= at and sums[above + 1] == sums[above]:  # blanks add nothing: the shortest run is meant
        above += 1
    if above <= at and sums[above] <= sums[at] - value + slack and at - above >= FEWEST_PARTS:
        found.append((above, at - 1))
    return found


def _holds(
    columns: Sequence[Sequence[Count | None]], sums: Sequence[Sequence[Count]], at: int, run: tuple[int, int], step: int
) -> bool:
    """Tell whether a unit is the sum of a run in every column that has figures there."""
    first, last = run
    proofs = 0
    for values, summed in zip(columns, sums, strict=True):
        total = summed[last + 1] - summed[first]
        value = values[at]
        if value is None and not total:
            continue
        slack = 0 if step == 1 else step * (last - first + 2) // 2
        if (
            value is None
            or not -slack <= value - total <= slack
            or (value != total and last - first + 1 < FEWEST_ROUNDED)
        ):
            return False
        proofs += value >= SMALLEST
    parts = last - first + 1
    return proofs >= 2 or (proofs == 1 and len(columns) == 1 and parts >= FEWEST_PARTS_OF_ONE)


def _finding(observations: Observations, at: int, members: Sequence[int]) -> Finding:
    unit = observations.units[at]
    file, sheet = observations.origin(at)
    rows = sorted(row for member in members if (row := observations.units[member].row) is not None)
    first, last = (str(rows[0] + 1), str(rows[-1] + 1)) if rows else ("–", "–")
    values = {"unit": unit.name, "parts": len(members), "first": first, "last": last}
    named = [at, *members] if len(members) == 1 else [at]
    places = [place for index in named if (place := observations.units[index].name_cell)]
    cells = tuple(cell_name(*place) for place in places)
    exact = all(
        column[at] is None or not rows or column[at] == sum(column[part] or 0 for part in members)
        for column in observations.counts.values()
    )
    return Finding(
        "sum-among-units", "warning", values, file, sheet, cells, unit.name, variant="" if exact else "nearly"
    )


def _regrown(observations: Observations, parents: Sequence[int | None]) -> Observations:
    """Return the observations on the tree of these parents, parents before their parts, levels told anew."""
    children: list[list[int]] = [[] for _ in parents]
    for at, parent in enumerate(parents):
        if parent is not None:
            children[parent].append(at)
    top = 0
    lone = len(children[0]) == 1 and bool(children[children[0][0]])
    order: list[int] = []
    waiting = [top]
    while waiting:
        at = waiting.pop()
        order.append(at)
        waiting.extend(sorted(children[at], reverse=True))
    made = _reordered(observations, order, parents, children)
    return _without_lone_top(made) if lone else made


def _reordered(
    observations: Observations, order: Sequence[int], parents: Sequence[int | None], children: Sequence[Sequence[int]]
) -> Observations:
    moved = {at: index for index, at in enumerate(order)}
    heights: dict[int, int] = {}
    for at in reversed(order):
        heights[at] = 1 + max((heights[part] for part in children[at]), default=-1)
    units = []
    for at in order:
        unit, parent = observations.units[at], parents[at]
        level = _level(unit, heights[at], is_new=bool(children[at]) and unit.leaf, is_top=parent is None)
        units.append(
            unit._replace(parent=None if parent is None else moved[parent], leaf=not children[at], level=level)
        )

    def keep(values: Sequence[object]) -> list[object]:
        return [values[at] for at in order]

    return observations._replace(
        units=tuple(units),
        counts={name: keep(values) for name, values in observations.counts.items()},  # type: ignore[misc]
        targets={name: keep(values) for name, values in observations.targets.items()},  # type: ignore[misc]
        printed={name: keep(values) for name, values in observations.printed.items()},  # type: ignore[misc]
        places={name: keep(values) for name, values in observations.places.items()},  # type: ignore[misc]
        restated={name: keep(values) for name, values in observations.restated.items()},  # type: ignore[misc]
    )


def _level(unit: Unit, height: int, *, is_new: bool, is_top: bool) -> str:
    """Return a unit's level: a found subtotal stands so many levels above its lowest parts, the whole above all."""
    if not (is_new or is_top) or unit.level not in LEVELS:
        return unit.level
    own = LEVELS.index(unit.level)
    lowest = own + 1 if is_top else own
    rank = min(own, lowest - height) if is_top else lowest - height
    return LEVELS[rank] if rank >= 0 else "whole"


def _without_lone_top(observations: Observations) -> Observations:
    """Let the only unit under the whole be the whole: a row that sums up everything is no part of it."""
    whole, lone = observations.units[0], observations.units[1]
    name = whole.name if observations.whole_named else lone.name
    first = lone._replace(name=name, parent=None, level=lone.level if not observations.whole_named else whole.level)
    units = [first]
    units += [
        unit._replace(parent=0 if unit.parent == 1 else (unit.parent or 1) - 1) for unit in observations.units[2:]
    ]

    def keep(values: Sequence[object]) -> list[object]:
        return [values[1] if values[1] is not None else values[0], *values[2:]]

    return observations._replace(
        units=tuple(units),
        whole_named=True,
        counts={name: keep(values) for name, values in observations.counts.items()},  # type: ignore[misc]
        targets={name: keep(values) for name, values in observations.targets.items()},  # type: ignore[misc]
        printed={name: keep(values) for name, values in observations.printed.items()},  # type: ignore[misc]
        places={name: keep(values) for name, values in observations.places.items()},  # type: ignore[misc]
        restated={name: [(*told[0], *told[1]), *told[2:]] for name, told in observations.restated.items()},
    )
