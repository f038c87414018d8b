"""What the sheet of an indicator holds, column by column: values, formulas, groups of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name

from coverage_cli.grouping import first_where, take
from coverage_cli.model import MACHINE_COLUMNS, Figure, Indicator, Report
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import is_nested
from coverage_cli.write.judged import JUDGED
from coverage_cli.write.machine.records import Machine, machine_table
from coverage_cli.write.workbook.course import with_course
from coverage_cli.write.workbook.formulas import Place, parts_of, verdicts, with_formulas
from coverage_cli.write.workbook.rows import Formula, Held

_NESTED = (
    *(
        "period",
        "unit",
        "parent",
        "level",
        "numerator",
        "denominator",
        "rate_shown",
        "coverage_pct",
    ),
    *("target_shown", "target_pct", "target_count", "attainment_pct", "gap_people", "status"),
    *("units_met", "change_people", "change_pp"),
)
_RANKED = (
    *(
        "level",
        "rank",
        "unit",
        "parent",
        "rate_shown",
        "coverage_pct",
        "target_shown",
        "target_pct",
    ),
    *("target_count", "gap_people", "required_per_month", "recent_per_month", "band"),
    *("share_pct", "cumulative_pct", "denominator", "numerator", "status"),
)
_PER_HUNDRED = ("coverage_pct", "target_pct")


class Subject(NamedTuple):
    """An indicator's figures, its columns as plain values by their keys, and whether units stand below their whole."""

    indicator: str
    definition: Indicator | None
    figures: Sequence[Figure]
    table: Mapping[str, Sequence[Machine]]
    nested: bool
    ranked: bool

    @property
    def periods(self) -> list[str | None]:
        """Return the periods, each once, in the order of the rows."""
        return list(dict.fromkeys(figure.period for figure in self.figures))

    @property
    def per(self) -> int:
        """Return per how many people its rate is shown."""
        return self.definition.per if self.definition else 100

    @property
    def lower(self) -> bool:
        """Tell whether less is better."""
        return self.definition is not None and self.definition.lower

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield where the rows of each period begin and end."""
        first = 0
        for at in range(1, len(self.figures) + 1):
            if at == len(self.figures) or self.figures[at].period != self.figures[first].period:
                yield first, at
                first = at


def subjects_of(report: Report) -> list[Subject]:
    """Return the indicators of a report in their order; of a ranking each level's units one below the other."""
    places: dict[str, list[int]] = {}
    for at, figure in enumerate(report.figures):
        places.setdefault(figure.indicator, []).append(at)
    return [_subject(report, indicator, rows) for indicator, rows in places.items()]


def _subject(report: Report, indicator: str, rows: list[int]) -> Subject:
    ranked = bool(report.ranked)
    if ranked:
        rows = sorted(rows, key=lambda at: report.figures[at].depth)
    figures = take(report.figures, rows)
    further = {key: take(cells, rows) for key, cells in report.further.items()}
    table = machine_table(report._replace(figures=tuple(figures), further=further))
    kept = {
        key: cells
        for key, cells in table.items()
        if key in MACHINE_COLUMNS or any(cell is not None for cell in cells)
    }
    definition = report.indicators.get(indicator)
    subject = Subject(indicator, definition, figures, kept, nested=False, ranked=ranked)
    nested = not ranked and all(is_nested(figures[first:last]) for first, last in subject.runs())
    return subject._replace(nested=nested, table=_as_shown(subject))


def _as_shown(subject: Subject) -> Mapping[str, Sequence[Machine]]:
    """Return the columns with the rates per as many as the indicator is shown per, where that is not a hundred."""
    if subject.per == 100:
        return subject.table
    shown = {
        name: [None if cell is None else cell * subject.per / 100 for cell in subject.table[key]]  # type: ignore[operator]
        for name, key in zip(("rate_shown", "target_shown"), _PER_HUNDRED, strict=True)
    }
    return {**subject.table, **shown}


def printed_columns(subject: Subject) -> list[str]:
    """Return the columns that are printed, in their order: those that tell something."""
    silent = {
        key for key, cells in subject.table.items() if not any(cell is not None for cell in cells)
    }
    if len(subject.periods) < 2:
        silent.add("period")
    if subject.nested:
        silent |= {"parent", "level"}
    elif len(set(subject.table["level"])) < 2:
        silent.add("level")
    if subject.per != 100:
        silent |= set(_PER_HUNDRED)
    if all(figure.status not in JUDGED for figure in subject.figures):
        silent |= {"status", "units_met"}
    if all(figure.target_kind in (None, "rate") for figure in subject.figures):
        silent.add("target_count")
    wanted = _RANKED if subject.ranked else _NESTED
    known = {*subject.table, *(["units_met"] if subject.nested else [])}
    return [key for key in wanted if key in known - silent]


def outline_of(subject: Subject) -> list[int]:
    """Return how deep in groups that can be folded each row stands; nothing is folded where nothing is nested."""
    if not subject.nested:
        return [0] * len(subject.figures)
    top = min((figure.depth for figure in subject.figures), default=0)
    return [min(figure.depth - top, 7) for figure in subject.figures]


def held_columns(
    subject: Subject, keys: Sequence[str], first_row: int, words: Words
) -> dict[str, list[Held]]:
    """Return the derived columns as formulas where they follow from the cells; `first_row` is 1-based."""
    letters = {key: xl_col_to_name(at) for at, key in enumerate(keys)}
    said = {
        one: words.status(one) for one in ("met", "short", "no_target", "no_data", "incomplete")
    }
    made: dict[str, list[Held]] = {}
    for first, last in subject.runs():
        place = Place(letters, first_row + first)
        table = {key: cells[first:last] for key, cells in subject.table.items()}
        figures = subject.figures[first:last]
        columns = with_formulas(figures, table, place, lower=subject.lower, nested=subject.nested)
        columns["status"] = verdicts(figures, table["gap_people"], place, said)
        columns |= _per_as_many(subject.per, table, place)
        if subject.nested:
            columns["units_met"] = _units_met(figures, place, words)
        for key, cells in columns.items():
            made.setdefault(key, []).extend(cells)
    return {**made, **with_course(subject.figures, subject.table, Place(letters, first_row))}


def _per_as_many(
    per: int, table: Mapping[str, Sequence[Machine]], place: Place
) -> dict[str, list[Held]]:
    shown: dict[str, list[Held]] = {}
    for name, key in (("rate_shown", "coverage_pct"), ("target_shown", "target_pct")):
        if name in table:
            letter = place.letters[key]
            shown[name] = [
                None if cell is None else Formula(f"{letter}{row}*{per}/100", cell)
                for row, cell in enumerate(table[name], start=place.first)
            ]
    return shown


def _units_met(figures: Sequence[Figure], place: Place, words: Words) -> list[Held]:
    """Return for each upper unit how many of the lowest units below it met their target, of how many judged."""
    depths = [figure.depth for figure in figures]
    lowest = max(figures, key=lambda figure: figure.depth).level
    levels = [words.level(figure.level).casefold() for figure in figures]
    made: list[Held] = []
    for row, below in enumerate(parts_of(depths)):
        last = _end_of(depths, row) if below else row
        inside = [one for one in figures[row + 1 : last] if one.level == lowest]
        judged = sum(one.status in JUDGED for one in inside)
        if not judged:
            made.append(None)
            continue
        value = f"{sum(one.status == 'met' for one in inside)} / {judged}"
        # the formula counts words, whatever their case: two levels may be called the same
        alike = levels[row + 1 : last].count(words.level(lowest).casefold())
        follows = judged == len(inside) == alike and not _is_pattern(words.level(lowest))
        rows = (place.first + row + 1, place.first + last - 1)
        made.append(Formula(_count_met(rows, lowest, place, words), value) if follows else value)
    return made


def _count_met(rows: tuple[int, int], lowest: str, place: Place, words: Words) -> str:
    """Return the formula that counts the units of a level in some rows, and those of them that met their target."""
    met, level = (
        f"{place.letters[key]}{{}}:{place.letters[key]}{{}}" for key in ("status", "level")
    )
    of_level = f'{level.format(*rows)},"{words.level(lowest)}"'
    reached = f'{met.format(*rows)},"{words.status("met")}"'
    return f'COUNTIFS({of_level},{reached})&" / "&COUNTIF({of_level})'


def _is_pattern(text: str) -> bool:
    """Tell whether a text means something else than itself where a formula counts it."""
    return any(sign in text for sign in '*?~"<>=')


def _end_of(depths: Sequence[int], row: int) -> int:
    """Return the row behind the last one below a unit."""
    return first_where(
        lambda at: depths[at] <= depths[row], range(row + 1, len(depths)), len(depths)
    )
