"""A clean province sheet, and the faults that are planted into it: each says what must be reported, where, and of whom.

The sheet is a list of rows that know each other by identity, so that a fault may insert rows and the cells of the others
are still found; addresses are told at the end. What is right is worked out here in integers, apart from the program.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from hostile import HEAD, MAIN, xlsx_parts, zipped
from hostile import sheet as sheet_part
from hypothesis import assume
from hypothesis import strategies as st

ORDINAL, NAME, PEOPLE, INSURED, RATE, TARGET, GAP = range(7)
HEADINGS = (
    "STT", "Đơn vị", "Dân số", "Số người tham gia BHYT", "Tỷ lệ bao phủ BHYT (%)", "Chỉ tiêu BHYT (%)",
    "Số người còn thiếu",
)  # fmt: skip
COUNTS = (PEOPLE, INSURED)
READ = (*COUNTS, TARGET)
DISTRICTS = ("Gia Viễn", "Nho Quan", "Yên Mô", "Kim Sơn")
COMMUNES = (
    "Đồng Phong", "Bắc Sơn", "Quang Sơn", "Lạng Phong", "Phú Sơn", "Thạch Bình", "Xích Thổ", "Gia Lâm", "Gia Sơn",
    "Thượng Hòa", "Văn Phong", "Thanh Lạc", "Sơn Lai", "Quảng Lạc", "Kỳ Phú", "Cúc Phương", "Yên Quang", "Đức Long",
    "Lạc Vân", "Khánh Dương", "Khánh Thịnh", "Yên Phong", "Yên Từ", "Yên Thái", "Yên Nhân", "Mai Sơn", "Chính Tâm",
    "Ân Hòa", "Như Hòa", "Đồng Hướng", "Kim Chính", "Hồi Ninh",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV")
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><name val="Calibri"/></font></fonts><fills count="1"><fill/>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
    '<xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


class Error(NamedTuple):
    """An error cell."""

    text: str


class Formula(NamedTuple):
    """A formula without a stored value."""

    text: str


@dataclass(eq=False)
class Row:
    """A row of the sheet: `district` is None for the total and for rows that are no units."""

    kind: str
    cells: list[Any]
    district: int | None = None
    hidden: bool = False

    def __repr__(self) -> str:
        return f"{self.kind}{self.cells}"

    @property
    def name(self) -> str:
        return self.cells[NAME]


@dataclass
class Sheet:
    """A sheet that is being built: `bare` without any printed sum, rate or gap; `used` rows are no other fault's."""

    rows: list[Row]
    bare: bool = False
    used: set[Row] = field(default_factory=set)
    paired: bool = False

    def _repr_pretty_(self, printer: Any, _: bool) -> None:  # hypothesis prints its draws by this
        printer.text(repr(self))

    def __repr__(self) -> str:
        return "".join(f"\n{at:3} {row.cells}" for at, row in enumerate(self.rows, 1))

    def of(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row.kind in kinds]

    def address(self, row: Row, column: int) -> str:
        return f"{'ABCDEFGHIJ'[column]}{self.rows.index(row) + 1}"

    def communes(self, district: int | None) -> list[Row]:
        return [row for row in self.of("commune") if row.district == district]

    def upper(self, district: int | None) -> Row:
        return next(row for row in self.of("district") if row.district == district)

    def insert_after(self, row: Row, *new: Row) -> None:
        at = self.rows.index(row) + 1
        self.rows[at:at] = new

    def bytes(self) -> bytes:
        parts = xlsx_parts(
            {"T5": sheet_part("".join(_row(row, at) for at, row in enumerate(self.rows, 1)))}
        )
        return zipped(parts | {"xl/styles.xml": STYLES})


def _row(row: Row, number: int) -> str:
    hidden = ' hidden="1"' if row.hidden else ""
    cells = (
        _cell(value, f"{'ABCDEFGHIJ'[at]}{number}")
        for at, value in enumerate(row.cells)
        if value is not None
    )
    return f'<row r="{number}"{hidden}>{"".join(cells)}</row>'


def _cell(value: Any, address: str) -> str:
    match value:
        case Error(text):
            return f'<c r="{address}" t="e"><v>{text}</v></c>'
        case Formula(text):
            return f'<c r="{address}"><f>{text}</f></c>'
        case str():
            return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case datetime.date():
            return f'<c r="{address}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
        case _:
            return f'<c r="{address}"><v>{value}</v></c>'


class Plant(NamedTuple):
    """What a planted fault must lead to: a finding of this code and severity with all these cells.

    `touched` are the rows whose units may lose or change figures, with those above them; `valueless` those that must
    have no coverage at all; `adds` says that a row may be taken for a unit that was not there, `refused` that the cell may
    be refused as readable in two ways instead.
    """

    code: str
    severity: str
    spots: Sequence[tuple[Row, int]]
    touched: Sequence[Row] = ()
    valueless: Sequence[Row] = ()
    adds: bool = False
    refused: bool = False


Planting = Callable[[st.DrawFn, Sheet], Plant]


# The clean sheet.


@st.composite
def provinces(draw: st.DrawFn, *, bare: bool = False) -> Sheet:
    """Draw a province: 3 or 4 districts in Roman numerals over 5 to 8 communes each, a total on top, all figures right.

    A `bare` one has the communes' counts and targets only: nothing is printed twice that could tell a fault.
    """
    typed, one_goal = draw(st.booleans()), draw(st.booleans())
    sizes = draw(st.lists(st.integers(5, 8), min_size=3, max_size=4))
    chance = random.Random(
        draw(st.integers(0, 2**32))
    )  # one number for all counts: quick to draw and to shrink
    names = iter(chance.sample(COMMUNES, len(COMMUNES)))
    people = iter(_distinct(chance, sum(sizes)))
    goal = chance.randint(880, 980)  # tenths of a percent
    insured: set[int] = set()
    rows: list[Row] = []
    for district, size in enumerate(sizes):
        upper = Row(
            "district",
            [ROMAN[district], ("Huyện " if typed else "") + DISTRICTS[district]],
            district,
        )
        communes = []
        for number in range(1, size + 1):
            count = next(people)
            covered = _insured(chance, count, insured)
            figures = _judged(count, covered, goal if one_goal else chance.randint(880, 980))
            cells = [number, ("Xã " if typed else "") + next(names), count, covered, *figures]
            communes.append(Row("commune", cells, district))
        _sum_up(upper, communes, goal)
        rows += [upper, *communes]
    total = Row("total", [None, draw(st.sampled_from(["Tổng cộng", "Toàn tỉnh", "TỔNG SỐ"]))])
    _sum_up(total, [row for row in rows if row.kind == "district"], goal)
    head = [
        Row("title", ["TỔNG HỢP TÌNH HÌNH THAM GIA BHYT TỈNH NINH BÌNH"]),
        Row("title", ["(Số liệu đến ngày 31/5/2024)"]),
        Row("blank", []),
        Row("heading", list(HEADINGS)),
    ]
    return _stripped(Sheet([*head, *rows], bare=True)) if bare else Sheet([*head, total, *rows])


def _stripped(sheet: Sheet) -> Sheet:
    for row in sheet.of("heading", "commune", "district"):
        kept = (ORDINAL, NAME) if row.kind == "district" else (ORDINAL, NAME, *READ)
        row.cells = [value if at in kept else None for at, value in enumerate(row.cells)]
    return sheet


def _distinct(chance: random.Random, size: int) -> list[int]:
    """Return populations of communes, some of them round."""
    drawn: dict[int, None] = {}
    while len(drawn) < size:
        drawn[
            chance.choice([chance.randint(1_250, 29_999)] * 5 + [500 * chance.randint(3, 40)])
        ] = None
    return list(drawn)


def _insured(chance: random.Random, people: int, seen: set[int]) -> int:
    """Return so many of them as are insured: 82 to 99 in a hundred, no number twice."""
    while (count := chance.randint(-(-people * 82 // 100), people * 99 // 100)) in seen:
        pass
    seen.add(count)
    return count


def _sum_up(upper: Row, parts: Sequence[Row], goal: int) -> None:
    people, insured = (sum(part.cells[column] for part in parts) for column in COUNTS)
    upper.cells[PEOPLE:] = [people, insured, *_judged(people, insured, goal)]


def _judged(people: int, insured: int, goal: int) -> list[Any]:
    """Return the rate to two decimals, the target, and the people missing to it, as a careful office prints them."""
    hundredths = (2 * 10_000 * insured + people) // (2 * people)
    return [hundredths / 100, goal / 10, -(-goal * people // 1000) - insured]


# Where a fault is put.


def _take(
    draw: st.DrawFn, sheet: Sheet, *kinds: str, only: Callable[[Row], bool] = lambda _: True
) -> Row:
    """Draw a row that no other fault has taken. A district's own row is taken together with all of its communes."""
    free = [row for row in sheet.of(*kinds) if row not in sheet.used and only(row)]
    free = [
        row
        for row in free
        if row.kind != "district" or not sheet.used.intersection(sheet.communes(row.district))
    ]
    assume(free)
    row = draw(st.sampled_from(free))
    _keep(sheet, row)
    return row


def _keep(sheet: Sheet, row: Row) -> None:
    sheet.used.add(row)
    if row.kind == "commune":
        sheet.used.add(sheet.upper(row.district))
    elif row.kind == "district":
        sheet.used.update(sheet.communes(row.district))


def _is_followed(sheet: Sheet) -> Callable[[Row], bool]:
    last = sheet.of("commune")[-1]
    return lambda row: row is not last


def _any_row(draw: st.DrawFn, sheet: Sheet) -> Row:
    """Draw a commune's row, or now and then that of an upper unit."""
    with_sums = [] if sheet.bare else [("commune", "district", "total")]
    return _take(draw, sheet, *draw(st.sampled_from([("commune",), *with_sums])))


def _spoilt(row: Row, column: int, code: str, severity: str = "error") -> Plant:
    """Plan for a cell that can have no value; what is printed of an upper unit is no figure of anybody's."""
    leaf = row.kind == "commune"
    is_count = column in COUNTS
    touched = [row] if leaf or not is_count else []
    return Plant(code, severity, [(row, column)], touched, [row] if leaf and is_count else [])


def _dotted(count: int) -> str:
    return f"{count:,}".replace(",", ".")


# Cells that cannot be read, or only in one way.


def number_as_text(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _any_row(draw, sheet), draw(st.sampled_from(COUNTS))
    count = row.cells[column]
    row.cells[column] = _dotted(count) if count % 1000 else str(count)
    return Plant("number-as-text", "info", [(row, column)])


def round_number_as_text(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """The text "4.000" alone in its column is 4,000 or refused, and never 4."""
    row = _take(draw, sheet, "commune", only=lambda row: row.cells[PEOPLE] % 1000 == 0)
    row.cells[PEOPLE] = _dotted(row.cells[PEOPLE])
    return Plant("number-as-text", "info", [(row, PEOPLE)], [row], refused=True)


def stray_letter(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _any_row(draw, sheet), draw(st.sampled_from(READ))
    text = _dotted(row.cells[column]) if column in COUNTS else str(row.cells[column])
    row.cells[column] = draw(
        st.sampled_from([text[:-1] + "O", text + "l", "khoảng " + text, text[0] + "o" + text[1:]])
    )
    return _spoilt(row, column, "not-a-number")


def error_cell(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _any_row(draw, sheet), draw(st.sampled_from(READ))
    row.cells[column] = Error(draw(st.sampled_from(["#REF!", "#N/A", "#DIV/0!", "#VALUE!"])))
    return _spoilt(row, column, "error-cell")


def error_in_printed_figure(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _any_row(draw, sheet), draw(st.sampled_from([RATE, GAP]))
    row.cells[column] = Error("#REF!")
    return Plant("error-cell", "error", [(row, column)])


def formula_without_value(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _any_row(draw, sheet), draw(st.sampled_from(READ))
    row.cells[column] = Formula("SUM(J1:J3)")
    return _spoilt(row, column, "stale-formula")


def negative_count(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _any_row(draw, sheet), draw(st.sampled_from(COUNTS))
    count = row.cells[column]
    row.cells[column] = draw(
        st.sampled_from([-count, f"-{_dotted(count)}" if count % 1000 else f"-{count}"])
    )
    return _spoilt(row, column, "negative-count")


def date_in_count(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _any_row(draw, sheet), draw(st.sampled_from(READ))
    row.cells[column] = draw(st.dates(datetime.date(1910, 1, 1), datetime.date(2030, 1, 1)))
    return _spoilt(row, column, "date-as-number")


def blank(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _take(draw, sheet, "commune"), draw(st.sampled_from(COUNTS))
    row.cells[column] = draw(st.sampled_from([None, "", "  "]))
    return _spoilt(row, column, "missing-value", "warning")


def dash(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _take(draw, sheet, "commune"), draw(st.sampled_from(COUNTS))
    row.cells[column] = draw(st.sampled_from(["-", "–", "...", "x"]))
    return _spoilt(row, column, "missing-value", "warning")


def unreported(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A commune that has not reported at all: numbered and named, without figures; another one follows it."""
    return _without_figures(_take(draw, sheet, "commune", only=_is_followed(sheet)))


def last_unreported(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row = sheet.of("commune")[-1]
    assume(row not in sheet.used)
    _keep(sheet, row)
    return _without_figures(row)


def _without_figures(row: Row) -> Plant:
    row.cells[PEOPLE:] = [None] * 5
    return Plant("missing-value", "warning", [(row, INSURED)], [row], [row])


def thousands_as_decimal(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """4700 typed as 4.700 where the dot is a decimal point; 12.000 became 12, which is another fault."""
    row, column = _any_row(draw, sheet), draw(st.sampled_from(COUNTS))
    if row.cells[column] % 1000 == 0 or row.cells[column] >= 1_000_000:
        row.cells[column] = 4321
    row.cells[column] /= 1000
    return _spoilt(row, column, "thousands-as-decimal")


def ambiguous_text(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A column of texts, one of them with the other separator: which is the decimal one cannot be told."""
    return _other_separator(draw, sheet, is_round=False)


def round_ambiguous_text(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """The same with a round number: 4,000 beside 25.702 is no 4."""
    return _other_separator(draw, sheet, is_round=True)


def _other_separator(draw: st.DrawFn, sheet: Sheet, *, is_round: bool) -> Plant:
    row, column = _take(draw, sheet, "commune"), draw(st.sampled_from(COUNTS))
    if is_round is not (row.cells[column] % 1000 == 0):
        row.cells[column] += -row.cells[column] % 1000 if is_round else 1
    for other in sheet.of("commune", "district", "total"):
        other.cells[column] = other.cells[column] and _dotted(other.cells[column])
    row.cells[column] = row.cells[column].replace(".", ",")
    return Plant("ambiguous-number", "error", [(row, column)], sheet.of("commune"), [row])


# Counts that can be read and cannot be right.


def fractional_count(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _take(draw, sheet, "commune"), draw(st.sampled_from(COUNTS))
    row.cells[column] += draw(st.sampled_from([0.5, 0.25, 0.1, 0.125]))
    return Plant("fractional-count", "warning", [(row, column)], [row])


def thousand_times_too_small(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, column = _take(draw, sheet, "commune"), draw(st.sampled_from(COUNTS))
    row.cells[column] = (row.cells[column] + 500) // 1000
    return Plant("unit-scale", "error", [(row, INSURED)], [row])


def row_in_thousands(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """Both counts in thousands: the coverage looks right, so that the size alone must tell."""
    upper = _take(draw, sheet, "district")
    row = draw(st.sampled_from(sheet.communes(upper.district)))
    for column in COUNTS:
        row.cells[column] = (row.cells[column] + 500) // 1000
    return Plant("unit-scale", "error", [(row, INSURED)], [row], [row])


def over_100(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row = _take(draw, sheet, "commune")
    row.cells[INSURED] = row.cells[PEOPLE] + draw(st.integers(1, 900))
    return Plant("over-100", "warning", [(row, INSURED)], [row])


def zero_population(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row = _take(draw, sheet, "commune")
    row.cells[PEOPLE] = 0
    return Plant("no-denominator", "error", [(row, PEOPLE)], [row], [row])


def copied_down(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A value drawn down over the rows below it."""
    length = draw(st.integers(3, 5))
    at = {row: index for index, row in enumerate(sheet.rows)}
    runs = []
    for first in sheet.of("commune"):
        run = [
            row
            for row in sheet.communes(first.district)
            if row not in sheet.used and at[row] >= at[first]
        ][:length]
        if len(run) == length and at[run[-1]] - at[first] == length - 1 and run[0] is first:
            runs.append(run)
    assume(runs)
    run = draw(st.sampled_from(runs))
    column = draw(st.sampled_from(COUNTS))
    for row in run:
        _keep(sheet, row)
        row.cells[column] = run[0].cells[column]
    return Plant("copied-down", "warning", [(row, column) for row in run], run)


def columns_swapped(draw: st.DrawFn, sheet: Sheet) -> Plant:
    for row in sheet.of("commune", "district", "total"):
        row.cells[PEOPLE], row.cells[INSURED] = row.cells[INSURED], row.cells[PEOPLE]
    communes = sheet.of("commune")
    return Plant("columns-swapped", "error", [(row, INSURED) for row in communes], communes)


def column_shifted_down(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A cell inserted into one column: from there on each row has the figure of the row above, the last has no row."""
    first, column = (
        _take(draw, sheet, "commune", only=_is_followed(sheet)),
        draw(st.sampled_from(COUNTS)),
    )
    rows = sheet.rows[sheet.rows.index(first) :]
    moved = [row.cells[column] for row in rows]
    for row, value in zip(rows, [None, *moved[:-1]], strict=True):
        row.cells[column] = value
    sheet.rows.append(Row("blank", [None] * column + [moved[-1]]))
    off = [row for row in rows[1:] if row.kind == "commune"]
    return Plant(
        "printed-rate-differs",
        "warning",
        [(row, RATE) for row in off],
        [first, *off],
        [first],
        adds=True,
    )


def row_shifted_right(draw: st.DrawFn, sheet: Sheet) -> Plant:
    return _shifted(draw, sheet, lambda cells: [None, *cells])


def row_shifted_left(draw: st.DrawFn, sheet: Sheet) -> Plant:
    return _shifted(draw, sheet, lambda cells: cells[1:])


def _shifted(draw: st.DrawFn, sheet: Sheet, move: Callable[[list[Any]], list[Any]]) -> Plant:
    def may(
        row: Row,
    ) -> (
        bool
    ):  # a district's last row, unnumbered now, may look like a district, and no sum is compared
        return not sheet.paired or row is not sheet.communes(row.district)[-1]

    row = _take(draw, sheet, "commune", only=may)
    shifted = Row("shifted", move(row.cells), row.district)
    sheet.rows[sheet.rows.index(row)] = shifted
    return Plant("row-shifted", "error", [(shifted, NAME)], [row], [row], adds=True)


# Printed figures that differ from what they are of.


def _changed_sum(draw: st.DrawFn, row: Row, changes: st.SearchStrategy[int]) -> Plant:
    column = draw(st.sampled_from(COUNTS))
    row.cells[column] += draw(changes)
    return Plant("total-mismatch", "error", [(row, column)])


def changed_subtotal(draw: st.DrawFn, sheet: Sheet) -> Plant:
    return _changed_sum(draw, _take(draw, sheet, "district"), st.integers(-999, 999).filter(bool))


def changed_total(draw: st.DrawFn, sheet: Sheet) -> Plant:
    least = 1000 if sheet.paired else 1  # a change that undoes another fault's is none
    return _changed_sum(
        draw,
        _take(draw, sheet, "total"),
        st.integers(-9999, 9999).filter(lambda by: abs(by) >= least),
    )


def changed_rate(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A printed rate off by more than half a unit of its last digit."""
    row = _any_row(draw, sheet)
    exact = Fraction(100 * row.cells[INSURED], row.cells[PEOPLE])
    hundredths = round(row.cells[RATE] * 100)
    off = st.one_of(st.sampled_from([-1, 1]), st.integers(-2_000, 2_000))
    changed = draw(
        off.map(hundredths.__add__).filter(
            lambda at: abs(Fraction(at, 100) - exact) > Fraction(1, 200)
        )
    )
    row.cells[RATE] = changed / 100
    return Plant("printed-rate-differs", "warning", [(row, RATE)])


def changed_gap(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A printed gap that is neither the net gap nor, of an upper unit, what its communes miss, nor 0 for a surplus."""
    row = _take(draw, sheet, "commune", "district", *(() if sheet.paired else ("total",)))
    parts = {"commune": [row], "total": sheet.of("commune")}.get(row.kind) or sheet.communes(
        row.district
    )
    shortfall = sum(max(part.cells[GAP], 0) for part in parts)
    right = {row.cells[GAP], shortfall, *([0] if row.cells[GAP] < 0 else [])}
    off = st.one_of(st.sampled_from([-1, 1]), st.integers(-2_000, 2_000))
    row.cells[GAP] = draw(off.map(row.cells[GAP].__add__).filter(lambda gap: gap not in right))
    return Plant("printed-rate-differs", "warning", [(row, GAP)])


def changed_gap_to_target(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """The same where the heading names what is missing and to what."""
    sheet.of("heading")[0].cells[GAP] = draw(
        st.sampled_from(["Số người còn thiếu so với chỉ tiêu", "Còn thiếu so với kế hoạch (người)"])
    )
    return changed_gap(draw, sheet)


# Targets.


def target_as_fraction(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row = _any_row(draw, sheet)
    row.cells[TARGET] = round(row.cells[TARGET] / 100, 3)
    return Plant("rate-scale-mixed", "error", [(row, TARGET)], [row])


def target_ten_times(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row = _any_row(draw, sheet)
    row.cells[TARGET] = draw(
        st.sampled_from([round(row.cells[TARGET] * 10), 0, -row.cells[TARGET], 9500])
    )
    return Plant("bad-target", "error", [(row, TARGET)], [row])


# Rows.


def _copy(draw: st.DrawFn, sheet: Sheet) -> tuple[Row, Row]:
    row = _take(draw, sheet, "commune")
    again = Row("copy", list(row.cells), row.district)
    after = draw(st.sampled_from([row, sheet.communes(row.district)[-1]]))
    sheet.insert_after(after, again)
    if draw(st.booleans()):
        again.cells[ORDINAL] = 9
    return row, again


def row_twice(draw: st.DrawFn, sheet: Sheet) -> Plant:
    _, again = _copy(draw, sheet)
    return Plant("duplicate-unit", "warning", [(again, NAME)])


def row_twice_with_other_figures(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, again = _copy(draw, sheet)
    again.cells[draw(st.sampled_from(COUNTS))] += draw(st.integers(-50, 50).filter(bool))
    return Plant("duplicate-unit", "error", [(again, NAME)], [row], [row])


def row_twice_with_another_target(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row, again = _copy(draw, sheet)
    again.cells[TARGET] = round(again.cells[TARGET] - draw(st.integers(1, 50)) / 10, 1)
    return Plant("duplicate-unit", "error", [(again, NAME)], [row])


def hidden_row(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row = _any_row(draw, sheet)
    row.hidden = True
    return Plant("hidden-rows", "warning", [(row, NAME)])


def unnamed_commune(draw: st.DrawFn, sheet: Sheet) -> Plant:
    row = _take(draw, sheet, "commune")
    lost = Row("unnamed", list(row.cells), row.district)
    lost.cells[NAME] = None
    lost.cells[ORDINAL] = draw(st.sampled_from([None, row.cells[ORDINAL]]))
    sheet.rows[sheet.rows.index(row)] = lost
    return Plant("rows-left-out", "error", [(lost, ORDINAL)], [row], [row])


def unnamed_district(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A district without its name: its communes are not the neighbour's."""
    row = _take(draw, sheet, "district")
    lost = Row("unnamed", list(row.cells), row.district)
    lost.cells[NAME] = None
    sheet.rows[sheet.rows.index(row)] = lost
    return Plant("rows-left-out", "error", [(lost, ORDINAL)], [row], [row], adds=True)


def unnamed_total(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A second sum on top that nobody named, of some other thing."""
    total = _take(draw, sheet, "total")
    lost = Row("unnamed", [None, None, *(value + 1 for value in total.cells[PEOPLE:])])
    sheet.insert_after(total, lost)
    return Plant("rows-left-out", "error", [(lost, ORDINAL)])


def unmarked_subtotal(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """A sum of a district's communes among them, numbered like one of them."""
    return _subtotal_beside(draw, sheet, numbered=True)


def unnumbered_subtotal(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """The same without a number."""
    return _subtotal_beside(draw, sheet, numbered=False)


def _subtotal_beside(draw: st.DrawFn, sheet: Sheet, *, numbered: bool) -> Plant:
    upper = _take(draw, sheet, "district")
    communes = sheet.communes(upper.district)
    ordinal = len(communes) + 1 if numbered else None
    beside = Row(
        "beside", [ordinal, "Vùng Đồng Chiêm" if numbered else "Vùng Bãi Ngang"], upper.district
    )
    _sum_up(beside, communes, 900)
    if sheet.bare:
        beside.cells[RATE:] = [None] * 3  # a target of its own would be the district's
    sheet.insert_after(draw(st.sampled_from([upper, communes[-1]])), beside)
    return Plant("sum-among-units", "warning", [(beside, NAME)], adds=True)


def second_table(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """Another table below, of the same units, with other columns."""
    return _table_below(
        draw, sheet, ["Số trẻ em dưới 6 tuổi", "Đã cấp thẻ", "Chưa cấp thẻ", "Số trường học"]
    )


def narrow_second_table(draw: st.DrawFn, sheet: Sheet) -> Plant:
    """The same with fewer columns than half of the first table's."""
    return _table_below(draw, sheet, ["Số trẻ em dưới 6 tuổi", "Đã cấp thẻ"])


def _table_below(draw: st.DrawFn, sheet: Sheet, headings: Sequence[str]) -> Plant:
    heading = Row("heading", ["STT", "Đơn vị", *headings])
    names = [row.name for row in sheet.of("commune")][: draw(st.integers(3, 8))]
    counts = [400 + 7 * at for at in range(len(headings))]
    rows = [
        Row("other", [at, name, *(count + 5 * at for count in counts)])
        for at, name in enumerate(names, 1)
    ]
    gap = [Row("blank", []) for _ in range(draw(st.integers(1, 3)))]
    sheet.rows += [*gap, heading, *rows]
    return Plant("several-tables", "error", [(heading, ORDINAL)])


LOCAL: tuple[Planting, ...] = (
    number_as_text, round_number_as_text, stray_letter, error_cell, error_in_printed_figure, formula_without_value,
    negative_count, date_in_count, blank, dash, unreported, thousands_as_decimal, fractional_count,
    thousand_times_too_small, row_in_thousands, over_100, zero_population, copied_down, row_shifted_right,
    row_shifted_left, changed_subtotal, changed_total, changed_rate, changed_gap, changed_gap_to_target,
    target_as_fraction, target_ten_times, row_twice, row_twice_with_other_figures, row_twice_with_another_target,
    hidden_row, unnamed_commune, unnamed_district, unnamed_total, unmarked_subtotal, unnumbered_subtotal, second_table,
)  # fmt: skip
"""Faults of a few cells or rows, which may stand beside each other."""
ALONE: tuple[Planting, ...] = (
    last_unreported,
    narrow_second_table,
    ambiguous_text,
    round_ambiguous_text,
    columns_swapped,
    column_shifted_down,
)
"""Faults of whole columns, and those that another fault beside them may hide."""
NEED_SUMS = frozenset({
    error_in_printed_figure, changed_subtotal, changed_total, changed_rate, changed_gap,
    changed_gap_to_target, unnamed_total, column_shifted_down,
})  # fmt: skip
"""Faults that only a printed sum, rate or gap can have or tell."""


@st.composite
def into(draw: st.DrawFn, sheet: Sheet, planted: Planting) -> Plant:
    """Put a fault into a sheet."""
    return planted(draw, sheet)


def addresses(sheet: Sheet, spots: Iterable[tuple[Row, int]]) -> set[str]:
    """Return where the spots of a fault stand at last."""
    return {sheet.address(row, column) for row, column in spots}
