"""How a command ended, and what it made, for a run over many jobs to tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverage_cli.records import NamedTuple

if TYPE_CHECKING:
    from coverage_cli.errors import CoverageError
    from coverage_cli.model import Finding, Source
    from coverage_cli.pipeline import Worked


class Ending(NamedTuple):
    """The exit code of a command, its work, what was found, and the file it wrote; `fault` is what stopped it.

    `findings` are those shown, `accepted` those that the project file acknowledges, `refused` the inputs not used,
    `further` the tables that were read beside those of the work.
    """

    code: int
    worked: Worked | None = None
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    refused: tuple[CoverageError, ...] = ()
    output: str | None = None
    fault: CoverageError | None = None
    further: tuple[Source, ...] = ()
