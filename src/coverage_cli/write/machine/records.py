"""The rows of a report for other programs: csv, tsv, json and ndjson with the contract's columns in their order.

Nothing is rounded, translated or styled here: counts are whole numbers, percentages the nearest float, missing is
empty or null. Only csv and tsv change text, and only what a spreadsheet would run or a terminal obey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import repeat

from coverage_cli import __version__
from coverage_cli.model import MACHINE_COLUMNS, Count, Finding, Phrase, Quotient, Report, Source
from coverage_cli.words import Words
from coverage_cli.write.safety import inert_field, json_escaped, visible

SCHEMA = "coverage-cli/report/1"
_BLOCK = 4096
Machine = str | int | float | bool | None
"""What a cell of a machine format holds."""


def csv_text(report: Report, words: Words, *, raw: bool = False, newline: str = "\n") -> str:
    """Return the rows as comma-separated values under a heading of ids; `raw` changes no text."""
    del words  # machine headings and ids are the same in every language
    return _delimited(report, ",", newline, raw=raw)


def tsv_text(report: Report, words: Words, *, raw: bool = False) -> str:
    """Return the rows as tab-separated values under a heading of ids."""
    del words
    return _delimited(report, "\t", "\n", raw=raw)


def json_text(report: Report, words: Words) -> str:
    """Return the report as the one object of the contract, a row, source or finding a line."""
    head = f'{{"schema": {_json(SCHEMA)}, "version": {_json(__version__)},'
    parts = {
        "sources": map(_json, map(source_object, report.sources)),
        "rows": _row_objects(report),
        "findings": (_json(finding_object(finding, words)) for finding in report.findings),
    }
    if report.accepted:
        parts["accepted"] = (_json(finding_object(one, words)) for one in report.accepted)
    return (
        "\n".join(
            [head, ",\n".join(f' "{name}": {_array(items)}' for name, items in parts.items())]
        )
        + "}\n"
    )


def ndjson_text(report: Report, words: Words) -> str:
    """Return the rows as one JSON object a line."""
    del words
    return "\n".join([*_row_objects(report), ""])


def _names(report: Report) -> list[str]:
    return [*MACHINE_COLUMNS, *report.further]


def machine_table(report: Report) -> dict[str, Sequence[Machine]]:
    """Return the rows column by column as machines read them: `MACHINE_COLUMNS`, then the report's further ones."""
    columns = zip(*report.figures, strict=True) if report.figures else repeat(())
    table = {name: _machine(column) for name, column in zip(MACHINE_COLUMNS, columns, strict=False)}
    return {**table, **{name: _machine(column) for name, column in report.further.items()}}


def _spelled_rows(
    report: Report, text: Callable[[str], str], missing: str
) -> Iterator[tuple[str, ...]]:
    """Yield the rows with their cells as text, worked out by columns.

    A block of rows at a time: a million rows, spelled out all at once, would take more than a gigabyte.
    """
    for start in range(0, len(report.figures), _BLOCK):
        rows = slice(start, start + _BLOCK)
        further = {name: column[rows] for name, column in report.further.items()}
        table = machine_table(report._replace(figures=report.figures[rows], further=further))
        yield from zip(*[_spelled(column, text, missing) for column in table.values()], strict=True)


def machine_count(value: Count) -> int | float:
    """Return a whole count as int and a fractional one as the nearest float."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return value


def machine_cell(cell: object) -> Machine:
    """Return an exact cell as machines and workbooks hold it."""
    return _machine([cell])[0]


def _machine(column: Sequence[object]) -> Sequence[Machine]:
    kinds = set(map(type, column))
    if Quotient in kinds:
        return [None if value is None else value[0] / value[1] for value in column]  # type: ignore[index]
    if Fraction in kinds:
        return [machine_count(value) if isinstance(value, Fraction) else value for value in column]  # type: ignore[misc]
    return column  # type: ignore[return-value]


def _delimited(report: Report, delimiter: str, newline: str, *, raw: bool) -> str:
    """Join whole columns as RFC 4180 asks; a writer that looks at each field takes twice as long."""
    field = _field(delimiter, raw=raw)
    lines = map(delimiter.join, _spelled_rows(report, field, ""))
    return newline.join([delimiter.join(map(field, _names(report))), *lines, ""])


def delimited_table(
    table: Mapping[str, Sequence[object]], delimiter: str, newline: str, *, raw: bool
) -> str:
    """Return the rows of any table of ids and exact cells as the rows of a report are written."""
    field = _field(delimiter, raw=raw)
    columns = [_spelled(_machine(column), field, "") for column in table.values()]
    lines = map(delimiter.join, zip(*columns, strict=True))
    return newline.join([delimiter.join(map(field, table)), *lines, ""])


def objects_of(table: Mapping[str, Sequence[object]]) -> list[str]:
    """Return the rows of any table of ids and exact cells as JSON objects."""
    cells = map(_machine, table.values())
    return [_json(dict(zip(table, row, strict=True))) for row in zip(*cells, strict=True)]


def _field(delimiter: str, *, raw: bool) -> Callable[[str], str]:
    """Return the function that writes a text as a field; of letters, digits and blanks alone it stays as it is."""

    def field(text: str) -> str:
        if text.replace(" ", "").isalnum():
            return text
        return _quoted(text if raw else visible(inert_field(text)), delimiter)

    return field


def _quoted(text: str, delimiter: str) -> str:
    if delimiter in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _spelled(column: Sequence[Machine], text: Callable[[str], str], missing: str) -> list[str]:
    """Return a column's cells as text: strings by `text`, once for each distinct one, numbers as Python writes them."""
    kinds = set(map(type, column))
    if kinds <= {int, float}:
        return list(map(repr, column))
    if str not in kinds:
        written = repr if bool not in kinds else _as_json_has_it
        return [missing if value is None else written(value) for value in column]
    distinct = {value: missing if value is None else text(str(value)) for value in set(column)}
    return list(map(distinct.__getitem__, column))


def _as_json_has_it(value: Machine) -> str:
    return repr(value).lower() if isinstance(value, bool) else repr(value)


def _row_objects(report: Report) -> list[str]:
    """Build the objects by one template: a call of `json.dumps` a row would take three times as long."""
    from json.encoder import encode_basestring

    def string(text: str) -> str:
        return json_escaped(encode_basestring(text))

    names = [string(name).replace("%", "%%") for name in _names(report)]
    template = "{" + ", ".join(f"{name}: %s" for name in names) + "}"
    return list(map(template.__mod__, _spelled_rows(report, string, "null")))


def json_object(head: Mapping[str, object], lists: Mapping[str, Sequence[object]]) -> str:
    """Return one object: what stands at its head, then lists with an item a line; items may be JSON already."""
    parts = [f'"{name}": {_json(value)}' for name, value in head.items()]
    for name, items in lists.items():
        parts.append(
            f'"{name}": {_array(item if isinstance(item, str) else _json(item) for item in items)}'
        )
    return "{" + ",\n ".join(parts) + "}\n"


def source_object(source: Source) -> Mapping[str, object]:
    """Return a source with the keys of the contract."""
    return {**source._asdict(), "columns": dict(source.columns), "evidence": dict(source.evidence)}


def finding_object(finding: Finding, words: Words) -> Mapping[str, object]:
    """Return a finding with the keys of the contract."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": words.finding(finding),
        "file": finding.file,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "cells": finding.cells,
        "count": finding.count,
        "unit": finding.unit,
        **(
            {"causes": [_cause_object(cause) for cause in finding.causes]} if finding.causes else {}
        ),
    }


def _cause_object(cause: Phrase) -> Mapping[str, object]:
    """Return a likely cause with its evidence in plain numbers."""
    known = {name: _number(value) for name, value in cause.values.items()}
    kind = cause.key.removeprefix("cause_").replace("_", "-")
    return {"unit": known.pop("unit"), "cell": known.pop("cell"), "cause": kind, "evidence": known}


def _number(value: object) -> object:
    if isinstance(value, Quotient):
        return value.over / value.under
    return machine_count(value) if isinstance(value, Fraction) else value


def _array(items: Iterable[str]) -> str:
    lines = ",\n  ".join(items)
    return f"[\n  {lines}]" if lines else "[]"


def _json(value: object) -> str:
    import json

    return json_escaped(json.dumps(value, ensure_ascii=False, allow_nan=False))
