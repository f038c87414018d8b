"""Lines of running text with an indent and a look: as they are off a terminal, folded and coloured on one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coverage_cli.records import NamedTuple
from coverage_cli.write.safety import visible
from coverage_cli.write.text.width import folded

if TYPE_CHECKING:
    from rich.console import Console

_NARROWEST = 24
LOOKS = {
    "title": "bold cyan",
    "heading": "bold",
    "dim": "dim",
    "error": "bold red",
    "warning": "yellow",
    "info": "dim",
    "good": "green",
    "bad": "red",
}
"""The looks a line may have, by what they stand for."""


class Line(NamedTuple):
    """A line: its text, how far in it stands, its look, and whether it is a row of a table, which is never folded."""

    text: str = ""
    indent: int = 0
    look: str = ""
    is_row: bool = False


def plain_lines(lines: Sequence[Line]) -> str:
    """Return the lines as text, never folded or cut."""
    return "".join(f"{' ' * line.indent}{visible(line.text)}".rstrip() + "\n" for line in lines)


def fold_lines(lines: Sequence[Line], room: int) -> list[Line]:
    """Return the lines folded to the room there is, what is folded standing two blanks further in."""
    fitted: list[Line] = []
    for line in lines:
        if line.is_row:
            fitted.append(line)
            continue
        first, *rest = folded(visible(line.text), max(room - line.indent - 2, _NARROWEST))
        fitted += [
            line._replace(text=first),
            *(line._replace(text=text, indent=line.indent + 2) for text in rest),
        ]
    return fitted


def show_lines(lines: Sequence[Line], console: Console) -> None:
    """Print the lines on a terminal, folded to its width; nothing of a sheet is read as markup."""
    from rich.segment import Segment, Segments

    styles = {look: console.get_style(style) for look, style in LOOKS.items()}
    segments = []
    for line in fold_lines(lines, console.width):
        text = f"{' ' * line.indent}{visible(line.text)}".rstrip()
        segments += [Segment(text, styles.get(line.look)), Segment.line()]
    console.print(Segments(segments), soft_wrap=True, end="")
