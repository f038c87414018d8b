"""Bring denominators and targets kept in a file of their own onto the units of a report, and say who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from coverage_cli.model import Count, Finding, Observations, Unit, cell_name
from coverage_cli.units.match import Match, match_units

_HALF = 2


class Given(NamedTuple):
    """Observations with what another list gave them, and what could not be matched."""

    observations: Observations
    findings: list[Finding]


def give_counts(ours: Observations, theirs: Observations, measures: Sequence[str], type_words: Sequence[str]) -> Given:
    """Take these measures of every unit from another list; what it does not know has no value."""
    groups = groups_by_code(ours.units, theirs.units)
    matches = match_units(ours.units, theirs.units, type_words)
    counts, places, columns = dict(ours.counts), dict(ours.places), dict(ours.columns)
    for measure in measures:
        amounts = _with_sums(theirs, theirs.counts[measure])
        if groups:
            counts[measure] = [_sum_of(theirs.counts[measure], group) for group in groups]
            places[measure] = [None] * len(groups)
            continue
        counts[measure] = [_taken(amounts, match) for match in matches]
        places[measure] = [_taken(theirs.places[measure], match) for match in matches]
        columns.update({at: column for at, column in theirs.columns.items() if at[1] == measure})
    made = ours._replace(counts=counts, places=places, columns=columns, origins={**ours.origins, **theirs.origins})
    if groups:
        return Given(made, [_summed_by_code(ours, theirs, groups), *_without_group(ours, groups, theirs)])
    return _with_missing(made, theirs, matches, _unmatched(ours, matches, theirs), "population")


def _with_sums(theirs: Observations, values: Sequence[Count | None]) -> list[Count | None]:
    """Return a list's counts with those of upper units it does not print: the sums of their parts, if all are known."""
    sums: list[Count | None] = [0] * len(values)
    for at in range(len(values) - 1, -1, -1):
        unit, own = theirs.units[at], values[at]
        amount = own if own is not None or unit.leaf else sums[at]
        sums[at] = amount
        if unit.parent is not None:
            above = sums[unit.parent]
            sums[unit.parent] = None if amount is None or above is None else above + amount
    return sums


def groups_by_code(ours: Sequence[Unit], theirs: Sequence[Unit]) -> list[list[int]] | None:
    """Return for each of our units the others whose codes begin with its code: states of a list of their counties.

    Only where our codes are shorter, all alike in length, and part the whole list among them: every one of its codes
    belongs to exactly one of ours and each of ours has some. A commune's code that happens to begin like a province's
    never passes.
    """
    codes = {unit.code: at for at, unit in enumerate(ours) if unit.leaf and unit.code and unit.parent is not None}
    others = {at: unit.code for at, unit in enumerate(theirs) if unit.leaf and unit.code and unit.parent is not None}
    sizes = {len(code) for code in codes}
    longer = {len(code) for code in others.values()}
    unnumbered = any(unit.leaf and unit.parent is not None and not unit.code for unit in theirs)
    if len(sizes) != 1 or len(longer) != 1 or not min(sizes) < min(longer) or unnumbered:
        return None
    size = sizes.pop()
    groups: list[list[int]] = [[] for _ in ours]
    for at, code in others.items():
        if code[:size] not in codes:
            return None
        groups[codes[code[:size]]].append(at)
    return groups if all(groups[at] for at in codes.values()) else None


def _sum_of(values: Sequence[Count | None], group: Sequence[int]) -> Count | None:
    parts = [values[at] for at in group]
    return None if not parts or None in parts else sum(parts)  # type: ignore[arg-type]


def _summed_by_code(ours: Observations, theirs: Observations, groups: Sequence[Sequence[int]]) -> Finding:
    at = next(at for at, group in enumerate(groups) if group)
    origin = next(iter(theirs.origins.values()), ("", ""))
    values = {"unit": ours.units[at].name, "code": ours.units[at].code, "parts": len(groups[at]), "list": origin[0]}
    return Finding("list-summed", "info", values, origin[0], origin[1], count=sum(map(bool, groups)))


def _without_group(ours: Observations, groups: Sequence[Sequence[int]], theirs: Observations) -> list[Finding]:
    return _unmatched(ours, [Match(0 if group else None, "unknown") for group in groups], theirs)


def give_targets(ours: Observations, theirs: Observations, type_words: Sequence[str]) -> Given:
    """Take the targets of every unit from another list; a unit it does not know keeps its own."""
    matches = match_units(ours.units, theirs.units, type_words)
    targets: dict[str, list[Any]] = {name: list(values) for name, values in ours.targets.items()}
    for subject, values in theirs.targets.items():
        own = targets.get(subject, [None] * len(ours.units))
        targets[subject] = [_taken(values, match) or own[at] for at, match in enumerate(matches)]
    # A gap that the sheet prints was worked out on the sheet's own target.
    printed = {
        name: values for name, values in ours.printed.items() if name[0] != "gap" or name[1] not in theirs.targets
    }
    made = ours._replace(targets=targets, printed=printed)
    return _with_missing(made, theirs, matches, _unmatched(ours, matches, theirs), "targets")


def expect(ours: Observations, theirs: Observations, type_words: Sequence[str]) -> Given:
    """Add the units that another list expects and the report does not have."""
    matches = match_units(ours.units, theirs.units, type_words)
    return _with_missing(ours, theirs, matches, [], "expected")


def _taken(values: Sequence[Any], match: Match) -> Any:
    return None if match.at is None else values[match.at]


def _unmatched(ours: Observations, matches: Sequence[Match], theirs: Observations) -> list[Finding]:
    """Return a finding for every unit with figures that the other list does not know; uppers need no match."""
    origin = next(iter(theirs.origins.values()), ("", ""))
    findings = []
    for at, (unit, match) in enumerate(zip(ours.units, matches, strict=True)):
        if match.at is not None or not unit.leaf or unit.parent is None:
            continue
        code = "unit-ambiguous" if match.how in ("several", "other name") else "unit-unknown"
        file, sheet = ours.origin(at)
        cells = (cell_name(*unit.name_cell),) if unit.name_cell else ()
        variant = "other-name" if match.how == "other name" else "" if match.suggestions else "no-suggestion"
        values = {"unit": unit.name, "list": origin[0], "choices": match.suggestions}
        findings.append(Finding(code, "error", values, file, sheet, cells, unit.name, variant=variant))
    return findings


def _with_missing(
    ours: Observations, theirs: Observations, matches: Sequence[Match], findings: list[Finding], what: str
) -> Given:
    """Add the other list's leaves that the report should have: they are expected and have no figures."""
    matched = {match.at: at for at, match in enumerate(matches) if match.at is not None}
    suggested = {name for match in matches if match.at is None for name in match.suggestions}
    missing = [
        (at, parent)
        for at, unit in enumerate(theirs.units)
        if unit.leaf and unit.parent is not None and at not in matched
        if (parent := _parent_here(unit, theirs, matched, ours)) is not None
    ]
    missing = [(at, parent) for at, parent in missing if not any(theirs.units[at].name in name for name in suggested)]
    if not missing:
        return Given(ours, findings)
    origin = next(iter(theirs.origins.values()), ("", ""))
    names = tuple(theirs.units[at].name for at, _ in missing)
    values = {"units": names[:5], "more": max(0, len(names) - 5), "list": origin[0]}
    variant = "few" if len(names) <= 5 else ""
    found = Finding("unit-missing", "warning", values, unit=names[0], count=len(names), variant=variant)
    return Given(_grown(ours, theirs, missing, what), [*findings, found])


def _parent_here(unit: Unit, theirs: Observations, matched: Mapping[int, int], ours: Observations) -> int | None:
    """Return the report's unit that a missing one belongs to, None where the report does not speak of that place."""
    assert unit.parent is not None
    if unit.parent in matched and not ours.units[matched[unit.parent]].leaf:
        return matched[unit.parent]
    if unit.parent != 0 or any(other.parent == 0 and not other.leaf for other in theirs.units):
        return None
    leaves = sum(other.leaf for other in theirs.units)
    return 0 if _HALF * len(matched) >= leaves and all(other.parent in (None, 0) for other in ours.units) else None


def _grown(ours: Observations, theirs: Observations, missing: Sequence[tuple[int, int]], what: str) -> Observations:
    added = tuple(
        theirs.units[at]._replace(parent=parent, row=None, name_cell=None, level=_level(ours, parent, theirs.units[at]))
        for at, parent in missing
    )
    blanks = [None] * len(added)
    counts = {name: [*values, *blanks] for name, values in ours.counts.items()}
    targets = {name: [*values, *blanks] for name, values in ours.targets.items()}
    if what == "population":
        for measure, values in theirs.counts.items():
            if measure in counts:
                counts[measure][-len(added) :] = [values[at] for at, _ in missing]
    if what == "targets":
        for subject, goals in theirs.targets.items():
            if subject in targets:
                targets[subject][-len(added) :] = [goals[at] for at, _ in missing]
    return ours._replace(
        units=(*ours.units, *added),
        counts=counts,
        targets=targets,
        printed={name: [*values, *blanks] for name, values in ours.printed.items()},
        places={name: [*values, *blanks] for name, values in ours.places.items()},
    )


def _level(ours: Observations, parent: int, unit: Unit) -> str:
    return next((other.level for other in ours.units if other.parent == parent), unit.level)
