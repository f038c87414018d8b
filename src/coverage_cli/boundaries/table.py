"""A table of changes as users write it -> the crosswalk; what is wrong is said with file, row and column."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise

from coverage_cli.boundaries.crosswalk import (
    KINDS,
    OPEN,
    WHOLE,
    Change,
    Crosswalk,
    Place,
    day_after,
    known_as,
)
from coverage_cli.datafiles import read_data
from coverage_cli.errors import UnreadableInput
from coverage_cli.grouping import grouped
from coverage_cli.model import Grid, Value, column_letter
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key, tidy

COLUMNS = (
    "old_code", "old_name", "old_parent", "valid_from", "valid_to", "new_code", "new_name",
    "new_parent", "share", "kind", "source",
)  # fmt: skip
_NEEDED = ("old_name", "valid_to", "new_name")
_HEADING_ROWS = 20


class _Row(NamedTuple):
    """A row of the table as text by column, and where it stands (1-based)."""

    number: int
    texts: Mapping[str, str]
    letters: Mapping[str, str]
    file: str

    def says(self, column: str) -> str:
        """Return what a column says, "" where it is blank or not there."""
        return self.texts.get(column, "")

    def fault(
        self,
        why: str,
        column: str,
        **values: object,
    ) -> UnreadableInput:
        """Return the refusal of a cell."""
        letter = self.letters.get(column, "")
        place = {"file": self.file, "row": self.number, "column": letter or column}
        return UnreadableInput(
            f"crosswalk-{why}",
            **place,
            value=self.says(column),
            **values,
        )


def crosswalk_of(grid: Grid) -> Crosswalk:
    """Return the crosswalk of a sheet. Raises `UnreadableInput` with row and column for what cannot be meant."""
    rows = _rows_of(grid)
    units = _Units()
    edges: dict[tuple[int | None, int], _Row] = {}
    kinds = _written("kinds")
    changes: list[Change] = []
    for row in rows:
        old, new = units.of_row(row)
        # A row that tells no change lists a unit that is still there.
        if new is None:
            continue
        if (old, new) in edges:
            raise row.fault(
                "twice",
                "new_name",
                first=edges[old, new].number,
            )
        edges[old, new] = row
        one = Change(
            old=old,
            new=new,
            share=_share_of(row),
            kind=_kind_of(row, kinds),
            source=row.says("source"),
        )
        changes.append(one)
    if not changes:
        raise UnreadableInput("crosswalk-empty", file=grid.where)
    made = Crosswalk(
        grid.file,
        tuple(units.places),
        tuple(_whole_where_alone(changes)),
    )
    _check_times(made, units)
    _check_shares(made, edges)
    return made


def _rows_of(grid: Grid) -> list[_Row]:
    """Return the rows below the headings that say anything."""
    heading, found = _heading_of(grid)
    letters = {name: column_letter(place) for name, place in found.items()}
    rows = []
    for number, cells in enumerate(grid.rows[heading + 1 :], start=heading + 2):
        texts = {name: _text(cells[place]) for name, place in found.items()}
        row = _Row(
            number,
            texts,
            letters,
            grid.where,
        )
        if any(texts.values()):
            rows.append(row)
    return rows


def _heading_of(grid: Grid) -> tuple[int, dict[str, int]]:
    """Return the row of the headings and the column of each that is known; lines may stand above it."""
    heads = _written("columns")
    for at, cells in enumerate(grid.rows[:_HEADING_ROWS]):
        texts = map(_spoken, map(_text, cells))
        found = {heads.get(text, ""): place for place, text in enumerate(texts)}
        found.pop("", None)
        if found.keys() >= {*_NEEDED}:
            return at, found
    raise UnreadableInput(
        "crosswalk-columns",
        file=grid.where,
        columns=_NEEDED,
    )


def _spoken(text: str) -> str:
    """Return a heading as it is compared: ids are written with underscores, words with blanks."""
    return key(text).replace("_", " ")


def _written(table: str) -> dict[str, str]:
    """Return the id of each heading or kind by how it may be written."""
    told = read_data("boundaries", "columns")[table]
    written = {}
    for name, words in told.items():
        written[_spoken(name)] = name
        written.update(dict.fromkeys(map(key, words), name))
    return written


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value))


class _Units:
    """The units that the rows of a table speak of, each once, with the row that told of it first."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.rows: list[_Row] = []
        self._known: dict[tuple[str, str, str], list[int]] = {}

    def of_row(self, row: _Row) -> tuple[int | None, int | None]:
        """Return the unit a row speaks of and what it became, None where the row names none."""
        before, after = _before(row), _after(row)
        _check_row(
            row,
            before,
            after,
        )
        old = self._old(before, row) if before.name else None
        new = self._new(after, row) if after.name else None
        return old, new

    def _old(
        self,
        place: Place,
        row: _Row,
    ) -> int:
        # Without a first day it is the last that was there by then.
        for at in self._there(place):
            there = self.places[at]
            if place.until in (there.until, there.until or place.until):
                self.places[at] = there._replace(until=place.until)
                return at
            if there.until and there.since == place.since:
                raise row.fault(
                    "two-ends",
                    "valid_to",
                    other=there.until,
                    first=self.rows[at].number,
                )
        return self._add(place, row)

    def _there(self, place: Place) -> list[int]:
        """Return the units of that code and name that began on that day, or before its last; the latest first."""
        same = [
            at
            for at in self._known.get(known_as(place), ())
            if place.since in (self.places[at].since, "")
            and self.places[at].since <= (place.until or OPEN)
        ]
        return sorted(same, key=lambda at: self.places[at].since, reverse=True)

    def _new(
        self,
        place: Place,
        row: _Row,
    ) -> int:
        for at in self._known.get(known_as(place), ()):
            there = self.places[at]
            if there.since == place.since:
                return at
            # The row that tells what became of it may stand before this one, without its first day.
            if not there.since and there.until >= place.since:
                self.places[at] = there._replace(since=place.since)
                return at
        return self._add(place, row)

    def _add(
        self,
        place: Place,
        row: _Row,
    ) -> int:
        self.places.append(place)
        self.rows.append(row)
        at = len(self.places) - 1
        self._known.setdefault(known_as(place), []).append(at)
        return at


def _before(row: _Row) -> Place:
    """Return the unit as it was."""
    return Place(
        code=row.says("old_code"),
        name=row.says("old_name"),
        parent=row.says("old_parent"),
        since=_day_of(row, "valid_from"),
        until=_day_of(row, "valid_to"),
    )


def _after(row: _Row) -> Place:
    """Return what a unit became; it is there from the day behind the old one's last."""
    until = _day_of(row, "valid_to")
    return Place(
        code=row.says("new_code"),
        name=row.says("new_name"),
        parent=row.says("new_parent"),
        since=day_after(until) if until else "",
    )


def _check_row(
    row: _Row,
    before: Place,
    after: Place,
) -> None:
    """Refuse a row that tells half of a change, or an end before the beginning."""
    if before.since and before.until and before.until < before.since:
        raise row.fault(
            "order",
            "valid_to",
            earlier=row.says("valid_from"),
        )
    missing = (
        # A unit that came of itself, or of nobody knows what, has no old one.
        ("old_name", not before.name and not after.name),
        ("valid_to", after.name and not before.until),
        ("new_name", before.until and not after.name),
    )
    for column, is_missing in missing:
        if is_missing:
            raise row.fault("blank", column)


def _day_of(row: _Row, column: str) -> str:
    """Return a day as 2025-06-30, "" for a blank; 30/6/2025 and 30.6.2025 are days, too."""
    text = row.says(column)
    if not text:
        return ""
    parts = text.replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = map(int, parts if len(parts[0]) > len("31") else reversed(parts))
        return datetime.date(
            year,
            month,
            day,
        ).isoformat()
    except ValueError:
        raise row.fault("day", column) from None


def _share_of(row: _Row) -> Fraction | None:
    """Return a share told as 0.35, 0,35, 35 % or 7/20, None for a blank."""
    text = row.says("share").replace(" ", "")
    if not text:
        return None
    over, _, under = text.removesuffix("%").replace(",", ".").partition("/")
    try:
        share = Fraction(Decimal(over)) / Fraction(Decimal(under or 1))
    except (InvalidOperation, ZeroDivisionError, ValueError, OverflowError):
        raise row.fault("share", "share") from None
    share = share / 100 if text.endswith("%") else share
    if not 0 <= share <= 1:
        raise row.fault("share", "share")
    return share


def _kind_of(row: _Row, written: Mapping[str, str]) -> str:
    kind = written.get(key(row.says("kind")), "") if row.says("kind") else ""
    if row.says("kind") and not kind:
        raise row.fault(
            "kind",
            "kind",
            choices=KINDS,
        )
    return kind


def _whole_where_alone(changes: Sequence[Change]) -> Iterable[Change]:
    """Yield the changes; a unit that became one other alone went there whole, unless the table says in part."""
    by_old = grouped((one.old, one) for one in changes)
    for one in changes:
        is_alone = one.old is not None and len(by_old[one.old]) == 1 and one.kind != "part"
        yield one._replace(share=WHOLE) if is_alone and one.share is None else one


def _check_times(table: Crosswalk, units: _Units) -> None:
    """Refuse two units of one code, or of one name in one place, on the same day."""
    by_code = grouped((place.code, at) for at, place in enumerate(table.places))
    by_name = grouped((known_as(place)[1:], at) for at, place in enumerate(table.places))
    # Units without a code share none.
    by_code.pop("", None)
    for same in (*by_code.values(), *by_name.values()):
        in_time = sorted(same, key=lambda at: _time_of(table.places[at]))
        for before, after in pairwise(in_time):
            later = table.places[after]
            if later.since <= (table.places[before].until or OPEN):
                row = units.rows[after]
                first = units.rows[before].number
                raise row.fault(
                    "overlap",
                    "valid_from",
                    unit=later.name,
                    first=first,
                )


def _time_of(place: Place) -> tuple[str, str]:
    return place.since, place.until or OPEN


def _check_shares(table: Crosswalk, edges: Mapping[tuple[int | None, int], _Row]) -> None:
    """Refuse shares of a unit that come to more than all of it, or to less where all are told."""
    for old, changes in table.becoming().items():
        told = [change.share for change in changes if change.share is not None]
        is_whole = len(told) == len(changes)
        if sum(told) > 1 or (is_whole and sum(told) != 1):
            row = edges[old, changes[-1].new]
            total = f"{float(sum(told)):.6g}"
            raise row.fault(
                "sum",
                "share",
                unit=table.places[old].name,
                total=total,
            )
