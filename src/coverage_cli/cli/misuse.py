"""What typer says of a command line that is wrong, as kinds that have words in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

Told = tuple[str | None, dict[str, object]]


def told_of(fault: Any) -> Told:
    """Return the kind of a mistake and what its words need, None where only typer has words for it."""
    kinds = {
        "NoSuchOption": _no_option,
        "MissingParameter": _missing,
        "BadOptionUsage": _no_value,
        "BadParameter": _no_number,
        "UsageError": _no_command,
    }
    known = kinds.get(type(fault).__name__)
    return known(fault) if known else (None, {})


def _no_option(fault: Any) -> Told:
    return _near("option", fault.option_name, fault.possibilities or _options(fault.ctx))


def _options(context: Any) -> list[str]:
    if context is None:
        return []
    return [name for param in context.command.get_params(context) for name in param.opts]


def _missing(fault: Any) -> Told:
    if fault.param is None:
        return None, {}
    return "missing", {"found": fault.param.make_metavar(fault.ctx).strip("{}[]")}


def _no_value(fault: Any) -> Told:
    is_bare = "requires an argument" in fault.message
    return ("needs", {"found": fault.option_name}) if is_bare else (None, {})


def _no_number(fault: Any) -> Told:
    bounds = getattr(getattr(fault, "param", None), "type", None)
    least, most = getattr(bounds, "min", None), getattr(bounds, "max", None)
    value = re.search(r"^'?(.*?)'? is not ", fault.message)
    if least is None or value is None:
        return None, {}
    found = fault.param.opts[0]
    return "whole", {"found": found, "least": least, "most": most or "…", "value": value[1]}


def _no_command(fault: Any) -> Told:
    from coverage_cli.cli.app import COMMANDS

    unknown = re.search(r"No such command '(.*?)'", fault.message)
    return _near("command", unknown[1], COMMANDS) if unknown else (None, {})


def _near(kind: str, found: str, known: Iterable[str]) -> Told:
    """Return a name that there is not, with those that come near."""
    from difflib import get_close_matches  # only who mistypes waits for it

    near = get_close_matches(found, list(known), 2, 0.6)
    return (
        (kind, {"found": found, "near": tuple(near)}) if near else (f"{kind}-far", {"found": found})
    )
