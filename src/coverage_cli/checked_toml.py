"""Checked TOML: the text of a settings file, its lines, and every mistake in it named by its line and key.

What the keys are, the schemas say (`project_keys.py`, `profile_keys.py`); this module knows none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from coverage_cli.errors import UsageFault
from coverage_cli.model import Phrase
from coverage_cli.records import NamedTuple

_LARGEST = 1 << 20
_LONGEST_FOUND = 40


class Wrong(NamedTuple):
    """What a checker answers instead of a value: the label that says what was expected."""

    expected: Phrase


class Tables(NamedTuple):
    """A list of tables (`[[name]]`), or tables that have names of their own (`[name.own]`): the keys of each.

    `needed` are the keys that each must have. In the lines of a file and in mistakes the second one of a list goes by
    `name.2`.
    """

    schema: Mapping[str, Any]
    needed: tuple[str, ...]
    named: bool = False


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    r"""Return the 1-based line of every key of a TOML text that can be read.

    >>> lines_of('[columns]\nunit = "A"\n"x y" = [\n  1,\n]\n[a.b]')
    {('columns',): 1, ('columns', 'unit'): 2, ('columns', 'x y'): 3, ('a',): 6, ('a', 'b'): 6}
    >>> lines_of('[[a]]\nb = 1\n[[a]]\nb = 2')
    {('a',): 1, ('a', '1'): 1, ('a', '1', 'b'): 2, ('a', 'b'): 2, ('a', '2'): 3, ('a', '2', 'b'): 4}
    """
    import tomllib  # where nothing is wrong, nobody asks for lines

    places: dict[tuple[str, ...], int] = {}
    listed: Counter[tuple[str, ...]] = Counter()
    numbered: set[tuple[str, ...]] = set()
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
            if statement.lstrip().startswith("[["):
                listed[above] += 1
                above = (*above, str(listed[above]))
                numbered.add(above)
            paths = [above[: depth + 1] for depth in range(len(above))]
        else:
            # The first one of a list goes by its name alone, too.
            both = [above, above[:-1]] if above in numbered else [above]
            paths = [(*over, *path) for over in both for path in paths]
        for path in paths:
            places.setdefault(path, first)
        first, statement = number + 1, ""
    return places


def _paths(table: object) -> list[tuple[str, ...]]:
    if isinstance(table, list):
        table = table[0] if table else None
    if not isinstance(table, dict):
        return []
    return [
        path
        for key, value in table.items()
        for path in ((key,), *((key, *rest) for rest in _paths(value)))
    ]


def text_of(path: str, kind: str = "project") -> str:
    """Return the text of a settings file; `kind` (project, profile) names the errors of one that cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            content = file.read(_LARGEST + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UsageFault(f"{kind}-unreadable", file=path, reason=reason) from fault
    try:
        if len(content) > _LARGEST or b"\0" in content:
            raise UnicodeError
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeError as fault:
        raise UsageFault(f"{kind}-encoding", file=path) from fault


def syntax_fault(path: str, text: str, reason: str) -> UsageFault:
    """Return the error of a file that is no TOML; the reason is that of Python's own reader."""
    reason, _, place = reason.partition(" (at ")
    line = re.search(r"line (\d+)", place)
    at = line.group(1) if line else str(text.count("\n") + 1)
    return UsageFault("project-syntax", file=path, line=at, reason=reason[:1].lower() + reason[1:])


class Mistakes:
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
            line = next(
                (lines[path[:depth]] for depth in range(len(path), 0, -1) if path[:depth] in lines),
                1,
            )
            named = {"line": str(line), "name": path[-1], "section": ".".join(path[:-1])}
            said.append((line, kind, {**named, **values}))
        said.sort(key=lambda mistake: mistake[0])
        errors = tuple(
            Phrase(f"mistake_{kind.removesuffix('_near')}", values) for _, kind, values in said
        )
        hints = tuple(Phrase(f"mend_{kind}", values) for _, kind, values in said)
        return UsageFault("project-mistakes", file=file, mistakes=errors, hints=hints)


def checked_table(
    table: Mapping[str, object], schema: Mapping[str, Any], mistakes: Mistakes, *above: str
) -> dict[str, Any]:
    """Return the values of a table that are right; what is wrong is kept as a mistake."""
    checked: dict[str, Any] = {}
    for key, value in table.items():
        path = (*above, key)
        expected = schema.get(key)
        if expected is None and not above and not isinstance(value, Mapping):
            _add_stray(path, schema, mistakes)
        elif expected is None:
            sections = (name for name, keys in schema.items() if isinstance(keys, Mapping))
            _add_unknown(path, tuple(schema) if above else tuple(sections), mistakes)
        elif isinstance(expected, Mapping):
            if isinstance(value, Mapping):
                checked[key] = checked_table(value, expected, mistakes, *path)
            else:
                mistakes.add(path, "not_section", found=shown(value), name=".".join(path))
        elif isinstance(expected, Tables):
            checked[key] = _checked_tables(value, expected, mistakes, path)
        else:
            read = expected(value)
            if isinstance(read, Wrong):
                mistakes.add(
                    path, "value" if above else "top", expected=read.expected, found=shown(value)
                )
            else:
                checked[key] = read
    return checked


def _checked_tables(
    value: object, expected: Tables, mistakes: Mistakes, path: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return the tables that are right; those with names of their own know them as `name`."""
    found = _tables_in(value, named=expected.named)
    if found is None:
        kind = "not_named" if expected.named else "not_tables"
        mistakes.add(path, kind, found=shown(value), name=".".join(path))
        return []
    checked = []
    for called, one in found.items():
        here = (*path, called)
        own = {"name": called} if expected.named else {}
        checked.append({**checked_table(one, expected.schema, mistakes, *here), **own})
        for name in expected.needed:
            if name not in one:
                mistakes.add((*here, name), "lacking")
    return checked


def _tables_in(value: object, *, named: bool) -> dict[str, Mapping[str, object]] | None:
    """Return tables by what they are called, those of a list by their number; None for what is no such thing."""
    if named:
        tables = dict(value) if isinstance(value, Mapping) else None
    else:
        numbers = map(str, range(1, len(value) + 1)) if isinstance(value, list) else ()
        tables = dict(zip(numbers, value, strict=True)) if isinstance(value, list) else None
    if tables is None or not all(isinstance(one, Mapping) for one in tables.values()):
        return None
    return tables


def near_to(name: str, choices: Iterable[str]) -> str | None:
    """Return the name that a mistyped one comes near to, None where none does."""
    import difflib  # only an unknown name pays for it

    return next(
        iter(difflib.get_close_matches(name.casefold(), tuple(choices), n=1, cutoff=0.6)), None
    )


def _add_stray(path: tuple[str, ...], schema: Mapping[str, Any], mistakes: Mistakes) -> None:
    """Keep a key above all sections: it belongs into one, or is a mistyped one of those that do stand there."""
    sections = {name: keys for name, keys in schema.items() if isinstance(keys, Mapping)}
    near = near_to(path[-1], schema.keys() - sections.keys())
    homes = tuple(f"[{name}]" for name, keys in sections.items() if path[-1] in keys)
    if near and not homes:
        mistakes.add(path, "stray_near", near=near)
    else:
        mistakes.add(path, "stray", choices=homes or tuple(f"[{name}]" for name in sections))


def _add_unknown(path: tuple[str, ...], choices: tuple[str, ...], mistakes: Mistakes) -> None:
    near = near_to(path[-1], choices)
    kind = "key" if len(path) > 1 else "section"
    shown = tuple(choice for choice in choices if not choice.startswith(("new_", "target_")))
    if near:
        mistakes.add(path, f"{kind}_near", near=near)
    else:
        mistakes.add(path, kind, choices=shown)


def shown(value: object) -> str:
    """Return a value as it is written in a settings file, a long one cut."""
    text = (
        f"'{value}'"
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
    if isinstance(value, Mapping):
        text = "{ " + ", ".join(f"{key} = {shown(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        text = "[" + ", ".join(map(shown, value)) + "]"
    return text if len(text) <= _LONGEST_FOUND else text[: _LONGEST_FOUND - 1] + "…"
