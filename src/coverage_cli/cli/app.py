"""The commands of the program, one a file; here they are only hung on the door."""

from __future__ import annotations

from typing import Annotated

import typer

from coverage_cli import __version__
from coverage_cli.cli.check import check
from coverage_cli.cli.compute import compute
from coverage_cli.cli.explain import explain
from coverage_cli.cli.init import init
from coverage_cli.cli.inspect import inspect

app = typer.Typer(
    name="coverage",
    help="Coverage rates, target attainment and gaps from the spreadsheets that offices really send.",
    rich_markup_mode=None,  # plain help starts twice as fast, and a scheduler's log keeps it readable
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"coverage-cli {__version__}")
        raise typer.Exit


@app.callback()
def door(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Coverage rates, target attainment and gaps from the spreadsheets that offices really send."""
    del version


app.command()(compute)
app.command()(check)
app.command()(inspect)
app.command()(explain)
app.command()(init)
