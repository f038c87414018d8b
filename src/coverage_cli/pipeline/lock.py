"""Read the layout lock that `init --lock` wrote, and compare the tables of a run with it.

What a drift is, `rules.drift` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverage_cli.errors import UnreadableInput, UsageFault
from coverage_cli.findings import Where, finding
from coverage_cli.locate.paths import heading_paths
from coverage_cli.model import Finding, Observations, Phrase, Unit, Units
from coverage_cli.pipeline.dating import Dated
from coverage_cli.rules.layout_drift import Drift, drifts, matched_units
from coverage_cli.rules.remembered import Headed, Layout, Listed, Total, layout_of
from coverage_cli.spelling import key

SCHEMA = "coverage-cli/lock/1"
# Far more than any lock holds: what is larger is another file, and is not read into memory whole.
_LARGEST = 1 << 26


def layout_of_table(dated: Dated) -> Layout:
    """Return what is remembered of a table."""
    return layout_of(dated.table, heading_paths(dated.table.grid, dated.table.header_rows))


def shared_headings(one: Layout, other: Layout) -> int:
    """Return how many headings two layouts have in common."""
    return len(
        {key(column.heading) for column in one.columns}
        & {key(column.heading) for column in other.columns}
    )


def read_lock(path: str) -> tuple[Layout, ...]:
    """Read a lock. Raises `UsageFault` where there is none, or it is not one of ours."""
    import json

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs 5 ms to import
            content = file.read(_LARGEST)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UsageFault("lock-unreadable", file=path, reason=reason) from fault
    try:
        table = json.loads(content)
        if table["schema"] != SCHEMA:
            raise ValueError
        return tuple(_layout(entry) for entry in table["tables"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise UsageFault("lock-damaged", file=path, schema=SCHEMA) from fault


def _layout(entry: dict[str, Any]) -> Layout:
    return Layout(
        str(entry["sheet"]),
        int(entry["header_rows"]),
        tuple(
            Headed(*(str(column[field]) for field in Headed._fields)) for column in entry["columns"]
        ),
        tuple(
            Listed(
                str(unit["unit"]), str(unit["level"]), _text(unit["code"]), _text(unit["parent"])
            )
            for unit in entry["units"]
        ),
        tuple(
            Total(str(total["unit"]), bool(total["whole"]), int(total["row"]), str(total["place"]))
            for total in entry["totals"]
        ),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def compare(path: str, tables: Sequence[Dated], *, strict: bool) -> list[Finding]:
    """Return what drifted in the tables from the lock, a finding each table and kind.

    Raises `UnreadableInput` with all of it where `strict` is asked for.
    """
    remembered = read_lock(path)
    found: list[tuple[Dated, Drift]] = []
    used: set[int] = set()
    for dated in tables:
        layout = layout_of_table(dated)
        at = _nearest(remembered, layout)
        if at is None:
            found.append((dated, Drift("sheets", (Phrase("drift_sheet_new"),))))
            continue
        used.add(at)
        found += [(dated, drift) for drift in drifts(remembered[at], layout)]
    gone = tuple(_name(layout) for at, layout in enumerate(remembered) if at not in used)
    if gone and tables:
        missing = Phrase("drift_sheets_missing", {"count": len(gone), "names": gone})
        found.append((tables[0], Drift("sheets", (missing,))))
    if found and strict:
        raise _refusal(path, found)
    return [_finding(path, dated, drift) for dated, drift in found]


def missing_once(findings: list[Finding]) -> list[Finding]:
    """Return findings that tell missing units once: where the lock is the roster `unit-missing` does, and drift not."""
    if all(one.code != "unit-missing" for one in findings):
        return findings
    kept = []
    for drift in findings:
        if drift.code != "layout-drift":
            kept.append(drift)
            continue
        changes: tuple[Phrase, ...] = drift.values["changes"]  # type: ignore[assignment]
        others = tuple(change for change in changes if change.key != "drift_units_missing")
        if others:
            kept.append(drift._replace(values={**drift.values, "changes": others}))
    return kept


def roster_of(path: str) -> Observations:
    """Return the units that a lock remembers as a list of who should report, each under its unit above."""
    whole = Unit("", "whole", None, None, None, None, leaf=False)
    units, places = [whole], {(0, ""): 0}
    for layout in read_lock(path):
        above = {"": 0}
        for listed in layout.units:
            parent = above.get(listed.parent or "", 0)
            at = places.setdefault((parent, listed.code or key(listed.unit)), len(units))
            above[listed.unit] = at
            if at == len(units):
                units.append(Unit(listed.unit, listed.level, listed.code, parent, None, None))
    uppers = {unit.parent for unit in units}
    rows = [unit._replace(leaf=at not in uppers) for at, unit in enumerate(units)]
    return Observations(None, Units.of(rows), False, {}, {}, {}, {}, {}, {-1: (path, "")})


def _name(layout: Layout) -> str:
    """Return how a remembered table is named: by its sheet, else by the first unit it lists."""
    return layout.sheet or (f"{layout.units[0].unit} …" if layout.units else "–")


def _nearest(remembered: Sequence[Layout], layout: Layout) -> int | None:
    """Return which remembered table this one is: the one it shares most units and headings with."""

    def likeness(at: int) -> float:
        other = remembered[at]
        units = len(matched_units(other.units, layout.units)) / max(
            1, min(len(other.units), len(layout.units))
        )
        headings = shared_headings(other, layout) / max(1, len(layout.columns))
        # The tab's name is the weakest sign, for it changes with the month.
        return units + headings + (key(other.sheet) == key(layout.sheet)) / 2

    best = max(range(len(remembered)), key=likeness, default=None)
    return best if best is not None and likeness(best) > 0 else None


def _finding(path: str, dated: Dated, drift: Drift) -> Finding:
    grid = dated.table.grid
    values = {"lock": path, "changes": drift.changes}
    return finding(
        "layout-drift",
        Where(grid.file, grid.sheet, drift.cells, None, max(1, len(drift.cells))),
        values,
        variant=drift.kind,
    )


def _refusal(path: str, found: Sequence[tuple[Dated, Drift]]) -> UnreadableInput:
    changes: dict[str, list[Phrase]] = {}
    for dated, drift in found:
        grid = dated.table.grid
        where = f"{grid.file} [{grid.sheet}]" if grid.sheet else grid.file
        changes.setdefault(where, []).extend(drift.changes)
    tables = tuple(
        Phrase("drift_of_table", {"where": where, "changes": tuple(of)})
        for where, of in changes.items()
    )
    return UnreadableInput(
        "layout-drifted", lock=path, tables=tables, file=found[0][0].table.grid.file
    )
