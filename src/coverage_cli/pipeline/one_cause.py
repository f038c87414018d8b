"""One cause: two findings that say the same of a sheet are told as one, the cause first. Finds nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from coverage_cli.addresses import cell_place
from coverage_cli.model import Count, Finding
from coverage_cli.pipeline.worked import Settled
from coverage_cli.records import NamedTuple

_TEXT = "number-as-text"


class _Held(NamedTuple):
    """What a cell counts, and whose it is; `measure` is of its column."""

    measure: str
    unit: str
    count: Count  # type: ignore[assignment]  # nobody counts in it


_Cells = Mapping[tuple[str | None, str | None, str], _Held]


def told_once(findings: list[Finding], periods: Sequence[Settled]) -> list[Finding]:
    """Return findings in which a total that leaves out just its parts stored as text says so, their own notes left out.

    A spreadsheet's SUM passes text over without a word.
    """
    notes = [one for one in findings if one.code == _TEXT]
    if not notes or all(one.code != "total-mismatch" for one in findings):
        return findings
    held = {place: cell for settled in periods for place, cell in _held(settled)}
    told = [_with_cause(one, notes, held) for one in findings]
    named = {
        (one.file, one.sheet, cell)
        for one in told
        if one.variant == "texts"
        for cell in one.cells[:-1]
    }
    return [one for one in told if one.code != _TEXT or not _all_named(one, named)]


def _held(settled: Settled) -> Iterator[tuple[tuple[str | None, str | None, str], _Held]]:
    """Yield the cells of the counts of a period's lowest units."""
    made = settled.observations
    for measure, counts in made.counts.items():
        for at in made.units.lowest:
            count, place, cell = counts[at], made.places[measure][at], made.cell(measure, at)
            if count is not None and place and cell:
                yield (*made.origins[place[0]], cell), _Held(measure, made.units.names[at], count)


def _with_cause(mismatch: Finding, notes: Sequence[Finding], held: _Cells) -> Finding:
    """Return a total's difference with the text cells among its parts that come to just that; else as it is."""
    if mismatch.code != "total-mismatch" or mismatch.variant or len(mismatch.cells) < 2:
        return mismatch
    own, *parts = mismatch.cells
    texts = {
        cell: held[place]
        for note in notes
        for cell in note.cells
        if (place := (mismatch.file, mismatch.sheet, cell)) in held
        if (note.file, note.sheet) == place[:2] and _is_among(cell, own, parts)
    }
    missed = sum(one.count for one in texts.values())
    if not missed or mismatch.values["difference"] != -missed:
        return mismatch
    said = tuple(f"{cell} ({one.unit})" for cell, one in texts.items())
    values = {**mismatch.values, "texts": said, "left": len(said)}
    return mismatch._replace(variant="texts", values=values, cells=(*texts, own))


def _is_among(cell: str, own: str, parts: Sequence[str]) -> bool:
    """Tell whether a cell stands in the total's column between its first and last part."""
    place, total = cell_place(cell), cell_place(own)
    rows = [found[0] for part in parts if (found := cell_place(part))]
    return bool(place and total and place[1] == total[1] and min(rows) <= place[0] <= max(rows))


def _all_named(note: Finding, named: set[tuple[str | None, str | None, str]]) -> bool:
    return all((note.file, note.sheet, cell) in named for cell in note.cells)
