"""Name a table without a name of its own by its tab, or its file, where that is evidently the unit above its rows.

Evident it is where another table lists a unit of that name, where several tabs say their type (`Huyện Nho Quan`,
`Huyện Gia Viễn`), and where several tables of other units print each a total of their own. Where the tab says nothing
the figures may (`rows`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, compress
from pathlib import PurePath

from coverage_cli.findings import Where, finding
from coverage_cli.grouping import grouped
from coverage_cli.model import Finding, Observations
from coverage_cli.spelling import key
from coverage_cli.units.names import Name, TypeWords, namer
from coverage_cli.units.rows import named_by_rows

# A table speaks of the units of others where one in this many of its names stands in one of them.
_ALIKE = 2
_SEVERAL = 2


def named_by_tabs(
    tables: Sequence[Observations], type_words: TypeWords
) -> tuple[list[Observations], list[Finding]]:
    """Return the tables, those without a name of their own named where it is evident, and a note that says so."""
    made = list(tables)
    tabs = {at: tab for at, tab in enumerate(_tabs(tables)) if tab and not tables[at].whole_named}
    if not tabs:
        return made, []
    part = namer(type_words)
    names = _evident(tables, tabs, part)
    by_row = named_by_rows(tables, [at for at in tabs if at not in names])
    if not by_row:
        left = {at: tab for at, tab in tabs.items() if at not in names}
        names |= {at: left[at] for at in sorted(_with_totals_apart(tables, left, part))}
    for at, name in {**names, **by_row}.items():
        made[at] = tables[at]._replace(
            units=tables[at].units.with_whole(name=name), whole_named=True
        )
    return made, [*_notes(tables, names, ""), *_notes(tables, by_row, "figures")]


def _evident(
    tables: Sequence[Observations], tabs: Mapping[int, str], part: Callable[[str], Name]
) -> dict[int, str]:
    """Return the tabs that another table lists as units, and those that say their type as others do."""
    names = {at: part(tab) for at, tab in tabs.items()}
    kinds = Counter(name.kind for name in names.values())
    alike = Counter(name.bare for name in names.values())
    listed = _listed(tables, {name.bare for name in names.values()}, part)
    evident: dict[int, str] = {}
    for at, name in names.items():
        lists = {table for table, other in listed.get(name.bare, ()) if name.may_be(other)}
        # Two tabs of one place, or of one of its parts: the units tell where they belong.
        if alike[name.bare] > 1 or at in lists:
            continue
        if (name.kind and kinds[name.kind] > 1) or lists:
            evident[at] = tabs[at]
    return evident


def _listed(
    tables: Sequence[Observations], wanted: set[str], part: Callable[[str], Name]
) -> dict[str, list[tuple[int, Name]]]:
    """Return for each bare name that is wanted the tables that have a unit of it, with the unit's name."""
    names = ((at, part(unit)) for at, table in enumerate(tables) for unit in table.units.names[1:])
    return grouped((name.bare, (at, name)) for at, name in names if name.bare in wanted)


def _notes(tables: Sequence[Observations], names: Mapping[int, str], variant: str) -> list[Finding]:
    """Say once which tables were named."""
    if not names:
        return []
    at, name = next(iter(names.items()))
    file, sheet = tables[at].home
    where = Where(file, sheet, unit=name, count=len(names))
    return [finding("table-named", where, variant=variant, sheet=f"'{sheet or file}'", unit=name)]


def _tabs(tables: Sequence[Observations]) -> list[str]:
    """Return what each table is filed under: its tab, or its file where tabs bear one name or none."""
    origins = [table.home for table in tables]
    sheets = Counter(key(sheet) for _, sheet in origins)
    return [
        sheet if sheet and sheets[key(sheet)] == 1 else PurePath(file).stem
        for file, sheet in origins
    ]


def _with_totals_apart(
    tables: Sequence[Observations], nameless: Mapping[int, str], part: Callable[[str], Name]
) -> set[int]:
    """Return the tables whose nameless total rows are each of other units than those of all others."""
    printed = [at for at in nameless if tables[at].units.rows[0] is not None]
    if len(printed) < _SEVERAL:
        return set()
    leaves = {at: compress(tables[at].units.names, tables[at].units.leaves) for at in printed}
    names = {at: {part(name).bare for name in own} for at, own in leaves.items()}
    tables_of = Counter(chain.from_iterable(names.values()))
    common = {at: sum(tables_of[name] > 1 for name in own) for at, own in names.items()}
    return {at for at, own in names.items() if _ALIKE * common[at] < len(own)}
