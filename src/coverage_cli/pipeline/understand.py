"""Inputs -> tables and observations, before any figure: read, locate, clean, and say what was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.clean import Reading
from coverage_cli.locate import load_vocabulary
from coverage_cli.model import Finding
from coverage_cli.pipeline.tables import Dated, gather, read_table
from coverage_cli.pipeline.worked import Understood
from coverage_cli.profiles import Profile, load_profile
from coverage_cli.project import Job, Told
from coverage_cli.rules import cells_unread, check_layout


def understand(job: Job, profile: Profile | None = None) -> Understood:
    """Read the inputs of a job as far as observations. Raises `CoverageError` where none can be used."""
    profile = profile or load_profile(job.profile)
    gathered = gather(job, profile)
    findings = [*_settings(job, gathered.tables), *gathered.findings]
    undated = all(dated.period is None for dated in gathered.tables)
    told = job.told if undated else job.told._replace(period=None)  # where others are dated, it chooses among them
    readings = [read_table(dated, number, told, profile) for number, dated in enumerate(gathered.tables)]
    for dated, reading in zip(gathered.tables, readings, strict=True):
        findings += [*check_layout(dated.table, reading.columns), *reading.findings]
    findings += _unread(gathered.tables, readings, told)
    return Understood(gathered.tables, tuple(readings), tuple(findings), gathered.refused)


def _unread(tables: Sequence[Dated], readings: Sequence[Reading], told: Told) -> list[Finding]:
    """Say what of each sheet was not understood; the tables of a sheet are those of its periods."""
    sheets: dict[int, list[int]] = {}
    for number, dated in enumerate(tables):
        sheets.setdefault(id(dated.table.grid), []).append(number)
    types = [word for word, _ in load_vocabulary(phrases=told.phrases, levels=told.levels).types]
    findings = []
    for numbers in sheets.values():
        columns = [column for number in numbers for column in readings[number].columns]
        findings += cells_unread([tables[number].table for number in numbers], columns, types)
    return findings


def _settings(job: Job, tables: Sequence[Dated]) -> list[Finding]:
    """Say that a project file was used, and what drifted from the layout remembered; where strict, drift raises."""
    used = [Finding("project-file", "info", {"file": job.project})] if job.project else []
    if job.lock is None:
        return used
    from coverage_cli.pipeline.lock import compare  # only a layout lock needs it

    return [*used, *compare(job.lock, tables, strict=job.strict)]
