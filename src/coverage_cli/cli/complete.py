"""What may stand on the command line next: choices of options, and what the files that are typed already hold.

Only a shell that asks for completions imports this; a mistake on the line, or a file that cannot be
read, offers nothing.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from coverage_cli.pipeline import Understood

_COLUMNS = ("unit", "parent", "code", "numerator", "denominator", "target_column")


def completer_of(
    option: str, told: Mapping[str, Any]
) -> Callable[[typer.Context, str], list[str]] | None:
    """Return what completes an option's value by its parameter's name, None where nothing is known of it."""
    offer = _OFFERS.get(option)
    if "choices" not in told and offer is None:
        return None

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        with suppress(Exception):
            return _beginning(offer(ctx) if offer else told["choices"], incomplete)
        return []

    return complete


def _beginning(values: Iterable[str], incomplete: str) -> list[str]:
    """Return the values that begin so, each once; to small letters small ones, which are read as the others are."""
    spelled = map(str.lower, values) if incomplete.islower() else values
    return [value for value in dict.fromkeys(spelled) if value.startswith(incomplete)]


def _indicators(ctx: typer.Context) -> list[str]:
    from coverage_cli.cli.jobs import project_of
    from coverage_cli.profiles import load_profile

    project = project_of(ctx.params.get("project"), ctx.params.get("profile"))
    indicators = load_profile(project.profile).indicators.values()
    return [name for one in indicators for name in (one.id, *one.short)]


def _profiles(_: typer.Context) -> list[str]:
    from coverage_cli.datafiles import data_names

    return list(data_names("profiles"))


def _levels(ctx: typer.Context) -> list[str]:
    return list(dict.fromkeys(level for _, level in _units_of(ctx) if level))


def _units(ctx: typer.Context) -> list[str]:
    return [name for name, _ in _units_of(ctx) if name]


def _units_of(ctx: typer.Context) -> list[tuple[str, str]]:
    tables = (dated.table.units for dated in _understood(ctx).tables)
    return [pair for units in tables for pair in zip(units.names, units.levels, strict=True)]


def _sheets(ctx: typer.Context) -> list[str]:
    return [grid.sheet for dated in _understood(ctx).tables for grid in dated.book.grids]


def _columns(ctx: typer.Context) -> list[str]:
    return [column.name for reading in _understood(ctx).readings for column in reading.columns]


def _understood(_: typer.Context) -> Understood:
    """Return how the files on the line are understood."""
    from coverage_cli.cli.jobs import job_of
    from coverage_cli.cli.options import Options
    from coverage_cli.pipeline import context_of, understand

    line = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    return understand(context_of(job_of(Options(_files_in(line)))))


def _files_in(line: str) -> list[str]:
    """Return the files of a line that is still being typed; those behind an option are lists, no inputs.

    The parser knows none of them yet: it stops at an option without its value.
    """
    try:
        words = shlex.split(line)
    except ValueError:  # a quotation mark that is not closed yet
        words = shlex.split(line[: max(line.rfind("'"), line.rfind('"'))])
    return [word for before, word in pairwise(words) if before[:1] != "-" and Path(word).is_file()]


_OFFERS: Mapping[str, Callable[[typer.Context], Iterable[str]]] = {
    "indicator": _indicators,
    "profile": _profiles,
    "level": _levels,
    "inside": _units,
    "sheet": _sheets,
    **dict.fromkeys(_COLUMNS, _columns),
}
