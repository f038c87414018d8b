"""Keyword arguments -> the options of the command of that name: same names, same values, same mistakes said."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, TypedDict

from coverage_cli.cli import options as opt

Texts = str | float | Sequence[Any] | Mapping[str, Any]
Rows = int | str | tuple[int, int]


class Asked(TypedDict, total=False):
    """The options that all reports share, under the names of the command line; what each means stands in its help."""

    sheet: str
    header_rows: Rows
    rows: Rows
    where: Texts
    unit: str
    parent: str
    code: str
    numerator: str
    denominator: str
    target_column: str
    map: Texts
    number_style: str
    percent: str
    scale: Texts
    encoding: str
    delimiter: str
    limit_cells: int
    hidden: str
    project: Any
    profile: str
    lock: Any
    strict: bool
    population: Any
    targets: Any
    target: Texts
    expect: Any
    previous: Any
    corrections: Any
    as_of: Any
    units: Any
    indicator: Texts
    level: str
    in_: str
    period: Any
    figures: str
    lang: str
    decimals: int


# What is told to a file or a terminal means nothing to a result that stays in Python.
_OF_OUTPUT = frozenset(
    {"form", "output", "fail_on", "quiet", "verbose", "no_color", "csv_raw", "inputs"}
)
_LISTS_OF_FILES = ("population", "targets", "expect", "previous", "corrections")


@cache
def names_of(command: str) -> Mapping[str, str]:
    """Return the options that a command takes from Python: keyword argument -> field of `Options`."""
    shared = (one.name for one in opt.shared_by(command) if one.name not in _OF_OUTPUT)
    return {as_keyword(opt.table()[name]["names"]): name for name in shared}


def as_keyword(names: str) -> str:
    """Return an option as a keyword argument.

    >>> as_keyword("--header-rows"), as_keyword("--in"), as_keyword("--indicator -i")
    ('header_rows', 'in_', 'indicator')
    """
    name = names.partition(" ")[0].lstrip("-").replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name


def options_of(
    command: str, inputs: list[str], told: Mapping[str, Any], named: Callable[[Any], str]
) -> opt.Options:
    """Return the options that keyword arguments tell; `named` gives the name of a file, bytes or a frame.

    Raises `TypeError` for an argument that the command does not take, as Python does, with the nearest.
    """
    known = names_of(command)
    for name in told:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise TypeError(f"{command}() got an unexpected keyword argument '{name}'{hint}")
    typed = {known[name]: value for name, value in told.items() if value is not None}
    return opt.Options(
        inputs, **{name: _typed(name, value, named) for name, value in typed.items()}
    )


def _typed(name: str, value: Any, named: Callable[[Any], str]) -> Any:
    """Return a value as it would stand on the command line."""
    if isinstance(value, bool) or name == "decimals":
        return value
    written = named if name in _LISTS_OF_FILES else as_text
    if opt.is_repeatable(name):
        return [f"{key}={written(one)}" if key else written(one) for key, one in _pairs(value)]
    return written(value)


def _pairs(value: Any) -> Iterable[tuple[str, Any]]:
    """Return what a repeatable option is told: the pairs of a mapping, else each value under no name."""
    if isinstance(value, Mapping):
        return [(str(key), one) for key, one in value.items()]
    is_several = isinstance(value, list | tuple | set | frozenset)
    return [("", one) for one in (value if is_several else [value])]


def as_text(value: Any) -> str:
    """Return a value as an option writes it: (5, 7) are the rows 5-7, a date is its day."""
    if isinstance(value, tuple | range):
        return f"{value[0]}-{value[-1]}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
