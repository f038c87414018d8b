"""The findings of a report by what they speak of, so that those on one unit are found without going through all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from coverage_cli.model import Finding
from coverage_cli.records import NamedTuple

Address = tuple[str | None, str | None, str]
"""A cell: its file, its sheet, its A1 address."""
Sheet = tuple[str | None, str | None]


class Noted(NamedTuple):
    """Findings, and their places among them by cell, by sheet and unit, and by sheet alone."""

    findings: Sequence[Finding]
    by_cell: Mapping[Address, Sequence[int]]
    by_unit: Mapping[tuple[Sheet, str], Sequence[int]]
    by_sheet: Mapping[Sheet, Sequence[int]]

    def touching(self, addresses: Iterable[Address]) -> list[Finding]:
        """Return the findings on any of these cells, in the order of the report."""
        return self._at(place for one in addresses for place in self.by_cell.get(one, ()))

    def on_unit(self, unit: str, addresses: Collection[Address]) -> list[Finding]:
        """Return the findings on these cells, on the unit by name, and on a whole sheet that the cells are of."""
        places = [place for one in addresses for place in self.by_cell.get(one, ())]
        for sheet in {address[:2] for address in addresses}:
            places += [*self.by_unit.get((sheet, unit), ()), *self.by_sheet.get(sheet, ())]
        return self._at(places)

    def _at(self, places: Iterable[int]) -> list[Finding]:
        return [self.findings[place] for place in sorted(set(places))]


def noted_in(findings: Sequence[Finding]) -> Noted:
    """Return the findings with their places; a note on a whole sheet is no news on each of its units."""
    by_cell: dict[Address, list[int]] = {}
    by_unit: dict[tuple[Sheet, str], list[int]] = {}
    by_sheet: dict[Sheet, list[int]] = {}
    for place, finding in enumerate(findings):
        sheet = finding.file, finding.sheet
        for cell in finding.cells:
            by_cell.setdefault((*sheet, cell), []).append(place)
        if finding.unit is not None:
            by_unit.setdefault((sheet, finding.unit), []).append(place)
        if not finding.cells and finding.severity != "info":
            by_sheet.setdefault(sheet, []).append(place)
    return Noted(findings, by_cell, by_unit, by_sheet)
