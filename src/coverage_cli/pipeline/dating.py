"""Date the tables of a file: by title, sheet, file name or notes; say where these contradict one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from coverage_cli.findings import Where, finding
from coverage_cli.locate import (
    Found,
    lines_above,
    period_of,
)
from coverage_cli.locate.periods import names_a_week
from coverage_cli.model import Book, Finding, Phrase, Table
from coverage_cli.periods import closing, is_within
from coverage_cli.project import Told
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role


class Dated(NamedTuple):
    """A table with the file it came from, its period and where that was found."""

    table: Table
    book: Book
    period: str | None
    periods_found: tuple[Found, ...]


def dates_of(
    table: Table, book: Book, besides: Collection[str], *, month_first: bool
) -> tuple[Found, ...]:
    """Return where title, sheet and file name date a table, else a note below that says of what time the figures are.

    Times of `besides` roles may do so, too.
    """
    top = table.header_rows[0] if table.header_rows else table.rows[0]
    lines = lines_above(table.grid, top)
    found = period_of(lines, table.grid.sheet, book.file, month_first=month_first, besides=besides)
    notes = (
        period_of([left.text for left in table.left_out if left.why == "below"], "", "")
        if not found
        else []
    )
    return (*found, *(note._replace(where="note") for note in notes if note.role == "counts"))


def in_series(tables: Sequence[Dated], closing_day: int) -> list[Dated]:
    """Return tables with the months that their days close, where these are no series of weeks."""
    months = (
        {}
        if any(map(_is_of_weeks, tables))
        else closing([dated.period for dated in tables], closing_day)
    )
    return [_in_months(dated, months) for dated in tables]


def _is_of_weeks(dated: Dated) -> bool:
    texts = [column.name for column in of_role(dated.table.columns, "period")]
    texts += [found.text for found in dated.periods_found[:1]]
    return any(map(names_a_week, texts))


def _in_months(dated: Dated, months: Mapping[str | None, str]) -> Dated:
    table = dated.table._replace(period=months.get(dated.table.period, dated.table.period))
    found = tuple(
        one._replace(period=months.get(one.period, one.period)) for one in dated.periods_found
    )
    return dated._replace(
        table=table, period=months.get(dated.period, dated.period), periods_found=found
    )


def conflicts(table: Table, found: Sequence[Found], told: Told) -> list[Finding]:
    """Say where title, sheet and file name speak of different periods."""
    # A period that is told, or that the rows tell themselves, leaves nothing to contradict.
    if len(found) < 2 or told.period or table.period:
        return []
    first = found[0]
    for other in found[1:]:
        # A month within the year of the title is more exact, and no conflict.
        if not (is_within(first.period, other.period) or is_within(other.period, first.period)):
            values = {
                "taken": first.period,
                "text": first.text,
                "other": other.period,
                "where": other.where,
                "other_text": other.text,
            }
            return [finding("period-conflict", Where(table.grid.file, table.grid.sheet), values)]
    return []


def undated(table: Table, others: Sequence[Found], told: Told) -> list[Finding]:
    """Say whose times are the only ones of a table that has none of the counts."""
    if (
        not others
        or told.period
        or table.period
        or all(column.period for column in of_role(table.columns, "measure"))
    ):
        return []
    other = others[0]
    values = {"other": other.period, "text": other.text, "role": Phrase(f"role_{other.role}")}
    return [
        finding(
            "period-unclear", Where(table.grid.file, table.grid.sheet), values, variant="others"
        )
    ]
