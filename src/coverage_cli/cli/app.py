"""The commands of the program, one a file; here they are only hung on the door, and built when they are asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from coverage_cli import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {
    "compute": "Compute coverage, attainment and gap of every unit of the sheets.",
    "gaps": "Rank the units short of target: people missing, what each month must bring, the recent pace.",
    "trend": "Put the units' figures of several periods side by side: change, pace, projection.",
    "compare": "Say what a new delivery restated in an old one, and what that changes: people, points, targets met.",
    "report": "Write the report for a committee: headline, key figures, charts, who is short, what is doubtful.",
    "check": "Check the sheets: findings by rule, worst first; exit code 1 where there is an error.",
    "inspect": "Show how the sheets are understood: range, headings, columns, rows, period, and what would correct it.",
    "explain": "Show the cells, the repairs and the arithmetic behind a unit's figures.",
    "allocate": "Split a target among the units: head counts for every district and commune that sum to it exactly.",
    "units": "Look up administrative units at a date: what stands above, what became of them, what they were.",
    "template": "Write an empty workbook to fill in: units, checked cells, sums and rates that calculate themselves.",
    "run": "Run the jobs of a project file, for schedulers: a line a job, a report of the run, one exit code.",
    "init": "Write a commented project file, or put into one that is there what options tell and sheets show anew.",
}
"""The commands in the order of the help, each with the first line of its own (a test holds the two together)."""


class Commands(TyperGroup):
    """The commands by name, each imported and built when it is called: building all of them takes longer than a job."""

    def __init__(self, **settings: Any) -> None:
        """Know the names of all commands, and none of the commands yet."""
        super().__init__(**settings)
        self.commands: Any = dict.fromkeys(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name, None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        if self.commands[cmd_name] is None:
            self.commands[cmd_name] = _built(
                cmd_name, getattr(import_module(f"coverage_cli.cli.{cmd_name}"), cmd_name)
            )
        return self.commands[cmd_name]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the program is called."""
        from coverage_cli.cli.help_words import section_name

        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, f"{section_name('usage')}: ")

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands without building them."""
        del ctx
        from coverage_cli.cli.help_words import command_help, section_name

        with formatter.section(section_name("commands")):
            formatter.write_dl(
                [(name, command_help(name, text)) for name, text in COMMANDS.items()]
            )


def _built(name: str, function: Callable[..., Any]) -> Any:
    from typer.main import get_command_from_info
    from typer.models import CommandInfo

    from coverage_cli.cli.help import Command

    info = CommandInfo(name, cls=Command, callback=function, context_settings=_CONTEXT)
    return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)


_CONTEXT = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    name="coverage-cli",
    cls=Commands,
    help="Coverage rates, target attainment and gaps from the spreadsheets that offices really send.",
    rich_markup_mode=None,  # plain help starts twice as fast, and a scheduler's log keeps it readable
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=True,
    context_settings=_CONTEXT,
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"coverage-cli {__version__}")
        raise typer.Exit


@app.callback()
def door(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Coverage rates, target attainment and gaps from the spreadsheets that offices really send."""
    del version
