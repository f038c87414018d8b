"""A job of the project file -> the command line it stands for; nothing is run here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from coverage_cli import __version__
from coverage_cli.job_keys import option_names
from coverage_cli.project import JobSetting
from coverage_cli.project_file import NAME

LAST_MONTH = "{last-month}"
JOB = "{job}"
EXCLUDED = "!"
Values = Mapping[str, str]


def values_of(job: str, year: int, month: int) -> dict[str, str]:
    """Return what stands for the names in braces on a day of a month.

    >>> values_of("monthly", 2024, 1)
    {'{last-month}': '2023-12', '{job}': 'monthly'}
    """
    years, before = divmod(12 * year + month - 2, 12)
    return {LAST_MONTH: f"{years}-{before + 1:02d}", JOB: job}


def filled(text: str, values: Values) -> str:
    """Return a text with its names in braces filled in; `{period}` is left to the command, which knows it."""
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def beside_project(name: str) -> str:
    """Return a path or pattern as it is seen from the project file's folder: no report names a place outside of it.

    >>> beside_project("inbox/*.xlsx")
    'inbox/*.xlsx'
    """
    if not os.path.isabs(name):  # noqa: PTH117
        return name
    try:
        return os.path.relpath(name)
    except ValueError:  # on another drive
        return name


def output_of(job: JobSetting, values: Values) -> str:
    """Return a job's output, "" where it has none; the period is still to be filled in."""
    return beside_project(filled(job.output or "", values))


def patterns_of(job: JobSetting, values: Values) -> list[str]:
    """Return the patterns of a job's inputs; those of files to be left out keep their sign."""
    names = [filled(one, values) for one in job.inputs]
    bare = [(one.startswith(EXCLUDED), one.removeprefix(EXCLUDED)) for one in names]
    return [f"{EXCLUDED * sign}{beside_project(one)}" for sign, one in bare]


def arguments_of(
    job: JobSetting, files: Sequence[str], values: Values, project: str = NAME
) -> list[str]:
    """Return the arguments of a job as they would be typed in the project file's folder."""
    told = [] if project == NAME else ["--project", project]
    output = ["--output", output_of(job, values)] if job.output else []
    typed = [part for key, value in job.options for part in _typed(key, value, values)]
    return [job.command, *files, *output, *typed, *told]


def fingerprint(
    arguments: Sequence[str], settings: Mapping[str, Any], files: Iterable[tuple[str, str | None]]
) -> str:
    """Return what tells whether a job would make the same again: its command, its settings, the files it reads.

    `settings` is the project file's table; jobs and how they are run are no part of what a job makes.
    """
    import json

    told = {key: value for key, value in settings.items() if key not in ("jobs", "run")}
    content = [__version__, list(arguments), told, sorted(map(list, files))]
    text = json.dumps(content, sort_keys=True, default=str)  # in ASCII: names may be no UTF-8
    return hashlib.sha256(text.encode()).hexdigest()


def _typed(key: str, value: object, values: Values) -> list[str]:
    name = option_names()[key]
    if isinstance(value, bool):
        return [name] if value else []
    parts = value if isinstance(value, tuple) else (value,)
    return [text for part in parts for text in (name, _text(part, values))]


def _text(value: object, values: Values) -> str:
    if isinstance(value, str):
        return filled(value, values)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
