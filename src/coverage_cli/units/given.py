"""Bring denominators and targets kept in a file of their own onto the units of a report, and say who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.findings import Where, about_unit, at_units, finding
from coverage_cli.grouping import grouped, take
from coverage_cli.model import Count, Finding, Observations, Units
from coverage_cli.records import NamedTuple
from coverage_cli.units.duplicates import without_repeated

if TYPE_CHECKING:
    from coverage_cli.units.claims import Match
    from coverage_cli.units.missing import Purpose
    from coverage_cli.units.names import TypeWords

# The variant of `unit-ambiguous` for each reason that has a wording of its own.
_WORDINGS = {"other name": "other-name", "other code": "other-code", "contested": "contested"}
# Reasons that are said once for the list, or of the place where the unit stands.
_SAID_ELSEWHERE = ("above", "elsewhere")


class Given(NamedTuple):
    """Observations with what another list gave them, and what could not be matched."""

    observations: Observations
    findings: list[Finding]


class _Matched(NamedTuple):
    """A report beside another list: for each unit its match there, and a finding for each that stands elsewhere."""

    ours: Observations
    theirs: Observations
    matches: list[Match]
    misplaced: list[Finding]

    def taken(self, values: Sequence[Any]) -> list[Any]:
        """Return a column of the list as our units have it, None where they have no match there."""
        return [None if match.at is None else values[match.at] for match in self.matches]

    def with_origins(self, **changes: Any) -> Observations:
        """Return our observations changed, with the files of both."""
        return self.ours._replace(origins={**self.ours.origins, **self.theirs.origins}, **changes)

    @property
    def is_of_uppers(self) -> bool:
        """Tell whether the list is of units above our smallest."""
        return any(match.how == "above" for match in self.matches)

    @property
    def said(self) -> list[Finding]:
        """Return what must be said of the matches."""
        return [*self.misplaced, *_unmatched(self)]

    def completed(
        self, made: Observations, theirs: Observations, findings: list[Finding], what: Purpose
    ) -> Given:
        """Add the units that the list expects and we do not have to what was made of our observations."""
        from coverage_cli.units.missing import add_missing  # only needed where there are lists

        completed, missing = add_missing(made, theirs, self.matches, what)
        return Given(completed, [*findings, *missing])


def _match(ours: Observations, theirs: Observations, type_words: TypeWords) -> _Matched:
    """Match our units with those of a list in which no row repeats another one."""
    from coverage_cli.units.match import match_units  # only needed where there are lists
    from coverage_cli.units.misplaced import without_misplaced

    found = match_units(ours.units, theirs.units, type_words)
    return _Matched(ours, theirs, *without_misplaced(ours, theirs, found))


def give_counts(
    ours: Observations,
    theirs: Observations,
    measures: Sequence[str],
    type_words: TypeWords,
    *,
    grows: bool = True,
) -> Given:
    """Take these measures of every unit from another list; what it does not know has no value.

    `grows` adds the units that only the list has, as not reported.
    """
    theirs = without_repeated(theirs)
    groups = groups_by_code(ours.units, theirs.units)
    if groups:
        return _counts_by_code(ours, theirs, measures, groups)
    matched = _match(ours, theirs, type_words)
    # A list that goes deeper than the report serves it by its sums.
    summed = theirs._replace(
        counts={name: theirs.units.filled_up(theirs.counts[name]) for name in measures}
    )
    made = matched.with_origins(
        counts={
            **_own_counts(matched, measures),
            **{name: _served(matched, summed, name) for name in measures},
        },
        places={**ours.places, **{name: matched.taken(theirs.places[name]) for name in measures}},
        columns={
            **ours.columns,
            **{at: column for at, column in theirs.columns.items() if at[1] in measures},
        },
        restated=_of_others(ours, measures),
    )
    if not grows:
        return Given(made, matched.said)
    return matched.completed(made, summed, matched.said, "population")


def _served(matched: _Matched, summed: Observations, measure: str) -> list[Count | None]:
    """Return a measure of the list for our units: the smallest take a sum of its parts, upper ones what it prints."""
    totals = matched.taken(summed.counts[measure])
    printed = matched.taken(matched.theirs.counts[measure])
    leaves = matched.ours.units.leaves
    return [
        total if leaf else own for leaf, total, own in zip(leaves, totals, printed, strict=True)
    ]


def _own_counts(matched: _Matched, measures: Sequence[str]) -> dict[str, Sequence[Count | None]]:
    """Return our counts; beside a list of upper units those have sums, too, which need a partner of their level."""
    counts = dict(matched.ours.counts)
    if matched.is_of_uppers:
        counts |= {
            name: _summed_for(matched, values)
            for name, values in counts.items()
            if name not in measures
        }
    return counts


def _summed_for(matched: _Matched, values: Sequence[Count | None]) -> list[Count | None]:
    """Return counts with sums for the upper units that a list serves.

    The sum of the parts, where all are known, comes before the printed subtotal, as everywhere.
    """
    units = matched.ours.units
    sums = units.filled_up(
        [value if leaf else None for value, leaf in zip(values, units.leaves, strict=True)]
    )
    return [
        own if match.at is None or total is None else total
        for own, total, match in zip(values, sums, matched.matches, strict=True)
    ]


def _counts_by_code(
    ours: Observations,
    theirs: Observations,
    measures: Sequence[str],
    groups: Sequence[Sequence[int]],
) -> Given:
    """Take the sums over all units of a list whose codes begin with a unit's code."""
    from coverage_cli.units.claims import Match  # only needed where there are lists

    matched = _Matched(
        ours, theirs, [Match(0 if group else None, "unknown") for group in groups], []
    )
    made = matched.with_origins(
        counts={
            **ours.counts,
            **{
                name: [_sum_of(theirs.counts[name], group) for group in groups] for name in measures
            },
        },
        places={**ours.places, **dict.fromkeys(measures, [None] * len(groups))},
        restated=_of_others(ours, measures),
    )
    return Given(made, [_summed_by_code(ours, theirs, groups), *matched.said])


def _of_others(ours: Observations, measures: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Return what further tables print of the measures that the list does not give."""
    return {name: told for name, told in ours.restated.items() if name not in measures}


def groups_by_code(ours: Units, theirs: Units) -> list[list[int]] | None:
    """Return for each of our units the others whose codes begin with its code: states of a list of their counties.

    Only where our codes are shorter, all alike in length, and part the whole list among them: every one of its codes
    belongs to exactly one of ours and each of ours has some. A commune's code that happens to begin like a province's
    never passes.
    """
    codes = {code: at for at in ours.lowest if (code := ours.codes[at])}
    others = [theirs.codes[at] or "" for at in theirs.lowest]
    sizes, longer = sorted(set(map(len, codes))), sorted(set(map(len, others)))
    if len(sizes) != 1 or len(longer) != 1 or sizes >= longer:
        return None
    (size,) = sizes
    parts = grouped(zip((code[:size] for code in others), theirs.lowest, strict=True))
    if parts.keys() != codes.keys():
        return None
    groups: list[list[int]] = [[] for _ in ours.names]
    for code, at in codes.items():
        groups[at] = parts[code]
    return groups


def _sum_of(values: Sequence[Count | None], group: Sequence[int]) -> Count | None:
    parts = take(values, group)
    return None if not parts or None in parts else sum(parts)  # type: ignore[arg-type]


def _summed_by_code(
    ours: Observations, theirs: Observations, groups: Sequence[Sequence[int]]
) -> Finding:
    """Say once how the list was summed, with the first unit that has parts there."""
    at = next(at for at, group in enumerate(groups) if group)
    file, sheet = theirs.home
    where = Where(file, sheet, count=sum(map(bool, groups)))
    values: dict[str, Any] = {
        "unit": ours.units.names[at],
        "code": ours.units.codes[at],
        "parts": len(groups[at]),
        "list": file,
    }
    return finding("list-summed", where, values)


def give_targets(
    ours: Observations, theirs: Observations, type_words: TypeWords, *, blank_is_none: bool = False
) -> Given:
    """Take the targets of every unit from another list; a unit it does not know keeps its own.

    Where `blank_is_none` a unit that has a row there without a target has none.
    """
    matched = _match(ours, without_repeated(theirs), type_words)
    theirs = matched.theirs
    rows = matched.taken(theirs.units.rows)
    kept = [not blank_is_none or row is None for row in rows]
    targets = dict(ours.targets)
    for subject, values in theirs.targets.items():
        own = targets.get(subject, [None] * len(kept))
        given = zip(matched.taken(values), own, kept, strict=True)
        targets[subject] = [goal or (mine if is_kept else None) for goal, mine, is_kept in given]
    # A gap that the sheet prints was worked out on the sheet's own target.
    outdated = {("gap", subject) for subject in theirs.targets}
    printed = {name: values for name, values in ours.printed.items() if name not in outdated}
    return matched.completed(
        matched.with_origins(targets=targets, printed=printed), theirs, matched.said, "targets"
    )


def targets_beside(ours: Observations, theirs: Observations, type_words: TypeWords) -> Given:
    """Take the targets of another list alone, and no unit that only it has."""
    matched = _match(ours, without_repeated(theirs), type_words)
    targets = {name: matched.taken(values) for name, values in matched.theirs.targets.items()}
    return Given(matched.with_origins(targets=targets), matched.said)


def expect(
    ours: Observations, theirs: Observations, type_words: TypeWords, *, is_roster: bool = True
) -> Given:
    """Add the units that another list expects and the report does not have, whatever else the list holds.

    Of a roster it is also said which units of ours it does not know.
    """
    matched = _match(ours, without_repeated(theirs), type_words)
    strangers = _strangers(matched) if is_roster else []
    return matched.completed(ours, matched.theirs, [*matched.misplaced, *strangers], "expected")


def _strangers(matched: _Matched) -> list[Finding]:
    """Say which units nobody expects: those that come near to a name of the roster one by one, the others together."""
    if matched.is_of_uppers:
        return []
    pairs = [(at, matched.matches[at]) for at in matched.ours.units.lowest]
    unknown = [
        (at, match) for at, match in pairs if match.at is None and match.how not in _SAID_ELSEWHERE
    ]
    near = [
        _not_found(matched, at, match, "unexpected-near")
        for at, match in unknown
        if match.suggestions or match.how != "unknown"
    ]
    alone = [at for at, match in unknown if match.how == "unknown" and not match.suggestions]
    return [*near, *([_unexpected(matched, alone)] if alone else [])]


def _unexpected(matched: _Matched, alone: Sequence[int]) -> Finding:
    """Say together which units no name of the roster comes near to."""
    ours = matched.ours
    names = tuple(ours.units.names[at] for at in alone)
    where = at_units(ours, alone, lambda at: next(iter(ours.units[at].cells), None))
    return finding(
        "unit-unknown",
        where,
        variant="unexpected",
        unit=names,
        list=matched.theirs.home[0],
    )


def _unmatched(matched: _Matched) -> list[Finding]:
    """Return a finding for every unit with figures that the other list does not know; uppers need no match.

    Where the list is one of upper units, that is said once, and they do need one.
    """
    units = matched.ours.units
    asked, findings = set(units.lowest), []
    if matched.is_of_uppers:
        asked.update(at for at, cell in enumerate(units.name_cells) if at and cell)
        findings.append(_list_of_uppers(matched))
    for at, match in enumerate(matched.matches):
        is_missed = at in asked and match.how not in _SAID_ELSEWHERE
        if match.at is None and (is_missed or match.how == "contested"):
            findings.append(_not_found(matched, at, match))
    return findings


def _not_found(matched: _Matched, at: int, match: Match, near: str = "") -> Finding:
    """Say that a unit is not in the list, or that it cannot be told which unit there it is.

    `near` is the wording of one whose name comes near to some of the list.
    """
    code = "unit-unknown" if match.how == "unknown" else "unit-ambiguous"
    fallback = near if match.suggestions else "no-suggestion"
    variant = _WORDINGS.get(match.how, fallback)
    return about_unit(
        matched.ours, at, code, variant, list=matched.theirs.home[0], choices=match.suggestions
    )


def _list_of_uppers(matched: _Matched) -> Finding:
    """Say once that a list is of upper units and gives nothing to those below them."""
    units = matched.ours.units
    served = (at for at, match in enumerate(matched.matches) if match.at)
    example = next(units.names[at] for at in served if not units.leaves[at])
    file, sheet = matched.theirs.home
    count = sum(match.how == "above" for match in matched.matches)
    return finding(
        "list-of-uppers", Where(file, sheet, unit=example, count=count), unit=example, list=file
    )
