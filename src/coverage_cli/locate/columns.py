"""Decide which column is what: from what the user told, else from the words of its heading.

A column is never chosen by its place when words decide; two columns that serve one measure equally well are refused
with the choices, never picked silently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.errors import UnreadableInput
from coverage_cli.grouping import changed_where, first_where, grouped, only, places_where, take
from coverage_cli.locate.called import Headed, column_named, summed
from coverage_cli.locate.evidence import UNDECIDED, choose
from coverage_cli.locate.periods import names_a_week
from coverage_cli.locate.times import is_planned
from coverage_cli.locate.unit_columns import with_units
from coverage_cli.locate.unit_line import UNTOLD
from coverage_cli.locate.vocabulary import Meaning
from coverage_cli.model import Column
from coverage_cli.periods import closing
from coverage_cli.project import Told
from coverage_cli.roles import by_place, indices, of_role

_GENERIC = frozenset({"enrolled"})
_PUPILS = frozenset({"pupils"})
_KINDS_OF_SOCIAL = frozenset({"compulsory", "voluntary", "unemployment"})
WHO = frozenset({"population", "labour_force", "pupils"})
_ALL_PEOPLE = frozenset({"population", "labour_force"})
_INSURANCES = frozenset({"health", "social", "unemployment"})
TELLING = ("period", "level")
"""Columns that count nothing and may be told like measures."""
# Effects of a heading's words that make its figures those of a part, of the opposite, or of something else.
_OF_OTHERS = frozenset({"narrow", "turn", "other"})
_OTHER_TIMES = frozenset({"start", "past", "plan"})
# The first of these decides: what is missing "so với chỉ tiêu" or "để hoàn thành kế hoạch" is a gap.
_ASPECT_ROLES = ("gap", "attainment", "change", "target", "rate")


def name_columns(
    headed: Headed, told: Told, measures: Mapping[str, frozenset[str]]
) -> tuple[Column, ...]:
    """Return every column that has a heading or was told, with its role.

    `measures` maps a measure to the subjects that name it. Raises `UnreadableInput` where a told column does not
    exist or two columns could both be one measure, unless they are to be shown `undecided`.
    """
    named = _told_columns(headed, told, measures)
    taken = set(indices(named))
    sums = {column.index for column in named if column.plus}
    told_roles = {(column.role, column.subject) for column in of_role(named, "measure", "target")}

    def is_kept(column: Column) -> bool:
        """Tell whether words decide: not for a measure that is told; a told column may also keep what words say."""
        if (column.role, column.subject) in told_roles:
            return False
        may_be_both = column.role == "measure" and column.index not in sums
        return may_be_both or column.index not in taken

    by_words = (_column(headed, index, measures) for index in places_where(bool, headed.paths))
    dated = _with_closed_months([*named, *filter(is_kept, by_words)], told.closing_day)
    named, found = dated[: len(named)], dated[len(named) :]
    found = choose(found, named, headed, lambda subjects: _measure(subjects, measures))
    found = _of_told_people(named, found)
    if not told.undecided:
        _refuse_undecided(found, headed.where)
    return tuple(by_place(with_units(headed, [*named, *found], told)))


def _of_told_people(named: Sequence[Column], found: Sequence[Column]) -> list[Column]:
    """Let a column told for people count these alone, and whatever else speaks of its people speak of them.

    Told for people enrolled, what its own heading names is theirs; told for others, what speaks of people enrolled is.
    """
    told = {column.index: column.subject for column in named if column.subject and not column.plus}
    words = {column.index: column.subject for column in of_role(found, "measure")}
    same = {
        own: subject
        for at, subject in told.items()
        if (own := words.get(at)) and not _GENERIC.isdisjoint({own, subject}) and own != subject
    }
    theirs = {f"{new}{own}": f"{new}{same[own]}" for own in same for new in ("", "new_")}
    return [
        column._replace(subject=theirs.get(column.subject or "", column.subject))
        for column in found
        if column.role != "measure" or column.index not in told or column.subject not in same
    ]


def _refuse_undecided(found: Sequence[Column], where: str) -> None:
    """Refuse columns of which nothing tells which is the measure, naming those of the first measure in doubt."""
    rivals = [column for column in found if column.why == UNDECIDED]
    if not rivals:
        return
    first = by_place(rivals)[0]
    of_first = (first.subject, first.period)
    choices = [column.shown for column in rivals if (column.subject, column.period) == of_first]
    raise UnreadableInput(
        "measure-ambiguous",
        where=where,
        measure=first.subject,
        choices=tuple(choices),
        column=first.letter,
    )


def _column(headed: Headed, index: int, measures: Mapping[str, frozenset[str]]) -> Column:
    """Return what the words of a heading make of a column."""
    path, meaning = headed.paths[index], headed.meanings[index]
    made = Column(index, path, period=headed.periods[index], why="words")
    if meaning.column is not None:
        return made._replace(role=meaning.column, level=meaning.level)
    subject = _measure(_subjects(headed, index), measures)
    role = first_where(
        lambda role: role in meaning.aspects,
        _ASPECT_ROLES,
        "rate" if meaning.percent else "measure",
    )
    made = made._replace(role=role, subject=subject, unread=meaning.unread, stem=meaning.stem)
    if "turned_gap" in meaning.aspects and role in ("measure", "gap") and not meaning.percent:
        return made._replace(role="gap", kind="turned")
    why = _kept_from(role, meaning.effects, is_who=subject in headed.who)
    if (why and role != "target") or (role == "measure" and subject is None):
        return made._replace(role="other", subject=None, why=why)
    if "new" in meaning.aspects:
        made = made._replace(subject=f"new_{subject or 'enrolled'}")
    is_rate = meaning.percent or "rate" in meaning.aspects
    kind = "rate" if is_rate else "count" if meaning.persons or meaning.scale else None
    planned = "plan" if role == "measure" and is_planned(path) else "words"
    return made._replace(kind=kind, why=why or planned, scale=meaning.scale)


def _with_closed_months(columns: Sequence[Column], closing_day: int) -> list[Column]:
    """Return the columns with the months that their days close, each measure's a series of its own."""
    series = grouped((column.subject, column.period) for column in columns)
    closed = {
        (subject, period): month
        for subject, periods in series.items()
        for period, month in closing(periods, closing_day).items()
    }

    def is_closed(column: Column) -> bool:
        return (column.subject, column.period) in closed and not names_a_week(column.name)

    return changed_where(
        is_closed,
        lambda column: column._replace(period=closed[column.subject, column.period]),
        columns,
    )


def _kept_from(role: str, effects: frozenset[str], *, is_who: bool) -> str:
    """Return why a heading's further words keep a column from its role, "" where none does.

    A population may be of the start of the year or expected; the insured may not, and a target may be set at any time.
    """
    if role == "change":
        return ""
    if effects & _OF_OTHERS or (role == "target" and "past" in effects):
        return "excluded"
    may_be_of_any_time = is_who or role == "target"
    return "other-time" if effects & _OTHER_TIMES and not may_be_of_any_time else ""


def _subjects(headed: Headed, index: int) -> frozenset[str]:
    """Return what a column counts: the words of its path, or those of its lower part under a group of several.

    "Trong đó: HSSV" beside its total speaks of a part of what the column to its left counts.
    """
    whole, lower = headed.meanings[index].subjects, headed.lower[index]
    lowest = lower[-1] if lower else frozenset()
    if lowest and lowest <= _ALL_PEOPLE:  # "Tình hình tham gia BHYT > Dân số"
        return lowest
    if len(whole & _INSURANCES) > 1:
        return first_where(lambda part: len(part & _INSURANCES) == 1, lower, whole)
    if not whole and _is_status(headed, index):
        return headed.meanings[index - 1].subjects
    if "part" in headed.meanings[index].aspects and not whole & _INSURANCES:
        total = first_where(_is_no_part, headed.meanings[index::-1])
        return whole | (total.subjects & _INSURANCES) if total else whole
    return whole


def _is_no_part(meaning: Meaning) -> bool:
    return "part" not in meaning.aspects


def _is_status(headed: Headed, index: int) -> bool:
    """Tell whether a heading says nothing but of what time it is, right of one that says who: "Registered | Active"."""
    meaning, left = headed.meanings[index], headed.meanings[index - 1]
    if index == 0 or meaning.effects != {"end"} or meaning.unread:
        return False
    are_counts = not any((meaning.aspects, meaning.percent, left.aspects, left.percent))
    return are_counts and not left.subjects & _ALL_PEOPLE


def _measure(subjects: frozenset[str], measures: Mapping[str, frozenset[str]]) -> str | None:
    """Return the measure whose subjects are exactly those of the heading, general words apart."""
    counted = subjects - WHO
    if counted:  # "labour force in social insurance" counts the insured
        subjects = counted | (subjects & _PUPILS)
    if subjects - _GENERIC - _PUPILS:
        subjects -= _GENERIC
    if subjects & _KINDS_OF_SOCIAL:
        subjects -= {"social"}
    return first_where(lambda measure: measures[measure] == subjects, measures)


def _told_columns(
    headed: Headed, told: Told, measures: Mapping[str, frozenset[str]]
) -> list[Column]:
    columns = []
    for measure, name in told.measures.items():
        for index, plus in summed(headed, name):
            parts = (index, *plus)
            if measure in TELLING:  # a year and a month beside it
                columns += [_told_telling(headed, measure, part) for part in parts]
            else:
                columns.append(_told_measure(headed, measure, name, parts))
    if told.target_column:
        others = map(headed.effects, of_role(columns, "measure"))
        columns.append(_told_target(headed, told, measures, frozenset().union(*others)))
    return columns


def _told_telling(headed: Headed, role: str, index: int) -> Column:
    return Column(index, headed.paths[index], role, told=True, why="told")


def _told_target(
    headed: Headed,
    told: Told,
    measures: Mapping[str, frozenset[str]],
    of_measures: frozenset[str],
) -> Column:
    """Return the column that was told for targets; `of_measures` are effects of headings of measures told with it."""
    made = _column(headed, column_named(headed, str(told.target_column)), measures)
    is_narrowed = headed.effects(made) & _OF_OTHERS - of_measures
    subject = made.subject or ("enrolled" if "enrolled" in told.measures else None)
    why = "excluded" if is_narrowed else "told"
    return made._replace(role="target", subject=subject, told=True, why=why, level=None)


def _told_measure(headed: Headed, measure: str, name: str, parts: Sequence[int]) -> Column:
    """Return the column that was told for a measure, or the sum of several: of their one period and scale, if any."""
    path = (name,) if len(parts) > 1 else headed.paths[parts[0]]
    scales = {headed.meanings[part].scale for part in parts}  # thousands cannot be added to people
    if scales == {None, 1}:
        scales = {None}
    return Column(
        parts[0],
        path,
        "target" if measure.startswith("target_") else "measure",
        measure.removeprefix("target_"),
        period=only(take(headed.periods, parts)),  # a sum over months is of the title's time
        kind="rate" if any("%" in part for part in path) else None,
        told=True,
        why="told",
        plus=tuple(parts[1:]),
        scale=scales.pop() if len(scales) == 1 else UNTOLD,
        stem=headed.meanings[parts[0]].stem,
    )
