"""A report on a terminal: the first screen where the whole does not fit, a pager where all of it is asked for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from coverage_cli.cli.terminal import height_of, room_of

if TYPE_CHECKING:
    from rich.console import Console

    from coverage_cli.cli.deliver import Delivery
    from coverage_cli.model import Finding, Report
    from coverage_cli.pipeline import Outcome
    from coverage_cli.words import Words
    from coverage_cli.write.text.overview import Lines


def show_on_terminal(outcome: Outcome, report: Report, words: Words, ask: Delivery) -> bool:
    """Print a report as large as the terminal is, and tell whether its findings stand there, too.

    `report` is that of the outcome as people read it.
    """
    from coverage_cli.cli.deliver import console_of
    from coverage_cli.features.over_time.headlines import headlines_of
    from coverage_cli.write.blocks import without_rows
    from coverage_cli.write.parts import parts_of
    from coverage_cli.write.text.overview import LOWEST, NARROWEST, Beside, Room, overview
    from coverage_cli.write.text.screen import lines_of, print_lines

    console = console_of(no_color=ask.no_color)
    height = height_of(sys.stdout) or 0
    has_room = height >= LOWEST and console.width >= NARROWEST and bool(report.figures)
    is_summed_up = ask.first_screen and has_room
    # Of 10,000 rows nobody needs to fold the names to know that they do not fit.
    lines: Lines = []
    if not is_summed_up or len(report.figures) < height:
        parts, empty = parts_of(report, words), without_rows(report, words)
        lines = lines_of(report.title, parts, empty, words, console.width)
        is_summed_up &= len(lines) + len(_said_beside(report, words, ask)) >= height
    if not is_summed_up:
        _print_or_page(lines, console, height if ask.paged else 0)
        return False
    # Findings told in full, or told to a file, do not stand on the screen as well.
    is_said = sys.stderr.isatty() and not ask.verbose
    told = _to_say(report, ask) if is_said else ()
    proof = _proof(report, words) if is_said and not ask.quiet else ""
    shown = report if is_said else report._replace(accepted=())
    beside = Beside(told, proof, headlines_of(outcome))
    print_lines(overview(shown, beside, words, Room(console.width, height)), console)
    return is_said


def _to_say(report: Report, ask: Delivery) -> tuple[Finding, ...]:
    return tuple(one for one in report.findings if not ask.quiet or one.severity == "error")


def _said_beside(report: Report, words: Words, ask: Delivery) -> list[str]:
    """Return the lines that would follow on the same terminal."""
    from coverage_cli.write.text.findings import finding_lines

    if not sys.stderr.isatty():
        return []
    said = finding_lines(_to_say(report, ask), words, verbose=ask.verbose, room=room_of(sys.stderr))
    return [_proof(report, words), *said]


def _proof(report: Report, words: Words) -> str:
    from coverage_cli.write.text.evidence import proof_line

    return proof_line([source.evidence for source in report.sources], words)


def _print_or_page(lines: Lines, console: Console, height: int) -> None:
    """Print lines; where they are more than the terminal has, in the reader's pager (`PAGER`, else less)."""
    from coverage_cli.write.text.screen import print_lines

    if not height or len(lines) < height:
        print_lines(lines, console)
        return
    # As git does: colours are passed on, and a pager asked for by nobody keeps what it showed.
    os.environ.setdefault("LESS", "-RFX")
    with console.pager(styles="less" in os.environ.get("PAGER", "less")):
        print_lines(lines, console)
