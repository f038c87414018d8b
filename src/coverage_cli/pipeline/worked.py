"""What the stages hand on: the inputs understood, each period settled, the job worked through, its report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coverage_cli.clean import Reading
from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.figures import NO_REFERENCES, References
from coverage_cli.model import Computed, Finding, Observations, Report
from coverage_cli.pipeline.tables import Dated
from coverage_cli.project import TargetSetting
from coverage_cli.rules import Tally


class Understood(NamedTuple):
    """How the inputs were understood, before any figure: tables, what each column was taken for, what was found."""

    tables: tuple[Dated, ...]
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    refused: tuple[CoverageError, ...]


class Settled(NamedTuple):
    """One period's observations as the figures were computed from them, the figures, and what they are held against.

    `targets` are those told besides the sheet, `references` what else there is: named lists, last December; `tally`
    counts what confirms the reading.
    """

    observations: Observations
    results: tuple[Computed, ...]
    targets: tuple[TargetSetting, ...] = ()
    references: References = NO_REFERENCES
    tally: Tally = Tally()


class Worked(NamedTuple):
    """A job worked through: tables (the lists' behind the inputs'), periods, findings; `missing` says why no figure.

    `earlier` are the periods of deliveries that are only compared with, `populations` the further denominators by name,
    `asked` is the period told, as the sheets have it.
    """

    understood: Understood
    tables: tuple[Dated, ...]
    periods: tuple[Settled, ...]
    findings: tuple[Finding, ...]
    missing: UnreadableInput | None
    earlier: tuple[Settled, ...] = ()
    populations: Mapping[str, tuple[Observations, ...]] = {}
    asked: str | None = None

    @property
    def results(self) -> list[Computed]:
        """Return the figures of all periods."""
        return [result for settled in self.periods for result in settled.results]

    @property
    def tally(self) -> Tally:
        """Return what confirms and what contradicts the reading of each source, over all periods."""
        return sum((settled.tally for settled in self.periods), Tally())


class Outcome(NamedTuple):
    """A report, the inputs that were refused on the way to it, and what it was made from."""

    report: Report
    refused: tuple[CoverageError, ...]
    worked: Worked
