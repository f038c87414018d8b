"""Understood tables -> the layout lock, as text.

One item stands on one line and nothing depends on the day or the machine, so that a difference can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverage_cli.pipeline.dating import Dated
from coverage_cli.pipeline.lock import SCHEMA, layout_of_table, shared_headings
from coverage_cli.rules.layout_drift import matched_units
from coverage_cli.rules.remembered import Headed, Layout, Total
from coverage_cli.spelling import key


def remember(tables: Sequence[Dated]) -> tuple[Layout, ...]:
    """Return the layouts to be remembered: of several tables of the same units (months) the last one."""
    kept: list[Layout] = []
    for dated in tables:
        layout = layout_of_table(dated)
        # The latest month is the layout that the next one will be like.
        kept = [other for other in kept if not _is_the_same(other, layout)]
        kept.append(layout)
    return tuple(kept)


def _is_the_same(one: Layout, other: Layout) -> bool:
    """Tell whether two tables speak of the same units under mostly the same headings, as two months do."""
    if key(one.sheet) != key(other.sheet):
        return False
    shared = len(matched_units(one.units, other.units))
    return 2 * shared > max(len(one.units), len(other.units)) and 2 * shared_headings(
        one, other
    ) > len(other.columns)


def lock_text(layouts: Sequence[Layout]) -> str:
    """Return the lock as JSON, one item a line."""
    import json

    def shown(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    def listed(name: str, entries: Sequence[Any], *fields: str) -> str:
        lines = ",\n".join(
            shown({field: getattr(entry, field) for field in fields}) for entry in entries
        )
        return f"{shown(name)}: [\n{lines}\n]" if entries else f"{shown(name)}: []"

    tables = [
        ",\n".join(
            [
                f'{{"sheet": {shown(layout.sheet)}, "header_rows": {layout.header_rows}',
                listed("columns", layout.columns, *Headed._fields),
                listed("units", layout.units, "unit", "level", "code", "parent"),
                listed("totals", layout.totals, *Total._fields) + "}",
            ]
        )
        for layout in layouts
    ]
    return f'{{"schema": {shown(SCHEMA)},\n"tables": [\n' + ",\n".join(tables) + "\n]}\n"
