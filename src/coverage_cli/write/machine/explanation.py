"""Explanations as JSON for other programs: the contract's keys, unrounded numbers beside their exact fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from coverage_cli import __version__
from coverage_cli.model import MACHINE_COLUMNS, Figure, Finding, Quotient
from coverage_cli.words import Words
from coverage_cli.write.machine.records import finding_object, machine_count
from coverage_cli.write.safety import json_escaped
from coverage_cli.write.text.arithmetic import filled

SCHEMA = "coverage-cli/explanation/1"


def explanation_json(explanations: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Return the one object of the schema (docs/json.md)."""
    import json

    told = [_explanation(record, words) for record in explanations]
    content = {"schema": SCHEMA, "version": __version__, "explanations": told}
    return (
        json_escaped_lines(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False))
        + "\n"
    )


def json_escaped_lines(dumped: str) -> str:
    """Escape what a terminal would obey, but not the line feeds that part the lines."""
    return "\n".join(map(json_escaped, dumped.split("\n")))


def _explanation(record: Mapping[str, Any], words: Words) -> dict[str, Any]:
    steps = [{**_plain(step, words), **_step(step, words)} for step in record["arithmetic"]]
    return {**_plain(record, words), "arithmetic": steps}


def _step(step: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return a step's result as the nearest number, as its exact fraction, and rounded as it is shown."""
    result = step["result"]
    exact = Fraction(*result) if isinstance(result, Quotient) else Fraction(result)
    rounded = (
        machine_count(Fraction(result.rounded(words.places), 10**words.places))
        if isinstance(result, Quotient)
        else None
    )
    return {"exact": str(exact), "rounded": rounded, "text": filled(step, words)}


def _plain(value: Any, words: Words) -> Any:
    """Return a value of a record as JSON holds it."""
    if isinstance(value, Quotient):
        return float(value)
    if isinstance(value, Fraction):
        return machine_count(value)
    if isinstance(value, Finding):
        return finding_object(value, words)
    if isinstance(value, Figure):
        return {name: _plain(getattr(value, name), words) for name in MACHINE_COLUMNS}
    if isinstance(value, Mapping):
        return {name: _plain(part, words) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part, words) for part in value]
    return value
