"""How sheets were understood, as text and as JSON: what was taken for what, why, and what would correct it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from math import isfinite
from typing import Any

from coverage_cli.model import Quotient
from coverage_cli.words import Words
from coverage_cli.write.safety import visible
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.width import folded, hanging, padded, width

SCHEMA = "coverage-cli/inspection/1"
_SHOWN_LEFT_OUT = 8
_SHOWN_SUMS = 12
_LONGEST_EXAMPLE, _LONGEST_LEFT_OUT = 40, 70
_HEADINGS = (
    "inspect_column",
    "inspect_heading",
    "inspect_taken",
    "inspect_why",
    "inspect_examples",
)
# The columns that a narrow terminal does without; what a column was taken for stays.
_LEFT_OUT_FIRST = ("inspect_examples", "inspect_why")
_NARROWEST, _WIDEST_WORD = 20, 30
_BETWEEN = "  "
_NUMBERS = ("measure", "target", "rate", "attainment", "gap", "change")


def inspection_json(tables: Sequence[dict[str, Any]], profile: str) -> str:
    """Return the JSON form: one object a table, with every row and how it was classed."""
    import json

    from coverage_cli import __version__
    from coverage_cli.write.machine.explanation import json_escaped_lines

    content = {"schema": SCHEMA, "version": __version__, "profile": profile, "tables": list(tables)}
    return json_escaped_lines(json.dumps(content, ensure_ascii=False, indent=1)) + "\n"


def inspection_text(
    tables: Sequence[dict[str, Any]],
    words: Words,
    room: int | None = None,
    profile: str | None = None,
) -> str:
    """Return a block a table: where it is, its period, its columns, its units, what was left out, what corrects it.

    With the `room` of a terminal lines are folded to it and columns left out; without one nothing is.
    """
    named = (
        [*hanging(words.label("inspect_profile", profile=visible(profile)), room), ""]
        if profile
        else []
    )
    return "\n".join([*named, *("\n".join(_block(table, words, room)) for table in tables)])


def _block(table: dict[str, Any], words: Words, room: int | None) -> list[str]:
    words = words.calling(table["level_names"])
    where = f"{table['file']} [{table['sheet']}]" if table["sheet"] else table["file"]
    rows = ", ".join(map(str, table["header_rows"])) or "–"
    first, last = table["data_rows"]
    units = ", ".join(f"{count} × {words.level(level)}" for level, count in table["units"].items())
    above = [
        visible(where),
        words.label(
            "inspect_range", range=table["range"], rows=rows, first=str(first), last=str(last)
        ),
        visible(_period_line(table, words)),
        visible(
            words.label(
                "inspect_units", units=units, whole=table["whole"]["name"], how=_how(table, words)
            )
        ),
        *map(visible, _in_force(table["in_force"], words)),
        *([words.label("inspect_scale", scale=table["scale"])] if table["scale"] != 1 else []),
        *([proof_line([table["evidence"]], words)] if table.get("evidence") else []),
        "",
    ]
    below = [
        "",
        *map(visible, _sums(table["sums"], words)),
        *_left_out(table["left_out"], words),
        words.label("inspect_correct"),
        "",
    ]
    columns, note = _columns(table["columns"], words, room)
    return [*_folded(above, room), *columns, *_folded([*note, *below], room)]


def _in_force(found: dict[str, Any] | None, words: Words) -> list[str]:
    """Say which list of units the sheet is written on, and where it is not the one of its period."""
    if not found:
        return []
    lines = [words.label("inspect_in_force", **found)]
    if found["expected"] and found["expected"] != found["day"]:
        lines.append(words.label("inspect_other_list", **found))
    if found["strangers"]:
        units = found["strangers"][:_STRANGERS]
        values = {**found, "strangers": len(found["strangers"]), "units": units}
        lines.append(words.label("inspect_two_lists", **values))
    return lines


# How many units of another list are named.
_STRANGERS = 3


def _sums(sums: Sequence[dict[str, Any]], words: Words) -> list[str]:
    """Return a line for each row that its figures made a sum of others, with what that weighs."""
    if not sums:
        return []
    lines = [
        "  "
        + words.label(
            "inspect_sum", row=str(one["row"]), unit=one["unit"], parts=len(one["part_rows"]), bits=round(one["bits"]),
            first=str(one["part_rows"][0]), last=str(one["part_rows"][-1]),
        )
        for one in sums[:_SHOWN_SUMS]
    ]  # fmt: skip
    return [words.label("inspect_sums", count=len(sums)), *lines, ""]


def _folded(lines: Sequence[str], room: int | None) -> list[str]:
    return [piece for line in lines for piece in hanging(line, room)]


def _how(table: dict[str, Any], words: Words) -> str:
    return words.label(f"hierarchy_{table['hierarchy'] or 'flat'}")


def _period_line(table: dict[str, Any], words: Words) -> str:
    if not table["period_found"] or table["period"] not in [
        found["period"] for found in table["period_found"]
    ]:
        periods = sorted({column["period"] for column in table["columns"] if column["period"]})
        if periods:
            return words.label("inspect_periods", periods=tuple(periods))
        if table["period"]:
            return words.label("inspect_period_of_rows", period=table["period"])
        return words.label("inspect_no_period")
    found = table["period_found"][0]
    return words.label(
        "inspect_period",
        period=found["period"],
        where=words.label(f"where_{found['where']}"),
        text=found["text"],
    )


def _columns(
    columns: Sequence[dict[str, Any]], words: Words, room: int | None
) -> tuple[list[str], list[str]]:
    """Return the table of columns as lines that fit, and a note on what was left out of it."""
    cells = {key: [words.label(key)] for key in _HEADINGS}
    for column in columns:
        for key, cell in zip(_HEADINGS, _column_cells(column, words), strict=True):
            cells[key].append(cell)
    across = {key: max(map(width, texts)) for key, texts in cells.items()}
    gone = _too_many(cells, across, room)
    kept = {key: texts for key, texts in cells.items() if key not in gone}
    fitted = _narrowed(kept, {key: across[key] for key in kept}, room)
    headings, *rows = [
        _row_lines(row, list(fitted.values())) for row in zip(*kept.values(), strict=True)
    ]
    rule = _BETWEEN.join("-" * cells for cells in fitted.values())
    names = tuple(words.label(key) for key in _HEADINGS if key in gone)
    note = [words.label("left_out", width=room, columns=names)] if names else []
    return [*headings, rule, *(line for row in rows for line in row)], note


def _too_many(cells: dict[str, list[str]], across: dict[str, int], room: int | None) -> list[str]:
    """Return the columns to leave out: as many as must go until the others, folded, fit."""
    gone: list[str] = []
    for key in _LEFT_OUT_FIRST:
        kept = {name: texts for name, texts in cells.items() if name not in gone}
        if (
            room is None
            or _total([min(across[name], _least(texts)) for name, texts in kept.items()]) <= room
        ):
            break
        gone.append(key)
    return gone


def _narrowed(
    cells: dict[str, list[str]], across: dict[str, int], room: int | None
) -> dict[str, int]:
    """Return the widths with the widest columns folded, a blank at a time, until the line fits."""
    fitted = dict(across)
    while room is not None and _total(list(fitted.values())) > room:
        foldable = [key for key, taken in fitted.items() if taken > _least(cells[key])]
        if not foldable:
            break
        fitted[max(foldable, key=fitted.__getitem__)] -= 1
    return fitted


def _least(texts: Sequence[str]) -> int:
    """Return how narrow a column may be: its longest word is not broken, within reason."""
    longest = max(width(word) for text in texts for word in text.split(" "))
    return max(min(longest, _WIDEST_WORD), min(max(map(width, texts)), _NARROWEST))


def _total(across: Sequence[int]) -> int:
    return sum(across) + len(_BETWEEN) * (len(across) - 1)


def _row_lines(row: Sequence[str], across: Sequence[int]) -> list[str]:
    """Return a row as the lines it takes, each cell folded to its column."""
    folds = [folded(cell, cells) for cell, cells in zip(row, across, strict=True)]
    return [
        _BETWEEN.join(
            padded(text, cells) for text, cells in zip(texts, across, strict=True)
        ).rstrip()
        for texts in zip_longest(*folds, fillvalue="")
    ]


def _column_cells(column: dict[str, Any], words: Words) -> list[str]:
    heading = visible(" > ".join(column["heading"])) or "–"
    taken = words.label(f"role_{column['role']}")
    about = [
        part
        for part in (
            column["measure"],
            column["level"] and words.level(column["level"]),
            column["kind"] and column["role"] == "target" and words.label(f"kind_{column['kind']}"),
            words.period(column["period"]),
        )
        if part
    ]
    taken = f"{taken}: {', '.join(about)}" if about else taken
    why = words.label(f"why_{(column['why'] or 'none').replace('-', '_')}")
    if column["not_understood"] and column["role"] == "measure" and not column["told"]:
        why += " " + words.label("inspect_unread", words=tuple(column["not_understood"]))
    if facts := column["evidence"]:
        said = tuple(words.label(f"fact_{one['fact'].replace('-', '_')}") for one in facts)
        why += " " + words.label(
            "inspect_weighed", weight=str(sum(one["weight"] for one in facts)), facts=said
        )
    examples = " | ".join(
        _example(value, column["role"], words) for value in column["example_values"]
    )
    return [column["column"], heading, visible(taken), visible(why), visible(examples)]


def _example(value: object, role: str, words: Words) -> str:
    """Return a stored value as the reader writes numbers, with two decimals (three below 1); a code stays as it is."""
    if role not in _NUMBERS or not isinstance(value, int | float) or not isfinite(value):
        return _cut(str(value), _LONGEST_EXAMPLE)
    text = words.percent(Quotient(*value.as_integer_ratio()), 2 if abs(value) >= 1 else 3)
    whole, mark, decimals = text.rpartition(words.style.decimal)
    return f"{whole}{mark}{decimals}".rstrip("0").rstrip(mark) if mark else text


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _left_out(left_out: Sequence[dict[str, Any]], words: Words) -> list[str]:
    if not left_out:
        return []
    lines = [words.label("inspect_left_out", count=len(left_out))]
    for left in left_out[:_SHOWN_LEFT_OUT]:
        why = words.label(f"left_{left['why'].replace('-', '_')}")
        lines.append(
            visible(f"  {left['row']}: {_cut(left['text'], _LONGEST_LEFT_OUT) or '–'} ({why})")
        )
    if len(left_out) > _SHOWN_LEFT_OUT:
        lines.append(f"  +{len(left_out) - _SHOWN_LEFT_OUT}")
    return [*lines, ""]
