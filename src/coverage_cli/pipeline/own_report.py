"""A report that the program wrote, read back as a list of targets: its rows tell level, parent and kind themselves.

A csv has the ids of the machine columns as its headings, a workbook's sheets of indicators the same columns in the
words of one language. Nothing is guessed here: a table that lacks one of the columns is none of ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from coverage_cli.clean.counts import Issue, read_counts
from coverage_cli.clean.rates import read_rates
from coverage_cli.findings import Where, finding
from coverage_cli.hierarchy import tier_order
from coverage_cli.locate import GROUP
from coverage_cli.model import (
    UNNAMED,
    Book,
    Column,
    Finding,
    Grid,
    Observations,
    Quotient,
    Table,
    Target,
    Unit,
    Units,
    Value,
    cell_name,
)
from coverage_cli.pipeline.dating import Dated
from coverage_cli.profiles import Profile
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key, tidy
from coverage_cli.words import LANGUAGES, Words, load_words

NEEDED = (
    "period",
    "level",
    "code",
    "unit",
    "parent",
    "indicator",
    "target_kind",
    "target_pct",
    "target_count",
)
_ROLES = {"unit": "unit", "parent": "parent", "code": "code", "target_count": "target"}
_KINDS = ("rate", "count", "new")
# The headings stand below a title and what the report comes to, broken into lines as the page is wide.
_SEARCHED = 30
_YEAR = re.compile(r"\d{4}(?:/\d\d)?")
# An apostrophe that csv writes before a text that a spreadsheet would run.
_MADE_INERT = re.compile(r"^'(?=\W)")


class ReadBack(NamedTuple):
    """The targets of a report by period, its tables (a sheet each), and what was wrong with their cells."""

    observations: tuple[Observations, ...]
    tables: tuple[Dated, ...]
    findings: tuple[Finding, ...]


class _Sheet(NamedTuple):
    """Where the rows are, in which column each of the needed ones, and the ids that stand behind words in cells.

    `source` is the place of the sheet among the report's sources.
    """

    grid: Grid
    heading_row: int
    columns: Mapping[str, int]
    ids: Mapping[tuple[str, str], str]
    source: int = 0


class _Row(NamedTuple):
    """One row as it says itself; `at` is its 0-based row in its sheet."""

    sheet: _Sheet
    at: int
    period: str | None
    level: str
    code: str | None
    unit: str
    parent: str | None
    indicator: str
    target: Target | None


def read_back(
    book: Book, sheet: str | None, levels: Sequence[str], source: int, profile: Profile
) -> ReadBack | None:
    """Return the targets of a report of ours in the file, or in the sheet told; None where there is no such report."""
    grids = [grid for grid in book.grids if sheet is None or key(grid.sheet) == key(sheet)]
    # A csv has ids and no words; whatever keeps texts alone can be no workbook of ours.
    sheets = _with_ids(grids) or _in_words([grid for grid in grids if not grid.text_only], profile)
    found = [one._replace(source=number) for number, one in enumerate(sheets, start=source)]
    findings: list[Finding] = []
    rows: list[_Row] = []
    for one in found:
        targets, wrong = _targets(one)
        findings += wrong
        rows += _rows(one, targets)
    tiers = ("whole", *tier_order(levels))
    observations = tuple(
        _observed([row for row in rows if row.period == period], found, tiers, profile)
        for period in dict.fromkeys(row.period for row in rows)
    )
    if not observations:
        return None
    tables = tuple(_dated(one, book, observations[0]) for one in found)
    return ReadBack(observations, tables, tuple(findings))


def _with_ids(grids: Sequence[Grid]) -> list[_Sheet]:
    """Find the heading row of our columns by their ids."""
    for grid, at, texts in _headings(grids):
        if set(NEEDED) <= set(texts):
            return [_Sheet(grid, at, {name: texts.index(name) for name in NEEDED}, {})]
    return []


def _in_words(grids: Sequence[Grid], profile: Profile) -> list[_Sheet]:
    """Find the heading rows of our columns by their words in one of the languages: a sheet an indicator."""
    wide = list(_headings(grids))
    for words in map(load_words, LANGUAGES if wide else ()):
        labels = {name: words.label(name) for name in NEEDED}
        ours = [(grid, at, texts) for grid, at, texts in wide if set(labels.values()) <= set(texts)]
        if ours:
            ids = _ids_of(words, profile)
            return [
                _with_periods(
                    _Sheet(grid, at, {name: texts.index(labels[name]) for name in NEEDED}, ids),
                    words,
                )
                for grid, at, texts in ours
            ]
    return []


def _with_periods(sheet: _Sheet, words: Words) -> _Sheet:
    """Return a sheet that knows the ids of its periods, each distinct one looked up once."""
    said = {_text(sheet, row, "period") for row in _numbers(sheet)}
    ids = {("period", text): _period_of(text, words) for text in said}
    return sheet._replace(ids={**sheet.ids, **ids})


def _period_of(text: str, words: Words) -> str:
    """Return the id of a period as it is said; a text that says none is its own."""
    years = _YEAR.findall(text)[-1:]
    parts = ["", *(f"-Q{number}" for number in range(1, 5))]
    parts += [f"-{month:02}" for month in range(1, 13)]
    days = [f"-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 32)]
    return next(
        (
            year + part
            for year in years
            for part in parts + days
            if words.period(year + part) == text
        ),
        text,
    )


def _headings(grids: Sequence[Grid]) -> Iterator[tuple[Grid, int, list[str]]]:
    """Yield the rows that may be our headings: near the top, with enough texts."""
    for grid in grids:
        for at, cells in enumerate(grid.rows[:_SEARCHED]):
            texts = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
            if sum(map(bool, texts)) >= len(NEEDED):
                yield grid, at, texts


def _ids_of(words: Words, profile: Profile) -> dict[tuple[str, str], str]:
    """Return the ids of levels, kinds and indicators by what a workbook in that language calls them."""
    ids = {("level", str(name)): level for level, name in words.messages["levels"].items()}
    ids |= {("target_kind", words.label(f"kind_{kind}")): kind for kind in _KINDS}
    return ids | {
        ("indicator", made.label(words.lang)): name for name, made in profile.indicators.items()
    }


def _targets(sheet: _Sheet) -> tuple[list[Target | None], list[Finding]]:
    """Read the targets of all rows: a rate where it is one, else people."""
    kinds = [_id(sheet, row, "target_kind") for row in _numbers(sheet)]
    rates = [
        cell if kind == "rate" else None
        for kind, cell in zip(kinds, _cells(sheet, "target_pct"), strict=True)
    ]
    counts = [
        cell if kind in ("count", "new") else None
        for kind, cell in zip(kinds, _cells(sheet, "target_count"), strict=True)
    ]
    read_pct = read_rates(rates, None, None, "points", None)
    read = read_counts(counts, None, None, of_people=False)
    targets: list[Target | None] = []
    for kind, row, rate, people in zip(
        kinds, _numbers(sheet), read_pct.values, read.values, strict=True
    ):
        if kind == "rate" and rate is not None:
            targets.append(
                Target(
                    "rate", rate.value, cell_name(row, sheet.columns["target_pct"]), sheet.source
                )
            )
        elif kind != "rate" and isinstance(people, int) and people >= 0:
            cell = cell_name(row, sheet.columns["target_count"])
            told = Target("new" if kind == "new" else "count", Quotient(people, 1), cell)
            targets.append(told._replace(source=sheet.source))
        else:
            targets.append(None)
    return targets, [
        *_wrong(sheet, "target_pct", read_pct.issues),
        *_wrong(sheet, "target_count", read.issues),
    ]


def _wrong(sheet: _Sheet, name: str, issues: Sequence[Issue]) -> list[Finding]:
    """Say which cells hold no target although somebody wrote something there."""
    findings = []
    column, first_row = sheet.columns[name], sheet.heading_row + 1
    for issue in issues:
        if issue.code not in ("missing-value", "number-as-text"):
            values = {
                "column": str(sheet.grid.rows[sheet.heading_row][column]),
                "found": issue.text,
            }
            cell = cell_name(first_row + issue.position, column)
            grid = sheet.grid
            findings.append(finding("bad-target", Where(grid.file, grid.sheet, (cell,)), values))
    return findings


def _numbers(sheet: _Sheet) -> range:
    return range(sheet.heading_row + 1, len(sheet.grid.rows))


def _cells(sheet: _Sheet, name: str) -> list[Value]:
    return [sheet.grid.rows[row][sheet.columns[name]] for row in _numbers(sheet)]


def _text(sheet: _Sheet, row: int, name: str) -> str:
    cell = sheet.grid.rows[row][sheet.columns[name]]
    # A code or a year that somebody's spreadsheet made a number when the csv was saved again.
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else tidy(_MADE_INERT.sub("", str(cell), count=1))


def _id(sheet: _Sheet, row: int, name: str) -> str:
    text = _text(sheet, row, name)
    return sheet.ids.get((name, text), text)


def _rows(sheet: _Sheet, targets: Sequence[Target | None]) -> Iterator[_Row]:
    for row, target in zip(_numbers(sheet), targets, strict=True):
        unit = _text(sheet, row, "unit")
        if unit:
            period, code, parent = (
                _id(sheet, row, name) or None for name in ("period", "code", "parent")
            )
            level, indicator = _id(sheet, row, "level"), _id(sheet, row, "indicator")
            yield _Row(sheet, row, period, level, code, unit, parent, indicator, target)


class _Tree(NamedTuple):
    """The units of a period as they grow from its rows, each one's rank (0: the whole), and the ways to find them.

    `known` finds a unit by all that a row says of it, `recent` by its name alone, the latest last.
    """

    units: list[Unit]
    ranks: list[int]
    known: dict[tuple[object, ...], int]
    recent: dict[str, list[int]]


def _observed(
    rows: Sequence[_Row], sheets: Sequence[_Sheet], levels: Sequence[str], profile: Profile
) -> Observations:
    """Return the units and targets of one period; what several indicators say of a unit is said of one unit."""
    tree = _Tree([], [], {}, {})
    seen: Counter[tuple[object, ...]] = Counter()
    targets: dict[str, dict[int, Target | None]] = {}
    for row in _parents_first(rows, levels):
        at = _placed(tree, row, levels, seen)
        unit = tree.units[at]
        tree.units[at] = (
            unit._replace(row=row.at, name_cell=(row.at, row.sheet.columns["unit"]))
            if unit.row is None
            else unit
        )
        indicator = profile.indicators.get(row.indicator)
        if indicator is not None:
            targets.setdefault(indicator.subject, {}).setdefault(
                at, _as_given(row.target, indicator.per)
            )
    units = _under_one_whole(Units.of(tree.units))
    shift = len(units) - len(tree.units)
    columns: dict[str, list[Target | None]] = {}
    for subject, values in targets.items():
        columns[subject] = [values.get(at - shift) for at in range(len(units))]
    place = {sheet.source: (sheet.grid.file, sheet.grid.sheet) for sheet in sheets}
    return Observations(rows[0].period, units, True, {}, columns, {}, {}, {}, place)


def _as_given(target: Target | None, per: int) -> Target | None:
    """Return a rate, which reports have in percent, as the indicator's targets are given: per 1,000 or the like."""
    if target is None or target.kind != "rate" or per == 100:
        return target
    return target._replace(value=Quotient(target.value.over * per, target.value.under * 100))


def _parents_first(rows: Sequence[_Row], levels: Sequence[str]) -> Sequence[_Row]:
    """Return the rows as they are where each stands below its parent, else (a ranking) the higher levels first."""
    names = {key(row.unit) for row in rows}
    above: set[str] = set()
    for row in rows:
        if row.parent and key(row.parent) in names and key(row.parent) not in above:
            return sorted(rows, key=lambda row: _rank(row, levels))
        above.add(key(row.unit))
    return rows


def _rank(row: _Row, levels: Sequence[str]) -> int:
    """Return how far down a level stands; one that is not known stands lowest."""
    return levels.index(row.level) if row.level in levels else len(levels)


def _placed(
    tree: _Tree, row: _Row, levels: Sequence[str], seen: Counter[tuple[object, ...]]
) -> int:
    """Return the row's unit; its parent stands in an earlier row, else it is made from its name."""
    rank = _rank(row, levels)
    parent = _parent_of(tree, row, rank, levels)
    said = (rank, row.code, key(row.unit), parent)
    seen[row.indicator, said] += 1
    at = tree.known.setdefault((*said, seen[row.indicator, said]), len(tree.units))
    if at == len(tree.units):
        _grow(tree, Unit(row.unit, row.level, row.code, parent, None, None), rank)
    tree.recent[key(row.unit)].append(at)
    return at


def _parent_of(tree: _Tree, row: _Row, rank: int, levels: Sequence[str]) -> int | None:
    """Return the latest unit of the parent's name that stands higher; without a name the whole, where it is known."""
    top = 0 if tree.units and tree.ranks[0] < rank else None
    if row.parent is None:
        return top
    bearers = tree.recent.get(key(row.parent), ())
    earlier = [at for at in bearers if tree.ranks[at] < rank]
    if earlier:
        return earlier[-1]
    above = max(rank - 1, 0)
    # A name that no row bears is one of a level, not of a group.
    above -= levels[above] == GROUP
    top = 0 if tree.units and tree.ranks[0] < above else None
    return _grow(tree, Unit(row.parent, levels[above], None, top, None, None), above)


def _grow(tree: _Tree, unit: Unit, rank: int) -> int:
    tree.units.append(unit)
    tree.ranks.append(rank)
    tree.recent.setdefault(key(unit.name), []).append(len(tree.units) - 1)
    return len(tree.units) - 1


def _under_one_whole(units: Units) -> Units:
    """Return the units with their leaves told, under a whole that is made where several stand at the top."""
    told = units.replace(leaves=[not parts for parts in units.parts])
    if list(units.parents).count(None) < 2:
        return told
    parents = [0 if parent is None else parent + 1 for parent in units.parents]
    return Units.of(
        [Unit(UNNAMED, "whole", None, None, None, None, leaf=False), *told.replace(parents=parents)]
    )


def _dated(sheet: _Sheet, book: Book, observed: Observations) -> Dated:
    """Return the report's table, for the list of sources and for whoever asks what stands in its cells."""
    headings = sheet.grid.rows[sheet.heading_row]
    columns = tuple(
        Column(sheet.columns[name], (str(headings[sheet.columns[name]]),), role)
        for name, role in _ROLES.items()
    )
    rows = (sheet.heading_row + 1, max(len(sheet.grid.rows) - 1, sheet.heading_row + 1))
    table = Table(
        sheet.grid, (sheet.heading_row,), rows, columns, observed.units, (), (), whole_named=True
    )
    return Dated(table, book, observed.period, ())
