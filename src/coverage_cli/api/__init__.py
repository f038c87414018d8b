"""The commands as functions, for Python and notebooks: the same options, the same code, the same figures."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Unpack

from coverage_cli.api.asked import Asked, as_text, options_of
from coverage_cli.api.inputs import Inputs
from coverage_cli.api.result import Checked, Explanation, Found, Inspected, Result
from coverage_cli.cli.jobs import job_of, project_of, words_of
from coverage_cli.errors import CoverageError
from coverage_cli.read import lent
from coverage_cli.records import NamedTuple
from coverage_cli.shown import naming

if TYPE_CHECKING:
    from coverage_cli.pipeline import Outcome
    from coverage_cli.project import Job
    from coverage_cli.words import Words

__all__ = [
    "Checked",
    "CoverageWarning",
    "Explanation",
    "Inspected",
    "Result",
    "check",
    "compute",
    "gaps",
    "inspect",
    "trend",
]


class CoverageWarning(UserWarning):
    """Something that a command would say on standard error: errors in the data, or an input that was refused."""


class _Asked(NamedTuple):
    """A call: its job, its wording, and the inputs that are no files."""

    job: Job
    words: Words
    inputs: Inputs


def compute(
    *inputs: Any, what_if: str | Sequence[str] | None = None, **told: Unpack[Asked]
) -> Result:
    """Compute coverage, attainment and gap of every unit, as `coverage compute` does.

    `inputs` are paths, folders, patterns, bytes, open files or pandas frames; keyword arguments have the names of the
    options (`header_rows=(5, 7)`, `map={"population": "D"}`, `in_="Huyện Nho Quan"`). Raises `CoverageError` where
    the command would end with an exit code of its own, and warns (`CoverageWarning`) of errors in the data.
    """
    from coverage_cli.features.compute import report

    return _result("compute", inputs, told, report, what_if)


def gaps(
    *inputs: Any,
    by_date: Any = None,
    sort: str | None = None,
    top: int | None = None,
    share: int = 80,
    what_if: str | Sequence[str] | None = None,
    **told: Unpack[Asked],
) -> Result:
    """Rank the units short of target, as `coverage gaps` does; see `compute`."""
    from coverage_cli.cli.gaps import ranking_of
    from coverage_cli.features.over_time.gaps import gaps as rank

    def make(job: Job) -> Outcome:
        return rank(job, ranking_of(_date(by_date), sort, top, share))

    return _result("gaps", inputs, told, make, what_if)


def trend(
    *inputs: Any, by_date: Any = None, show: str | None = None, **told: Unpack[Asked]
) -> Result:
    """Put the units' figures of several periods side by side, as `coverage trend` does; see `compute`."""
    from coverage_cli.cli.trend import manner_of
    from coverage_cli.features.over_time.trend import trend as compare_periods

    def make(job: Job) -> Outcome:
        return compare_periods(job, manner_of(_date(by_date), show))

    return _result("trend", inputs, told, make)


def check(*inputs: Any, **told: Unpack[Asked]) -> Checked:
    """Check the sheets, as `coverage check` does: findings by rule, worst first; see `compute`."""
    from coverage_cli.cli.check import work_and_check
    from coverage_cli.write.text.check import check_json
    from coverage_cli.write.workbook.faults import faults_workbook

    asked = _asked("check", inputs, told)
    with _said(asked):
        worked, found = work_and_check(asked.job, asked.words)
    seen = Found(found["sources"], (), worked.understood.refused, asked.words)
    content = check_json(found, worked.missing, asked.words)
    return Checked(content, seen, lambda: faults_workbook(found, asked.words))


def inspect(*inputs: Any, **told: Unpack[Asked]) -> Inspected:
    """Show how the sheets are understood, as `coverage inspect` does; see `compute`."""
    from coverage_cli.cli.inspect import understand_with_evidence
    from coverage_cli.features.inspect import explained
    from coverage_cli.profiles import DEFAULT
    from coverage_cli.write.text.inspection import inspection_json, inspection_text

    asked = _asked("inspect", inputs, told)
    with _said(asked):
        understood, evidence = understand_with_evidence(asked.job)
    tables = explained(understood, evidence)
    profile = asked.job.profile
    text = inspection_text(tables, asked.words, None, profile)
    seen = Found((), understood.findings, understood.refused, asked.words)
    return Inspected(inspection_json(tables, profile or DEFAULT), text, seen)


def _asked(command: str, inputs: Sequence[Any], told: Any) -> _Asked:
    """Return what a call asks for; a mistake in it is said before anything is read."""
    from coverage_cli.words import load_words

    known = Inputs()
    options = options_of(command, [known.named(one) for one in inputs], told, known.named)
    with _in_words(load_words("en")), lent(known.lent):
        project = project_of(options.project, options.profile)
        words = words_of(options.lang, options.decimals, project, command)
        return _Asked(job_of(options, project), words, known)


def _result(
    command: str,
    inputs: Sequence[Any],
    told: Any,
    make: Callable[[Job], Outcome],
    what_if: str | Sequence[str] | None = None,
) -> Result:
    from coverage_cli.cli.deliver import input_files

    asked = _asked(command, inputs, told)
    supposed = (what_if,) if isinstance(what_if, str) else tuple(what_if or ())
    asked = asked._replace(job=asked.job._replace(what_if=supposed))
    with _said(asked):
        outcome = make(asked.job)
        files = input_files(asked.job)
    words = asked.words.calling(outcome.report.levels)
    result = Result(outcome, words, files, lambda unit: _explained(asked, unit))
    _warn(result)
    return result


def _explained(asked: _Asked, unit: str) -> Explanation:
    """Work the job out for one unit and tell its story."""
    from coverage_cli.features.compute import report
    from coverage_cli.features.explain.explanation import explain_unit
    from coverage_cli.write.machine.explanation import explanation_json
    from coverage_cli.write.text.explanation import explanation_lines
    from coverage_cli.write.text.lines import plain_lines

    job = asked.job._replace(choice=asked.job.choice._replace(inside=unit))
    with _said(asked):
        outcome = report(job)
        told = explain_unit(outcome)
    words = asked.words.calling(outcome.report.levels)
    return Explanation(plain_lines(explanation_lines(told, words)), explanation_json(told, words))


def _warn(result: Result) -> None:
    """Warn of what must not pass unseen where only the frame is looked at."""
    errors = [str(one["message"]) for one in result.findings if one["severity"] == "error"]
    for fault in result.refused:
        warnings.warn(" ".join(result.wording(fault)), CoverageWarning, stacklevel=4)
    if (
        errors
    ):  # the first stands for all of them; a hundred warnings would hide the one that matters
        more = f" (and {len(errors) - 1} more errors in `.findings`)" if len(errors) > 1 else ""
        warnings.warn(errors[0] + more, CoverageWarning, stacklevel=4)


@contextmanager
def _said(asked: _Asked) -> Iterator[None]:
    """Read what was lent, and let a fault say in words what is wrong and what to do."""
    with _in_words(asked.words), lent(asked.inputs.lent), naming():
        yield


@contextmanager
def _in_words(words: Words) -> Iterator[None]:
    try:
        yield
    except CoverageError as fault:
        fault.said = "\n".join(words.error(fault))
        raise


def _date(value: Any) -> str | None:
    return None if value is None else as_text(value)
