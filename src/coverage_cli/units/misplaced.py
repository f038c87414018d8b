"""Say what of the matches with a list is odd: units under another upper unit there, codes without their zeros.

By its code a unit that stands elsewhere is the same all the same. By its name alone it is not: two communes of a
province often share their name, and one would get the other's population.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from coverage_cli.findings import about_unit
from coverage_cli.model import Finding, Observations, Units
from coverage_cli.records import NamedTuple
from coverage_cli.units.claims import Match, describe


class Misplaced(NamedTuple):
    """Matches without those that only a name speaks for, and a finding for each unit that stands elsewhere."""

    matches: list[Match]
    findings: list[Finding]


def without_misplaced(
    ours: Observations, theirs: Observations, matches: Sequence[Match]
) -> Misplaced:
    """Take matches by name away from units that the list has under another upper unit, and say all such units."""
    kept, findings = list(matches), []
    for at, match in enumerate(matches):
        if match.at is None or not ours.units.leaves[at]:
            continue
        if not _stands_elsewhere(ours.units, theirs.units, at, matches):
            continue
        findings.append(_finding(ours, theirs, at, match))
        if match.how != "code":
            kept[at] = Match(None, "elsewhere", (describe(theirs.units, match.at),))
    return Misplaced(kept, [*findings, *_codes_repaired(ours, theirs, kept)])


def _codes_repaired(
    ours: Observations, theirs: Observations, matches: Sequence[Match]
) -> list[Finding]:
    """Say once which codes are those of the list but for zeros before them, which a number loses."""
    units, others = ours.units, theirs.units
    by_code = ((at, match.at or 0) for at, match in enumerate(matches) if match.how == "code")
    off = [
        (at, units.codes[at], code)
        for at, other in by_code
        if (code := others.codes[other]) != units.codes[at]
    ]
    if not off:
        return []
    at, code, other_code = off[0]
    said = about_unit(ours, at, "code-repaired", code=code, other=other_code, list=theirs.home[0])
    cells = tuple(chain.from_iterable(units[at].cells for at, *_ in off))
    return [said._replace(cells=cells, unit=said.unit if len(off) == 1 else None, count=len(off))]


def _stands_elsewhere(units: Units, others: Units, at: int, matches: Sequence[Match]) -> bool:
    """Tell whether both have an upper unit of one level, ours is known to the list, and it is another one."""
    parent, other = units.parents[at], others.parents[matches[at].at or 0]
    above = matches[parent].at if parent else None
    if not above or not other or above == other:
        return False
    is_above = other in {matches[upper].at for upper in units.uppers(at)}
    return others.levels[above] == others.levels[other] and not is_above


def _finding(ours: Observations, theirs: Observations, at: int, match: Match) -> Finding:
    unit, other = ours.units[at], theirs.units[match.at or 0]
    values = {
        "code": unit.code or "",
        "parent": ours.units[unit.parent or 0].name,
        "other": theirs.units[other.parent or 0].name,
        "list": theirs.home[0],
    }
    return about_unit(
        ours, at, "wrong-parent", "list" if match.how == "code" else "list-name", **values
    )
