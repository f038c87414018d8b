"""The jobs of a run: looked over before any input is read, given their files, run apart, told in the run's report."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.cli.job_apart import run_apart
from coverage_cli.cli.jobs import report_place
from coverage_cli.errors import CoverageError, UnreadableInput, UsageFault
from coverage_cli.features.run.arguments import (
    arguments_of,
    fingerprint,
    output_of,
    patterns_of,
    values_of,
)
from coverage_cli.features.run.choose import (
    NOTHING,
    Chosen,
    Written,
    choose,
    hash_of,
    matching,
    still_growing,
)
from coverage_cli.features.run.memory import hashes_in, job_in, read_memory
from coverage_cli.features.run.report import (
    Entry,
    Ran,
    acknowledged,
    entry_of,
    report_of,
    unchanged,
)
from coverage_cli.job_keys import option_names
from coverage_cli.project import Job, JobSetting, Project
from coverage_cli.project_file import table_of
from coverage_cli.records import NamedTuple

_WITHOUT_OUTPUT = "check"
_OF_TWO = "compare"


class Round(NamedTuple):
    """A run at work: its project, the jobs asked for, what the last run remembers, which files are still growing.

    `records` gathers what the jobs' processes answered, `written` the hashes of what they wrote.
    """

    project: Project
    jobs: tuple[JobSetting, ...]
    memory: Mapping[str, Any]
    growing: frozenset[str]
    month: tuple[int, int]
    records: list[Mapping[str, Any]]
    written: set[str]

    def choose(self, job: JobSetting) -> Chosen:
        """Return a job's files. Raises `CoverageError` where its patterns mean none at all."""
        return choose(patterns_of(job, self.values(job)), self._written(), self.growing)

    def command(self, job: JobSetting, chosen: Chosen) -> list[str]:
        """Return a job's command line. Raises `CoverageError` where all its files are left."""
        files = [path for path, _ in chosen.files]
        if not files:
            raise UnreadableInput("run-nothing-left", files=tuple(one.file for one in chosen.left))
        if job.command == _OF_TWO and len(files) != 2:
            raise UnreadableInput("run-compares-two", job=job.name, files=tuple(files))
        name = os.path.basename(self.project.file or "")  # noqa: PTH119
        return arguments_of(job, files, self.values(job), name)

    def run(self, job: JobSetting, lang: str, *, if_changed: bool) -> Entry:
        """Run a job in a process of its own, and return its entry of the run's report."""
        started = time.perf_counter()
        earlier, chosen = job_in(self.memory, job.name), NOTHING
        try:
            chosen = self.choose(job)
            command = self.command(job, chosen)
            made_of = self._made_of(command, chosen)
        except CoverageError as fault:
            return entry_of(Ran(job, chosen, None, _faulty(fault, lang)), earlier)
        if if_changed and made_of == earlier.get("fingerprint") and _stand(earlier):
            return unchanged(earlier, chosen, round(time.perf_counter() - started, 3))
        _make_folder(self.values(job), job)
        made = run_apart(command, os.curdir, lang)
        output = made.get("output")
        ran = Ran(job, chosen, made_of, made, hash_of(output) if output else None)
        self.records.append(made.get("record") or {})
        if ran.written:
            self.written.add(ran.written)
        return {**entry_of(ran, earlier), "said": made.get("said", "")}

    def values(self, job: JobSetting) -> dict[str, str]:
        """Return what stands for the names in braces."""
        return values_of(job.name, *self.month)

    def _written(self) -> Written:
        """Return what this program wrote: the places of all jobs' outputs, and the hashes that are remembered."""
        outputs = (output_of(job, self.values(job)) for job in self.project.jobs if job.output)
        patterns = tuple(
            os.path.normpath(one.replace("{period}", "*")).replace(os.sep, "/") for one in outputs
        )
        beside = (self.project.file or "", report_place(self.project))
        places = frozenset(os.path.normpath(one).replace(os.sep, "/") for one in beside)
        return Written(patterns, hashes_in(self.memory) | self.written, places)

    def _made_of(self, command: Sequence[str], chosen: Chosen) -> str:
        """Return the fingerprint of a job: its command, the project file's settings, its files and its lists."""
        lists = sorted({*_lists_of(command, self.project)} - {path for path, _ in chosen.files})
        files = [*chosen.files, *((path, hash_of(path)) for path in lists)]
        return fingerprint(command, table_of(self.project.file or ""), files)


def look_over(project: Project) -> None:
    """Raise `UsageFault` for the first job whose command line is wrong, before anything is read or run."""
    month = time.localtime()[:2]
    places: dict[str, list[str]] = {}
    for job in project.jobs:
        values = values_of(job.name, *month)
        if job.output is None and job.command != _WITHOUT_OUTPUT:
            raise UsageFault("run-output-missing", job=job.name)
        if job.output:
            places.setdefault(output_of(job, values), []).append(job.name)
        _look_over(job, arguments_of(job, _some(job), values), project)
    for output, jobs in places.items():
        if len(jobs) > 1:
            raise UsageFault("run-output-twice", jobs=tuple(jobs), output=output)


def begin(project: Project, asked: Sequence[str]) -> Round:
    """Return a run over the jobs asked for; files that are young are looked at twice."""
    jobs = tuple(one for one in project.jobs if one.name in asked)
    year, month = time.localtime()[:2]
    paths = []
    for job in jobs:
        values = values_of(job.name, year, month)
        try:
            paths += matching(patterns_of(job, values))[0]
        except CoverageError:  # said when it is the job's turn: an earlier one may make its files
            continue
    growing = still_growing(paths, project.run.settle)
    memory = read_memory(report_place(project))
    return Round(project, jobs, memory, growing, (year, month), [], set())


def finish(plan: Round, entries: Sequence[Entry], code: int, started: float) -> None:
    """Write the report of a run; jobs that were not asked for stand in it as they stood."""
    from coverage_cli.write.machine.run_report import run_report_json
    from coverage_cli.write.place import replace

    made = {entry["job"]: {**entry} for entry in entries}
    for entry in made.values():
        entry.pop("said", None)
    kept = [dict(made.get(job.name) or job_in(plan.memory, job.name)) for job in plan.project.jobs]
    accepted = acknowledged(plan.project.accepted, plan.records, plan.memory)
    name = os.path.basename(plan.project.file or "")  # noqa: PTH119
    report = report_of(name, code, [entry for entry in kept if entry], accepted)
    report["measured"] = {
        "started": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(started)),
        "seconds": round(time.time() - started, 3),
    }
    replace(report_place(plan.project), run_report_json(report))


def _some(job: JobSetting) -> list[str]:
    """Return names that stand for a job's inputs while its options are looked over."""
    return ["old", "new"] if job.command == _OF_TWO else ["input"]


def _look_over(job: JobSetting, arguments: Sequence[str], project: Project) -> None:
    """Raise `UsageFault` where the command does not take a job's options, as its command line says it."""
    from coverage_cli.cli import one_line

    several = {
        option_names()[key]
        for key, value in job.options
        if isinstance(value, tuple) and len(value) > 1
    }
    for option in _command(job.command).params:
        if several & {*option.opts} and not option.multiple:
            raise UsageFault("run-job-several", job=job.name, option=option.opts[0])
    try:
        _job_of(arguments, project)
    except CoverageError:
        raise
    except Exception as fault:
        if not hasattr(fault, "format_message"):  # no mistake on a command line
            raise
        told = {"job": job.name, "command": job.command, "file": project.file}
        raise UsageFault(
            "run-job-misused", message=one_line(fault.format_message()), **told
        ) from fault


def _command(name: str) -> Any:
    from typer.main import get_command

    from coverage_cli.cli.app import app

    return get_command(app).get_command(None, name)  # type: ignore[attr-defined]


def _parsed(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the values of a command line by the names of their parameters."""
    return dict(_command(arguments[0]).make_context(arguments[0], list(arguments[1:])).params)


def _job_of(arguments: Sequence[str], project: Project) -> Job:
    """Return what a command line asks for beside its command's own options."""
    from coverage_cli.cli.jobs import job_of
    from coverage_cli.cli.options import Options

    values = {name: value for name, value in _parsed(arguments).items() if name in Options._fields}
    return job_of(Options(**{**values, "inputs": list(values["inputs"])}), project)


def _lists_of(command: Sequence[str], project: Project) -> list[str]:
    """Return the files that a command reads beside its inputs: lists, earlier deliveries, lock, profile, form."""
    from coverage_cli.cli.deliver import input_files
    from coverage_cli.pipeline.lists import parse_address

    job, form = _job_of(command, project), _parsed(command).get("into_form")
    named = (job.lock, job.profile, parse_address(form).file if form else None)
    more = [path for path in named if path and os.path.isfile(path)]  # noqa: PTH113
    return [*input_files(job), *more]


def _stand(earlier: Mapping[str, Any]) -> bool:
    """Tell whether all that a job wrote stands where it was put, as it was put."""
    return all(hash_of(one["file"]) == one["sha256"] for one in earlier.get("outputs", ()))


def _faulty(fault: CoverageError, lang: str) -> dict[str, Any]:
    """Return the answer of a job that was not run at all."""
    from coverage_cli.words import load_words

    error, hint = load_words(lang).error(fault)
    return {
        "code": fault.exit_code,
        "fault": {"key": fault.key, "error": error, "hint": hint, "file": None},
        "measured": {"seconds": 0.0, "peak_memory_bytes": None},
    }


def _make_folder(values: Mapping[str, str], job: JobSetting) -> None:
    """Make the folder of a job's output: an outbox that is not there yet is no reason to make nothing."""
    folder = os.path.dirname(output_of(job, values))  # noqa: PTH120
    if folder and "{" not in folder:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
