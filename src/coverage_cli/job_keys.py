"""The keys of a job of `coverage run`: what it does, and the options of its command by their names.

A value is checked as far as the table of options goes; whether a command takes an option, its command line says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from coverage_cli.checked_toml import Tables, Wrong
from coverage_cli.datafiles import read_data
from coverage_cli.model import Phrase

# The commands that can be jobs: those that write a file.
COMMANDS = ("compute", "gaps", "trend", "compare", "check", "allocate")
# What may stand in braces in the name of an output.
PLACES = ("period", "job", "last-month")
_ASIDE = frozenset(
    (
        *("--project", "--output", "--quiet", "--verbose", "--no-color", "--force"),
        *("--job", "--dry-run", "--if-changed", "--log"),
    )
)

Checker = Callable[[object], Any]


def option_names() -> dict[str, str]:
    """Return the options by the keys that jobs tell them with: `fail_on` for `--fail-on`."""
    return {_key(told["names"]): told["names"].split()[0] for told in _options()}


def jobs_schema() -> Tables:
    """Return what the tables of `[jobs]` take."""
    options = {_key(told["names"]): _checker_of(told) for told in _options()}
    own = {"command": _command, "inputs": _patterns, "output": _output}
    return Tables({**options, **own}, ("command", "inputs"), named=True)


def _options() -> list[Mapping[str, Any]]:
    table = read_data("settings", "options")
    return [
        told
        for name, told in table.items()
        if "names" in told and told["names"].split()[0] not in _ASIDE and name != "remember"
    ]


def _key(names: str) -> str:
    return names.split(maxsplit=1)[0].removeprefix("--").replace("-", "_")


def _wrong(label: str, **values: object) -> Wrong:
    return Wrong(Phrase(f"expect_{label}", values))


def _command(value: object) -> str | Wrong:
    return str(value) if value in COMMANDS else _wrong("choice", choices=COMMANDS)


def _patterns(value: object) -> tuple[str, ...] | Wrong:
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(one, str) and one.strip(" !") for one in texts):
        return _wrong("patterns")
    return tuple(texts)


def _output(value: object) -> str | Wrong:
    if not isinstance(value, str) or not value.strip():
        return _wrong("text")
    unknown = set(re.findall(r"{([^{}]*)}", value)) - {*PLACES}
    return _wrong("output", choices=tuple(f"{{{name}}}" for name in PLACES)) if unknown else value


def _checker_of(told: Mapping[str, Any]) -> Checker:
    """Return the checker of an option: true or false for one without a value, else one value or a list of them."""
    if not told.keys() & {"metavar", "choices", "max", "min"}:
        return lambda value: value if isinstance(value, bool) else _wrong("flag")

    def check(value: object) -> object:
        parts = value if isinstance(value, list) else [value]
        if not parts or not all(_is_plain(part) for part in parts):
            return _wrong("option_value")
        choices = told.get("choices")
        if choices and any(part not in choices for part in parts):
            return _wrong("choice", choices=tuple(choices))
        return tuple(parts) if isinstance(value, list) else value

    return check


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
