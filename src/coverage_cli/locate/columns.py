"""Decide which column is what: from what the user told, else from the words of its heading.

A column is never chosen by its place when words decide; two columns that serve one measure equally well are refused
with the choices, never picked silently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.locate.called import Headed, column_named, summed
from coverage_cli.locate.evidence import choose
from coverage_cli.locate.periods import names_a_week
from coverage_cli.locate.shapes import is_words, text_of
from coverage_cli.locate.times import is_planned
from coverage_cli.locate.unit_line import UNTOLD
from coverage_cli.model import Column
from coverage_cli.periods import closing
from coverage_cli.project import Told

_LONGEST_ORDINAL = 4
_GENERIC = frozenset({"enrolled"})
WHO = frozenset({"population", "labour_force", "pupils"})
_ALL_PEOPLE = frozenset({"population", "labour_force"})
_INSURANCES = frozenset({"health", "social", "unemployment"})
TELLING = ("period", "level")
"""Columns that count nothing and may be told like measures."""
HAMLET = "hamlet"
"""Below the communes; a level only where a table has hamlets."""
_OF_OTHERS = frozenset({"narrow", "turn", "other"})
"""Effects of a heading's words that make its figures those of a part, of the opposite, or of something else."""
_OTHER_TIMES = frozenset({"start", "past", "plan"})
_ASPECT_ROLES = ("gap", "attainment", "change", "target", "rate")
"""The first of these decides: what is missing "so với chỉ tiêu" or "để hoàn thành kế hoạch" is a gap."""


def name_columns(headed: Headed, told: Told, measures: Mapping[str, frozenset[str]]) -> tuple[Column, ...]:
    """Return every column that has a heading or was told, with its role.

    `measures` maps a measure to the subjects that name it. Raises `UnreadableInput` where a told column does not
    exist or two columns could both be one measure.
    """
    named = _told_columns(headed, told, measures)
    taken = {column.index for column in named}
    told_roles = {(column.role, column.subject) for column in named}
    found = [_column(headed, index, measures) for index, path in enumerate(headed.paths) if path and index not in taken]
    # A told measure replaces the column that words would choose for it; a told column may also keep what words say.
    kept = [
        column
        for column in found
        if column.role not in ("measure", "target") or (column.role, column.subject) not in told_roles
    ]
    doubled = [
        column
        for index in sorted(taken - {column.index for column in named if column.plus})
        if headed.paths[index]
        and (column := _column(headed, index, measures)).role == "measure"
        and (column.role, column.subject) not in told_roles
    ]
    dated = _with_closed_months([*named, *kept, *doubled], told.closing_day)
    named, found = dated[: len(named)], dated[len(named) :]
    found = choose(found, named, headed, lambda subjects: _measure(subjects, measures))
    columns = _with_units(headed, [*named, *found], told)
    return tuple(sorted(columns, key=lambda column: column.index))


def _column(headed: Headed, index: int, measures: Mapping[str, frozenset[str]]) -> Column:
    """Return what the words of a heading make of a column."""
    path, meaning = headed.paths[index], headed.meanings[index]
    period = headed.periods[index]
    if meaning.column is not None:
        return Column(index, path, meaning.column, None, meaning.level, period, why="words")
    subject = _measure(_subjects(headed, index), measures)
    role = next((role for role in _ASPECT_ROLES if role in meaning.aspects), "rate" if meaning.percent else "measure")
    if "turned_gap" in meaning.aspects and role in ("measure", "gap") and not meaning.percent:
        return Column(index, path, "gap", subject, None, period, "turned", why="words", unread=meaning.unread)
    why = _kept_from(role, meaning.effects, is_who=subject in headed.who)
    if (why and role != "target") or (role == "measure" and subject is None):
        return Column(index, path, "other", period=period, why=why, unread=meaning.unread, stem=meaning.stem)
    if "new" in meaning.aspects and (subject is not None or role == "target"):
        subject = f"new_{subject or 'enrolled'}"
    kind = (
        "rate"
        if meaning.percent or "rate" in meaning.aspects
        else "count"
        if meaning.persons or meaning.scale
        else None
    )
    planned = "plan" if role == "measure" and is_planned(path) else "words"
    why = why if role == "target" and why else planned
    made = Column(index, path, role, subject, None, period, kind, why=why, unread=meaning.unread, scale=meaning.scale)
    return made._replace(stem=meaning.stem)


def _with_closed_months(columns: Sequence[Column], closing_day: int) -> list[Column]:
    """Return the columns with the months that their days close, each measure's a series of its own."""
    series: dict[str | None, list[str]] = {}
    for column in columns:
        series.setdefault(column.subject, []).extend([column.period] if column.period else [])
    closed = {subject: closing(periods, closing_day) for subject, periods in series.items()}
    return [
        column
        if column.period not in closed[column.subject] or names_a_week(column.name)
        else column._replace(period=closed[column.subject][column.period])
        for column in columns
    ]


def _kept_from(role: str, effects: frozenset[str], *, is_who: bool) -> str:
    """Return why a heading's further words keep a column from its role, "" where none does.

    A population may be of the start of the year or expected; the insured may not, and a target may be set at any time.
    """
    if role == "change":
        return ""
    if effects & _OF_OTHERS:
        return "excluded"
    if role == "target":
        return "excluded" if "past" in effects else ""
    return "other-time" if effects & _OTHER_TIMES and not is_who else ""


def _subjects(headed: Headed, index: int) -> frozenset[str]:
    """Return what a column counts: the words of its path, or those of its lower part under a group of several.

    "Trong đó: HSSV" beside its total speaks of a part of what the column to its left counts.
    """
    whole = headed.meanings[index].subjects
    last = headed.lower[index][-1] if headed.lower[index] else frozenset()
    if last and last <= _ALL_PEOPLE:  # "Tình hình tham gia BHYT > Dân số"
        return last
    if len(whole & _INSURANCES) > 1 and len(headed.lower[index]) > 0:
        return next((lower for lower in headed.lower[index] if len(lower & _INSURANCES) == 1), whole)
    if "part" in headed.meanings[index].aspects and not whole & _INSURANCES:
        left = (headed.meanings[at] for at in range(index - 1, -1, -1) if "part" not in headed.meanings[at].aspects)
        total = next((meaning.subjects for meaning in left), frozenset())
        return whole | (total & _INSURANCES)
    return whole


def _measure(subjects: frozenset[str], measures: Mapping[str, frozenset[str]]) -> str | None:
    """Return the measure whose subjects are exactly those of the heading, general words apart."""
    counted = subjects - WHO
    if counted:  # "labour force in social insurance" counts the insured
        subjects = counted | (subjects & {"pupils"})
    if subjects - _GENERIC - {"pupils"}:
        subjects -= _GENERIC
    for narrow in ("compulsory", "voluntary", "unemployment"):
        if narrow in subjects:
            subjects -= {"social"}
    return next((measure for measure, named in measures.items() if named == subjects), None)


def _told_columns(headed: Headed, told: Told, measures: Mapping[str, frozenset[str]]) -> list[Column]:
    columns = []
    for measure, name in told.measures.items():
        for index, plus in summed(headed, name):
            path = (name,) if plus else headed.paths[index]
            periods = {headed.periods[part] for part in (index, *plus)}
            period = periods.pop() if len(periods) == 1 else None  # a sum over months is of the title's time
            if measure in TELLING:
                parts = (index, *plus)  # a year and a month beside it
                columns += [Column(part, headed.paths[part], measure, told=True, why="told") for part in parts]
                continue
            role = "target" if measure.startswith("target_") else "measure"
            counted = measure.removeprefix("target_")
            scales = {headed.meanings[part].scale for part in (index, *plus)}
            scale = scales.pop() if len(scales) == 1 else UNTOLD  # thousands cannot be added to people
            stem = headed.meanings[index].stem
            made = Column(index, path, role, counted, None, period, _told_kind(path), True, "told", plus=plus)
            columns.append(made._replace(scale=scale, stem=stem))
    if told.target_column:
        index = column_named(headed, told.target_column)
        made = _column(headed, index, measures)
        others = [headed.meanings[each.index].effects for each in columns if each.role == "measure"]
        narrowed = (headed.meanings[index].effects & _OF_OTHERS).difference(*others)
        subject = made.subject or ("enrolled" if "enrolled" in told.measures else None)
        why = "excluded" if narrowed else "told"
        columns.append(made._replace(role="target", subject=subject, told=True, why=why, level=None))
    return columns


def _told_kind(path: Sequence[str]) -> str | None:
    return "rate" if any("%" in part for part in path) else None


def _with_units(headed: Headed, columns: list[Column], told: Told) -> list[Column]:
    """Settle which columns name the units, the units above them and their codes."""
    columns = _told_units(headed, _first_of_two(columns, told), told)
    units = [column for column in columns if column.role == "unit"]
    if not told.unit:
        if not units:
            columns = _unnamed_units(headed, columns)
        elif len(units) > 1:
            lowest = _lowest(headed, units, told.levels)
            columns = _ranked_units(headed, columns, lowest, told)
        elif not told.parent:
            columns = [*columns, *_repeated_parents(headed, units[0].index, columns)]
    return _with_code(columns if told.parent else _by_cells(headed, columns, told.levels), told)


def _by_cells(headed: Headed, columns: list[Column], levels: Sequence[str]) -> list[Column]:
    """Take columns whose cells name units of several levels for these, whatever heads them; the lowest are units."""
    unit = next((column for column in columns if column.role == "unit"), None)
    if unit is None or any(column.role in ("parent", "level") for column in columns):
        return columns
    free = [column for column in columns if column.role in ("other", "measure") and not column.told]
    figures = min((column.index for column in columns if column.role == "measure"), default=0)
    free = [at for at in free if at.index < figures or len(headed.names_in(at.index)) > 1]  # one name may be a remark
    told = {at.index: level for at in (unit, *free) if (level := at.level or headed.level_in(at.index, levels))}
    ranks = {at: [*levels, HAMLET].index(level) for at, level in told.items() if level in (*levels, HAMLET)}
    lowest = max(ranks, key=ranks.__getitem__) if unit.index in ranks else unit.index

    def settled(column: Column) -> Column:
        if column.index == lowest:
            return column._replace(role="unit", subject=None, why=column.why or "cells")
        is_above = column.index in ranks and ranks[column.index] < ranks.get(lowest, len(levels))
        return (
            column._replace(role="parent", subject=None, level=told[column.index], why="cells") if is_above else column
        )

    return [settled(column) for column in columns]


def _first_of_two(columns: list[Column], told: Told) -> list[Column]:
    """Leave out a second table beside the first: one that names units again, right of counts."""
    units = sorted((column for column in columns if column.role == "unit"), key=lambda column: column.index)
    counted = [column.index for column in columns if column.role in ("measure", "target")]
    if told.unit or not counted:
        return columns
    again = next((unit for unit in units[1:] if unit.level == units[0].level and min(counted) < unit.index), None)
    if again is None:
        return columns
    ordinal = any(column.role == "ordinal" and column.index == again.index - 1 for column in columns)
    start = again.index - 1 if ordinal else again.index
    return [
        column._replace(role="other", subject=None, why="second-table") if column.index >= start else column
        for column in columns
    ]


def _told_units(headed: Headed, columns: list[Column], told: Told) -> list[Column]:
    for role, name in (("unit", told.unit), ("parent", told.parent)):
        if name:
            index = column_named(headed, name)
            # The level that the heading's words tell stays, and a told column takes the place of every found one.
            level = next((column.level for column in columns if column.index == index and column.role == "unit"), None)
            columns = [
                column._replace(role="other", level=None, why="") if column.role == role else column
                for column in columns
                if column.index != index
            ]
            columns.append(Column(index, headed.paths[index], role, level=level, told=True, why="told"))
    if told.code:
        indices = [column_named(headed, part) for part in told.code.split("+")]
        columns = [column for column in columns if column.role != "code" and column.index not in indices]
        columns += [Column(index, headed.paths[index], "code", told=True, why="told") for index in indices]
    return columns


def _lowest(headed: Headed, units: Sequence[Column], levels: Sequence[str]) -> Column:
    """Return the column of the units' names: of the lowest level, or one without a level that tells more places apart.

    "Huyện | Đơn vị" names the districts and then, without saying which, their communes; so does "Đơn vị | Huyện".
    """
    ranks = {level: rank for rank, level in enumerate([*levels, HAMLET])}
    lowest = max(units, key=lambda column: (ranks.get(column.level or "", -1), -column.index))

    def places(column: Column) -> int:
        return len(set(headed.names_in(column.index)))

    finer = (column for column in units if column.level is None and column is not lowest)
    return next((column for column in finer if places(column) > places(lowest)), lowest)


def _ranked_units(headed: Headed, columns: list[Column], lowest: Column, told: Told) -> list[Column]:
    """Take the columns of levels above that of the units' names for their parents', and those of fewer names."""
    ranks = {level: rank for rank, level in enumerate([*told.levels, HAMLET])}
    has_parent = bool(told.parent)
    own, places = ranks.get(lowest.level or "", len(ranks)), len(set(headed.names_in(lowest.index)))

    def settled(column: Column) -> Column:
        if column.role != "unit" or column.index == lowest.index:
            return column
        is_above = (
            ranks.get(column.level, len(ranks)) < own
            if column.level
            else len(set(headed.names_in(column.index))) < places
        )
        return column._replace(role="parent" if is_above and not has_parent else "other")

    return [settled(column) for column in columns]


def _unnamed_units(headed: Headed, columns: list[Column]) -> list[Column]:
    """Take the first column of words for the units' names where no heading says which it is."""
    used = {column.index for column in columns if column.role not in ("other", "note")}
    for index in range(len(headed.paths)):
        words = 0 if index in used else sum(is_words(row[index]) for row in headed.sample)
        if words * 2 > len(headed.sample):
            rest = [column for column in columns if column.index != index]
            unit = Column(index, headed.paths[index], "unit", why="first-words")
            return [*rest, unit, *_unnamed_parents(headed, index, used)]
    return columns


def _repeated_parents(headed: Headed, unit: int, columns: Sequence[Column]) -> list[Column]:
    """Take a column without a heading left of the names for upper units where its names repeat row by row."""
    used = {column.index for column in columns}
    for index in range(unit - 1, -1, -1):
        names = [text_of(row[index]) for row in headed.sample if row[index] is not None]
        if index in used or headed.paths[index] or len(names) < len(headed.sample):
            continue
        if all(len(name) > _LONGEST_ORDINAL for name in names) and 1 < len(set(names)) <= len(names) // 2:
            return [Column(index, (), "parent", why="first-words")]
    return []


def _unnamed_parents(headed: Headed, unit: int, used: set[int]) -> list[Column]:
    """Take columns without a heading left of the names that hold a name here and there: upper units, written once."""
    return [
        Column(index, (), "parent", why="first-words")
        for index in range(unit)
        if index not in used and not headed.paths[index] and any(is_words(row[index]) for row in headed.sample)
    ]


def _with_code(columns: list[Column], told: Told) -> list[Column]:
    """Keep the code column of the units' level; codes of the levels of the upper units are theirs, others nobody's."""
    if told.code:
        return columns
    unit = next((column for column in columns if column.role == "unit"), None)
    codes = [column for column in columns if column.role == "code"]
    level = unit.level if unit else None
    fitting = [code for code in codes if code.level == level] or [
        code for code in codes if code.level in (None, "commune")
    ]
    best = fitting[0] if fitting else None
    above = {column.level for column in columns if column.role == "parent" and column.level}

    def settled(column: Column) -> Column:
        if column.role != "code" or column is best:
            return column
        return column._replace(role="parent_code" if column.level in above else "other")

    return [settled(column) for column in columns]
