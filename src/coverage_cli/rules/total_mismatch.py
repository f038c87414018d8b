"""Compare printed subtotals and totals with the sum of their parts; both cells are named, nothing is corrected.

A figure that several tables print of one upper unit (a summary, and the district's own sheet) is held against the parts
in each of them. A total that is right over a wrong subtotal, or carries the subtotal's fault on, is no second fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverage_cli.findings import Where, finding
from coverage_cli.grouping import first_where
from coverage_cli.hierarchy import step_of
from coverage_cli.model import Computed, Count, Finding, Observations, Phrase, cell_name
from coverage_cli.records import NamedTuple
from coverage_cli.rules.case import Case
from coverage_cli.rules.cells import Address, ranges
from coverage_cli.rules.saying import apart
from coverage_cli.rules.tally import count

# Of so many parts and more figures of full tens or thousands were rounded.
_FEWEST = 4


class _Sums(NamedTuple):
    """One measure's sums, aligned with the units.

    `parts` are the units right below each, none where nothing below has a figure; `sums` what these print, `complete`
    whether all do; `rolled` what the units come to from the lowest ones up, None where one of these is not readable.
    """

    measure: str
    parts: Sequence[Sequence[int]]
    sums: Sequence[Count]
    complete: Sequence[bool]
    rolled: Sequence[Count | None]


class _Print(NamedTuple):
    """A figure that a row prints of a unit."""

    at: int
    count: Count  # type: ignore[assignment]  # nobody counts in it
    place: tuple[int, int]


def judge(case: Case) -> list[Finding]:
    """Return an error for every printed total that differs from its parts, a note where rounding explains it.

    A total is compared where all its parts are readable, or where the readable ones already exceed it. The tally counts
    the totals of two parts and more that agree with them.
    """
    observations, findings = case.observations, []
    uppers = observations.units.uppers_last_first[::-1]
    for measure, values in observations.counts.items():
        if not any(values[at] is not None for at in uppers):
            continue
        sums = _sums(observations, measure, values)
        for printed in _printed(observations, measure, uppers):
            differs, at = _differs(sums, printed), printed.at
            is_rounding = differs and _is_rounding(observations, sums, printed)
            if differs and not _carries(observations, sums, printed):
                code = "total-rounded" if is_rounding else "total-mismatch"
                findings.append(_finding(code, case, sums, printed))
            differs = differs and not is_rounding
            if differs or (sums.complete[at] and len(sums.parts[at]) > 1 and printed.count):
                count(case.tally, printed.place[0], "totals", agrees=not differs)
    return findings


def _printed(observations: Observations, measure: str, uppers: Sequence[int]) -> Iterator[_Print]:
    """Yield what rows print of upper units: first the figure that was taken, then what further tables say instead."""
    more = observations.restated.get(measure)
    values, places = observations.counts[measure], observations.places[measure]
    for at in uppers:
        value, place = values[at], places[at]
        if value is not None and place is not None:
            yield _Print(at, value, place)
        if more:
            yield from (_Print(at, *told) for told in more[at])


def _differs(sums: _Sums, printed: _Print) -> bool:
    at, printed_count, _ = printed
    # Equal to the lowest units: a subtotal in between is wrong, and that is said of the subtotal.
    if not sums.parts[at] or printed_count == sums.rolled[at]:
        return False
    return sums.sums[at] != printed_count if sums.complete[at] else sums.sums[at] > printed_count


def _is_rounding(observations: Observations, sums: _Sums, printed: _Print) -> bool:
    """Tell whether a total is no further from its parts than rounding each figure leads to: all are of full thousands.

    Few figures may be of full tens by chance; not where the column is told to be of thousands.
    """
    values, parts = observations.counts[sums.measure], sums.parts[printed.at]
    column = observations.columns.get((printed.place[0], sums.measure))
    step = step_of([printed.count, *(values[part] for part in parts)])
    is_rounded = step > 1 and (len(parts) >= _FEWEST or bool(column and (column.scale or 1) > 1))
    off = apart(printed.count, sums.sums[printed.at])
    return is_rounded and sums.complete[printed.at] and 2 * off <= step * (len(parts) + 1)


def _carries(observations: Observations, sums: _Sums, printed: _Print) -> bool:
    """Tell whether a total is the sum of its own table's subtotals, and those that are wrong are said themselves."""
    told = observations.restated.get(sums.measure)
    if not told:
        return False
    subtotals = {
        part: _Print(part, count, place)
        for part in sums.parts[printed.at]
        for count, place in told[part]
        if place[0] == printed.place[0]
    }
    values = observations.counts[sums.measure]
    off = {part: subtotal for part, subtotal in subtotals.items() if subtotal.count != values[part]}
    others = [values[part] or 0 for part in sums.parts[printed.at] if part not in subtotals]
    is_sum = printed.count == sum(others) + sum(subtotal.count for subtotal in subtotals.values())
    return (
        is_sum
        and bool(off)
        and all(_is_said(observations, sums, subtotal) for subtotal in off.values())
    )


def _is_said(observations: Observations, sums: _Sums, subtotal: _Print) -> bool:
    """Tell whether a subtotal that two tables print is wrong in one of them."""
    value = observations.counts[sums.measure][subtotal.at]
    return _differs(sums, subtotal) or (
        value is not None and _differs(sums, subtotal._replace(count=value))
    )


def _sums(observations: Observations, measure: str, values: Sequence[Count | None]) -> _Sums:
    """Sum up the tree; a part without a figure of its own is the sum of its parts, where all of these are readable."""
    units = observations.units
    told = {at for at, own in enumerate(values) if own is not None}
    over_some = {upper for at in told for upper in units.uppers(at)}
    parts = [group if at in over_some else [] for at, group in enumerate(units.parts)]
    full = units.filled_up(values)
    at_least = units.filled_up(
        [own or 0 if leaf else own for leaf, own in zip(units.leaves, values, strict=True)]
    )
    # From the lowest units alone: what is printed in between has no say here.
    rolled = units.filled_up([None if at in over_some else own for at, own in enumerate(values)])
    sums = [sum(at_least[part] or 0 for part in group) for group in parts]
    complete = [all(full[part] is not None for part in group) for group in parts]
    return _Sums(measure, parts, sums, complete, rolled)


def _finding(code: str, case: Case, sums: _Sums, printed: _Print) -> Finding:
    observations, (at, own_count, (home, row)) = case.observations, printed
    parts = _with_figures(observations, sums.measure, at)
    column = observations.columns.get((home, sums.measure))
    own = cell_name(row, column.index) if column else None
    beside = [cell_name(part_row, index) for source, part_row, index in parts if source == home]
    cells = tuple(dict.fromkeys(cell for cell in (own, *beside[:1], *beside[-1:]) if cell))
    difference = own_count - sums.sums[at]
    unit = observations.units[at].name
    return finding(
        code,
        Where(
            *observations.origins[home], cells, unit, people=int(apart(own_count, sums.sums[at]))
        ),
        variant="" if sums.complete[at] else "exceeded",
        unit=unit,
        column=column.name if column else sums.measure,
        own=own or "–",
        printed=own_count,
        sum=sums.sums[at],
        difference=difference,
        parts=len(sums.parts[at]),
        cells=ranges(parts, observations.origins, home) or "–",
        used=_used(observations, sums, printed, case.results),
        missing=() if sums.complete[at] else _unreadable(observations, sums.measure, at),
    )


def _nearest(observations: Observations, measure: str, at: int) -> list[int]:
    """Return the units below one, of an upper unit without a figure those below that."""
    units, counts, found = observations.units, observations.counts[measure], []
    for part in units.parts[at]:
        is_known = units.leaves[part] or counts[part] is not None
        found += [part] if is_known else _nearest(observations, measure, part)
    return sorted(found)


def _with_figures(observations: Observations, measure: str, at: int) -> list[Address]:
    """Return the cells of a unit's parts in the order of the rows."""
    nearest = _nearest(observations, measure, at)
    places = (
        observations.places[measure][part]
        for part in nearest
        if observations.counts[measure][part] is not None
    )
    columns = {
        source: column.index
        for (source, name), column in observations.columns.items()
        if name == measure
    }
    return sorted((*place, columns[place[0]]) for place in places if place and place[0] in columns)


def _unreadable(observations: Observations, measure: str, at: int) -> tuple[str, ...]:
    """Return the lowest units below one that have no figure, each with its cell where a row is there for it."""
    nearest = _nearest(observations, measure, at)
    blank = [part for part in nearest if observations.counts[measure][part] is None]
    cells = [f" ({cell})" if (cell := observations.cell(measure, part)) else "" for part in blank]
    return tuple(
        observations.units.names[part] + cell for part, cell in zip(blank, cells, strict=True)
    )


def _used(
    observations: Observations, sums: _Sums, printed: _Print, results: Sequence[Computed]
) -> Phrase:
    """Say which figure the report uses: the printed one, a sum, or the sum over those that have both counts."""
    at = printed.at
    result = first_where(
        lambda one: sums.measure in (*one.measures, *one.denominator_measures), results
    )
    if result is None:
        return Phrase("used_in_no_figure")
    if at in result.as_printed:
        if printed.count != observations.counts[sums.measure][at]:
            return Phrase("used_other", {"taken": observations.counts[sums.measure][at]})
        return Phrase("used_printed" if result.as_printed[at] == "told" else "used_for_want")
    figure = result.figures[result.order.index(at)]
    if figure.units_complete < figure.units_expected:
        return Phrase(
            "used_complete", {"complete": figure.units_complete, "expected": figure.units_expected}
        )
    if sums.rolled[at] in (None, sums.sums[at]):
        return Phrase("used_sum")
    return Phrase("used_lowest", {"lowest": sums.rolled[at]})
