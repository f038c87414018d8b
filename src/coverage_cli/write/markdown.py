"""A report as GitHub-flavoured Markdown: a heading and a table a block; nothing of a sheet acts as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverage_cli.model import Report
from coverage_cli.words import Words
from coverage_cli.write.blocks import Block, blocks_of, columns_of, foot_of, heading_of, is_nested, without_rows
from coverage_cli.write.further import Column
from coverage_cli.write.safety import visible

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$@#]|:(?=//)|(?<=\bwww)\.")
_INDENT = "&nbsp;&nbsp;"


def markdown_text(report: Report, words: Words) -> str:
    """Return the report as Markdown; upper units are bold, units below are indented."""
    parts = [f"# {escaped(report.title)}"] if report.title else []
    for block in blocks_of(report):
        parts += _block_parts(block, report, words)
    parts += [escaped(line) for line in without_rows(report, words)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""Return the text so that Markdown shows it as it is.

    >>> escaped("[/b] | a*b")
    '\\[/b\\] \\| a\\*b'
    """
    return _MARKUP.sub(r"\\\g<0>", visible(text))


def _block_parts(block: Block, report: Report, words: Words) -> list[str]:
    title, sides = heading_of(block, report, words)
    foot = " · ".join(foot_of(block, words))
    return [
        f"## {escaped(title)}",
        *([escaped(" · ".join(sides))] if sides else []),
        _table(block, words),
        *([escaped(foot)] if foot else []),
    ]


def _table(block: Block, words: Words) -> str:
    columns = [_cells(column, block) for column in columns_of(block, words)]
    rule = ["---:" if column.right else "---" for column in columns]
    rows = [[column.heading for column in columns], rule, *zip(*(column.cells for column in columns), strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(column: Column, block: Block) -> Column:
    texts = [escaped(text) for text in column.cells]
    if column.key == "unit":
        texts = _names(texts, block)
    return column._replace(heading=escaped(column.heading), cells=texts)


def _names(texts: Sequence[str], block: Block) -> list[str]:
    deepest = max(figure.depth for figure in block.figures)
    nested = is_nested(block.figures)
    bold = [nested and figure.depth < deepest for figure in block.figures]
    return [_name(text, strong=strong) for text, strong in zip(texts, bold, strict=True)]


def _name(text: str, *, strong: bool) -> str:
    bare = text.lstrip(" ")
    indent = _INDENT * ((len(text) - len(bare)) // 2)
    return f"{indent}**{bare}**" if strong else f"{indent}{bare}"
