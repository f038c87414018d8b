"""Name a table without a name of its own by its tab, or its file, where that is evidently the unit above its rows.

Evident it is where another table lists a unit of that name, where several tabs say their type (`Huyện Nho Quan`,
`Huyện Gia Viễn`), and where several tables of other units print each a total of their own. No figures are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePath

from coverage_cli.model import Observations
from coverage_cli.spelling import key
from coverage_cli.units.names import Name, TypeWords, namer

_ALIKE = 2
"""Tables speak of the same units where one in this many of the smaller one's names stands in both."""


def named_by_tabs(tables: Sequence[Observations], type_words: TypeWords) -> list[Observations]:
    """Return the tables, those without a name of their own named by their tabs where that is evident."""
    tabs = {at: tab for at, tab in enumerate(_tabs(tables)) if tab and not tables[at].whole_named}
    if not tabs:
        return list(tables)
    part = namer(type_words)
    names = {at: part(tab) for at, tab in tabs.items()}
    kinds = Counter(name.kind for name in names.values())
    listed = [{part(unit.name) for unit in table.units[1:]} for table in tables]
    apart = _with_totals_apart(tables, tabs, part)
    made = list(tables)
    for at, name in names.items():
        if sum(name.may_be(other) for other in names.values()) > 1 or _lists(listed[at], name):
            continue  # two tabs of one place, or of one of its parts: the units tell where they belong
        others = (units for number, units in enumerate(listed) if number != at)
        if (name.kind and kinds[name.kind] > 1) or at in apart or any(_lists(units, name) for units in others):
            whole = tables[at].units[0]._replace(name=tabs[at])
            made[at] = tables[at]._replace(units=(whole, *tables[at].units[1:]), whole_named=True)
    return made


def _tabs(tables: Sequence[Observations]) -> list[str]:
    """Return what each table is filed under: its tab, or its file where tabs bear one name or none."""
    origins = [next(iter(table.origins.values()), ("", "")) for table in tables]
    sheets = Counter(key(sheet) for _, sheet in origins)
    return [sheet if sheet and sheets[key(sheet)] == 1 else PurePath(file).stem for file, sheet in origins]


def _lists(units: set[Name], name: Name) -> bool:
    return name in units or any(name.may_be(other) for other in units)


def _with_totals_apart(
    tables: Sequence[Observations], nameless: Sequence[int] | dict[int, str], part: Callable[[str], Name]
) -> set[int]:
    """Return the tables whose nameless total rows are each of other units than those of all others."""
    names = {
        at: {part(unit.name).bare for unit in tables[at].units if unit.leaf}
        for at in nameless
        if tables[at].units[0].row is not None
    }
    return {
        at
        for at, own in names.items()
        if len(names) > 1
        and all(
            _ALIKE * len(own & theirs) < min(len(own), len(theirs)) for other, theirs in names.items() if other != at
        )
    }
