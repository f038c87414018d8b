"""How sheets were understood, as text and as JSON: what was taken for what, why, and what would correct it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverage_cli.words import Words
from coverage_cli.write.display import padded, width
from coverage_cli.write.safety import visible

SCHEMA = "coverage-cli/inspection/1"
_SHOWN_LEFT_OUT = 8
_HEADING_CELLS = 44


def inspection_json(tables: Sequence[dict[str, Any]]) -> str:
    """Return the JSON form: one object a table, with every row and how it was classed."""
    import json

    from coverage_cli import __version__

    return (
        json.dumps({"schema": SCHEMA, "version": __version__, "tables": list(tables)}, ensure_ascii=False, indent=1)
        + "\n"
    )


def inspection_text(tables: Sequence[dict[str, Any]], words: Words) -> str:
    """Return a block a table: where it is, its period, its columns, its units, what was left out, what corrects it."""
    return "\n".join("\n".join(_block(table, words)) for table in tables)


def _block(table: dict[str, Any], words: Words) -> list[str]:
    where = f"{table['file']} [{table['sheet']}]" if table["sheet"] else table["file"]
    rows = ", ".join(map(str, table["header_rows"])) or "–"
    first, last = table["data_rows"]
    units = ", ".join(f"{count} × {words.level(level)}" for level, count in table["units"].items())
    return [
        visible(where),
        words.label("inspect_range", range=table["range"], rows=rows, first=str(first), last=str(last)),
        visible(_period_line(table, words)),
        visible(words.label("inspect_units", units=units, whole=table["whole"]["name"], how=_how(table, words))),
        *([words.label("inspect_scale", scale=table["scale"])] if table["scale"] != 1 else []),
        "",
        *_columns(table["columns"], words),
        "",
        *_left_out(table["left_out"], words),
        words.label("inspect_correct"),
        "",
    ]


def _how(table: dict[str, Any], words: Words) -> str:
    return words.label(f"hierarchy_{table['hierarchy'] or 'flat'}")


def _period_line(table: dict[str, Any], words: Words) -> str:
    if not table["period_found"]:
        periods = sorted({column["period"] for column in table["columns"] if column["period"]})
        if periods:
            return words.label("inspect_periods", periods=tuple(periods))
        return words.label("inspect_no_period")
    found = table["period_found"][0]
    return words.label(
        "inspect_period", period=found["period"], where=words.label(f"where_{found['where']}"), text=found["text"]
    )


def _columns(columns: Sequence[dict[str, Any]], words: Words) -> list[str]:
    headings = [
        words.label(key)
        for key in ("inspect_column", "inspect_heading", "inspect_taken", "inspect_why", "inspect_examples")
    ]
    lines = [headings, *([*_column_cells(column, words)] for column in columns)]
    across = [max(width(line[at]) for line in lines) for at in range(len(headings))]
    return [
        "  ".join(padded(cell, cells) for cell, cells in zip(line, across, strict=True)).rstrip()
        for line in (headings, ["-" * cells for cells in across], *lines[1:])
    ]


def _column_cells(column: dict[str, Any], words: Words) -> list[str]:
    heading = visible(" > ".join(column["heading"])) or "–"
    taken = words.label(f"role_{column['role']}")
    about = [
        part
        for part in (
            column["measure"],
            column["level"] and words.level(column["level"]),
            column["kind"] if column["role"] == "target" else None,
            column["period"],
        )
        if part
    ]
    taken = f"{taken}: {', '.join(about)}" if about else taken
    why = words.label(f"why_{(column['why'] or 'none').replace('-', '_')}")
    if column["not_understood"] and column["role"] == "measure" and not column["told"]:
        why += " " + words.label("inspect_unread", words=tuple(column["not_understood"]))
    return [column["column"], _cut(heading), visible(taken), visible(why), visible(" | ".join(column["examples"]))[:40]]


def _cut(text: str) -> str:
    return text if len(text) <= _HEADING_CELLS else text[: _HEADING_CELLS - 1] + "…"


def _left_out(left_out: Sequence[dict[str, Any]], words: Words) -> list[str]:
    if not left_out:
        return []
    lines = [words.label("inspect_left_out", count=len(left_out))]
    for left in left_out[:_SHOWN_LEFT_OUT]:
        why = words.label(f"left_{left['why'].replace('-', '_')}")
        lines.append(visible(f"  {left['row']}: {left['text'][:70] or '–'} ({why})"))
    if len(left_out) > _SHOWN_LEFT_OUT:
        lines.append(f"  +{len(left_out) - _SHOWN_LEFT_OUT}")
    return [*lines, ""]
