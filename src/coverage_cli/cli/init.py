"""`coverage init`: write a commented project file from what was understood, and remember the layout where asked."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.reporting import with_options
from coverage_cli.errors import CoverageError, UsageFault
from coverage_cli.project_file import NAME
from coverage_cli.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coverage_cli.pipeline import Understood
    from coverage_cli.project import Job, Project, Setting
    from coverage_cli.words import Words

_EXAMPLE = {
    "unit": "Đơn vị",
    "code": "Mã xã",
    "population": "Dân số",
    "health_insured": "BHYT > Tổng số",
    "target_health_insured": "BHYT > Chỉ tiêu giao (%)",
}


class _Asked(NamedTuple):
    """What `init` was asked for: the project file, the language of its remarks, and what is to be written."""

    file: str
    lang: str | None
    keep: bool
    remember: bool
    quiet: bool


def init(options: opt.Options, remember: bool = False, force: bool = False) -> int:
    """Write a commented project file: what options tell counts in it, what was found can be corrected."""
    from coverage_cli.cli.jobs import job_of, project_of, words_of
    from coverage_cli.project import Project

    file, given = options.project or NAME, options.inputs or []
    is_there = os.path.lexists(file)
    _refuse_contradictions(file, given, is_there=is_there, remember=remember, force=force)
    asked = _Asked(file, options.lang, is_there and not force, remember, options.quiet)
    settings = project_of(file) if asked.keep else Project()
    words = words_of(options.lang, None, settings, "init")
    job = job_of(options._replace(inputs=given, project=None), settings)
    return _write(job._replace(lock=None, project=None), asked, words)


init = with_options(init, lambda _command, options: options)


def _refuse_contradictions(
    file: str, inputs: Sequence[str], *, is_there: bool, remember: bool, force: bool
) -> None:
    if remember and not inputs:
        raise UsageFault("init-without-input")
    if "-" in inputs:
        raise UsageFault("init-standard-input")
    if is_there and not force and not remember:
        raise UsageFault("init-exists", file=file)


def _write(job: Job, asked: _Asked, words: Words) -> int:
    """Understand the inputs, write what is asked for, say what was written and what to do next."""
    from coverage_cli.cli.deliver import say_refused
    from coverage_cli.pipeline import context_of, understand
    from coverage_cli.read import find_inputs
    from coverage_cli.write.place import put

    understood = understand(context_of(job)) if job.inputs else None
    files = find_inputs(job.inputs)[0] if job.inputs else []
    said = [words.label("init_kept", file=asked.file)]
    if not asked.keep:
        text = _text(understood, job, asked, words)
        put(asked.file, text.encode(), inputs=files)
        said = [words.label("init_wrote", file=asked.file)]
    if asked.remember and understood:
        said.append(_remember(understood, asked.file, files, words))
    said.append(words.label("init_next", inputs=" ".join(job.inputs) or "FILE"))
    if not asked.quiet:
        _say(said)
    refused = understood.refused if understood else ()
    say_refused(refused, words)
    return 5 if refused else 0


def _say(lines: Sequence[str]) -> None:
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.write.safety import visible
    from coverage_cli.write.text.width import hanging

    for line in lines:
        print("\n".join(hanging(visible(line), room_of(sys.stderr))), file=sys.stderr)


def _text(understood: Understood | None, job: Job, asked: _Asked, words: Words) -> str:
    """Return the project file's text: as many columns told as can be without changing how the sheets are read."""
    from coverage_cli.features.remember.project_file import GROUPS, draft, is_same, muted

    settings = [
        setting._replace(value=asked.lang, active=True)
        if asked.lang and setting.key == "lang"
        else setting
        for setting in draft(understood, job, _EXAMPLE)
    ]
    if understood is None:
        return _render(settings, (), words)
    sources = _sources(understood)
    for group in GROUPS[:-1]:
        text = _render(muted(settings, group), sources, words)
        again = _again(text, asked.file, job)
        if again is not None and is_same(understood, again):
            return text
    return _render(muted(settings, GROUPS[-1]), sources, words)


def _sources(understood: Understood) -> tuple[str, ...]:
    grids = [dated.table.grid for dated in understood.tables]
    return tuple(f"{grid.file} [{grid.sheet}]" if grid.sheet else grid.file for grid in grids)


def _render(settings: Sequence[Setting], sources: Sequence[str], words: Words) -> str:
    from coverage_cli.profiles import load_profile
    from coverage_cli.project_keys import ASPECTS
    from coverage_cli.write.document.project_file import project_text

    filled: dict[str, dict[str, object]] = {
        "columns": {"measures": tuple(load_profile().measures)},
        "headings": {"aspects": ASPECTS},
    }
    return project_text(settings, sources, words, filled)


def _again(text: str, file: str, job: Job) -> Understood | None:
    """Return how the inputs are understood with the file as it would be written, None where they would be refused."""
    from coverage_cli.pipeline import context_of, understand

    project = _parsed(text, file)
    told = project.told._replace(period=job.told.period)
    try:
        return understand(context_of(job._replace(told=told, reading=project.reading)))
    except CoverageError:
        return None


def _parsed(text: str, file: str) -> Project:
    from coverage_cli.profiles import load_profile
    from coverage_cli.project_file import parse_project

    profile = load_profile()
    return parse_project(file, text, profile.measures, profile.indicators)


def _remember(understood: Understood, file: str, inputs: Sequence[str], words: Words) -> str:
    """Write the layout lock beside the project file and return what is to be said about it."""
    from coverage_cli.cli.jobs import LOCK_NAME
    from coverage_cli.features.remember.lock import lock_text, remember
    from coverage_cli.write.place import put

    layouts = remember(understood.tables)
    path = os.path.join(os.path.dirname(file), LOCK_NAME)  # noqa: PTH118, PTH120
    put(path, lock_text(layouts).encode(), inputs=inputs)
    return words.label(
        "init_locked",
        file=path,
        columns=sum(len(layout.columns) for layout in layouts),
        units=sum(len(layout.units) for layout in layouts),
        totals=sum(len(layout.totals) for layout in layouts),
    )
