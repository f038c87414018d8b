"""`coverage run`: the jobs of a project file one after the other, each as it would be typed, for schedulers."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import chdir
from typing import TYPE_CHECKING, Any

from coverage_cli.cli import options as opt
from coverage_cli.cli.reporting import with_options
from coverage_cli.errors import CoverageError, UsageFault
from coverage_cli.project_file import NAME, find_upwards

if TYPE_CHECKING:
    from coverage_cli.project import Project
    from coverage_cli.words import Words


def run(
    options: opt.Options,
    job: list[str] | None = None,
    dry_run: bool = False,
    if_changed: bool = False,
    log: str | None = None,
) -> int:
    """Run the jobs of a project file, for schedulers: a line a job, a report of the run, one exit code."""
    from coverage_cli.cli.jobs import project_of, words_of

    path = _project_path(options.inputs)  # type: ignore[arg-type]  # of this command one name, if any
    log = log and os.path.abspath(log)  # noqa: PTH100 - what is typed is meant from here
    with chdir(os.path.dirname(path) or os.curdir):  # noqa: PTH120
        project = project_of(os.path.basename(path))  # noqa: PTH119
        words = words_of(options.lang, None, project, "run")
        asked = _asked(project, job)
        if dry_run:
            return _planned(asked, project, words)
        return _worked(asked, project, words, (options, if_changed, log))


run = with_options(run, lambda _command, options: options)


def _project_path(told: str | None) -> str:
    """Return the project file that is meant. Raises `UsageFault` where there is none."""
    folder = told or os.curdir
    if told and not os.path.isdir(told):  # noqa: PTH112
        return told
    inside = os.path.join(folder, NAME)  # noqa: PTH118
    found = inside if told and os.path.isfile(inside) else find_upwards(NAME, folder)  # noqa: PTH113
    if found is None or (told and found != inside):
        raise UsageFault("run-without-project", folder=folder)
    return found


def _asked(project: Project, names: Sequence[str] | None) -> list[str]:
    """Return the names of the jobs asked for, in the order of the file; all of them are looked over first."""
    from coverage_cli.cli.run_jobs import look_over

    known = [one.name for one in project.jobs]
    if not known:
        raise UsageFault("run-without-jobs", file=project.file)
    for name in names or ():
        if name not in known:
            raise UsageFault("run-job-unknown", job=name, choices=tuple(known), file=project.file)
    look_over(project)
    return [name for name in known if not names or name in names]


def _planned(asked: Sequence[str], project: Project, words: Words) -> int:
    """Print what each job would run; the exit code says whether all of them have files."""
    from coverage_cli.cli.deliver import say_refused
    from coverage_cli.cli.run_jobs import begin
    from coverage_cli.write.text.run import plan_lines

    plan, entries = begin(project, asked), []
    for one in plan.jobs:
        try:
            chosen = plan.choose(one)
            command = plan.command(one, chosen)
        except CoverageError as fault:
            say_refused([fault], words)
            entries.append({"code": fault.exit_code})
            continue
        left = [{"file": file, "state": why} for file, why in chosen.left]
        _say(plan_lines(one.name, command, left, words))
        entries.append({"code": 0})
    return _code_of(entries)


def _worked(
    asked: Sequence[str],
    project: Project,
    words: Words,
    manner: tuple[opt.Options, bool, str | None],
) -> int:
    """Run the jobs under the lock of the run's report, and write that report."""
    from coverage_cli.cli.jobs import report_place
    from coverage_cli.cli.run_jobs import begin, finish
    from coverage_cli.cli.run_log import Log
    from coverage_cli.write.run_lock import held_for

    options, if_changed, log = manner
    place = report_place(project)
    with held_for(place, project.file or NAME):
        journal, started = Log(log), time.time()
        journal.add("run-started", project=project.file)
        plan = begin(project, asked)
        entries = []
        for one in plan.jobs:
            entry = plan.run(one, words.lang, if_changed=if_changed)
            entries.append(entry)
            _tell(entry, words, options)
            journal.job(entry)
        code = _code_of(entries)
        finish(plan, entries, code, started)
        journal.add("run-ended", code=code)
    return code


def _code_of(entries: Sequence[Mapping[str, Any]]) -> int:
    from coverage_cli.features.run.report import code_of

    return code_of(entries)


def _tell(entry: Mapping[str, Any], words: Words, options: opt.Options) -> None:
    """Print the line of a job, and on standard error what was refused; quiet tells only what is not well."""
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.write.text.run import job_lines, refused_lines
    from coverage_cli.write.text.width import hanging

    if not options.quiet or entry["code"]:
        _say(job_lines(entry, words))
    if options.verbose and entry.get("said"):
        print(entry["said"], end="", file=sys.stderr)
        return
    room = room_of(sys.stderr)
    for line in refused_lines(entry):
        print("\n".join(hanging(line, room)), file=sys.stderr)


def _say(lines: Sequence[str]) -> None:
    """Print lines; one that cannot be printed ends no job, for the report of the run has it, too."""
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.write.text.width import hanging

    try:
        for line in lines:
            print("\n".join(hanging(line, room_of(sys.stdout))))
        sys.stdout.flush()
    except OSError:  # its reader is gone, or the disk is full
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for the rest of the run
