"""What a workbook holds that would not come back when openpyxl writes it: known before anything is written.

What is known to come back whole is listed (`data/settings/workbooks.toml`); everything else counts as lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from coverage_cli.datafiles import read_data
from coverage_cli.model import Phrase
from coverage_cli.write.foreign.raw import Package, Sheet, local, top_elements

_CONTROL = re.compile(rb"ObjectType\s*=\s*[\"'](?!Note[\"'])")


def losses(package: Package) -> tuple[Phrase, ...]:
    """Return what would be lost, each kind once for each sheet."""
    found = [*_parts(package), *_workbook(package)]
    for name, sheet in package.sheets.items():
        found += [Phrase("loss_in_sheet", {"what": what, "sheet": name}) for what in _of(sheet)]
    return tuple(dict((str(phrase), phrase) for phrase in found).values())


@cache
def _table() -> dict[str, Any]:
    return dict(read_data("settings", "workbooks"))


@cache
def _known_parts() -> re.Pattern[str]:
    return re.compile("|".join([*_table()["kept"], *_table()["left"]]))


def _parts(package: Package) -> Iterator[Phrase]:
    """Yield the parts that are not known to come back, and controls drawn among the comments."""
    for name in package.names:
        if not name.endswith("/") and _known_parts().fullmatch(name) is None:
            yield _named(name)
        elif name.endswith(".vml") and _CONTROL.search(package.parts[name]):
            yield Phrase("loss_controls")


def _workbook(package: Package) -> Iterator[Phrase]:
    lost = _table()["lost_of_workbook"]
    for element in top_elements(package.parts["xl/workbook.xml"]):
        if local(element.tag) in lost:
            yield _named(local(element.tag))


def _of(sheet: Sheet) -> Iterator[Phrase]:
    """Yield what a sheet would lose."""
    known = {*_table()["elements"], "extLst"}
    yield from map(_named, sorted((sheet.elements - known) | sheet.extensions))
    if sheet.is_dynamic:
        yield Phrase("loss_arrays")


def _named(name: str) -> Phrase:
    """Return what a part, an element or an extension is called by people; what has no such name is named itself."""
    kinds = _table()["lost"]
    kind = next((kind for begin, kind in kinds.items() if name.startswith(begin)), None)
    return Phrase(f"loss_{kind}") if kind else Phrase("loss_other", {"name": name})
