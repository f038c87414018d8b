"""`coverage units`: administrative units at a date, and what became of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.reporting import alone
from coverage_cli.errors import UsageFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coverage_cli.boundaries.lookup import Found
    from coverage_cli.words import Words

_SUFFIXES = {".csv": "csv", ".json": "json", ".txt": "plain"}
_SHOWN = ("plain", "csv", "json")


@alone
def units(
    inputs: str | None = None,
    as_of: str | None = None,
    units: str | None = None,
    inside: str | None = None,
    form: str | None = None,
    output: str | None = None,
    lang: str | None = None,
) -> int:
    """Look up administrative units at a date: what stands above, what became of them, what they were."""
    from coverage_cli.boundaries.lookup import Asked, find_units
    from coverage_cli.cli.jobs import project_of, words_of
    from coverage_cli.pipeline import context_of
    from coverage_cli.pipeline.restating import table_of
    from coverage_cli.project import Job
    from coverage_cli.units.names import namer

    shown = opt.one_of("--format", form, _SHOWN, "units") or _shown_by(output)
    words = words_of(lang, None, project_of(None), "units")
    context = context_of(Job((), units=units))
    table = table_of(context)
    day = opt.day_told("--as-of", as_of)
    if day is None and inputs is None:
        day = table.days[-1]
    asked = Asked(inputs, inside, day)
    found = find_units(table, asked, namer(context.vocabulary.kinds))
    text = _text(found, shown, (table.name, day), words)
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return 0
    from coverage_cli.write.place import put

    mark = b"\xef\xbb\xbf" if shown == "csv" else b""
    put(output, mark + text.encode("utf-8"), inputs=[units] if units else [])
    print(words.label("written", path=output, rows=len(found)), file=sys.stderr)
    return 0


def _shown_by(output: str | None) -> str:
    """Return the form that a file's suffix means, plain text without a file."""
    if output is None:
        return "plain"
    suffix = next((one for one in _SUFFIXES if output.lower().endswith(one)), None)
    if suffix is None:
        raise UsageFault("format-unknown", path=output, choices=tuple(_SUFFIXES))
    return _SUFFIXES[suffix]


def _text(
    found: Sequence[Found],
    shown: str,
    table: tuple[str, str | None],
    words: Words,
) -> str:
    from coverage_cli.write.text.units import units_csv, units_json, units_text

    if shown == "json":
        return units_json(found, *table)
    return units_csv(found) if shown == "csv" else units_text(found, words)
