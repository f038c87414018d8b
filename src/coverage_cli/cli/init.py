"""`coverage init`: write a commented project file as understood, or put what is new into one that is there."""

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
    from coverage_cli.write.document.project_file_changed import Changed

_EXAMPLE = {
    "unit": "Đơn vị",
    "code": "Mã xã",
    "population": "Dân số",
    "health_insured": "BHYT > Tổng số",
    "target_health_insured": "BHYT > Chỉ tiêu giao (%)",
}


class _Asked(NamedTuple):
    """What `init` was asked for: the project file, the language of its remarks, and what is to be written.

    `before` is the text of a file that is there and to be kept, `told` the job of the command line alone.
    """

    file: str
    lang: str | None
    before: str | None
    told: Job
    remember: bool
    quiet: bool


def init(options: opt.Options, remember: bool = False, force: bool = False) -> int:
    """Write a commented project file, or put into one that is there what options tell and sheets show anew."""
    from coverage_cli.cli.jobs import job_of, project_of, words_of
    from coverage_cli.project import Project

    file, given = options.project or NAME, options.inputs or []
    _refuse_contradictions(given, remember=remember)
    is_kept = os.path.lexists(file) and not force
    settings = project_of(file) if is_kept else Project()
    words = words_of(options.lang, None, settings, "init")
    options = options._replace(inputs=given, project=None)
    job = _alone(job_of(options, settings))
    told = _alone(job_of(options, Project()))
    before = _text_of(file) if is_kept else None
    return _write(job, _Asked(file, options.lang, before, told, remember, options.quiet), words)


init = with_options(init, lambda _command, options: options)


def _alone(job: Job) -> Job:
    """Return a job without the project file, which is to be written, and its lock."""
    return job._replace(lock=None, project=None)


def _text_of(file: str) -> str:
    with open(file, encoding="utf-8-sig", newline="") as opened:  # noqa: PTH123 - pathlib costs 5 ms
        return opened.read()


def _refuse_contradictions(inputs: Sequence[str], *, remember: bool) -> None:
    if remember and not inputs:
        raise UsageFault("init-without-input")
    if "-" in inputs:
        raise UsageFault("init-standard-input")


def _write(job: Job, asked: _Asked, words: Words) -> int:
    """Understand the inputs, write what is asked for, say what was written and what to do next."""
    from coverage_cli.cli.deliver import say_refused
    from coverage_cli.pipeline import context_of, understand
    from coverage_cli.read import find_inputs

    understood = understand(context_of(job)) if job.inputs else None
    files = find_inputs(job.inputs)[0] if job.inputs else []
    said = [_write_file(understood, job, asked, files, words)]
    if asked.remember and understood:
        said.append(_remember(understood, asked.file, files, words))
    said.append(words.label("init_next", inputs=" ".join(job.inputs) or "FILE"))
    if not asked.quiet:
        _say(said)
    refused = understood.refused if understood else ()
    say_refused(refused, words)
    return 5 if refused else 0


def _write_file(
    understood: Understood | None,
    job: Job,
    asked: _Asked,
    inputs: Sequence[str],
    words: Words,
) -> str:
    """Write the project file anew or with what changed, and return what is to be said of it."""
    from coverage_cli.write.place import put

    if asked.before is None:
        put(asked.file, _text(understood, job, asked, words).encode(), inputs=inputs)
        return words.label("init_wrote", file=asked.file)
    changed = _changed(understood, job, asked, words)
    if not changed.keys:
        return words.label("init_kept", file=asked.file)
    put(asked.file, changed.text.encode(), inputs=inputs)
    return words.label("init_updated", file=asked.file, keys=changed.keys)


def _changed(understood: Understood | None, job: Job, asked: _Asked, words: Words) -> Changed:
    """Return a file that is there with what options tell, and with as many columns as change nothing of the reading.

    A column that the file has, or that somebody put a `#` before, stays as it is.
    """
    from coverage_cli.features.remember.project_file import GROUPS, draft, is_same, muted
    from coverage_cli.write.document.project_file_changed import changed_text, is_left_to_people

    before = str(asked.before)
    lines = [line for line in draft(understood, asked.told, {}) if line.active and not line.remark]
    told = [line for line in _with_language(lines, asked) if line.active]
    found = [
        line
        for line in draft(understood, job, {})
        if line.active and line.remark and not is_left_to_people(line, before)
    ]
    try:
        # Who has the layout remembered did not ask for columns to be told.
        for group in GROUPS if understood and not asked.remember else ():
            columns = [line for line in muted(found, group) if line.active]
            made = changed_text(before, [*told, *columns], words)
            again = _again(made.text, asked.file, job)
            if again is not None and understood is not None and is_same(understood, again):
                return made
        return changed_text(before, told, words)
    except ValueError as fault:
        raise UsageFault("init-form", file=asked.file) from fault


def _with_language(settings: Sequence[Setting], asked: _Asked) -> list[Setting]:
    """Return settings with the language that was asked for."""
    from coverage_cli.project import Setting

    others = [one for one in settings if (one.section, one.key) != ("output", "lang")]
    return [*others, Setting("output", "lang", asked.lang, True)] if asked.lang else others


def _say(lines: Sequence[str]) -> None:
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.shown import as_called
    from coverage_cli.write.safety import visible
    from coverage_cli.write.text.width import hanging

    for line in map(as_called, lines):
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
