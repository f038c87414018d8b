"""What all commands that make a report take: the options about inputs, figures and output, gathered once.

A command is a function of one `Request` and of the options it alone has; the door sees both side by side. A command
that makes no report takes as many of them as mean something to it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from coverage_cli.cli import options as opt

if TYPE_CHECKING:
    from coverage_cli.cli.deliver import Delivery
    from coverage_cli.project import Job, Project
    from coverage_cli.words import Words


class Request(NamedTuple):
    """What was asked for by the options that all reports share, every mistake in them already said."""

    job: Job
    words: Words
    delivery: Delivery
    project: Project


def reporting(own: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of every report; its first parameter is the `Request` made of them."""
    return asking()(own)


def asking(*without: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options of a report but those named, and those that it has under that name itself."""

    def hung(own: Callable[..., int]) -> Callable[..., int]:
        mine = list(inspect.signature(own, eval_str=True).parameters.values())[1:]
        left_out = {"command", *without, *(parameter.name for parameter in mine)}
        shared = inspect.signature(_request, eval_str=True).parameters
        first, *others = (parameter for name, parameter in shared.items() if name not in left_out)

        def command(**typed: Any) -> int:
            alone = {parameter.name: typed.pop(parameter.name) for parameter in mine}
            return own(_request(own.__name__, **typed), **alone)

        command.__name__, command.__doc__, command.__module__ = own.__name__, own.__doc__, own.__module__
        command.__signature__ = inspect.Signature([first, *mine, *others])  # type: ignore[attr-defined]
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in (first, *mine, *others)}
        return command

    return hung


def comparing(own: Callable[..., int]) -> Callable[..., int]:
    """Give a command of two deliveries, an old one and a new one, the options of every report."""
    command = reporting(own)
    signature = inspect.signature(command)
    two = [
        parameter.replace(annotation=opt.Deliveries) if name == "inputs" else parameter
        for name, parameter in signature.parameters.items()
    ]
    command.__signature__ = signature.replace(parameters=two)  # type: ignore[attr-defined]
    command.__annotations__["inputs"] = opt.Deliveries
    return command


def _request(
    command: str,
    inputs: opt.Inputs,
    sheet: opt.Sheet = None,
    header_rows: opt.HeaderRows = None,
    rows: opt.Rows = None,
    where: opt.Where = None,
    unit: opt.UnitColumn = None,
    parent: opt.ParentColumn = None,
    code: opt.CodeColumn = None,
    numerator: opt.Numerator = None,
    denominator: opt.Denominator = None,
    target_column: opt.TargetColumn = None,
    mapped: opt.Map = None,
    number_style: opt.NumberStyle = None,
    percent: opt.Percent = None,
    scale: opt.Scale = None,
    encoding: opt.Encoding = None,
    delimiter: opt.Delimiter = None,
    hidden: opt.Hidden = None,
    project: opt.ProjectFile = None,
    profile: opt.ProfileName = None,
    lock: opt.LockFile = None,
    strict: opt.Strict = False,
    population: opt.Population = None,
    targets: opt.TargetsFile = None,
    target: opt.TargetOption = None,
    expect: opt.Expect = None,
    previous: opt.Previous = None,
    indicator: opt.IndicatorOption = None,
    level: opt.Level = None,
    inside: opt.Inside = None,
    period: opt.Period = None,
    figures: opt.FiguresOption = None,
    form: opt.Format = None,
    output: opt.Output = None,
    lang: opt.Lang = None,
    decimals: opt.Decimals = None,
    fail_on: opt.FailOn = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    no_color: opt.NoColor = False,
    csv_raw: opt.CsvRaw = False,
) -> Request:
    from coverage_cli.cli.deliver import delivery_of
    from coverage_cli.cli.jobs import Options, job_of, project_of, words_of

    asked = delivery_of(form, output, fail_on, command)
    settings = project_of(project, profile)
    words = words_of(lang, decimals, settings, command)
    table = Options(
        inputs, sheet, header_rows, rows, where, unit, parent, code, numerator, denominator, target_column, mapped,
        number_style, percent, scale, encoding, delimiter, hidden, population, targets, target, expect, indicator,
        level, inside, period, figures, project, lock, strict, previous,
    )  # fmt: skip
    manner = asked._replace(quiet=quiet, verbose=verbose, no_color=no_color, raw=csv_raw)
    return Request(job_of(table, settings), words, manner, settings)
