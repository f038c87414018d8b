"""Read the data files that come with the program: headings, profiles, wording. They are TOML, as a user's own would be.

Plain paths: `importlib.resources` would cost more time than all else that starts a month's sheet. Most of a file is
strings and lists of strings: these are read by one pattern, in a tenth of the time that `tomllib` takes. It reads what
holds anything else, and all that a user wrote; a test holds both to the same tables.
"""

from __future__ import annotations

import os
import re
from typing import Any

_FOLDER = os.path.join(os.path.dirname(__file__), "data")  # noqa: PTH118, PTH120 - pathlib costs 5 ms to import
_STRING = r'"[^"\\\n]*(?:\\["\\][^"\\\n]*)*"'
_VALUE = rf"{_STRING}|true|false|\d+|\[(?:\s*{_STRING},?)*\s*\]"
_STRINGS = re.compile(_STRING)
_PAIRS = re.compile(rf"([\w-]+) = ({_VALUE})")
_STATEMENT = re.compile(
    rf'(?:\[([\w-]+(?:\.[\w-]+)*|"[\w-]+")\]'  # a table
    rf'|([\w-]+|"[^"\\\n]+") = ({_VALUE}|\{{(?: [\w-]+ = (?:{_VALUE}),?)* \}})'  # a key and its value
    r"|#.*|(.+))?\n"
)


def read_data(*parts: str) -> dict[str, Any]:
    """Return a data file as a table, named by the parts of its path without the suffix."""
    with open(data_path(*parts), encoding="utf-8") as file:  # noqa: PTH123
        text = file.read()
    table = plain_table(text)
    if table is None:
        import tomllib  # needless where every file is plain

        table = tomllib.loads(text)
    return table


def plain_table(text: str) -> dict[str, Any] | None:
    r"""Return the table of a TOML text of tables, strings, lists and inline tables of them, None of any other.

    >>> plain_table('[a.b]\nname = "x"\nothers = ["y", "z"]\n'), plain_table("day = 2025-07-01\n")
    ({'a': {'b': {'name': 'x', 'others': ['y', 'z']}}}, None)
    """
    top: dict[str, Any] = {}
    table = top
    for found in _STATEMENT.finditer(text):
        heading, name, value, other = found.groups()
        if other is not None:
            return None
        if heading is not None:
            table = top
            for part in heading.split("."):
                table = table.setdefault(part.strip('"'), {})
        elif name is not None:
            table[name.strip('"')] = _value(value)
    return top if text.endswith("\n") else None


def _value(text: str) -> Any:
    if text[0] == '"':
        return text[1:-1] if "\\" not in text else re.sub(r'\\(["\\])', r"\1", text[1:-1])
    if text[0] == "[":
        return [_value(string) for string in _STRINGS.findall(text)]
    if text[0] != "{":
        return int(text) if text.isdigit() else text == "true"
    return {name: _value(value) for name, value in _PAIRS.findall(text)}


def data_path(*parts: str) -> str:
    """Return the path of a data file."""
    return os.path.join(_FOLDER, *parts) + ".toml"  # noqa: PTH118


def data_names(folder: str) -> tuple[str, ...]:
    """Return the names of the data files of a folder, in the order of the alphabet."""
    files = os.listdir(os.path.join(_FOLDER, folder))  # noqa: PTH118, PTH208
    return tuple(sorted(file.removesuffix(".toml") for file in files if file.endswith(".toml")))
