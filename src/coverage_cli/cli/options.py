"""The options of the commands: their table (`data/settings/options.toml`), their types, and what their values mean."""

from __future__ import annotations

import inspect
import os
import re
from calendar import monthrange
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, get_type_hints

import typer

from coverage_cli.datafiles import read_data
from coverage_cli.errors import UsageFault
from coverage_cli.indicator import Indicator
from coverage_cli.periods import is_period
from coverage_cli.project import TargetSetting
from coverage_cli.records import NamedTuple


class Options(NamedTuple):
    """The options that commands share, as they were typed; names and help of each are in the table."""

    inputs: list[str]
    sheet: str | None = None
    header_rows: str | None = None
    rows: str | None = None
    where: list[str] | None = None
    unit: str | None = None
    parent: str | None = None
    code: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    target_column: str | None = None
    mapped: list[str] | None = None
    number_style: str | None = None
    percent: str | None = None
    scale: list[str] | None = None
    encoding: str | None = None
    delimiter: str | None = None
    limit_cells: int | None = None
    hidden: str | None = None
    project: str | None = None
    profile: str | None = None
    lock: str | None = None
    strict: bool = False
    population: list[str] | None = None
    targets: list[str] | None = None
    target: list[str] | None = None
    expect: str | None = None
    previous: list[str] | None = None
    corrections: list[str] | None = None
    as_of: str | None = None
    units: str | None = None
    indicator: list[str] | None = None
    level: str | None = None
    inside: str | None = None
    period: str | None = None
    figures: str | None = None
    form: str | None = None
    output: str | None = None
    lang: str | None = None
    decimals: int | None = None
    fail_on: list[str] | None = None
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    csv_raw: bool = False


# The type of the inputs, and what stands for none of them, of commands that take others than at least one.
_INPUTS: Mapping[str, tuple[Any, Any]] = {
    "compare": (tuple[str, str], inspect.Parameter.empty),
    "init": (list[str] | None, None),
    "run": (str | None, None),
    "template": (list[str] | None, None),
    "units": (str | None, None),
}


@cache
def table() -> Mapping[str, Mapping[str, Any]]:
    """Return what is told of each option by the name of its parameter."""
    return read_data("settings", "options")


def is_repeatable(name: str) -> bool:
    """Tell whether an option may be given several times."""
    return "list" in str(Options.__annotations__[name])


def shared_by(command: str) -> list[inspect.Parameter]:
    """Return the shared options that mean something to a command, as the command line takes them."""
    # Types stand in the class, where mypy sees them, all else in the table: neither says the other's part.
    kinds = get_type_hints(Options)
    return [
        as_typed(
            _parameter(
                name, kinds[name], Options._field_defaults.get(name, inspect.Parameter.empty)
            ),
            command,
        )
        for name in Options._fields
        if command not in table()[name].get("not_in", ())
    ]


def _parameter(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def as_typed(parameter: inspect.Parameter, command: str) -> inspect.Parameter:
    """Return a parameter of a command with its names, its help and its bounds from the table."""
    told = table().get(f"{command}_{parameter.name}") or table()[parameter.name]
    kind, default = parameter.annotation, parameter.default
    if parameter.name == "inputs":
        kind, default = _INPUTS.get(command, (kind, default))
    # What is not told is what typer would take: None would show as a bound.
    settings = {key: told[key] for key in ("help", "min", "max") if key in told}
    metavar = told.get("metavar") or "|".join(told.get("choices", ())) or None
    if any(name.endswith("_COMPLETE") for name in os.environ):  # a shell asks what may come next
        from coverage_cli.cli.complete import completer_of

        settings["autocompletion"] = completer_of(parameter.name, told)
    names = told.get("names", "").split()
    typed = typer.Option if names else typer.Argument
    about = typed(*names, **settings, metavar=metavar, show_default=False)
    return parameter.replace(annotation=Annotated[kind, about], default=default)


def rows_of(option: str, value: str | None) -> tuple[int, int] | None:
    """Return the first and last row of an option such as 5-7 (or 5), 1-based."""
    if value is None:
        return None
    first, _, last = value.partition("-")
    last = last or first
    if not (first.strip().isdigit() and last.strip().isdigit() and 1 <= int(first) <= int(last)):
        raise UsageFault("option-rows", option=option, value=value)
    return int(first), int(last)


def one_of(
    option: str, value: str | None, choices: tuple[str, ...], command: str = "compute"
) -> Any:
    """Return an option's value if it is one of its choices."""
    if value is not None and value not in choices:
        raise UsageFault(
            "option-choice", option=option, value=value, choices=choices, command=command
        )
    return value


def choice_of(name: str, value: str | None, command: str = "compute") -> Any:
    """Return an option's value if it is one of the choices that the table gives it."""
    told = table()[name]
    return one_of(told["names"].split()[0], value, tuple(told["choices"]), command)


def alone_with_summary(told: Mapping[str, object]) -> None:
    """Raise `UsageFault` for the first option that a report in words would pass over in silence."""
    for option, value in told.items():
        if value:
            raise UsageFault("summary-of-supposed", option=option)


def month_of(option: str, value: str | None) -> str | None:
    """Return the month of a deadline told as 2024-12, 12/2024, 2024-12-31, 31/12/2024 or 2024 (its December)."""
    if value is None:
        return None
    parts = [int(part) for part in re.split(r"[-/.]", value.strip()) if part.isdigit()]
    whole = parts if len(str(parts[:1])) > len("[99]") else parts[::-1]
    year, month, day = (
        (*whole, 12, 1)[:3] if len(whole) == 1 else (*whole, 1)[:3] if whole else (0, 0, 0)
    )
    is_written = (
        re.fullmatch(r"\s*\d+([-/.]\d+){0,2}\s*", value) is not None and 1900 <= year <= 2200
    )
    if not (is_written and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        raise UsageFault("option-date", option=option, value=value)
    return f"{year}-{month:02d}"


_TELLING = ("period", "level")
_LARGEST_SCALE = 10**9


def level_told(value: str | None, levels: tuple[str, ...]) -> str | None:
    """Return the id of a level that may be told by its name in any of the program's languages (`Huyện`, `Kreis`)."""
    if value is None or value in levels:
        return value
    from coverage_cli.words import (
        LANGUAGES,
        load_words,
    )  # only who tells a level by another name pays for it

    names = {
        load_words(lang).level(level).casefold(): level for lang in LANGUAGES for level in levels
    }
    return names.get(value.strip().casefold(), value)


def lists_of(
    option: str, values: list[str] | None
) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return the address of a list without a name, and the lists that have one: `census=pop.csv#Sheet!C`."""
    plain, named = [], {}
    for value in values or ():
        name, sign, address = value.partition("=")
        if sign and name.strip() and not re.search(r"[./\\#!]", name):
            named[name.strip()] = address.strip()
        else:
            plain.append(value)
    if len(plain) > 1:
        raise UsageFault("option-lists", option=option, first=plain[0], other=plain[1])
    return (plain[0] if plain else None), tuple(named.items())


def period_told(value: str | None) -> str | None:
    """Return the period that an option tells, in the form of the reports; `5/2024` and `Quý II/2024` are understood."""
    if value is None:
        return None
    from coverage_cli.locate import periods_in  # only who tells a period pays for it

    text = value.strip()
    found = [text] if is_period(text) else list(dict.fromkeys(periods_in(text)))
    if len(found) != 1:
        raise UsageFault("option-period", value=value)
    return found[0]


def day_told(option: str, value: str | None) -> str | None:
    """Return the day that an option tells; of a month or a year its last."""
    if value is None:
        return None
    from coverage_cli.periods import end_of

    try:
        return end_of(period_told(value) or "").isoformat()
    except (UsageFault, ValueError):
        raise UsageFault("option-day", option=option, value=value) from None


def pairs_of(values: list[str] | None, known: tuple[str, ...]) -> dict[str, str]:
    """Return the measures and columns of --map options; one told twice is refused, for neither is the likelier."""
    pairs: dict[str, str] = {}
    for value in values or ():
        measure, _, column = value.partition("=")
        base = measure.strip().removeprefix("target_").removeprefix("new_")
        if not column.strip() or base not in (*known, *_TELLING):
            raise UsageFault("option-pair", value=value, choices=(*known, *_TELLING))
        if measure.strip() in pairs:
            columns = (pairs[measure.strip()], column.strip())
            raise UsageFault("option-pair-twice", measure=measure.strip(), columns=columns)
        pairs[measure.strip()] = column.strip()
    return pairs


def scales_of(
    values: list[str] | None, known: tuple[str, ...]
) -> tuple[int | None, dict[str, int]]:
    """Return how many people one unit of all columns stands for, and of those of a measure, as --scale tells."""
    for_all, scales = None, {}
    for value in values or ():
        measure, sign, number = value.rpartition("=")
        measure, number = measure.strip(), number.strip()
        is_known = measure.removeprefix("target_").removeprefix("new_") in known if sign else True
        if not (
            is_known and number.isascii() and number.isdigit() and 0 < int(number) <= _LARGEST_SCALE
        ):
            raise UsageFault("option-scale", value=value, choices=known)
        if sign:
            scales[measure] = int(number)
        else:
            for_all = int(number)
    return for_all, scales


def conditions_of(values: list[str] | None) -> tuple[tuple[str, str], ...]:
    """Return the columns and values of --where options."""
    conditions = [
        tuple(part.strip() for part in value.partition("=")[::2]) for value in values or ()
    ]
    for value, condition in zip(values or (), conditions, strict=True):
        if "=" not in value or not all(condition):
            raise UsageFault("option-where", value=value)
    return tuple((column, wanted) for column, wanted in conditions)


def targets_of(
    values: list[str] | None, indicators: Mapping[str, Indicator], levels: tuple[str, ...]
) -> tuple[TargetSetting, ...]:
    """Return the targets of --target options: 95, ID=95, ID=70544:count, ID@commune=90#NTM."""
    if not values:
        return ()
    from coverage_cli.targets.parse import parse_target  # only who tells a target pays for it

    return tuple(parse_target(value, indicators, levels)._replace(typed=True) for value in values)
