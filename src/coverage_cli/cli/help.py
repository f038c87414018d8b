"""The help: options in sections with two examples, in the language asked for; plain text, for it must start fast.

Its words are data (`data/help`); the English of the options stands in their own table.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from typer.core import TyperCommand

from coverage_cli.cli.options import table
from coverage_cli.datafiles import read_data

SECTIONS = ("table", "lists", "figures", "read", "output")
_LANGUAGES = ("en", "vi", "de")


def help_language() -> str:
    """Return the language of the help: that of --lang, else of the project file, else of the reader's own settings.

    Reports go by the first two alone: a scheduler's locale must not change what is written.
    """
    from coverage_cli.cli import language_asked

    asked = language_asked(sys.argv[1:])
    if asked in _LANGUAGES:
        return str(asked)
    told = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((one[:2] for one in told if one[:2] in _LANGUAGES), "en")


@cache
def _words(lang: str) -> Mapping[str, Mapping[str, Any]]:
    return read_data("help", lang)


def section_name(name: str) -> str:
    """Return the title of a section."""
    return str(_words(help_language())["sections"][name])


def command_help(name: str, english: str) -> str:
    """Return the first line of a command's help."""
    return str(_words(help_language()).get("commands", {}).get(name, english))


class Command(TyperCommand):
    """A command whose help has its options in sections, and examples below."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the command does, in the reader's language."""
        english, self.help = self.help, command_help(str(self.name), self.help or "")
        super().format_help_text(ctx, formatter)
        self.help = english

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the inputs, then the options by sections, then the examples."""
        rows: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                rows.setdefault(self._section(param), []).append(self._told(param, record))
        for name in ("arguments", *SECTIONS, "options"):
            if name in rows:
                with formatter.section(section_name(name)):
                    formatter.write_dl(rows[name])
        examples = _words("en")["examples"].get(str(self.name), ())
        if examples:
            with formatter.section(section_name("examples")):
                for example in examples:
                    formatter.write_text(example)

    def _key(self, param: Any) -> str:
        own = f"{self.name}_{param.name}"
        return own if own in table() else str(param.name)

    def _section(self, param: Any) -> str:
        if param.param_type_name == "argument":
            return "arguments"
        return str(table().get(self._key(param), {}).get("section", "options"))

    def _told(self, param: Any, record: tuple[str, str]) -> tuple[str, str]:
        """Return an option's line with its words in the reader's language; bounds and the like stay behind them."""
        names, text = record
        english = table().get(self._key(param), {}).get("help", "")
        words = _words(help_language()).get("options", {}).get(self._key(param))
        return (names, text.replace(english, words, 1)) if words and english else (names, text)
