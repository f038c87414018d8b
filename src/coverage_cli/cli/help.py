"""The help of a command: options in sections with two examples; plain text, for it must start fast.

Its words are data (`data/help`); the English of the options stands in their own table.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from coverage_cli.cli.help_words import command_help, help_language, section_name, words_in
from coverage_cli.cli.options import table
from coverage_cli.shown import as_called

SECTIONS = ("table", "lists", "figures", "read", "output")


class Command(TyperCommand):
    """A command whose help has its options in sections, and examples below."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what the command does, in the reader's language."""
        english, self.help = self.help, command_help(str(self.name), self.help or "")
        super().format_help_text(ctx, formatter)
        self.help = english

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, f"{section_name('usage')}: ")

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
        examples = words_in("en")["examples"].get(str(self.name), ())
        if examples:
            with formatter.section(section_name("examples")):
                for example in examples:
                    formatter.write_text(as_called(example))

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
        if param.name == "help":
            return names, section_name("help")
        english = table().get(self._key(param), {}).get("help", "")
        words = words_in(help_language()).get("options", {}).get(self._key(param))
        return (names, text.replace(english, words, 1)) if words and english else (names, text)
