"""Answers to a list of faults -> the values that take the place of what the cells hold, each with where it came from.

An answer holds for the cell as it was listed: one that has changed since is left as it is, and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from coverage_cli.addresses import cell_name, cell_place
from coverage_cli.errors import UnreadableInput
from coverage_cli.findings import Where, finding, in_sheet
from coverage_cli.grouping import grouped
from coverage_cli.locate.shapes import filled, is_blank, is_words, number_in
from coverage_cli.model import ErrorCell, Finding, Grid, Phrase, Value
from coverage_cli.read import find_inputs, read_book
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key, tidy
from coverage_cli.words import LANGUAGES, load_words

_NEEDED = ("file", "sheet", "cell", "check_now", "check_corrected")
# The headings stand below a title and a line on what to do.
_SEARCHED = 10
_NAMED = 8
Place = tuple[int, int]


class Answer(NamedTuple):
    """A value for a cell (0-based) of a sheet, what the cell held when it was listed, and where the answer stands."""

    file: str
    sheet: str
    place: Place
    held: Value
    value: Value
    where: Where

    def speaks_of(self, file: str) -> bool:
        """Tell whether it answers for a file: of the same name, for the list has been on its way."""
        return PurePath(self.file).name == PurePath(file).name


def read_answers(paths: Sequence[str]) -> tuple[Answer, ...]:
    """Return the answers of lists of faults. Raises `UnreadableInput` where a file is no such list."""
    answers: list[Answer] = []
    for path in find_inputs(paths)[0]:
        book = read_book(path)
        tables = [(grid, *found) for grid in book.grids if (found := _columns_of(grid)) is not None]
        if not tables:
            raise UnreadableInput("corrections-unknown", file=path)
        for grid, row, columns in tables:
            answers += _answers_in(grid, row, columns)
    return tuple(answers)


def answer_of(answers: Sequence[Answer], grid: Grid, place: Place) -> Answer | None:
    """Return the answer that took the place of what a cell holds."""
    mine = (at for at in answers if at.speaks_of(grid.file) and at.sheet == grid.sheet)
    return next((at for at in mine if at.place == place), None)


def corrected(grid: Grid, stored: Grid, answers: Sequence[Answer]) -> tuple[Grid, list[Finding]]:
    """Return a sheet with the answers to its faults in their cells, and what is to be said about them.

    `stored` is the sheet before old encodings were converted: as it was listed.
    """
    mine = [at for at in answers if at.speaks_of(grid.file) and at.sheet == grid.sheet]
    sorted_out = grouped((_verdict(stored, answer, mine), answer) for answer in mine)
    taken = {answer.place: answer.value for answer in sorted_out.get("", ())}
    rows: list[Sequence[Value]] = list(grid.rows)
    for (row, column), value in taken.items():
        cells = [*rows[row]]
        cells[column] = value
        rows[row] = cells
    said = [_said(grid, verdict, of) for verdict, of in sorted_out.items()]
    return grid._replace(rows=rows) if taken else grid, said


def explained(findings: Sequence[Finding], answers: Sequence[Answer]) -> list[Finding]:
    """Return findings without those that answers alone lead to: what the sheet prints of these cells is older.

    A printed total that is apart from its parts by just what the answers changed is told as such, a printed rate of a
    row that was answered is no news.
    """
    made = [_as_older(one, answers) for one in findings]
    return [one for one in made if not _is_of_answered_rows(one, answers)]


def _as_older(one: Finding, answers: Sequence[Answer]) -> Finding:
    """Return a difference of a total as what it is, where answers among its parts come to just that."""
    own, *parts = map(cell_place, one.cells or ("",))
    if one.code != "total-mismatch" or own is None or not parts:
        return one
    rows = [place[0] for place in parts if place]
    among = [
        answer
        for answer in _of_sheet(answers, one)
        if answer.place[1] == own[1] and min(rows) <= answer.place[0] <= max(rows)
    ]
    change = sum((number_in(at.value) or 0) - (number_in(at.held) or 0) for at in among)
    if not change or one.values["difference"] != -change:
        return one
    where = Where(one.file, one.sheet, one.cells, one.unit)
    values = {**one.values, "list": among[0].where.file}
    return finding("correction-applied", where, values, variant="total")


def _is_of_answered_rows(one: Finding, answers: Sequence[Answer]) -> bool:
    rows = {answer.place[0] for answer in _of_sheet(answers, one)}
    places = [cell_place(cell) for cell in one.cells]
    return (
        one.code == "printed-rate-differs"
        and bool(places)
        and all(place is not None and place[0] in rows for place in places)
    )


def _of_sheet(answers: Sequence[Answer], one: Finding) -> list[Answer]:
    """Return the answers for the sheet that a finding speaks of."""
    return [at for at in answers if at.speaks_of(one.file or "") and at.sheet == one.sheet]


def without_place(
    answers: Sequence[Answer], files: Sequence[str], sheets: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Say which answers speak of files that are no inputs, or of sheets that these do not have."""
    for file, of in grouped((answer.file, answer) for answer in answers).items():
        if not any(of[0].speaks_of(path) for path in files):
            values = {"name": PurePath(file).name, "list": of[0].where.file}
            where = of[0].where._replace(count=len(of))
            yield finding("correction-unused", where, values, variant="file")
    for path, names in sheets.items():
        lost = [at for at in answers if at.speaks_of(path) and at.sheet not in names]
        if lost:
            where = lost[0].where._replace(count=len(lost))
            values = {"name": lost[0].sheet, "list": lost[0].where.file}
            yield finding("correction-unused", where, values, variant="sheet")


def _columns_of(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Return the heading row of a list of faults in one of our languages, and where its columns stand."""
    for row, cells in enumerate(grid.rows[:_SEARCHED]):
        named = {key(tidy(str(cells[at]))): at for at in filled(cells)}
        for lang in LANGUAGES:
            words = load_words(lang)
            found = {name: named.get(key(words.label(name))) for name in _NEEDED}
            if None not in found.values():
                return row, {name: at for name, at in found.items() if at is not None}
    return None


def _answers_in(grid: Grid, heading: int, columns: Mapping[str, int]) -> Iterator[Answer]:
    for row in range(heading + 1, len(grid.rows)):
        told = {name: grid.rows[row][at] for name, at in columns.items()}
        place = cell_place(str(told["cell"] or "").strip())
        if place is None or is_blank(told["check_corrected"]):
            continue
        address = cell_name(row, columns["check_corrected"])
        where = Where(grid.file, grid.sheet, (address,))
        file, sheet = (str(told[name] or "").strip() for name in ("file", "sheet"))
        yield Answer(file, sheet, place, told["check_now"], told["check_corrected"], where)


def _verdict(grid: Grid, answer: Answer, others: Sequence[Answer]) -> str:
    """Return why an answer is not taken, "" where it is; `confirmed` says that the cell is right as it stands."""
    row, column = answer.place
    if row >= len(grid.rows) or column >= len(grid.rows[row]):
        return "changed"
    held = grid.rows[row][column]
    values = Counter(str(at.value) for at in others if at.place == answer.place)
    rules = (
        (not _is_same(held, answer.held), "changed"),
        (len(values) > 1, "twice"),
        (_is_same(held, answer.value), "confirmed"),
        (is_words(answer.value) and not is_words(held), "words"),
    )
    return next((verdict for holds, verdict in rules if holds), "")


def _is_same(one: Value, other: Value) -> bool:
    """Tell whether two cells hold the same: a number written or typed, a text but for its blanks."""
    if is_blank(one) or is_blank(other):
        return is_blank(one) and is_blank(other)
    numbers = number_in(one), number_in(other)
    if None not in numbers:
        return numbers[0] == numbers[1]
    texts = (at.text if isinstance(at, ErrorCell) else str(at) for at in (one, other))
    return len({tidy(text) for text in texts}) == 1


def _said(grid: Grid, verdict: str, answers: Sequence[Answer]) -> Finding:
    """Say which cells answers were taken for, or why they were not."""
    where = in_sheet(grid, [answer.place for answer in answers])
    changes = [
        Phrase(
            "correction",
            {"cell": cell_name(*at.place), "old": _shown(at.held), "new": _shown(at.value)},
        )
        for at in answers[:_NAMED]
    ]
    more = [Phrase("and_so_many", {"count": len(answers) - _NAMED})] if answers[_NAMED:] else []
    values = {"changes": (*changes, *more), "list": answers[0].where.file}
    taken = verdict in ("", "confirmed")
    code = "correction-applied" if taken else "correction-unused"
    return finding(code, where, values, variant=verdict)


def _shown(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "–" if is_blank(value) else value.text if isinstance(value, ErrorCell) else str(value)
