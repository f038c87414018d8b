"""Read a project file: TOML -> frozen settings, every mistake named by its line and key, all of them at once.

It opens the project file and nothing else; whether a column or sheet exists is for those who read the sheets to say.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coverage_cli.checked_toml import Mistakes, checked_table, lines_of, syntax_fault, text_of
from coverage_cli.errors import UsageFault
from coverage_cli.indicator import Indicator
from coverage_cli.model import LEVELS
from coverage_cli.project import (
    CLOSING_DAY,
    Accepted,
    JobSetting,
    Project,
    Reading,
    RunSetting,
    Thresholds,
    Told,
)

if TYPE_CHECKING:
    from coverage_cli.project_keys import Measures

NAME = "coverage-cli.toml"


def find_upwards(name: str, folder: str) -> str | None:
    """Return the nearest file of that name in the folder or one above it, None where there is none."""
    at = os.path.abspath(folder)  # noqa: PTH100 - pathlib costs 5 ms to import
    shown = name if folder == os.curdir else os.path.join(folder, name)  # noqa: PTH118
    while not os.path.isfile(os.path.join(at, name)):  # noqa: PTH113, PTH118
        above = os.path.dirname(at)  # noqa: PTH120
        if above == at:
            return None
        at, shown = above, ""
    return shown or os.path.join(at, name)  # noqa: PTH118


def read_project(path: str, measures: Measures, indicators: Mapping[str, Indicator]) -> Project:
    """Read a project file; `measures` and `indicators` are those there are.

    Raises `UsageFault` with every mistake in it, each with its line.
    """
    return parse_project(path, text_of(path), measures, indicators)


def parse_project(
    path: str, text: str, measures: Measures, indicators: Mapping[str, Indicator]
) -> Project:
    """Return the settings of a project file's text; raises as `read_project` does."""
    import tomllib  # here and below: who has no project file pays nothing for it
    from decimal import Decimal

    from coverage_cli.project_keys import schema_of

    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise syntax_fault(path, text, str(fault)) from fault
    mistakes = Mistakes()
    settings = checked_table(table, schema_of(table, measures, indicators), mistakes)
    if mistakes.found:
        raise mistakes.fault(path, lines_of(text))
    return _project(path, settings, measures)


def language_of(path: str) -> str | None:
    """Return the language that a project file asks for as far as it can be read; for the telling of faults."""
    return _glimpsed(path, "output", "lang")


def profile_of(path: str) -> str | None:
    """Return the profile that a project file names as far as it can be read; its keys go by the profile's ids."""
    return _glimpsed(path, "profile")


def _glimpsed(path: str, *keys: str) -> str | None:
    import tomllib

    try:
        found = tomllib.loads(text_of(path))
        for key in keys:
            found = found.get(key, {})
    except (UsageFault, tomllib.TOMLDecodeError, RecursionError, AttributeError):
        return None
    return found if isinstance(found, str) else None


def line_of_key(path: str, *keys: str) -> int | None:
    """Return the line of a key, None where it has none."""
    try:
        return lines_of(text_of(path)).get(keys)
    except UsageFault:
        return None


def line_of(path: str, value: str) -> int | None:
    """Return the line of a setting under [sheet] or [columns] that has this value, None where none has."""
    import tomllib

    try:
        text = text_of(path)
        table = tomllib.loads(text)
    except (UsageFault, tomllib.TOMLDecodeError, RecursionError):
        return None
    lines = lines_of(text)
    entries = [
        (name, key, told)
        for name in ("sheet", "columns")
        for key, told in dict(table.get(name, {})).items()
    ]
    return next((lines[name, key] for name, key, told in entries if told == value), None)


def _project(path: str, settings: Mapping[str, Any], measures: Measures) -> Project:
    from coverage_cli.project_keys import EVERY, FURTHER

    sheet, reading, output = (settings.get(name, {}) for name in ("sheet", "reading", "output"))
    columns = dict(settings.get("columns", {}))
    own = {name: columns.pop(name, None) for name in ("unit", "parent", "code", "target")}
    told = Told(
        sheet=sheet.get("name"),
        header_rows=sheet.get("header_rows"),
        rows=sheet.get("rows"),
        where=sheet.get("where", ()),
        unit=own["unit"],
        parent=own["parent"],
        code=own["code"],
        target_column=own["target"],
        measures=columns,
        number_style=reading.get("number_style"),
        percent=reading.get("percent"),
        scale=reading.get("scale", {}).get(""),
        scales={measure: scale for measure, scale in reading.get("scale", {}).items() if measure},
        hidden=reading.get("hidden", "include"),
        phrases=_own_phrases(settings.get("headings", {}), measures),
        levels=settings.get("levels", {}).get("names", LEVELS),
        closing_day=settings.get("periods", {}).get("closing_day", CLOSING_DAY),
    )
    targets = tuple(
        target._replace(indicator=None if name == EVERY else name)
        for name, target in settings.get("targets", {}).items()
        if name != FURTHER
    )
    targets = (*targets, *settings.get("targets", {}).get(FURTHER, ()))
    bytes_of_text = Reading(
        reading.get("encoding"), reading.get("delimiter"), reading.get("limit_cells")
    )
    thresholds = Thresholds(**settings.get("thresholds", {}))
    shown = output.get("lang"), output.get("decimals")
    expected = settings.get("expect")
    return Project(
        path,
        settings.get("profile"),
        told,
        bytes_of_text,
        targets,
        *shown,
        thresholds,
        expect=beside(path, expected) if expected else None,
        accepted=tuple(Accepted(**entry) for entry in settings.get("accepted", ())),
        jobs=tuple(map(_job, settings.get("jobs", ()))),
        run=RunSetting(**settings.get("run", {})),
        letter=settings.get("report", {}),
        faults=settings.get("faults", {}),
    )


def _job(told: Mapping[str, Any]) -> JobSetting:
    own = JobSetting._fields[:-1]
    options = tuple((key, value) for key, value in told.items() if key not in own)
    return JobSetting(**{key: told[key] for key in own if key in told}, options=options)


def table_of(path: str) -> dict[str, Any]:
    """Return a project file's table as it is written; it has been read without a mistake."""
    import tomllib

    return tomllib.loads(text_of(path))


def beside(project: str, name: str) -> str:
    """Return a file that a project file names: it is looked for in the project file's folder."""
    return os.path.join(os.path.dirname(project), name)  # noqa: PTH118, PTH120


def _own_phrases(
    headings: Mapping[str, Any], measures: Measures
) -> tuple[tuple[str, str, str], ...]:
    """Return a user's own words as (table, name, phrase), as the vocabulary's own tables have them."""
    from coverage_cli.project_keys import COLUMNS, TOTALS

    phrases = [
        ("types", level, word)
        for level, words in headings.get("types", {}).items()
        for word in words
    ]
    for name, words in headings.items():
        if name == "types":
            continue
        table, called = COLUMNS.get(name, ("totals" if name in TOTALS else "aspects", name))
        if (
            name in measures
        ):  # a phrase for a measure speaks of all that the measure's headings speak of
            table, called = "subjects", " ".join(sorted(measures[name]))
        phrases += [(table, called, word) for word in words]
    return tuple(phrases)
