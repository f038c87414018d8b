"""Inputs -> tables and observations, before any figure: read, locate, clean, and say what was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import finding
from coverage_cli.model import Finding
from coverage_cli.pipeline.context import Context
from coverage_cli.pipeline.dating import Dated
from coverage_cli.pipeline.next_reading import read_twice
from coverage_cli.pipeline.tables import gather
from coverage_cli.pipeline.worked import Understood
from coverage_cli.project import Job
from coverage_cli.rules import cells_unread, check_layout
from coverage_cli.shown import shown


def understand(context: Context) -> Understood:
    """Read the inputs of a job as far as observations. Raises `CoverageError` where none can be used."""
    job = context.job
    tables, found, refused = gather(context)
    findings = [*_settings(job, tables), *found]
    undated = all(dated.period is None for dated in tables)
    # A told period dates the tables only where none has a date; else it chooses among them, later.
    told = job.told if undated else job.told._replace(period=None)
    read = [read_twice(dated, number, told, context) for number, dated in enumerate(tables)]
    tables, readings = tuple(one.dated for one in read), tuple(one.reading for one in read)
    findings += [finding for one in read for finding in one.findings]
    for dated, reading in zip(tables, readings, strict=True):
        findings += [*check_layout(dated.table, reading.columns), *reading.findings]
    understood = Understood(tables, readings, (), refused)
    types = [word for word, _ in context.vocabulary.types]
    for sheet in understood.sheets().values():
        findings += cells_unread.judge(*sheet, types)
    return understood._replace(findings=tuple(findings))


def _settings(job: Job, tables: Sequence[Dated]) -> list[Finding]:
    """Say that a project file was used, and what drifted from the layout remembered; where strict, drift raises."""
    used = [finding("project-file", file=shown(job.project))] if job.project else []
    if job.lock is None:
        return used
    from coverage_cli.pipeline.lock import compare  # only a layout lock needs it

    return [*used, *compare(job.lock, tables, strict=job.strict)]
