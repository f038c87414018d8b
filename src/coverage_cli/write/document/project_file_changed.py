"""A project file that is there, with settings told or found anew: whatever else people wrote in it stays as it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coverage_cli.project import Setting
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.document.project_file import remark_of, value_text
from coverage_cli.write.safety import visible

if TYPE_CHECKING:
    from tomlkit.items import Item, Table

_HEADER = re.compile(r"^\s*\[([^\[\]]+)\]")
_MUTED = re.compile(r"^\s*#\s*([\w-]+)\s*=")


class Changed(NamedTuple):
    """The new text of a project file, and the keys that were added to it or changed in it."""

    text: str
    keys: tuple[str, ...]


def changed_text(text: str, settings: Iterable[Setting], words: Words) -> Changed:
    """Return a project file's text with settings: a value that is there is replaced, one that is not is added.

    Raises `ValueError` where the file is written in a way that settings cannot be put into.
    """
    import tomlkit

    document = tomlkit.parse(text)
    expected = tomllib.loads(text)
    keys = []
    for setting in settings:
        value = tomllib.loads(f"x = {value_text(setting.value)}")["x"]
        section = expected.setdefault(setting.section, {})
        if section.get(setting.key) == value:
            continue
        section[setting.key] = value
        keys.append(f"{setting.section}.{setting.key}")
        if setting.section not in document:
            document.add(setting.section, tomlkit.table())
        _put(document[setting.section], setting, words)
    made = tomlkit.dumps(document)
    if tomllib.loads(made) != expected:
        raise ValueError("the file is written in a way that settings cannot be put into")
    return Changed(made, tuple(keys))


def is_left_to_people(setting: Setting, text: str) -> bool:
    """Tell whether a file has a line of this setting, or had one that somebody put a `#` before."""
    told: Mapping[str, Any] = tomllib.loads(text).get(setting.section, {})
    return setting.key in told or setting.key in _muted_in(text.splitlines(), setting.section)


def _muted_in(lines: Sequence[str], section: str) -> set[str]:
    """Return the keys of a section that stand behind a `#`."""
    within, keys = "", set()
    for line in lines:
        header, muted = _HEADER.match(line), _MUTED.match(line)
        if header:
            within = header[1].strip()
        elif muted and within == section:
            keys.add(muted[1])
    return keys


def _put(table: Table, setting: Setting, words: Words) -> None:
    """Set a key of a section; a new one stands below the lines that are there, above the next section's remarks."""
    if setting.key in table:  # the remark behind it is somebody's, and stays
        table[setting.key] = _item(setting, "")
        return
    said = remark_of(setting, words)
    body = table.value.body
    behind = len(body)
    while behind and body[behind - 1][0] is None:
        behind -= 1
    while behind < len(body) and body[behind][1].as_string().strip():
        behind += 1  # remarks without a blank line belong to the lines above
    tail = body[behind:]
    del body[behind:]
    table.add(setting.key, _item(setting, said))
    body.extend(tail)


def _item(setting: Setting, said: str) -> Item:
    """Return a value with its remark behind it."""
    import tomlkit

    item = tomlkit.value(value_text(setting.value))
    if said:
        item.comment(visible(said)).trivia.comment_ws = "  "
    return item
