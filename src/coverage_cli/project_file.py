"""Read a project file: TOML -> frozen settings, every mistake named by its line and key, all of them at once.

It opens the project file and nothing else; whether a column or sheet exists is for those who read the sheets to say.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from coverage_cli.errors import UsageFault
from coverage_cli.model import LEVELS, Phrase
from coverage_cli.project import Project, Reading, Thresholds, Told
from coverage_cli.project_keys import COLUMNS, EVERY, TOTALS, Measures, Wrong, schema_of

NAME = "coverage-cli.toml"
_LARGEST = 1 << 20
_LONGEST_FOUND = 40


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


def read_project(path: str, measures: Measures, indicators: tuple[str, ...]) -> Project:
    """Read a project file; `measures` and `indicators` are those there are.

    Raises `UsageFault` with every mistake in it, each with its line.
    """
    return parse_project(path, _text(path), measures, indicators)


def parse_project(path: str, text: str, measures: Measures, indicators: tuple[str, ...]) -> Project:
    """Return the settings of a project file's text; raises as `read_project` does."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise _syntax(path, text, str(fault)) from fault
    mistakes = _Mistakes()
    settings = _checked(table, schema_of(table, measures, indicators), mistakes)
    if mistakes.found:
        raise mistakes.fault(path, lines_of(text))
    return _project(path, settings, measures)


def _syntax(path: str, text: str, reason: str) -> UsageFault:
    """Return the error of a file that is no TOML; the reason is that of Python's own reader."""
    reason, _, place = reason.partition(" (at ")
    line = re.search(r"line (\d+)", place)
    at = line.group(1) if line else str(text.count("\n") + 1)
    return UsageFault("project-syntax", file=path, line=at, reason=reason[:1].lower() + reason[1:])


def language_of(path: str) -> str | None:
    """Return the language that a project file asks for as far as it can be read; for the telling of faults."""
    try:
        found = tomllib.loads(_text(path)).get("output", {}).get("lang")
    except (UsageFault, tomllib.TOMLDecodeError, RecursionError, AttributeError):
        return None
    return found if isinstance(found, str) else None


def line_of(path: str, value: str) -> int | None:
    """Return the line of a setting under [sheet] or [columns] that has this value, None where none has."""
    try:
        text = _text(path)
        table = tomllib.loads(text)
    except (UsageFault, tomllib.TOMLDecodeError, RecursionError):
        return None
    lines = lines_of(text)
    entries = [(name, key, told) for name in ("sheet", "columns") for key, told in dict(table.get(name, {})).items()]
    return next((lines[name, key] for name, key, told in entries if told == value), None)


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    r"""Return the 1-based line of every key of a TOML text that can be read.

    >>> lines_of('[columns]\nunit = "A"\n"x y" = [\n  1,\n]\n[a.b]')
    {('columns',): 1, ('columns', 'unit'): 2, ('columns', 'x y'): 3, ('a',): 6, ('a', 'b'): 6}
    """
    places: dict[tuple[str, ...], int] = {}
    above: tuple[str, ...] = ()
    first, statement = 1, ""
    for number, line in enumerate(text.splitlines(), start=1):
        statement = f"{statement}\n{line}" if statement else line
        try:  # a statement is whole as soon as it can be read by itself
            table = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        paths = _paths(table)
        if statement.lstrip().startswith("["):
            above = paths[-1]
            paths = [above[: depth + 1] for depth in range(len(above))]
        else:
            paths = [(*above, *path) for path in paths]
        for path in paths:
            places.setdefault(path, first)
        first, statement = number + 1, ""
    return places


def _paths(table: object) -> list[tuple[str, ...]]:
    if isinstance(table, list):
        table = table[0] if table else None
    if not isinstance(table, dict):
        return []
    return [path for key, value in table.items() for path in ((key,), *((key, *rest) for rest in _paths(value)))]


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            content = file.read(_LARGEST + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UsageFault("project-unreadable", file=path, reason=reason) from fault
    try:
        if len(content) > _LARGEST or b"\0" in content:
            raise UnicodeError
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeError as fault:
        raise UsageFault("project-encoding", file=path) from fault


class _Mistakes:
    """The mistakes of a file by the path of their keys, said in the order of their lines."""

    def __init__(self) -> None:
        self.found: list[tuple[tuple[str, ...], str, dict[str, object]]] = []

    def add(self, path: tuple[str, ...], kind: str, **values: object) -> None:
        """Keep a mistake."""
        self.found.append((path, kind, values))

    def fault(self, file: str, lines: Mapping[tuple[str, ...], int]) -> UsageFault:
        """Return the error that says all of them."""
        said = []
        for path, kind, values in self.found:
            line = next((lines[path[:depth]] for depth in range(len(path), 0, -1) if path[:depth] in lines), 1)
            named = {"line": str(line), "name": path[-1], "section": ".".join(path[:-1])}
            said.append((line, kind, {**named, **values}))
        said.sort(key=lambda mistake: mistake[0])
        errors = tuple(Phrase(f"mistake_{kind.removesuffix('_near')}", values) for _, kind, values in said)
        hints = tuple(Phrase(f"mend_{kind}", values) for _, kind, values in said)
        return UsageFault("project-mistakes", file=file, mistakes=errors, hints=hints)


def _checked(
    table: Mapping[str, object], schema: Mapping[str, Any], mistakes: _Mistakes, *above: str
) -> dict[str, Any]:
    """Return the values of a table that are right; what is wrong is kept as a mistake."""
    checked: dict[str, Any] = {}
    for key, value in table.items():
        path = (*above, key)
        expected = schema.get(key)
        if expected is None and not above and not isinstance(value, Mapping):
            homes = tuple(f"[{name}]" for name, keys in schema.items() if key in keys)
            mistakes.add(path, "stray", choices=homes or tuple(f"[{name}]" for name in schema))
        elif expected is None:
            _add_unknown(path, tuple(schema), mistakes)
        elif isinstance(expected, Mapping):
            if isinstance(value, Mapping):
                checked[key] = _checked(value, expected, mistakes, *path)
            else:
                mistakes.add(path, "not_section", found=_shown(value), name=".".join(path))
        else:
            read = expected(value)
            if isinstance(read, Wrong):
                mistakes.add(path, "value", expected=read.expected, found=_shown(value))
            else:
                checked[key] = read
    return checked


def _add_unknown(path: tuple[str, ...], choices: tuple[str, ...], mistakes: _Mistakes) -> None:
    import difflib  # only an unknown key pays for it

    near = difflib.get_close_matches(path[-1].casefold(), choices, n=1, cutoff=0.6)
    kind = "key" if len(path) > 1 else "section"
    shown = tuple(choice for choice in choices if not choice.startswith(("new_", "target_")))
    if near:
        mistakes.add(path, f"{kind}_near", near=near[0])
    else:
        mistakes.add(path, kind, choices=shown)


def _shown(value: object) -> str:
    text = f"'{value}'" if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, Mapping):
        text = "{ " + ", ".join(f"{key} = {_shown(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        text = "[" + ", ".join(map(_shown, value)) + "]"
    return text if len(text) <= _LONGEST_FOUND else text[: _LONGEST_FOUND - 1] + "…"


def _project(path: str, settings: Mapping[str, Any], measures: Measures) -> Project:
    sheet, reading, output = (settings.get(name, {}) for name in ("sheet", "reading", "output"))
    columns = dict(settings.get("columns", {}))
    own = {name: columns.pop(name, None) for name in ("unit", "parent", "code", "target")}
    told = Told(
        sheet=sheet.get("name"),
        header_rows=sheet.get("header_rows"),
        rows=sheet.get("rows"),
        unit=own["unit"],
        parent=own["parent"],
        code=own["code"],
        target_column=own["target"],
        measures=columns,
        number_style=reading.get("number_style"),
        percent=reading.get("percent"),
        scale=reading.get("scale"),
        hidden=reading.get("hidden", "include"),
        phrases=_own_phrases(settings.get("headings", {}), measures),
        levels=settings.get("levels", {}).get("names", LEVELS),
    )
    targets = tuple(
        target._replace(indicator=None if name == EVERY else name)
        for name, target in settings.get("targets", {}).items()
    )
    bytes_of_text = Reading(reading.get("encoding"), reading.get("delimiter"))
    thresholds = Thresholds(**settings.get("thresholds", {}))
    return Project(path, told, bytes_of_text, targets, output.get("lang"), output.get("decimals"), thresholds)


def _own_phrases(headings: Mapping[str, Any], measures: Measures) -> tuple[tuple[str, str, str], ...]:
    """Return a user's own words as (table, name, phrase), as the vocabulary's own tables have them."""
    phrases = [("types", level, word) for level, words in headings.get("types", {}).items() for word in words]
    for name, words in headings.items():
        if name == "types":
            continue
        table, called = COLUMNS.get(name, ("totals" if name in TOTALS else "aspects", name))
        if name in measures:  # a phrase for a measure speaks of all that the measure's headings speak of
            table, called = "subjects", " ".join(sorted(measures[name]))
        phrases += [(table, called, word) for word in words]
    return tuple(phrases)
