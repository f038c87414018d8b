"""What follows the cells' values by itself: bars of what is missing, and the colours of verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from coverage_cli.words import Words
from coverage_cli.write.workbook.cells import VERDICTS, Looks
from coverage_cli.write.workbook.subject import Subject

_MOST_RUNS = 200  # ranges of one rule; a sheet with more of them would be slow to open
_BAR = {
    "type": "data_bar",
    "data_bar_2010": True,
    "bar_solid": True,
    "bar_color": "#F4B183",
    "bar_negative_color": "#A9D18E",
    "bar_axis_color": "#7F7F7F",
}


def colour(
    sheet: Worksheet,
    first_row: int,
    keys: Sequence[str],
    subject: Subject,
    how: tuple[Words, Looks],
) -> None:
    """Draw bars behind the people missing in the lowest units, and verdicts in their colours (0-based row)."""
    if not subject.figures:
        return
    words, look = how
    last_row = first_row + len(subject.figures) - 1
    status, gaps = keys.index("status"), keys.index("gap_people")
    for verdict, shade in VERDICTS.items():
        told = {"type": "cell", "criteria": "==", "value": f'"{words.status(verdict)}"'}
        told["format"] = look(font_color=shade)
        sheet.conditional_format(first_row, status, last_row, status, told)
    runs = _lowest_runs(subject)
    if len(runs) <= _MOST_RUNS and any(cell is not None for cell in subject.table["gap_people"]):
        ranges = [xl_range(first_row + top, gaps, first_row + end, gaps) for top, end in runs]
        bar = {**_BAR, "multi_range": " ".join(ranges)}
        sheet.conditional_format(first_row + runs[0][0], gaps, last_row, gaps, bar)


def _lowest_runs(subject: Subject) -> list[tuple[int, int]]:
    """Return the first and last row of each run of the lowest units: only what is of one level is compared."""
    deepest = max(figure.depth for figure in subject.figures)
    runs: list[tuple[int, int]] = []
    for row, figure in enumerate(subject.figures):
        if figure.depth == deepest:
            joins = runs and runs[-1][1] == row - 1
            runs[-1:] = [(runs[-1][0], row)] if joins else [*runs[-1:], (row, row)]
    return runs
