"""Understood tables -> the lines of a project file: what `init` writes down of how the sheets were read.

It decides nothing anew: a line counts only where it says what was understood in every table. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coverage_cli.model import LEVELS, Column, Phrase, Table
from coverage_cli.pipeline import Understood
from coverage_cli.project import CLOSING_DAY, Job, Setting, Thresholds
from coverage_cli.rules.remembered import pattern_of
from coverage_cli.spelling import key

_COUNTED = ("measure", "target")
_NAMING = ("unit", "parent", "code", "period", "level")
_UNREAD_SHOWN = 12
GROUPS: tuple[frozenset[str], ...] = (
    frozenset(),
    frozenset({"target"}),
    frozenset(_NAMING),
    frozenset({*_NAMING, "target"}),
    frozenset({*_NAMING, *_COUNTED}),
)
"""Which columns are left to their words, from none to all, until telling the others changes nothing."""


class Naming(NamedTuple):
    """How a column is named in a table: its letter, and the shortest sure name (heading path, else letter)."""

    letter: str
    name: str


def draft(understood: Understood | None, job: Job, example: Mapping[str, str]) -> tuple[Setting, ...]:
    """Return the lines of a project file; without tables only examples, with the columns of `example`."""
    if understood is None:
        columns = [Setting("columns", name, value) for name, value in example.items()]
    else:
        columns = [*_told_columns(job), *_columns(understood, job)]
    tables = [dated.table for dated in understood.tables] if understood else []
    return (
        *_sheet(tables, job),
        *columns,
        *_reading(tables, job),
        Setting("output", "lang", "vi"),
        Setting("output", "decimals", 2),
        *_targets(),
        *(Setting("thresholds", name, value) for name, value in Thresholds()._asdict().items()),
        Setting("levels", "names", job.told.levels, job.told.levels != LEVELS),
        Setting("periods", "closing_day", job.told.closing_day, job.told.closing_day != CLOSING_DAY),
        *_headings(tables),
    )


def _sheet(tables: Sequence[Table], job: Job) -> list[Setting]:
    told, first = job.told, tables[0] if tables else None
    header = (first.header_rows[0] + 1, first.header_rows[-1] + 1) if first and first.header_rows else (5, 7)
    rows = (first.rows[0] + 1, first.rows[1] + 1) if first else (8, 151)
    pattern = pattern_of(first.grid.sheet) if first and first.grid.sheet else "T*"
    where = tuple(f"{column}={value}" for column, value in told.where)
    return [
        Setting("sheet", "name", told.sheet or pattern, bool(told.sheet)),
        Setting("sheet", "header_rows", _range(told.header_rows or header), bool(told.header_rows)),
        Setting("sheet", "rows", _range(told.rows or rows), bool(told.rows)),
        Setting("sheet", "where", where or ("Dose=1",), bool(where)),
    ]


def _range(rows: tuple[int, int]) -> str:
    return "-".join(dict.fromkeys(map(str, rows)))


def _reading(tables: Sequence[Table], job: Job) -> list[Setting]:
    told, reading = job.told, job.reading
    scale = told.scale or (tables[0].scale if tables else 1)
    return [
        Setting("reading", "number_style", told.number_style or "vi", bool(told.number_style)),
        Setting("reading", "percent", told.percent or "points", bool(told.percent)),
        Setting("reading", "scale", told.scales or scale, bool(told.scale or told.scales)),
        Setting("reading", "encoding", reading.encoding or "utf-8", bool(reading.encoding)),
        Setting("reading", "delimiter", reading.delimiter or ";", bool(reading.delimiter)),
        Setting("reading", "hidden", told.hidden, told.hidden != "include"),
    ]


def _targets() -> list[Setting]:
    return [
        Setting("targets", "health_insurance", 95),
        Setting("targets", "voluntary_social_insurance", {"count": 70544}),
        Setting("targets", "unemployment_insurance", {"new": 1200}),
        Setting("targets", "all", 95),
        Setting("targets", "further", ("health_insurance@2025=95.15", "health_insurance@commune=90#NTM")),
    ]


def _headings(tables: Sequence[Table]) -> list[Setting]:
    unread = dict.fromkeys(
        column.name for table in tables for column in table.columns if column.role == "other" and not column.told
    )
    words = tuple(f"'{name}'" for name in list(unread)[:_UNREAD_SHOWN] if name)
    remark = Phrase("project_headings_unread", {"words": words}) if words else None
    return [
        Setting("headings", "health_insured", ("số thẻ còn hạn",), remark=remark),
        Setting("headings", "total", ("chung toàn vùng",)),
        Setting("headings", "types.district", ("khu vực",)),
    ]


def _told_columns(job: Job) -> list[Setting]:
    """Return the columns that were told as they were told: they count whatever is found."""
    told = job.told
    named = {"unit": told.unit, "parent": told.parent, "code": told.code, "target": told.target_column}
    return [Setting("columns", name, value, True) for name, value in {**named, **told.measures}.items() if value]


def _columns(understood: Understood, job: Job) -> list[Setting]:
    """Return a line for every column that was found and not told, counting where all tables agree on it."""
    told = {setting.key for setting in _told_columns(job)}
    tables = [
        _named(reading.columns, dated.table)
        for dated, reading in zip(understood.tables, understood.readings, strict=True)
    ]
    names = dict.fromkeys(name for table in tables for name in table)
    settings = []
    for name in (name for name in names if name not in told):
        found = [at[0] if len(at) == 1 else None for table in tables if (at := table.get(name, [])) or True]
        first = next(naming for table in tables for naming in table.get(name, []))
        alike = None not in found and len({naming.name for naming in found if naming}) == 1
        label = "project_column" if alike else "project_column_differs"
        settings.append(Setting("columns", name, first.name, alike, Phrase(label, {"letter": first.letter})))
    unused = _unused(understood)
    return [*settings, Setting("columns", "", "", False, unused)] if unused else settings


def _named(columns: Sequence[Column], table: Table) -> dict[str, list[Naming]]:
    """Map each key of [columns] to the columns of a table that it would tell."""
    found: dict[str, list[Naming]] = {}
    for column in columns:
        if column.role in _NAMING or (column.role in _COUNTED and column.subject):
            prefix = "target_" if column.role == "target" else ""
            name = column.role if column.role in _NAMING else f"{prefix}{column.subject}"
            found.setdefault(name, []).append(Naming(column.letter, _sure_name(column, table.columns)))
    return found


def _sure_name(column: Column, columns: Sequence[Column]) -> str:
    """Return a column's heading path where it names this column only and can be told, else its letter."""
    path = tuple(map(key, column.heading))
    alike = {other.index for other in columns if tuple(map(key, other.heading))[-len(path) :] == path}
    tellable = path and not any(mark in part for part in column.heading for mark in ">+")
    return column.name if tellable and alike == {column.index} else column.letter


def _unused(understood: Understood) -> Phrase | None:
    columns = tuple(
        f"{column.letter} '{column.name}'"
        for column in understood.tables[0].table.columns
        if column.role in ("other", "note") or (column.role == "target" and not column.subject)
    )
    return Phrase("project_columns_unused", {"columns": columns}) if columns else None


def muted(settings: Sequence[Setting], group: frozenset[str]) -> tuple[Setting, ...]:
    """Return the lines with the found columns of a group left to their words."""
    return tuple(
        setting._replace(active=False, remark=Phrase("project_column_muted", setting.remark.values))
        if setting.section == "columns" and setting.active and setting.remark and _group_of(setting.key) in group
        else setting
        for setting in settings
    )


def _group_of(name: str) -> str:
    return name if name in _NAMING else "target" if name.startswith("target_") else "measure"


def is_same(one: Understood, other: Understood) -> bool:
    """Tell whether tables were read alike both times: the same units with the same values in the same periods."""
    if len(one.tables) != len(other.tables):
        return False
    tables = zip(one.tables, other.tables, strict=True)
    readings = zip(one.readings, other.readings, strict=True)
    return all(
        a.period == b.period and a.table.units == b.table.units and a.table.left_out == b.table.left_out
        for a, b in tables
    ) and all(
        [made._replace(columns={}) for made in a.observations] == [made._replace(columns={}) for made in b.observations]
        for a, b in readings
    )
