"""What the stages hand on: the inputs understood, each period settled, the job worked through, its report."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from coverage_cli.clean import Reading
from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.figures import NO_REFERENCES, References
from coverage_cli.model import Column, Computed, Figure, Finding, Observations, Report, Table
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.dating import Dated
from coverage_cli.project import TargetSetting
from coverage_cli.records import NamedTuple
from coverage_cli.rules import Tally

if TYPE_CHECKING:
    from coverage_cli.boundaries.comparable import Kept
    from coverage_cli.pipeline.lists import Lists


class Understood(NamedTuple):
    """How the inputs were understood, before any figure: tables, what each column was taken for, what was found."""

    tables: tuple[Dated, ...]
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    refused: tuple[CoverageError, ...]

    def sheets(self) -> dict[int, tuple[list[Table], list[Column]]]:
        """Return the tables of each sheet (those of its periods) and all their columns, by the identity of its grid."""
        sheets: dict[int, tuple[list[Table], list[Column]]] = {}
        for dated, reading in zip(self.tables, self.readings, strict=True):
            tables, columns = sheets.setdefault(id(dated.table.grid), ([], []))
            tables.append(dated.table)
            columns.extend(reading.columns)
        return sheets


class Settled(NamedTuple):
    """One period's observations as the figures were computed from them, the figures, and what they are held against.

    `targets` are those told besides the sheet, `references` what else there is: named lists, last December; `tally`
    counts what confirms the reading. `later` are lists on units that came after the period's; `kept` is what its units
    are known by where they were restated, or stand beside restated ones.
    """

    observations: Observations
    results: tuple[Computed, ...]
    targets: tuple[TargetSetting, ...] = ()
    references: References = NO_REFERENCES
    tally: Tally = Tally()
    later: Mapping[str, Lists] = MappingProxyType({})
    kept: Kept | None = None

    @property
    def period(self) -> str | None:
        """Return the period, None where none is known."""
        return self.observations.period

    @property
    def figures(self) -> list[Figure]:
        """Return the figures of all indicators, one indicator after the other."""
        return [figure for result in self.results for figure in result.figures]


class Worked(NamedTuple):
    """A job worked through: tables (the lists' behind the inputs'), periods, findings; `missing` says why no figure.

    `earlier` are the periods of deliveries that are only compared with, `populations` the further denominators by name,
    `asked` is the period told, as the sheets have it. `as_sent` are all periods before they were restated, `bridged`
    the days of change that restating led over.
    """

    context: Context
    understood: Understood
    tables: tuple[Dated, ...]
    periods: tuple[Settled, ...]
    findings: tuple[Finding, ...]
    missing: UnreadableInput | None
    earlier: tuple[Settled, ...] = ()
    populations: Mapping[str, tuple[Observations, ...]] = {}
    asked: str | None = None
    as_sent: tuple[Settled, ...] = ()
    bridged: frozenset[str] = frozenset()

    @property
    def results(self) -> list[Computed]:
        """Return what was computed for all periods."""
        return [result for settled in self.periods for result in settled.results]

    @property
    def figures(self) -> list[Figure]:
        """Return the figures of all periods."""
        return [figure for settled in self.periods for figure in settled.figures]

    @property
    def with_earlier(self) -> list[Settled]:
        """Return the periods of earlier deliveries that the job does not have itself, and the job's own behind them."""
        own = {settled.period for settled in self.periods}
        return [*(settled for settled in self.earlier if settled.period not in own), *self.periods]

    @property
    def tally(self) -> Tally:
        """Return what confirms and what contradicts the reading of each source, over all periods."""
        return sum((settled.tally for settled in self.periods), Tally())


class Outcome(NamedTuple):
    """A report, and what it was made from."""

    report: Report
    worked: Worked

    @property
    def refused(self) -> tuple[CoverageError, ...]:
        """Return the inputs that could not be used."""
        return self.worked.understood.refused
