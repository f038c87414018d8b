"""Put headings, rows, title and signature together into cells."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from adversary.columns import Column
from adversary.moments import Moment, days_later, in_words
from adversary.rows import COLUMN, Row
from adversary.styles import TARGET_RATE, Style, Value, count, rate
from adversary.truth import Unit
from adversary.wordings import LANGUAGES, Wording


class Draft(NamedTuple):
    """What of the options decides how the cells stand."""

    language: str
    subject: str
    ordinal: str
    grouping: str
    merged: bool
    moment: Moment
    months: str = ""  # blocks or rows, where a sheet has several below each other
    lines: tuple[str, ...] = ()  # further lines below the title
    behind_title: str = ""  # what it says of another time


class Cells(NamedTuple):
    """The cells of a sheet, from A1."""

    rows: list[list[Value]]
    merges: list[
        tuple[int, int, int, int]
    ]  # first row, first column, last row, last column; from 0
    bold: list[int]  # rows
    percent: list[tuple[int, int]]  # cells with a percent format


class Front(NamedTuple):
    """The columns before the figures: key and heading of each."""

    columns: tuple[tuple[str, str], ...]

    def place(self, key: str) -> int | None:
        return next((place for place, (name, _) in enumerate(self.columns) if name == key), None)


def front(rng: Random, draft: Draft, words: Wording) -> Front:
    """Choose the columns of numbering, code, district and name."""
    columns = []
    if draft.ordinal != "none" or draft.grouping == "label in the numbering":
        columns.append(("ordinal", rng.choice(words.ordinal)))
    coded = rng.random() < 0.07
    if coded and rng.random() < 0.5:
        columns.append(("code", rng.choice(words.code_columns)))
    if draft.grouping in COLUMN:
        columns.append(("group", rng.choice(words.group_columns)))
    columns.append(("name", rng.choice(words.unit_columns)))
    if draft.months == "rows":
        columns.append(
            ("when", words.period_columns[draft.moment.year % len(words.period_columns)])
        )
    if coded and columns[0][0] != "code" and ("code" not in dict(columns)):
        columns.append(("code", rng.choice(words.code_columns)))
    return Front(tuple(columns))


def put_together(
    rng: Random, draft: Draft, figures: list[Column], table: list[Row], style: Style, whole: Unit
) -> Cells:
    """Return the cells of the whole sheet."""
    words = LANGUAGES[draft.language]
    before = front(rng, draft, words)
    width = len(before.columns) + len(figures)
    if style.scaled == "heading":
        pattern = rng.choice(words.thousands)
        figures = [
            column._replace(path=(*column.path[:-1], pattern.format(column.path[-1])))
            for column in figures
        ]
    cells = Cells([], [], [], [])
    for line in lead(rng, draft, style, whole, width):
        cells.rows.append(line)
    heading = heading_rows(before, figures)
    blocks = "blocks" in {draft.grouping, draft.months}
    if not blocks:
        add_heading(cells, heading, before, draft.merged)
        if rng.random() < 0.08:
            cells.rows.append(numbers_of_columns(draft, before, width))
    code = rng.randint(101, 400) * 10
    for row in table:
        if row.role == "heading":
            add_heading(cells, heading, before, draft.merged)
            continue
        code += rng.randint(1, 4)
        add_row(rng, cells, (row, code), before, figures, style)
    merge_groups(cells, draft, before)
    cells.rows.extend(tail(rng, draft, whole, width))
    return cells


def heading_rows(before: Front, figures: list[Column]) -> list[list[Value]]:
    """Return the storeys of the headings; a short heading stands in the top storey, a group's label once."""
    depth = max(len(column.path) for column in figures)
    rows: list[list[Value]] = [[None] * (len(before.columns) + len(figures)) for _ in range(depth)]
    for place, (_, text) in enumerate(before.columns):
        rows[0][place] = text
    for place, column in enumerate(figures, len(before.columns)):
        previous = (
            figures[place - len(before.columns) - 1].path if place > len(before.columns) else ()
        )
        for storey, text in enumerate(column.path):
            same = (
                len(previous) > storey + 1 and previous[: storey + 1] == column.path[: storey + 1]
            )
            if not same or storey == len(column.path) - 1:
                rows[storey][place] = text
    return rows


def add_heading(cells: Cells, heading: list[list[Value]], before: Front, merged: bool) -> None:
    """Append the heading rows, and merge what belongs together."""
    top = len(cells.rows)
    cells.rows.extend(list(row) for row in heading)
    cells.bold.extend(range(top, top + len(heading)))
    if merged and len(heading) > 1:
        cells.merges.extend((top + a, b, top + c, d) for a, b, c, d in spans(heading))


def spans(heading: list[list[Value]]) -> list[tuple[int, int, int, int]]:
    """Return which heading cells are merged: a group's label over its columns, a lone heading down to the last storey."""
    depth, width = len(heading), len(heading[0])
    made = []
    for storey in range(depth):
        for place in range(width):
            if heading[storey][place] is None:
                continue
            below = all(heading[lower][place] is None for lower in range(storey + 1, depth))
            last = place
            if not below:
                while (
                    last + 1 < width
                    and heading[storey][last + 1] is None
                    and under_same(heading, storey, last + 1)
                ):
                    last += 1
            bottom = depth - 1 if below else storey
            if (bottom, last) != (storey, place):
                made.append((storey, place, bottom, last))
    return made


def under_same(heading: list[list[Value]], storey: int, place: int) -> bool:
    """Whether no label of a storey above begins a new group in this column."""
    return all(heading[upper][place] is None for upper in range(storey + 1)) or (
        storey > 0 and heading[storey - 1][place] is None
    )


def numbers_of_columns(draft: Draft, before: Front, width: int) -> list[Value]:
    """Return the row that numbers the columns: A, B, 1, 2, 3."""
    letters = [*"ABCD"[: len(before.columns)]]
    return [*letters, *(f"({place + 1})" for place in range(width - len(before.columns)))]


def add_row(
    rng: Random,
    cells: Cells,
    told: tuple[Row, int],
    before: Front,
    figures: list[Column],
    style: Style,
) -> None:
    """Append one row of the body."""
    row, code = told
    line: list[Value] = [None] * (len(before.columns) + len(figures))
    here = len(cells.rows)
    where = {"merged": 0, "merged label": 0}.get(row.where, before.place(row.where)) or 0
    for key, text in (("ordinal", row.ordinal), ("group", row.group), ("when", row.when)):
        place = before.place(key)
        if place is not None and text:
            line[place] = int(text) if text.isdigit() and style.written == "numbers" else text
    line[where if row.where != "name" else before.place("name") or 0] = row.name or None
    if (place := before.place("code")) is not None and row.role == "unit":
        line[place] = f"{code:05}"
    for place, column in enumerate(figures, len(before.columns)):
        line[place] = figure(rng, row, column, style)
        rated = column.kind == "rate" or row.rate is not None
        if rated and isinstance(line[place], float) and style.rates == "fraction":
            cells.percent.append((here, place))
    cells.rows.append(line)
    if row.role not in {"unit", "other"}:
        cells.bold.append(here)
    if row.where == "merged":
        cells.merges.append((here, 0, here, len(line) - 1))
    elif row.where == "merged label" and len(before.columns) > 1:
        cells.merges.append((here, 0, here, len(before.columns) - 1))


def figure(rng: Random, row: Row, column: Column, style: Style) -> Value:
    """Return what stands in one cell of a row."""
    if row.figures is None or column.kind == "text":
        return None
    if row.rate is not None and column.key == "insured":
        return rate(row.rate, style)
    if column.kind == "rate":
        return rate(percent(column.key, row.figures), style)
    if column.key == "density":
        people, area = row.figures["population"], row.figures["area"]
        return round(people / area) if people and area else None
    value = row.figures[column.key]
    if value is None and row.role == "other":
        return None
    return count(rng, value, style)


def percent(key: str, figures: dict[str, int | None]) -> float | None:
    """Return the rate of this key from the row's own figures."""
    if key == "target_rate":
        return TARGET_RATE if figures["population"] else None
    over, under = figures["insured"], figures["plan" if key == "attainment" else "population"]
    if key == "share":
        over, under = figures["household"], figures["insured"]
    return 100 * over / under if over is not None and under else None


def merge_groups(cells: Cells, draft: Draft, before: Front) -> None:
    """Merge the name of a district down over its communes."""
    column = before.place("group")
    if draft.grouping != "column, merged" or not draft.merged or column is None:
        return
    names = before.place("name") or 0
    starts = [
        row
        for row, line in enumerate(cells.rows)
        if len(line) > column and line[column] and row not in cells.bold
    ]
    for start in starts:
        end = start
        while (
            end + 1 < len(cells.rows)
            and not cells.rows[end + 1][column]
            and cells.rows[end + 1][names]
            and end + 1 not in cells.bold
        ):
            end += 1
        if end > start:
            cells.merges.append((start, column, end, column))


def moved(cells: Cells) -> Cells:
    """Return the cells one column to the right and one row down."""
    width = max(len(line) for line in cells.rows)
    rows: list[list[Value]] = [[None] * (width + 1), *([None, *line] for line in cells.rows)]
    merges = [
        (top + 1, left + 1, bottom + 1, right + 1) for top, left, bottom, right in cells.merges
    ]
    percent_cells = [(row + 1, column + 1) for row, column in cells.percent]
    return Cells(rows, merges, [row + 1 for row in cells.bold], percent_cells)


def across(text: str, width: int, place: int = 0) -> list[Value]:
    """Return a line with one text in it."""
    line: list[Value] = [None] * width
    line[place] = text
    return line


def lead(rng: Random, draft: Draft, style: Style, whole: Unit, width: int) -> list[list[Value]]:
    """Return the lines above the table: letterhead, title, date, unit line."""
    words, moment = LANGUAGES[draft.language], draft.moment
    lines: list[list[Value]] = []
    names = {"place": whole.name, "PLACE": whole.name.upper()}
    if rng.random() < 0.4:
        lines.append(across(moment.fill(rng.choice(words.letterhead), **names), width))
        if rng.random() < 0.5:
            lines.append([None] * width)
    when = in_words(rng, moment)
    when += draft.behind_title if when else ""
    titles = words.titles["told" if draft.subject == "told" else draft.subject]
    if rng.random() < 0.93 or moment.told != "nothing":
        title = moment.fill(rng.choice(titles), **names, when=when, WHEN=when.upper())
        lines.append(across(title.rstrip(" ,"), width))
    lines += [across(line, width) for line in draft.lines]
    if moment.told == "date":
        lines.append(across(moment.fill(rng.choice(words.as_of)), width))
    if style.scaled == "line":
        lines.append(across(rng.choice(words.thousands_lines), width, width - 1))
    elif rng.random() < 0.3:
        lines.append(across(rng.choice(words.people), width, width - 1))
    elif rng.random() < 0.7 and lines:
        lines.append([None] * width)
    return lines


def tail(rng: Random, draft: Draft, whole: Unit, width: int) -> list[list[Value]]:
    """Return the lines below the table: notes, place and date, signers."""
    words = LANGUAGES[draft.language]
    lines: list[list[Value]] = []
    if rng.random() < 0.25:
        lines += [[None] * width] if rng.random() < 0.6 else []
        lines.append(across(rng.choice(words.notes), width))
    if rng.random() < 0.35:
        later = days_later(rng, draft.moment) | {"place": whole.core}
        lines.append([None] * width)
        lines.append(
            across(draft.moment.fill(rng.choice(words.signature), **later), width, width // 2)
        )
        first, second = rng.sample(words.signers, 2)
        signers = across(first, width, min(1, width - 1))
        signers[width - 1] = second
        lines.append(signers)
    return lines
