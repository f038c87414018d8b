"""A report as GitHub-flavoured Markdown: a heading and a table a block; nothing of a sheet acts as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverage_cli.model import Figure, Report
from coverage_cli.words import Words
from coverage_cli.write.blocks import is_nested, without_rows
from coverage_cli.write.columns import Column
from coverage_cli.write.parts import Part, parts_of
from coverage_cli.write.safety import visible

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$@#]|:(?=//)|(?<=\bwww)\.")
_INDENT = "&nbsp;&nbsp;"


def markdown_text(report: Report, words: Words) -> str:
    """Return the report as Markdown; upper units are bold, units below are indented."""
    return markdown_parts(report.title, parts_of(report, words), without_rows(report, words))


def markdown_parts(title: str, tables: Sequence[Part], said: Sequence[str]) -> str:
    """Return tables under a title as Markdown, and what is said behind them."""
    parts = [f"# {escaped(title)}"] if title else []
    for part in tables:
        parts += _paragraphs(part)
    parts += [escaped(line) for line in said]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""Return the text so that Markdown shows it as it is.

    >>> escaped("[/b] | a*b")
    '\\[/b\\] \\| a\\*b'
    """
    return _MARKUP.sub(r"\\\g<0>", visible(text))


def _paragraphs(part: Part) -> list[str]:
    foot = " · ".join(part.foot)
    return [
        f"## {escaped(part.title)}",
        *([escaped(" · ".join(part.sides))] if part.sides else []),
        _table(part),
        *([escaped(foot)] if foot else []),
    ]


def _table(part: Part) -> str:
    columns = [_cells(column, part.figures) for column in part.columns]
    rule = ["---:" if column.right else "---" for column in columns]
    rows = [
        [column.heading for column in columns],
        rule,
        *zip(*(column.cells for column in columns), strict=True),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(column: Column, figures: Sequence[Figure]) -> Column:
    texts = [escaped(text) for text in column.cells]
    if column.key == "unit":
        texts = _names(texts, figures)
    return column._replace(heading=escaped(column.heading), cells=texts)


def _names(texts: Sequence[str], figures: Sequence[Figure]) -> list[str]:
    deepest = max(figure.depth for figure in figures)
    nested = is_nested(figures)
    bold = [nested and figure.depth < deepest for figure in figures]
    return [_name(text, strong=strong) for text, strong in zip(texts, bold, strict=True)]


def _name(text: str, *, strong: bool) -> str:
    bare = text.lstrip(" ")
    indent = _INDENT * ((len(text) - len(bare)) // 2)
    return f"{indent}**{bare}**" if strong else f"{indent}{bare}"
