"""Bring denominators and targets kept in a file of their own onto the units of a report, and say who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from coverage_cli.findings import about_unit
from coverage_cli.model import Count, Finding, Observations, Units
from coverage_cli.units.duplicates import without_repeated

if TYPE_CHECKING:
    from coverage_cli.units.claims import Match
    from coverage_cli.units.misplaced import Misplaced
    from coverage_cli.units.missing import Purpose
    from coverage_cli.units.names import TypeWords

_SAID = ("other name", "other code", "contested")
"""Reasons that `unit-ambiguous` has a wording of its own for."""


class Given(NamedTuple):
    """Observations with what another list gave them, and what could not be matched."""

    observations: Observations
    findings: list[Finding]


def give_counts(
    ours: Observations, theirs: Observations, measures: Sequence[str], type_words: TypeWords, *, grows: bool = True
) -> Given:
    """Take these measures of every unit from another list; what it does not know has no value.

    `grows` adds the units that only the list has, as not reported.
    """
    theirs = without_repeated(theirs)
    groups = groups_by_code(ours.units, theirs.units)
    if groups:
        return _counts_by_code(ours, theirs, measures, groups)
    matches, misplaced = _matched(ours, theirs, type_words)
    counts, places, columns = dict(ours.counts), dict(ours.places), dict(ours.columns)
    for measure in measures:
        printed = theirs.counts[measure]
        sums = theirs.units.filled_up(printed)
        served = zip(ours.units, _taken(printed, matches), _taken(sums, matches), strict=True)
        counts[measure] = [total if unit.leaf else own for unit, own, total in served]
        places[measure] = _taken(theirs.places[measure], matches)
        columns.update({at: column for at, column in theirs.columns.items() if at[1] == measure})
    if any(match.how == "above" for match in matches):
        counts |= {name: _summed_for(ours, name, matches) for name in ours.counts if name not in measures}
    made = ours._replace(counts=counts, places=places, columns=columns, origins={**ours.origins, **theirs.origins})
    made = made._replace(restated=_of_others(ours, measures))
    unmatched = [*misplaced, *_unmatched(ours, matches, theirs)]
    if not grows:
        return Given(made, unmatched)
    summed = theirs._replace(counts={measure: theirs.units.filled_up(theirs.counts[measure]) for measure in measures})
    return _completed(made, summed, matches, unmatched, "population")


def _summed_for(ours: Observations, name: str, matches: Sequence[Match]) -> list[Count | None]:
    """Return our counts with sums for the upper units that a list serves: its figure needs a partner of its level.

    The sum of the parts, where all are known, comes before the printed subtotal, as everywhere.
    """
    values = ours.counts[name]
    uppers_blank = [value if unit.leaf else None for value, unit in zip(values, ours.units, strict=True)]
    sums = ours.units.filled_up(uppers_blank)
    return [
        own if match.at is None or total is None else total
        for own, total, match in zip(values, sums, matches, strict=True)
    ]


def _counts_by_code(
    ours: Observations, theirs: Observations, measures: Sequence[str], groups: Sequence[Sequence[int]]
) -> Given:
    """Take the sums over all units of a list whose codes begin with a unit's code."""
    sums = {name: [_sum_of(theirs.counts[name], group) for group in groups] for name in measures}
    places = {name: [None] * len(groups) for name in measures}
    made = ours._replace(
        counts={**ours.counts, **sums},
        places={**ours.places, **places},
        origins={**ours.origins, **theirs.origins},
        restated=_of_others(ours, measures),
    )
    return Given(made, [_summed_by_code(ours, theirs, groups), *_without_group(ours, groups, theirs)])


def _of_others(ours: Observations, measures: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Return what further tables print of the measures that the list does not give."""
    return {name: told for name, told in ours.restated.items() if name not in measures}


def groups_by_code(ours: Units, theirs: Units) -> list[list[int]] | None:
    """Return for each of our units the others whose codes begin with its code: states of a list of their counties.

    Only where our codes are shorter, all alike in length, and part the whole list among them: every one of its codes
    belongs to exactly one of ours and each of ours has some. A commune's code that happens to begin like a province's
    never passes.
    """
    codes = {unit.code: at for at, unit in enumerate(ours) if unit.is_lowest and unit.code}
    others = {at: theirs[at].code or "" for at in theirs.lowest}
    sizes, longer = ({len(code or "") for code in some} for some in (codes, others.values()))
    if len(sizes) != 1 or len(longer) != 1 or not min(sizes) < min(longer):
        return None
    (size,) = sizes
    groups: list[list[int]] = [[] for _ in ours]
    for at, code in others.items():
        groups[codes.get(code[:size], 0)].append(at)
    return groups if not groups[0] and all(groups[at] for at in codes.values()) else None


def _sum_of(values: Sequence[Count | None], group: Sequence[int]) -> Count | None:
    parts = [values[at] for at in group]
    return None if not parts or None in parts else sum(parts)  # type: ignore[arg-type]


def _summed_by_code(ours: Observations, theirs: Observations, groups: Sequence[Sequence[int]]) -> Finding:
    at = next(at for at, group in enumerate(groups) if group)
    origin = theirs.home
    values = {"unit": ours.units[at].name, "code": ours.units[at].code, "parts": len(groups[at]), "list": origin[0]}
    return Finding("list-summed", "info", values, origin[0], origin[1], count=sum(map(bool, groups)))


def _without_group(ours: Observations, groups: Sequence[Sequence[int]], theirs: Observations) -> list[Finding]:
    from coverage_cli.units.claims import Match  # only a run with lists pays for it

    return _unmatched(ours, [Match(0 if group else None, "unknown") for group in groups], theirs)


def give_targets(
    ours: Observations, theirs: Observations, type_words: TypeWords, *, blank_is_none: bool = False
) -> Given:
    """Take the targets of every unit from another list; a unit it does not know keeps its own.

    Where `blank_is_none` a unit that has a row there without a target has none.
    """
    theirs = without_repeated(theirs)
    matches, misplaced = _matched(ours, theirs, type_words)
    targets: dict[str, list[Any]] = {name: list(values) for name, values in ours.targets.items()}
    rows = _taken([unit.row for unit in theirs.units], matches)
    cleared = [blank_is_none and row is not None for row in rows]
    for subject, values in theirs.targets.items():
        own = targets.get(subject, [None] * len(ours.units))
        kept = [None if is_cleared else goal for goal, is_cleared in zip(own, cleared, strict=True)]
        targets[subject] = [goal or mine for goal, mine in zip(_taken(values, matches), kept, strict=True)]
    # A gap that the sheet prints was worked out on the sheet's own target.
    printed = {
        name: values for name, values in ours.printed.items() if name[0] != "gap" or name[1] not in theirs.targets
    }
    made = ours._replace(targets=targets, printed=printed, origins={**ours.origins, **theirs.origins})
    return _completed(made, theirs, matches, [*misplaced, *_unmatched(ours, matches, theirs)], "targets")


def targets_beside(ours: Observations, theirs: Observations, type_words: TypeWords) -> Given:
    """Take the targets of another list alone, and no unit that only it has."""
    theirs = without_repeated(theirs)
    matches, misplaced = _matched(ours, theirs, type_words)
    targets = {name: _taken(values, matches) for name, values in theirs.targets.items()}
    made = ours._replace(targets=targets, origins={**ours.origins, **theirs.origins})
    return Given(made, [*misplaced, *_unmatched(ours, matches, theirs)])


def expect(ours: Observations, theirs: Observations, type_words: TypeWords) -> Given:
    """Add the units that another list expects and the report does not have, whatever else the list holds."""
    theirs = without_repeated(theirs)
    matches, misplaced = _matched(ours, theirs, type_words)
    return _completed(ours, theirs, matches, misplaced, "expected")


def _matched(ours: Observations, theirs: Observations, type_words: TypeWords) -> Misplaced:
    from coverage_cli.units.match import match_units  # only a run with lists pays for it
    from coverage_cli.units.misplaced import without_misplaced

    return without_misplaced(ours, theirs, match_units(ours.units, theirs.units, type_words))


def _completed(
    made: Observations, theirs: Observations, matches: Sequence[Match], findings: Sequence[Finding], what: Purpose
) -> Given:
    from coverage_cli.units.missing import add_missing  # only a run with lists pays for it

    completed, missing = add_missing(made, theirs, matches, what)
    return Given(completed, [*findings, *missing])


def _taken(values: Sequence[Any], matches: Sequence[Match]) -> list[Any]:
    """Return a column of the list as our units have it, None where they have no match there."""
    return [None if match.at is None else values[match.at] for match in matches]


def _unmatched(ours: Observations, matches: Sequence[Match], theirs: Observations) -> list[Finding]:
    """Return a finding for every unit with figures that the other list does not know; uppers need no match.

    Where the list is one of upper units, that is said once, and they do need one.
    """
    above = [at for at, match in enumerate(matches) if match.how == "above"]
    findings = [_list_of_uppers(ours, matches, theirs, above)] if above else []
    uppers = {at for at, unit in enumerate(ours.units) if above and at and unit.name_cell is not None}
    asked = uppers.union(ours.units.lowest)
    lacking = [at for at, match in enumerate(matches) if match.at is None]
    unknown = [at for at in lacking if at in asked and matches[at].how not in ("above", "elsewhere")]
    contested = [at for at in lacking if matches[at].how == "contested"]
    return [*findings, *(_not_found(ours, at, matches[at], theirs) for at in sorted({*unknown, *contested}))]


def _not_found(ours: Observations, at: int, match: Match, theirs: Observations) -> Finding:
    code = "unit-unknown" if match.how == "unknown" else "unit-ambiguous"
    variant = match.how.replace(" ", "-") if match.how in _SAID else "" if match.suggestions else "no-suggestion"
    return about_unit(ours, at, code, variant, list=theirs.home[0], choices=match.suggestions)


def _list_of_uppers(
    ours: Observations, matches: Sequence[Match], theirs: Observations, above: Sequence[int]
) -> Finding:
    """Say once that a list is of upper units and gives nothing to those below them."""
    example = next(ours.units[at].name for at, match in enumerate(matches) if match.at and not ours.units[at].leaf)
    file, sheet = theirs.home
    values = {"unit": example, "list": file}
    return Finding("list-of-uppers", "info", values, file, sheet, unit=example, count=len(above))
