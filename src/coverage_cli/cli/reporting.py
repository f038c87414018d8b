"""What all commands that make a report take: the options about inputs, figures and output, gathered once.

A command is a function of one `Request` and of the options it alone has; the door sees both side by side. A command
that makes no report takes as many of them as mean something to it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coverage_cli.cli import options as opt
from coverage_cli.records import NamedTuple

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


def asking(own: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a report that mean something to it; its first parameter is their `Request`."""
    return with_options(own, _request)


def with_options(
    own: Callable[..., Any], made_of: Callable[[str, opt.Options], Any]
) -> Callable[..., Any]:
    """Give a command the shared options and those that it has itself.

    Its first parameter is what is made of the shared ones; one of its own stands in the place of the shared one of
    that name.
    """
    name = own.__name__
    mine = [
        opt.as_typed(one, name)
        for one in list(inspect.signature(own, eval_str=True).parameters.values())[1:]
    ]
    alone = {parameter.name for parameter in mine}
    first, *others = (parameter for parameter in opt.shared_by(name) if parameter.name not in alone)

    def command(**typed: Any) -> Any:
        told = {key: typed.pop(key) for key in alone}
        return own(made_of(name, opt.Options(**typed)), **told)

    # A command's own options stand behind its inputs: they are what it is called for.
    parameters = [first, *mine, *others]
    command.__name__, command.__doc__, command.__module__ = (
        own.__name__,
        own.__doc__,
        own.__module__,
    )
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        # by keyword alone, for an argument without a default may then stand behind an option that has one
        [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    )
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def alone(own: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that it has itself and no shared ones."""
    name = own.__name__
    parameters = [
        opt.as_typed(one, name) for one in inspect.signature(own, eval_str=True).parameters.values()
    ]

    def command(**typed: Any) -> Any:
        return own(**typed)

    command.__name__, command.__doc__, command.__module__ = name, own.__doc__, own.__module__
    by_keyword = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    command.__signature__ = inspect.Signature(by_keyword)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


def _request(command: str, options: opt.Options) -> Request:
    """Return what the options of a report ask for, the first mistake in them said before any input is read."""
    from coverage_cli.cli.deliver import delivery_of
    from coverage_cli.cli.jobs import job_of, project_of, words_of

    delivery = delivery_of(options, command)
    settings = project_of(options.project, options.profile)
    words = words_of(options.lang, options.decimals, settings, command)
    return Request(job_of(options, settings), words, delivery, settings)
