"""Worked figures -> the report: its title, its sources, the headings its columns come from. Nothing is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from coverage_cli.indicator import Measure, written
from coverage_cli.locate import Vocabulary, names_of_levels, period_in, spoken_in, title_of
from coverage_cli.model import (
    Cell,
    Column,
    Figure,
    Finding,
    Footnote,
    Report,
    Source,
    Table,
    column_letter,
)
from coverage_cli.periods import is_within
from coverage_cli.pipeline.accepted import set_aside
from coverage_cli.pipeline.dating import Dated
from coverage_cli.pipeline.worked import Worked
from coverage_cli.roles import of_role
from coverage_cli.rules import evidence_of

Further = Mapping[str, Sequence[Cell]]
Names = Mapping[tuple[str, str], str]


def assemble(
    worked: Worked,
    figures: Sequence[Figure],
    further: Further = MappingProxyType({}),
    findings: Sequence[Finding] = (),
    names: Names = MappingProxyType({}),
) -> Report:
    """Return the report of these figures, with what is known of the job besides.

    `further` are columns aligned with the figures, `findings` come behind those of the job, `names` are those of
    further columns.
    """
    sorted_out = set_aside([*worked.findings, *findings], worked)
    return Report(
        title=_title(worked.understood.tables, worked.context.vocabulary),
        figures=tuple(figures),
        findings=sorted_out.shown,
        sources=sources_of(worked),
        indicators={result.indicator.id: result.indicator for result in worked.results},
        names={**_names(worked), **names},
        further={**further, **comparable_of(worked, figures)},
        levels=names_of_levels(dated.table for dated in worked.understood.tables),
        accepted=sorted_out.accepted,
        footnotes=tuple(
            note for dated in worked.understood.tables for note in _footnotes(dated.table)
        ),
    )


def comparable_of(worked: Worked, figures: Sequence[Figure]) -> dict[str, list[Cell]]:
    """Return the column that tells which figures may be compared with other periods', where some were restated."""
    known = {settled.period: settled.kept for settled in worked.periods if settled.kept}
    if not known:
        return {}
    column: list[Cell] = []
    for figure in figures:
        kept = known.get(figure.period)
        column.append(kept.comparable[figure.at] if kept else None)
    return {"comparable": column}


def _footnotes(table: Table) -> Iterator[Footnote]:
    """Yield the lines below a table, as far as the place and day over its signatures."""
    for line in table.left_out:
        if line.why == "below":
            # What stands behind place and day are names and stamps of those who sign.
            if any(time.role == "signature" for time in spoken_in(line.text)):
                return
            yield Footnote(table.grid.file, table.grid.sheet, line.row + 1, line.text)


def _without_period(column: Column) -> str:
    """Return a heading without the part that tells its period, which every block of the report has its own of."""
    own = column.period
    parts = [
        part
        for part in column.heading
        if not (own and (named := period_in(part)) and is_within(named, own))
    ]
    return " > ".join(parts) or column.name


def _title(tables: Sequence[Dated], vocabulary: Vocabulary) -> str:
    """Return the title of the tables, if they share one."""
    titles = (title_of(dated.table.title, vocabulary) for dated in tables)
    first = next(titles, "")
    return first if all(map(first.__eq__, titles)) else ""  # of hundreds the second mostly differs


def sources_of(worked: Worked) -> tuple[Source, ...]:
    """Return where each table came from, which columns were used, and what confirms that it was read right."""
    tally = worked.tally
    return tuple(
        _source_of(dated, evidence_of(tally, number, dated.table))
        for number, dated in enumerate(worked.tables)
    )


def _source_of(dated: Dated, evidence: Mapping[str, int | bool | None]) -> Source:
    table = dated.table
    top = table.header_rows[0] if table.header_rows else table.rows[0]
    used = [column.index for column in table.columns if column.role != "other"]
    area = f"{column_letter(min(used))}{top + 1}:{column_letter(max(used))}{table.rows[1] + 1}"
    columns: dict[str, str] = {}
    for column in of_role(table.columns, "unit", "parent", "code", "measure", "target"):
        columns.setdefault(_key_of(column), column.letter)
    # A count of nobody knows whom has no name to be listed by.
    columns.pop("", None)
    rows = tuple(row + 1 for row in table.header_rows)
    return Source(
        table.grid.file,
        dated.book.sha256,
        table.grid.sheet,
        area,
        rows,
        dated.period,
        columns,
        evidence,
    )


def _key_of(column: Column) -> str:
    """Return what a column is called in the list of sources: by its measure, `target_` and that, else by its role."""
    if column.role == "measure":
        return column.subject or ""
    return (
        str(Measure(column.subject, "target"))
        if column.role == "target" and column.subject
        else column.role
    )


def _of_list(worked: Worked, source: int) -> str:
    """Return the date and file of a source that is a list and no input, "" for an input."""
    if source < len(worked.understood.tables):
        return ""
    dated = worked.tables[source]
    return f" ({', '.join(filter(None, (dated.period, dated.table.grid.file)))})"


def _names(worked: Worked) -> dict[tuple[str, str], str]:
    """Return the headings of the columns that each indicator's numerator and denominator came from.

    Of a denominator kept in a list of its own also its date and file: which population it is decides the coverage.
    """
    headings: dict[str, str] = {}
    for made in (settled.observations for settled in worked.periods):
        for measure, places in made.places.items():
            sources = (place[0] for place in places if place is not None)
            source = next(sources, -1)
            if (source, measure) in made.columns:
                heading = _without_period(made.columns[source, measure]) + _of_list(worked, source)
                headings.setdefault(measure, heading)
    names = {}
    for result in worked.results:
        for side, terms in (("numerator", result.over), ("denominator", result.under)):
            known = tuple(
                term._replace(measure=headings[term.measure])
                for term in terms
                if term.measure in headings
            )
            names[result.indicator.id, side] = written(known)
    return names
