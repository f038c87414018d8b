"""Understood tables -> the lines of a project file: what `init` writes down of how the sheets were read.

It decides nothing anew: a line counts only where it says what was understood in every table. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.indicator import Measure, MeasureKind, measure_of
from coverage_cli.model import LEVELS, Column, Phrase, Table
from coverage_cli.pipeline import Understood
from coverage_cli.project import CLOSING_DAY, Job, Setting, Thresholds
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role
from coverage_cli.rules.remembered import pattern_of
from coverage_cli.spelling import key

_COUNTED = ("measure", "target")
_NAMING = ("unit", "parent", "code", "period", "level")
_UNREAD_SHOWN = 12
# Where tables stand in the examples of a file that is made without one; rows are 0-based.
_HEADER, _ROWS = (4, 6), (7, 150)
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


def draft(
    understood: Understood | None, job: Job, example: Mapping[str, str]
) -> tuple[Setting, ...]:
    """Return the lines of a project file; without tables only examples, with the columns of `example`."""
    tables = [dated.table for dated in understood.tables] if understood else []
    columns = _told_columns(job)
    names = {column.key for column in columns}
    if understood is None:
        examples = (Setting("columns", name, value) for name, value in example.items())
        columns += [one for one in examples if one.key not in names]
    else:
        columns += _columns(understood, job)
    told, reading = job.told, job.reading
    first = tables[0] if tables else None
    header, rows = (first.header_rows, first.rows) if first else ((), _ROWS)
    return (
        _line(
            "sheet",
            "name",
            told.sheet,
            pattern_of(first.grid.sheet) if first and first.grid.sheet else "T*",
        ),
        _line("sheet", "header_rows", _told_range(told.header_rows), _range(header or _HEADER)),
        _line("sheet", "rows", _told_range(told.rows), _range(rows)),
        _line(
            "sheet",
            "where",
            tuple(f"{column}={value}" for column, value in told.where),
            ("Dose=1",),
        ),
        *columns,
        _line("reading", "number_style", told.number_style, "vi"),
        _line("reading", "percent", told.percent, "points"),
        _line("reading", "scale", told.scales or told.scale, first.scale if first else 1),
        _line("reading", "encoding", reading.encoding, "utf-8"),
        _line("reading", "delimiter", reading.delimiter, ";"),
        _line("reading", "limit_cells", reading.limit_cells, 12_000_000),
        Setting("reading", "hidden", told.hidden, told.hidden != "include"),
        Setting("output", "lang", "vi"),
        Setting("output", "decimals", 2),
        *_targets(),
        *(Setting("thresholds", name, value) for name, value in Thresholds()._asdict().items()),
        Setting("levels", "names", told.levels, told.levels != LEVELS),
        Setting("periods", "closing_day", told.closing_day, told.closing_day != CLOSING_DAY),
        *_headings(tables),
    )


def _line(section: str, key: str, told: Any, example: Any) -> Setting:
    """Return the line of a key: as it was told, where it counts, else as an example."""
    return Setting(section, key, told or example, bool(told))


def _range(rows: Sequence[int]) -> str:
    """Return 0-based rows as a range of those that a spreadsheet shows."""
    return "-".join(dict.fromkeys((str(rows[0] + 1), str(rows[-1] + 1))))


def _told_range(rows: Sequence[int] | None) -> str:
    return "-".join(dict.fromkeys(map(str, rows))) if rows else ""


def _targets() -> list[Setting]:
    return [
        Setting("targets", "health_insurance", 95),
        Setting("targets", "voluntary_social_insurance", {"count": 70544}),
        Setting("targets", "unemployment_insurance", {"new": 1200}),
        Setting("targets", "all", 95),
        Setting(
            "targets", "further", ("health_insurance@2025=95.15", "health_insurance@commune=90#NTM")
        ),
    ]


def _headings(tables: Sequence[Table]) -> list[Setting]:
    others = (
        column for table in tables for column in of_role(table.columns, "other") if not column.told
    )
    unread = list(dict.fromkeys(column.name for column in others))
    words = tuple(f"'{name}'" for name in unread[:_UNREAD_SHOWN] if name)
    remark = Phrase("project_headings_unread", {"words": words}) if words else None
    return [
        Setting("headings", "health_insured", ("số thẻ còn hạn",), remark=remark),
        Setting("headings", "total", ("chung toàn vùng",)),
        Setting("headings", "types.district", ("khu vực",)),
    ]


def _told_columns(job: Job) -> list[Setting]:
    """Return the columns that were told as they were told: they count whatever is found."""
    told = job.told
    named = {
        "unit": told.unit,
        "parent": told.parent,
        "code": told.code,
        "target": told.target_column,
    }
    return [
        Setting("columns", name, value, True)
        for name, value in {**named, **told.measures}.items()
        if value
    ]


def _columns(understood: Understood, job: Job) -> list[Setting]:
    """Return a line for every column that was found and not told, counting where all tables agree on it."""
    told = {setting.key for setting in _told_columns(job)}
    readings = zip(understood.tables, understood.readings, strict=True)
    tables = [_named(reading.columns, dated.table) for dated, reading in readings]
    settings = []
    for name in dict.fromkeys(name for table in tables for name in table if name not in told):
        # A column that two months name otherwise would be told wrong for one of them: it stays an example.
        found = [table.get(name, []) for table in tables]
        first = next(naming for namings in found for naming in namings)
        alike = all(len(namings) == 1 and namings[0].name == first.name for namings in found)
        label = "project_column" if alike else "project_column_differs"
        settings.append(
            Setting("columns", name, first.name, alike, Phrase(label, {"letter": first.letter}))
        )
    unused = _unused(understood)
    return [*settings, Setting("columns", "", "", False, unused)] if unused else settings


def _named(columns: Sequence[Column], table: Table) -> dict[str, list[Naming]]:
    """Map each key of [columns] to the columns of a table that it would tell."""
    found: dict[str, list[Naming]] = {}
    for column in of_role(columns, *_NAMING, *_COUNTED):
        kind: MeasureKind = "target" if column.role == "target" else "stock"
        counted = str(Measure(column.subject, kind)) if column.subject else ""
        name = column.role if column.role in _NAMING else counted
        if name:
            found.setdefault(name, []).append(
                Naming(column.letter, _sure_name(column, table.columns))
            )
    return found


def _sure_name(column: Column, columns: Sequence[Column]) -> str:
    """Return a column's heading path where it names this column only and can be told, else its letter."""
    path = tuple(map(key, column.heading))
    alike = {
        other.index for other in columns if tuple(map(key, other.heading))[-len(path) :] == path
    }
    # In the project file ">" parts the storeys of a heading and "+" adds columns: such a name cannot be told.
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
    return tuple(_muted(setting) if _is_found(setting, group) else setting for setting in settings)


def _muted(setting: Setting) -> Setting:
    values = setting.remark.values if setting.remark else {}
    return setting._replace(active=False, remark=Phrase("project_column_muted", values))


def _is_found(setting: Setting, group: frozenset[str]) -> bool:
    """Tell whether a line is of a column of a group that was found, and counts; one that was told has no remark."""
    is_column = setting.section == "columns" and setting.active and setting.remark is not None
    return is_column and _group_of(setting.key) in group


def _group_of(name: str) -> str:
    return (
        name
        if name in _NAMING
        else "target"
        if measure_of(name).kind.startswith("target")
        else "measure"
    )


def is_same(one: Understood, other: Understood) -> bool:
    """Tell whether tables were read alike both times: the same units with the same values in the same periods."""
    return _substance(one) == _substance(other)


def _substance(understood: Understood) -> list[tuple[object, ...]]:
    return [
        (
            dated.period,
            dated.table.units,
            dated.table.left_out,
            [made._replace(columns={}) for made in reading.observations],
        )
        for dated, reading in zip(understood.tables, understood.readings, strict=True)
    ]
