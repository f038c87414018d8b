"""The words of the product as types: cells, grids, tables, observations, figures, findings, reports.

Vocabulary only: nothing is read, computed or shown here. Counts are exact (`int`, or `Fraction` where a sheet
holds fractional people), percentages are exact `Quotient`s, never binary floats.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal

from coverage_cli.addresses import cell_name as cell_name  # noqa: PLC0414 - a word of the contract like all here
from coverage_cli.addresses import column_letter as column_letter  # noqa: PLC0414
from coverage_cli.grid import ErrorCell as ErrorCell  # noqa: PLC0414
from coverage_cli.grid import Grid as Grid  # noqa: PLC0414
from coverage_cli.grid import Span as Span  # noqa: PLC0414
from coverage_cli.grid import Value as Value  # noqa: PLC0414
from coverage_cli.grid import Visibility as Visibility  # noqa: PLC0414
from coverage_cli.grouping import take
from coverage_cli.indicator import Indicator as Indicator  # noqa: PLC0414 - a word of the contract like all here
from coverage_cli.indicator import Sum
from coverage_cli.quantities import Count as Count  # noqa: PLC0414
from coverage_cli.quantities import Quotient as Quotient  # noqa: PLC0414
from coverage_cli.records import NamedTuple
from coverage_cli.tree import Unit as Unit  # noqa: PLC0414
from coverage_cli.tree import Units as Units  # noqa: PLC0414

Severity = Literal["error", "warning", "info"]
Status = Literal["met", "short", "no_target", "no_data", "incomplete"]
LEVELS = ("province", "district", "commune")
"""The default hierarchy, highest first; `whole` stands above the highest level present in a report."""


class Book(NamedTuple):
    """A file as it was read: its grids in the order of the sheets, and what the reader must say about it."""

    file: str
    sha256: str
    kind: str
    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...] = ()


class Finding(NamedTuple):
    """Something the reader must know about the data; one per column (or unit) and cause.

    `values` fill the message of the code (`data/findings/`); `cells` are A1 addresses, the
    first being the one to look at; `people` is how many people it concerns, where that is known. `variant` picks one
    of several wordings of a code. `causes` are likely ones, unit by unit, of `unit` and `cell`.
    """

    code: str
    severity: Severity
    values: Mapping[str, object]
    file: str | None = None
    sheet: str | None = None
    cells: tuple[str, ...] = ()
    unit: str | None = None
    count: int = 1  # type: ignore[assignment]  # the contract's name; nobody counts in a finding
    people: int | None = None
    variant: str = ""
    causes: tuple[Phrase, ...] = ()

    @property
    def cell(self) -> str | None:
        """Return the first cell concerned, or None."""
        return self.cells[0] if self.cells else None


class Target(NamedTuple):
    """A goal of one unit: `value` is percent for a rate, people for a count or new people.

    `cell` is where it is printed, `source` in which of the report's sources. Equal rates are equal
    values: a written rate is kept with as few digits as it needs.
    """

    kind: Literal["rate", "count", "new"]
    value: Quotient
    cell: str | None = None
    source: int | None = None


class Printed(NamedTuple):
    """A figure that the sheet prints and the program computes: its exact value and half a unit of its last digit."""

    value: Quotient
    tolerance: Quotient
    cell: str


class Column(NamedTuple):
    """A column of a table and what it was taken for.

    `role` is ordinal, code, unit, parent, parent_code, period, measure, target, rate, attainment, gap, change, note or
    other; `subject` its measure; `kind` of a target; `why` what decided; `unread` words unknown; `plus` columns added;
    `scale` people a unit (0: unknown); `stem` words for whom; `evidence` what was weighed; `rival` hardly less likely.
    """

    index: int  # type: ignore[assignment]  # a column is never searched as a tuple
    heading: tuple[str, ...]
    role: str = "other"
    subject: str | None = None
    level: str | None = None
    period: str | None = None
    kind: str | None = None
    told: bool = False
    why: str = ""
    unread: tuple[str, ...] = ()
    plus: tuple[int, ...] = ()
    scale: int | None = None
    stem: frozenset[str] = frozenset()
    evidence: tuple[tuple[str, int], ...] = ()
    rival: str | None = None

    @property
    def name(self) -> str:
        """Return the heading path as it is shown and told; a column without one goes by its letters."""
        return " > ".join(self.heading) or self.letter

    @property
    def shown(self) -> str:
        """Return the column as messages name it: D 'BHYT > TH'."""
        return f"{self.letter} '{self.name}'"

    @property
    def letter(self) -> str:
        """Return the column's letters."""
        return column_letter(self.index)


class LeftOut(NamedTuple):
    """A row of the sheet that is no unit, and why: note, heading, number row, nameless."""

    row: int
    text: str
    why: str


class Table(NamedTuple):
    """A table as it was understood: where it stands, its columns, its units with the whole first, what was left out.

    `period` is set where a column of the table tells the period of its rows: each then is a table of its own.
    Rows are 0-based. `title` are the lines above it; `whole_named` says whether title or group names the whole.
    `heading_facts` is what spoke for the lowest heading row and against it: kind of row, fact, weight.
    """

    grid: Grid
    header_rows: tuple[int, ...]
    rows: tuple[int, int]
    columns: tuple[Column, ...]
    units: Units
    left_out: tuple[LeftOut, ...]
    title: tuple[str, ...]
    whole_named: bool
    scale: int = 1
    findings: tuple[Finding, ...] = ()
    period: str | None = None
    heading_facts: tuple[tuple[str, str, int], ...] = ()


class Observations(NamedTuple):
    """The honest values of one period; every list is aligned with `units`, the whole first.

    `counts` maps measures to counts (None: no value, whatever the reason), `targets` maps the measure a target speaks
    of to targets, `printed` maps (rate | attainment | gap, measure) to the figures that the sheet prints itself.
    `places` maps a measure to the (source, 0-based row) its counts stand in, `columns` maps (source, measure) to the
    column, `origins` a source to its file and sheet: the cell of every count. `restated` maps a measure to what further
    tables print of each upper unit, too: (count, place).
    """

    period: str | None
    units: Units
    whole_named: bool
    counts: Mapping[str, Sequence[Count | None]]
    targets: Mapping[str, Sequence[Target | None]]
    printed: Mapping[tuple[str, str], Sequence[Printed | None]]
    places: Mapping[str, Sequence[tuple[int, int] | None]]
    columns: Mapping[tuple[int, str], Column]
    origins: Mapping[int, tuple[str, str]]
    restated: Mapping[str, Sequence[tuple[tuple[Count, tuple[int, int]], ...]]] = {}

    def cell(self, measure: str, unit_index: int) -> str | None:
        """Return the address of a unit's count, None where no row prints it."""
        place = self.places[measure][unit_index] if measure in self.places else None
        column = self.columns.get((place[0], measure)) if place else None
        return cell_name(place[1], column.index) if place and column else None

    def origin(self, unit_index: int) -> tuple[str | None, str | None]:
        """Return the file and sheet that a unit's figures come from."""
        for places in self.places.values():
            place = places[unit_index]
            if place is not None:
                return self.origins[place[0]]
        return (None, None) if len(self.origins) != 1 else self.home

    @property
    def home(self) -> tuple[str, str]:
        """Return the file and sheet that the first figures come from, "" for those of none."""
        return next(iter(self.origins.values()), ("", ""))

    def with_columns(self, change: Callable[[Sequence[Any]], Sequence[Any]]) -> Observations:
        """Return observations with every column that is aligned with the units changed alike."""
        names = ("counts", "targets", "printed", "places", "restated")
        columns: dict[str, Any] = {
            name: {of: change(values) for of, values in getattr(self, name).items()}
            for name in names
        }
        return self._replace(**columns)

    def take(self, kept: Sequence[int]) -> Observations:
        """Return the observations of the units at some places; the parent of each must be among them before it."""
        return self.with_columns(lambda values: take(values, kept))._replace(
            units=self.units.take(kept)
        )

    def without(self, dropped: Collection[int]) -> Observations:
        """Return observations without some of the lowest units."""
        return self.take([at for at in range(len(self.units)) if at not in dropped])


class Fixed(NamedTuple):
    """A percentage to be shown with just so many decimals, whatever the reader's setting (a printed 94.6)."""

    value: Quotient
    places: int


class Phrase(NamedTuple):
    """Words of ours inside a message: the key of a label and what fills it, so that messages can list things."""

    key: str
    values: Mapping[str, object] = {}


FigureKey = tuple[str | None, str, int]
"""A figure's period, its indicator, and its unit's place among those of the period."""


class Figure(NamedTuple):
    """One unit's figures for one period and indicator: a row of every report.

    `numerator`, `denominator` and `target_count` are people; percentages are exact. `depth` is 0 for the whole and
    grows downwards, `place` is (index in `Report.sources`, 0-based row) of the unit's row, or None for a row that no
    sheet prints, `at` the unit's place among those of its period.
    """

    period: str | None
    level: str
    code: str | None
    unit: str
    parent: str | None
    indicator: str
    numerator: Count | None
    denominator: Count | None
    coverage_pct: Quotient | None
    target_kind: Literal["rate", "count", "new"] | None
    target_pct: Quotient | None
    target_count: int | None
    attainment_pct: Quotient | None
    gap_people: Count | None
    gap_pp: Quotient | None
    shortfall_people: Count | None
    status: Status
    units_complete: int
    units_expected: int
    depth: int = 0
    place: tuple[int, int] | None = None
    at: int = 0

    @property
    def key(self) -> FigureKey:
        """Return what tells the figure from all others of a report."""
        return self.period, self.indicator, self.at


UNNAMED = "Total"
"""What the whole is called where neither a title nor a row names it; people read it in their own language."""


AUTHOR = "coverage-cli"
"""What every workbook of this program names as its creator; by it the reader knows them again."""


MACHINE_COLUMNS = Figure._fields[: Figure._fields.index("depth")]
"""The columns of csv, tsv, json, ndjson and the workbook, in this order (contract, section 5)."""


Cell = Count | Quotient | str | bool | None
"""What a further column of a report holds."""


class Computed(NamedTuple):
    """One indicator's figures for one period, and what they were computed from.

    `over` and `under` are the sums of measures taken (`under` empty without a denominator), `order` gives the unit of
    each figure (its index), `numerators` and `denominators` the counts as read, aligned with units: a subtotal's are
    the printed ones. `target_name` names the target judged by ("": none), `named` are the same units under the others.
    `as_printed` are the units whose figures stand as printed: told so, or for want of any pair below; `partial` those
    some of whose parts are in no sum. `set_targets` are, by name of the target, those set for a unit itself.
    """

    indicator: Indicator
    over: Sum
    under: Sum
    figures: tuple[Figure, ...]
    order: tuple[int, ...]
    numerators: Sequence[Count | None]
    denominators: Sequence[Count | None] | None
    target_name: str = ""
    named: Mapping[str, tuple[Figure, ...]] = {}
    as_printed: Mapping[int, Literal["told", "want"]] = {}
    set_targets: Mapping[str, Sequence[Target | None]] = {}
    partial: frozenset[int] = frozenset()

    @property
    def by_unit(self) -> dict[int, Figure]:
        """Return the figure of each unit by its place."""
        return dict(zip(self.order, self.figures, strict=True))

    @property
    def measures(self) -> tuple[str, ...]:
        """Return the measures of the numerator that was taken."""
        return tuple(term.measure for term in self.over)

    @property
    def denominator_measures(self) -> tuple[str, ...]:
        """Return the measures of the denominator that was taken, else of the one that is missing."""
        return tuple(
            term.measure for term in self.under or (self.indicator.denominators or ((),))[0]
        )


class Source(NamedTuple):
    """Where a table came from, and what confirms its reading; rows are 1-based, as a spreadsheet shows them."""

    file: str
    sha256: str
    sheet: str
    range: str
    header_rows: tuple[int, ...]
    period: str | None
    columns: Mapping[str, str]
    evidence: Mapping[str, int | bool | None] = {}


class Footnote(NamedTuple):
    """A line that a source sheet prints below its table: where (1-based row), and what it says."""

    file: str
    sheet: str
    row: int
    text: str


class Trend(NamedTuple):
    """One indicator's figures of several periods side by side, a unit a row, in reading order.

    `figures` are those of the last period (a unit without one has no data there). `cells` hold what is shown by period,
    missing ones among them without any value: coverage (`percent`), the numerator (`people`) or the points missing to
    the target (`points`). `further` are the columns of pace and change at the last period.
    """

    indicator: str
    shown: Literal["percent", "people", "points"]
    figures: tuple[Figure, ...]
    cells: Mapping[str, Sequence[Cell]]
    further: Mapping[str, Sequence[Cell]]


class Report(NamedTuple):
    """What a run found, ready to be shown: figures in reading order (each whole, then its districts with their parts).

    `names` maps (indicator id, "numerator" | "denominator") to the heading that the sheet itself gives the column.
    `further` are columns of this report alone, aligned with the figures: `months_left`, or `NAME.status` of another
    target or denominator. `ranked` maps (period, indicator) to all the figures that a ranking's rows were chosen from;
    `notes` is what is said below them, `trends` what people are shown instead, `levels` what sheets call their levels,
    `accepted` the findings that the project file acknowledges, `footnotes` what stands below the sources' tables.
    """

    title: str
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]
    indicators: Mapping[str, Indicator]
    names: Mapping[tuple[str, str], str] = {}
    further: Mapping[str, Sequence[Cell]] = {}
    ranked: Mapping[tuple[str | None, str], Sequence[Figure]] = {}
    notes: Mapping[tuple[str | None, str], Sequence[Phrase]] = {}
    trends: Sequence[Trend] = ()
    levels: Mapping[str, str] = {}
    accepted: tuple[Finding, ...] = ()
    footnotes: tuple[Footnote, ...] = ()

    def periods(self) -> tuple[str | None, ...]:
        """Return the periods of the figures, each once, in the order of the figures."""
        return tuple(dict.fromkeys(figure.period for figure in self.figures))
