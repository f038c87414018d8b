"""The words of the help (`data/help`) and their language; the list of commands needs nothing else, and starts fast."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from coverage_cli.datafiles import read_data

_LANGUAGES = ("en", "vi", "de")
_PROJECT = "coverage-cli.toml"


def help_language() -> str:
    """Return the language of the help: that of --lang, else of the project file, else of the reader's own settings.

    Reports go by the first two alone: a scheduler's locale must not change what is written.
    """
    asked = _asked()
    if asked in _LANGUAGES:
        return str(asked)
    told = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((one[:2] for one in told if one[:2] in _LANGUAGES), "en")


def _asked() -> str | None:
    """Return what the command line or a project file tells; the reader of those is imported where there is one."""
    arguments = sys.argv[1:]
    is_told = any(one.startswith(("--lang", "--project")) for one in arguments)
    if not is_told and not _lies_above():
        return None
    from coverage_cli.cli import language_asked

    return language_asked(arguments)


def _lies_above() -> bool:
    """Tell whether a project file lies here or in a folder above."""
    at = os.getcwd()  # noqa: PTH109 - pathlib costs 5 ms to import
    while not os.path.exists(os.path.join(at, _PROJECT)):  # noqa: PTH110, PTH118
        above = os.path.dirname(at)  # noqa: PTH120
        if above == at:
            return False
        at = above
    return True


@cache
def words_in(lang: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the words of the help in a language."""
    return read_data("help", lang)


def section_name(name: str) -> str:
    """Return the title of a section."""
    return str(words_in(help_language())["sections"][name])


def command_help(name: str, english: str) -> str:
    """Return the first line of a command's help."""
    return str(words_in(help_language()).get("commands", {}).get(name, english))
