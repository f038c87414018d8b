"""Hand a report over: to a file or standard output, with its findings on standard error, and the exit code.

What every command that makes a report shares; which report it is, the command decides.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.ending import Ending
from coverage_cli.errors import CoverageError, UsageFault
from coverage_cli.records import NamedTuple

if TYPE_CHECKING:
    from rich.console import Console

    from coverage_cli.model import Figure, Finding, Report
    from coverage_cli.pipeline import Outcome
    from coverage_cli.project import Job
    from coverage_cli.read.areas import Area
    from coverage_cli.words import Words
    from coverage_cli.write import Behind


class Delivery(NamedTuple):
    """How a report is asked for: its format and file, the conditions of the exit code, what is said beside it."""

    shown: str
    output: str | None = None
    conditions: tuple[str, ...] = ()
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    raw: bool = False
    summary: bool = False
    first_screen: bool = False
    paged: bool = False
    areas: tuple[Area, ...] = ()
    map_file: str | None = None


def delivery_of(options: opt.Options, command: str = "compute") -> Delivery:
    """Return how a report is handed over, its format and the conditions of its exit code checked."""
    shown = format_of(options.form, options.output, command)
    conditions = tuple(
        str(opt.choice_of("fail_on", value, command)) for value in options.fail_on or ()
    )
    manner = options.quiet, options.verbose, options.no_color, options.csv_raw
    return Delivery(shown, options.output, conditions, *manner)


def deliver(make: Callable[[Job], Outcome], job: Job, words: Words, ask: Delivery) -> Ending:
    """Make the report, hand it over, say what was found, and return how that ended."""
    is_said = False
    if ask.output is not None:
        from coverage_cli.write.place import claim, claim_of_period

        inputs = [*input_files(job), *filter(None, [ask.map_file])]
        # Held for the whole run, so that a second one ends before it starts.
        with claim(ask.output, inputs):
            outcome = make(job)
            with claim_of_period(ask.output, outcome.report.periods(), inputs) as place:
                ask = ask._replace(output=place)
                _write(outcome, words.calling(outcome.report.levels), ask)
    else:
        outcome = make(job)
        is_said = _print(outcome, words.calling(outcome.report.levels), ask)
    return concluded(outcome, words, ask, is_said=is_said)


def concluded(
    outcome: Outcome, words: Words, ask: Delivery, *, is_said: bool = False, wrote: str = ""
) -> Ending:
    """Say what was found (unless it `is_said` already), and return how a report that was handed over ended.

    `wrote` says what was written, where that is no table of rows.
    """
    from coverage_cli.write.judged import judged

    report = outcome.report
    if not is_said:
        say_findings(report, words, quiet=ask.quiet, verbose=ask.verbose)
    say_refused(outcome.refused, words)
    conditions_said(report, words, ask, wrote or len(report.figures))
    figures = judged(report)
    code = exit_code(report.findings, figures, ask.conditions, is_partial=bool(outcome.refused))
    found = report.findings, report.accepted, outcome.refused
    return Ending(code, outcome.worked, *found, output=ask.output)


def conditions_said(report: Report, words: Words, ask: Delivery, wrote: int | str) -> None:
    """Say which file was written (in how many rows, or in words), and which condition of the caller holds."""
    from coverage_cli.write.text.findings import failed_on_lines, written_line

    said = []
    if ask.output is not None and not ask.quiet:
        said = [wrote if isinstance(wrote, str) else written_line(ask.output, wrote, words)]
    for line in [*said, *failed_on_lines(ask.conditions, report, words)]:
        print(line, file=sys.stderr)


def _write(outcome: Outcome, words: Words, ask: Delivery) -> None:
    """Write the report to its file, whole or not at all."""
    from coverage_cli.write import encoded, file_bytes
    from coverage_cli.write.place import replace

    report = _for_people(outcome.report, words, ask)
    content = (
        encoded(_in_words(report, words))
        if ask.summary
        else file_bytes(
            report, ask.shown, words, raw=ask.raw, behind=behind_of(outcome, ask.shown, ask.areas)
        )
    )
    replace(str(ask.output), content)


def _for_people(report: Report, words: Words, ask: Delivery) -> Report:
    """Return a report with its whole called in the reader's language, where people read it."""
    from coverage_cli.write.whole import FOR_PEOPLE, with_whole_called

    return with_whole_called(report, words) if ask.shown in FOR_PEOPLE else report


def behind_of(outcome: Outcome, form: str, areas: Sequence[Area] = ()) -> Behind:
    """Return what stands behind the figures that are shown, where the format can open it."""
    from coverage_cli.write import NOTHING, Behind

    if form != "html":
        return NOTHING
    from coverage_cli.features.explain.explanation import explain_figures
    from coverage_cli.write.judged import judged

    records = explain_figures(outcome, judged(outcome.report))
    return Behind(records, areas, outcome.worked.context.vocabulary.kinds)


def with_map(ask: Delivery, geo: str | None) -> Delivery:
    """Return how a report is delivered, with the areas of a map; only a page can draw them."""
    if geo is None:
        return ask
    if ask.shown != "html":
        raise UsageFault("geo-without-page", form=ask.shown)
    from coverage_cli.read.areas import read_areas

    return ask._replace(areas=tuple(read_areas(geo)), map_file=geo)


def _print(outcome: Outcome, words: Words, ask: Delivery) -> bool:
    """Print the report to standard output, and tell whether its findings stand there, too."""
    report, is_said = _for_people(outcome.report, words, ask), False
    if ask.summary:
        _say_in_words(report, words, ask)
    elif ask.shown == "table" and sys.stdout.isatty():
        from coverage_cli.cli.screens import show_on_terminal

        is_said = show_on_terminal(outcome, report, words, ask)
    elif ask.shown == "table":
        _show(report, words, no_color=ask.no_color)
    else:
        from coverage_cli.write import render

        behind = behind_of(outcome, ask.shown, ask.areas)
        sys.stdout.write(str(render(report, ask.shown, words, raw=ask.raw, behind=behind)))
    sys.stdout.flush()
    return is_said


def _in_words(report: Report, words: Words) -> str:
    from coverage_cli.write.text.summary import summary_text

    return summary_text(report, words)


def _say_in_words(report: Report, words: Words, ask: Delivery) -> None:
    """Print the paragraphs: on a terminal folded to its width, elsewhere a line each."""
    text = _in_words(report, words)
    if ask.shown == "table" and sys.stdout.isatty():
        from coverage_cli.cli.terminal import room_of
        from coverage_cli.write.text.width import folded

        room = room_of(sys.stdout) or 80
        text = "\n".join(piece for line in text.splitlines() for piece in folded(line, room)) + "\n"
    sys.stdout.write(text)


def in_words(ask: Delivery, *, summary: bool) -> Delivery:
    """Return how the report is delivered where it is asked for in words; only text can hold them."""
    if summary and ask.shown not in ("table", "plain", "markdown"):
        raise UsageFault("summary-format", form=ask.shown)
    return ask._replace(summary=summary)


_WITHOUT_PAGE_OR_FRAME = ("compare", ("html", "parquet"))
_OF_FILES = ("xlsx", "parquet")


def format_of(form: str | None, output: str | None, command: str = "compute") -> str:
    """Return the format asked for: told, else by the output's suffix, else a table where there is a terminal."""
    found = _format_of(form, output, command)
    if found in _OF_FILES and output is None:
        raise UsageFault("format-needs-file")
    if found == "parquet" and find_spec("pyarrow") is None:
        raise UsageFault("parquet-extra", missing="pyarrow")
    return found


def _format_of(form: str | None, output: str | None, command: str) -> str:
    from coverage_cli.write import FORMATS, format_of_path

    of, without = _WITHOUT_PAGE_OR_FRAME
    known = {one: FORMATS[one] for one in FORMATS if command != of or one not in without}
    opt.one_of("--format", form, tuple(known), command)
    if form is not None:
        return "plain" if output is not None and form == "table" else form
    if output is None:
        return "table" if sys.stdout.isatty() else "plain"
    found = format_of_path(output)
    if found not in known:
        suffixes = tuple(suffix for ends in known.values() for suffix in ends)
        raise UsageFault("format-unknown", path=output, choices=suffixes)
    return found


def input_files(job: Job) -> list[str]:
    """Return the files an output must never replace."""
    from coverage_cli.pipeline.lists import parse_address
    from coverage_cli.read import find_inputs

    named = [address for _, address in (*job.further_populations, *job.further_targets)]
    lists = [
        parse_address(text).file
        for text in (job.population, job.targets_file, job.expect, *named)
        if text
    ]
    return [
        *find_inputs((*job.inputs, *job.previous, *job.corrections))[0],
        *filter(None, lists),
    ]  # "!C" is a column of the inputs


def _show(report: Report, words: Words, *, no_color: bool) -> None:
    from coverage_cli.write.text.screen import show

    show(report, words, console_of(no_color=no_color))


def console_of(*, no_color: bool) -> Console:
    """Return the console of standard output; off a terminal rich would cut lines at 80 columns."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(no_color=True if no_color else None, highlight=False)
    return Console(
        width=1000, height=100, no_color=True, highlight=False
    )  # a width alone is ignored under TERM=dumb


def say_findings(report: Report, words: Words, *, quiet: bool, verbose: bool) -> None:
    """Write what confirms the reading and the findings to standard error; quiet leaves the errors only."""
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.write.text.evidence import proof_line
    from coverage_cli.write.text.findings import finding_lines

    # The finding says the same with its places, where notes are told.
    is_told = verbose and any(finding.code == "unconfirmed" for finding in report.findings)
    if not quiet and not is_told:
        print(proof_line([source.evidence for source in report.sources], words), file=sys.stderr)
    findings = [finding for finding in report.findings if not quiet or finding.severity == "error"]
    room, accepted = room_of(sys.stderr), 0 if quiet else len(report.accepted)
    for line in finding_lines(findings, words, verbose=verbose, room=room, accepted=accepted):
        print(line, file=sys.stderr)


def say_refused(refused: Sequence[CoverageError], words: Words) -> None:
    """List the inputs that could not be used, each with its two lines."""
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.write.text.findings import error_lines

    for fault in refused:
        for line in error_lines(fault, words, room_of(sys.stderr)):
            print(line, file=sys.stderr)


def exit_code(
    findings: Iterable[Finding],
    figures: Iterable[Figure],
    conditions: Sequence[str],
    *,
    is_partial: bool,
) -> int:
    """Return 5 where an input was refused, 1 where a condition the caller named holds, else 0."""
    if is_partial:
        return 5
    findings = tuple(findings)
    severities = {finding.severity for finding in findings}
    if "error" in conditions and "error" in severities:
        return 1
    if "warning" in conditions and severities & {"error", "warning"}:
        return 1
    if "unconfirmed" in conditions and any(finding.code == "unconfirmed" for finding in findings):
        return 1
    return 1 if "short" in conditions and any(figure.status == "short" for figure in figures) else 0
