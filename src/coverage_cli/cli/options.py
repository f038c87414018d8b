"""The options that commands share, each once: its names, its help, and the frozen values they are gathered into."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from coverage_cli.errors import UsageFault
from coverage_cli.indicator import Indicator
from coverage_cli.periods import is_period
from coverage_cli.project import TargetSetting

_TABLE, _CELLS, _GIVEN, _ASKED, _SHOWN = (
    "Where the table is",
    "How cells are read",
    "What is given besides",
    "Which figures",
    "How they are shown",
)


def _option(*names: str, panel: str, text: str, metavar: str | None = None) -> Any:
    return typer.Option(*names, help=text, rich_help_panel=panel, metavar=metavar, show_default=False)


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...", help="Files, folders or patterns; - reads CSV from standard input.", show_default=False
    ),
]
Deliveries = Annotated[
    tuple[str, str],
    typer.Argument(
        metavar="OLD NEW", help="Each a file, a folder or a pattern in quotation marks.", show_default=False
    ),
]
SomeInputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[INPUT...]", help="Files, folders or patterns; without any a template.", show_default=False
    ),
]
Sheet = Annotated[str | None, _option("--sheet", panel=_TABLE, metavar="NAME", text="The sheet to read.")]
HeaderRows = Annotated[
    str | None,
    _option("--header-rows", panel=_TABLE, metavar="5-7", text="The heading rows, as a spreadsheet numbers them."),
]
Rows = Annotated[str | None, _option("--rows", panel=_TABLE, metavar="8-151", text="The rows of the data.")]
Where = Annotated[
    list[str] | None,
    _option("--where", panel=_TABLE, metavar="COL=VALUE", text="Keep the rows that say so; repeatable."),
]
UnitColumn = Annotated[
    str | None, _option("--unit", panel=_TABLE, metavar="COL", text="The column of names, by heading or letter.")
]
ParentColumn = Annotated[
    str | None, _option("--parent", panel=_TABLE, metavar="COL", text="The column of the unit above.")
]
CodeColumn = Annotated[
    str | None, _option("--code", panel=_TABLE, metavar="COL", text="The column of codes; C+D joins two.")
]
Numerator = Annotated[
    str | None, _option("--numerator", panel=_TABLE, metavar="COL", text="The column of people enrolled.")
]
Denominator = Annotated[
    str | None, _option("--denominator", panel=_TABLE, metavar="COL", text="The column of all who could be.")
]
TargetColumn = Annotated[
    str | None, _option("--target-column", panel=_TABLE, metavar="COL", text="The column of targets.")
]
Map = Annotated[
    list[str] | None,
    _option("--map", panel=_TABLE, metavar="MEASURE=COL", text="The column of a measure; repeatable."),
]
NumberStyle = Annotated[
    str | None,
    _option("--number-style", panel=_CELLS, metavar="vi|en|de", text="How written numbers are to be read."),
]
Percent = Annotated[
    str | None, _option("--percent", panel=_CELLS, metavar="points|fraction", text="Whether 95 or 0.95 means 95 %.")
]
Scale = Annotated[
    list[str] | None,
    _option(
        "--scale",
        panel=_CELLS,
        metavar="[MEASURE=]N",
        text="How many people one unit stands for, of all columns or of a measure's (a list's, too); repeatable.",
    ),
]
Encoding = Annotated[str | None, _option("--encoding", panel=_CELLS, metavar="E", text="The encoding of text files.")]
Delimiter = Annotated[
    str | None, _option("--delimiter", panel=_CELLS, metavar="D", text="The delimiter of text files.")
]
Hidden = Annotated[
    str | None, _option("--hidden", panel=_CELLS, metavar="include|exclude", text="Whether hidden rows count.")
]
Population = Annotated[
    list[str] | None,
    _option(
        "--population",
        panel=_GIVEN,
        metavar="[NAME=]FILE",
        text="Denominators of a file, FILE#SHEET!COL; with a NAME a further one beside the first; repeatable.",
    ),
]
TargetsFile = Annotated[
    list[str] | None,
    _option(
        "--targets",
        panel=_GIVEN,
        metavar="[NAME=]FILE",
        text="Targets of a file; with a NAME further ones beside the first; repeatable.",
    ),
]
WhatIf = Annotated[
    list[str] | None,
    _option(
        "--what-if",
        panel=_ASKED,
        metavar="UNIT=+50",
        text="Suppose more people in a unit (=+50, =4750, =95%), or all at the median of their neighbours; repeatable.",
    ),
]
TargetOption = Annotated[
    list[str] | None,
    _option(
        "--target",
        panel=_GIVEN,
        metavar="[ID@WHERE=]95",
        text="A target: 95 (%), ID=95, ID=70544:count (:new, :remaining), ID@commune=90#NAME; repeatable.",
    ),
]
Expect = Annotated[str | None, _option("--expect", panel=_GIVEN, metavar="FILE", text="The units that should report.")]
Previous = Annotated[
    list[str] | None,
    _option("--previous", panel=_GIVEN, metavar="FILE", text="Earlier deliveries to compare with; repeatable."),
]
IndicatorOption = Annotated[
    list[str] | None, _option("--indicator", "-i", panel=_ASKED, metavar="ID", text="An indicator; repeatable.")
]
Level = Annotated[str | None, _option("--level", panel=_ASKED, metavar="L", text="province, district or commune only.")]
Inside = Annotated[str | None, _option("--in", panel=_ASKED, metavar="UNIT", text="A unit and what is below it.")]
Period = Annotated[
    str | None, _option("--period", panel=_ASKED, metavar="2024-05", text="The period to take, or to name.")
]
FiguresOption = Annotated[
    str | None,
    _option("--figures", panel=_ASKED, metavar="computed|printed", text="Upper levels: summed or as printed."),
]
ByDate = Annotated[
    str | None,
    _option("--by-date", panel=_ASKED, metavar="DATE", text="The deadline, 2024-12 or 31/12/2024."),
]
Sort = Annotated[
    str | None,
    _option("--sort", panel=_SHOWN, metavar="KEY", text="people, points, attainment or name."),
]
Top = Annotated[
    int | None,
    typer.Option(
        "--top", help="Only the first N of each ranking.", min=1, rich_help_panel=_SHOWN, metavar="N",
        show_default=False,
    ),
]  # fmt: skip
Share = Annotated[
    int,
    typer.Option(
        "--share", help="Count how many units hold so many percent of the shortfall (80).", min=1, max=100,
        rich_help_panel=_SHOWN, metavar="N", show_default=False,
    ),
]  # fmt: skip
Show = Annotated[
    str | None,
    _option("--show", panel=_SHOWN, metavar="F", text="By period: percent (coverage), people or points (of the gap)."),
]
Summary = Annotated[
    bool,
    typer.Option("--summary", help="A paragraph a unit in words, for the monthly report.", rich_help_panel=_SHOWN),
]
Format = Annotated[
    str | None,
    _option(
        "--format", "-f", panel=_SHOWN, metavar="F", text="table, plain, csv, tsv, json, ndjson, markdown or xlsx."
    ),
]
Output = Annotated[
    str | None, _option("--output", "-o", panel=_SHOWN, metavar="FILE", text="Write a file, whole or not at all.")
]
Lang = Annotated[str | None, _option("--lang", panel=_SHOWN, metavar="en|vi|de", text="The language for people.")]
Decimals = Annotated[
    int | None,
    typer.Option(
        "--decimals", help="Decimals of percentages (2).", min=0, max=10, rich_help_panel=_SHOWN, metavar="N",
        show_default=False,
    ),
]  # fmt: skip
ProjectFile = Annotated[
    str | None,
    _option("--project", panel=_TABLE, metavar="FILE", text="The project file (coverage-cli.toml here or above)."),
]
ProfileName = Annotated[
    str | None,
    _option("--profile", panel=_ASKED, metavar="NAME|FILE.toml", text="What is counted (vn-social-insurance)."),
]
LockFile = Annotated[
    str | None,
    _option("--lock", panel=_TABLE, metavar="FILE", text="The layout remembered by init --lock (found likewise)."),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Stop where the layout drifted from the one remembered.", rich_help_panel=_TABLE),
]
Remember = Annotated[bool, typer.Option("--lock", help="Remember the layout, and keep a project file that is there.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the project file.")]
FailOn = Annotated[
    list[str] | None,
    _option(
        "--fail-on",
        panel=_SHOWN,
        metavar="error|warning|short",
        text="Exit 1 when there is such, or unconfirmed; repeatable.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.", rich_help_panel=_SHOWN)]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say every note.", rich_help_panel=_SHOWN)]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour on the terminal.", rich_help_panel=_SHOWN)]
CsvRaw = Annotated[
    bool, typer.Option("--csv-raw", help="Leave texts such as =1+1 unquoted in CSV.", rich_help_panel=_SHOWN)
]


def rows_of(option: str, value: str | None) -> tuple[int, int] | None:
    """Return the first and last row of an option such as 5-7 (or 5), 1-based."""
    if value is None:
        return None
    first, _, last = value.partition("-")
    last = last or first
    if not (first.strip().isdigit() and last.strip().isdigit() and 1 <= int(first) <= int(last)):
        raise UsageFault("option-rows", option=option, value=value)
    return int(first), int(last)


def one_of(option: str, value: str | None, choices: tuple[str, ...], command: str = "compute") -> Any:
    """Return an option's value if it is one of its choices."""
    if value is not None and value not in choices:
        raise UsageFault("option-choice", option=option, value=value, choices=choices, command=command)
    return value


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
    year, month, day = (*whole, 12, 1)[:3] if len(whole) == 1 else (*whole, 1)[:3] if whole else (0, 0, 0)
    is_written = re.fullmatch(r"\s*\d+([-/.]\d+){0,2}\s*", value) is not None and 1900 <= year <= 2200
    if not (is_written and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        raise UsageFault("option-date", option=option, value=value)
    return f"{year}-{month:02d}"


_TELLING = ("period", "level")
_LARGEST_SCALE = 10**9


def level_told(value: str | None, levels: tuple[str, ...]) -> str | None:
    """Return the id of a level that may be told by its name in any of the program's languages (`Huyện`, `Kreis`)."""
    if value is None or value in levels:
        return value
    from coverage_cli.words import LANGUAGES, load_words  # only who tells a level by another name pays for it

    names = {load_words(lang).level(level).casefold(): level for lang in LANGUAGES for level in levels}
    return names.get(value.strip().casefold(), value)


def lists_of(option: str, values: list[str] | None) -> tuple[str | None, tuple[tuple[str, str], ...]]:
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


def scales_of(values: list[str] | None, known: tuple[str, ...]) -> tuple[int | None, dict[str, int]]:
    """Return how many people one unit of all columns stands for, and of those of a measure, as --scale tells."""
    for_all, scales = None, {}
    for value in values or ():
        measure, sign, number = value.rpartition("=")
        measure, number = measure.strip(), number.strip()
        is_known = measure.removeprefix("target_").removeprefix("new_") in known if sign else True
        if not (is_known and number.isascii() and number.isdigit() and 0 < int(number) <= _LARGEST_SCALE):
            raise UsageFault("option-scale", value=value, choices=known)
        if sign:
            scales[measure] = int(number)
        else:
            for_all = int(number)
    return for_all, scales


def conditions_of(values: list[str] | None) -> tuple[tuple[str, str], ...]:
    """Return the columns and values of --where options."""
    conditions = [tuple(part.strip() for part in value.partition("=")[::2]) for value in values or ()]
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
