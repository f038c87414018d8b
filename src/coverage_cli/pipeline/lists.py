"""Lists kept in files of their own: populations, targets, the units expected; `FILE#SHEET!COL` names where in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coverage_cli.errors import UnreadableInput
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Finding, Observations
from coverage_cli.periods import is_within
from coverage_cli.pipeline.own_report import read_back
from coverage_cli.pipeline.tables import Dated, read_table, tables_of
from coverage_cli.profiles import Profile
from coverage_cli.project import Job, Told
from coverage_cli.read import read_book
from coverage_cli.units import join


class Address(NamedTuple):
    """A list's file, and the sheet and column in it where they are told."""

    file: str
    sheet: str | None
    column: str | None


class Lists(NamedTuple):
    """A list read: its observations by period, its tables for the report's sources, and what was found.

    `is_own` says that it is a report of the program's, whose blanks mean that a unit has no target.
    """

    observations: tuple[Observations, ...]
    tables: tuple[Dated, ...]
    findings: tuple[Finding, ...]
    is_own: bool = False


def parse_address(text: str) -> Address:
    """Split FILE#SHEET!COL; a lone part after # is the sheet, after ! the column.

    >>> parse_address("pop.xlsx#Xã!C"), parse_address("pop.csv!population").column, parse_address("pop.csv").sheet
    (Address(file='pop.xlsx', sheet='Xã', column='C'), 'population', None)
    """
    rest, _, column = text.rpartition("!") if "!" in text else (text, "", "")
    file, _, sheet = rest.partition("#")
    return Address(file, sheet or None, column or None)


def read_list(
    text: str, measure: str | None, job: Job, profile: Profile, first_source: int, *, names_alone: bool = False
) -> Lists:
    """Read a list; `measure` is what a told column counts. Its sources are numbered from `first_source`.

    `names_alone` takes a list without figures, too.

    Raises `UnreadableInput` where the file holds no table, or no column that this list is for.
    """
    address = parse_address(text)
    measures = {measure: address.column} if address.column and measure else {}
    told = Told(
        sheet=address.sheet,
        measures=measures,
        number_style=job.told.number_style,
        percent=job.told.percent,
        phrases=job.told.phrases,
        levels=job.told.levels,
    )
    book = read_book(address.file, encoding=job.reading.encoding, delimiter=job.reading.delimiter)
    own = None if measure or address.column else read_back(book, address.sheet, told.levels, first_source, profile)
    if own is not None:
        return Lists(own.observations, (own.table,), own.findings, is_own=True)
    gathered = tables_of(book, told, profile, names_alone=names_alone)
    observations: list[Observations] = []
    findings = list(gathered.findings)
    for number, dated in enumerate(gathered.tables, start=first_source):
        reading = read_table(dated, number, told, profile)
        observations += reading.observations
        findings += reading.findings
    return Lists(tuple(_one_a_period(observations, told)), gathered.tables, tuple(findings))


def _one_a_period(observations: Sequence[Observations], told: Told) -> list[Observations]:
    periods = dict.fromkeys(made.period for made in observations)
    kinds = load_vocabulary(phrases=told.phrases, levels=told.levels).kinds
    return [join([made for made in observations if made.period == period], told.levels, kinds)[0] for period in periods]


def pick(
    lists: Sequence[Observations], period: str | None, needs: str, address: str
) -> tuple[Observations, list[Finding]]:
    """Return the observations of a list that serve a period, with a finding where they are of another year.

    `needs` is `targets` or the measure the list must have. A figure of a year serves every month of it.
    """
    fitting = [made for made in lists if (made.targets if needs == "targets" else needs in made.counts)]
    if not fitting:
        raise UnreadableInput("list-without", file=address, needs=needs)
    if period is None or (len(fitting) == 1 and fitting[0].period is None):
        return fitting[-1], []
    serving = [made for made in fitting if made.period is None or is_within(period, made.period)]
    if serving:
        return serving[-1], []
    nearest = min(fitting, key=lambda made: abs(int((made.period or period)[:4]) - int(period[:4])))
    if (nearest.period or "")[:4] == period[:4]:
        return nearest, []
    values = {"list": address, "period": nearest.period, "wanted": period}
    return nearest, [Finding("other-year", "warning", values, address)]
