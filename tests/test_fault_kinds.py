"""One small workbook for each kind of fault that offices send: what is said of it, how grave, and of which cell.

`SAID` is the table: a change of the clean sheet, what is told besides, the code and severity of the finding, its first
cell. `RIGHT` are habits that are no fault: they are read as the clean sheet is, without a warning. `REFUSED` cannot be
read one way alone. Places and figures are made up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pytest
from hostile import sheet, xlsx_parts, zipped
from program import Run, run

HEADINGS = ["Mã phường", "Quận", "Phường", "Dân số", "Số người tham gia BHYT", "Chỉ tiêu BHYT (%)"]
DISTRICTS = (
    ("Tân Lập", "103", ("An Hòa", "Bình Minh", "Chánh Lộ", "Dư Hàng", "Êm Đềm")),
    ("Vạn Phúc", "107", ("Gò Dưa", "Hưng Đạo", "Kỳ Long")),
    ("Yên Bình", "118", ("Lộc Thọ", "Mỹ Trà", "Nghĩa Lộ", "Ô Môn")),
)
Table = list[list[Any]]


class Raw(str):
    """A cell as it stands in the file, `@` being its address."""


class Book(NamedTuple):
    """A workbook's sheets by name, what follows each sheet's rows, and which sheets are hidden."""

    sheets: dict[str, Table]
    after: str = ""
    states: dict[str, str] | None = None
    change: Callable[[str], str] = str


def clean() -> Table:
    table: Table = [list(HEADINGS)]
    for district, code, wards in DISTRICTS:
        for number, ward in enumerate(wards, 1):
            people = 5_210 + 731 * len(table)
            insured = people * (83 + 2 * (len(table) % 5)) // 100
            table.append([f"0{code}{number}", district, ward, people, insured, 94])
    return table


def with_sums(table: Table) -> Table:
    head, *rows = table
    made = [head]
    for district, _, _ in DISTRICTS:
        own = [row for row in rows if row[1] == district]
        made += [*own, [None, district, f"Cộng {district}", *sums(own), 94]]
    return [*made, [None, None, "TỔNG CỘNG", *sums(rows), 94]]


def sums(rows: Table) -> list[int]:
    return [sum(row[3] for row in rows), sum(row[4] for row in rows)]


def changed(*changes: tuple[str, Any], of: Callable[[], Table] = clean) -> Book:
    """Put values into cells of the clean sheet, by their addresses."""
    table = of()
    for address, value in changes:
        table[int(address[1:]) - 1]["ABCDEF".index(address[0])] = value
    return Book({"Biểu 1": table})


def scaled(address: str, by: float) -> tuple[str, Any]:
    was = clean()[int(address[1:]) - 1]["ABCDEF".index(address[0])]
    return address, type(by)(was * by)


def altered(make: Callable[[Table], Table], **options: Any) -> Book:
    return Book({"Biểu 1": make(clean())}, **options)


def written(book: Book, path: Path) -> Path:
    parts = xlsx_parts(
        {
            name: book.change(sheet(rows_of(table), after=book.after))
            for name, table in book.sheets.items()
        },
        states=book.states,
    )
    path.write_bytes(zipped(parts))
    return path


def rows_of(table: Table) -> str:
    return "".join(
        f'<row r="{number}">{"".join(cells_of(row, number))}</row>'
        for number, row in enumerate(table, 1)
    )


def cells_of(row: list[Any], number: int) -> list[str]:
    return [cell(f"{letter}{number}", value) for letter, value in zip("ABCDEFG", row, strict=False)]


def cell(address: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.replace("@", address)
    if isinstance(value, str):
        text = f'<t xml:space="preserve">{escape(value)}</t>'
        return f'<c r="{address}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{address}"><v>{value!r}</v></c>'


def hide_rows(xml: str) -> str:
    return xml.replace('<row r="4"', '<row r="4" hidden="1"')


def hide_column(xml: str) -> str:
    cols = '<cols><col min="5" max="5" width="0" hidden="1" customWidth="1"/></cols>'
    return xml.replace("<sheetData>", f"{cols}<sheetData>")


def shifted(table: Table) -> Table:
    table[6] = [table[6][0], None, *table[6][1:]]
    return table


def exchanged(table: Table) -> Table:
    return [table[0], *([*row[:3], row[4], row[3], row[5]] for row in table[1:])]


def twice(table: Table) -> Table:
    other = [*table[7][:3], table[7][3] + 12, *table[7][4:]]
    return [*table, list(table[4]), other]


def strange(table: Table) -> Table:
    return [*table[:9], *table[10:], ["09999", "Yên Bình", "Phường lạ", 6_000, 5_400, 94]]


def moved(table: Table) -> Table:
    table[6][1] = "Yên Bình"
    return table


def copied(table: Table) -> Table:
    for row in table[6:9]:
        row[4] = table[6][4]
    table[9][4] = table[6][4]
    return table


def thousands(table: Table) -> Table:
    for row in table[6:9]:
        row[3] = row[3] / 1000
    return table


def as_numbers(table: Table) -> Table:
    return [table[0], *([int(row[0]), *row[1:]] for row in table[1:])]


def with_formulas(table: Table) -> Table:
    total = [None, None, "Tổng cộng", Raw('<c r="@"><f>SUM(D2:D13)</f></c>')]
    return [*table, [*total, Raw('<c r="@"><f>SUM(E2:E13)</f><v>7</v></c>'), None]]


def titled(text: str) -> Callable[[Table], Table]:
    return lambda table: [[text], *table]


SUMS = lambda: with_sums(clean())  # noqa: E731 - a table of changes reads better so
SAID: dict[str, tuple[Book, Sequence[str], str, str, str | None]] = {
    "a hidden sheet with more rows": (
        Book({"Báo cáo": clean()[:7], "Đủ": clean()}, states={"Đủ": "hidden"}),
        (),
        "hidden-sheet",
        "warning",
        None,
    ),
    "hidden rows": (altered(list, change=hide_rows), (), "hidden-rows", "warning", "C4"),
    "a hidden column": (altered(list, change=hide_column), (), "hidden-column", "warning", "E1"),
    "notes below": (
        altered(lambda table: [*table, [None], ["Ghi chú: số liệu sơ bộ"]]),
        (),
        "rows-left-out",
        "info",
        "A15",
    ),
    "a shifted row": (altered(shifted), (), "row-shifted", "error", "D7"),
    "exchanged columns": (altered(exchanged), (), "columns-swapped", "error", "E2"),
    "numbers as text": (
        changed(("D4", "7403"), ("D5", "8134")),
        (),
        "number-as-text",
        "info",
        "D4",
    ),
    "separators of two styles": (
        changed(("D4", "7.403"), ("D5", "8,134")),
        (),
        "ambiguous-number",
        "error",
        "D4",
    ),
    "a date among counts": (
        changed(("E6", Raw('<c r="@" t="d"><v>2024-06-01</v></c>'))),
        (),
        "date-as-number",
        "error",
        "E6",
    ),
    "codes without their zeros": (altered(as_numbers), (), "code-shortened", "info", "A2"),
    "an error cell": (
        changed(("D9", Raw('<c r="@" t="e"><f>A1/0</f><v>#DIV/0!</v></c>'))),
        (),
        "error-cell",
        "error",
        "D9",
    ),
    "a formula never calculated": (altered(with_formulas), (), "stale-formula", "error", "D14"),
    "a total kept from earlier": (altered(with_formulas), (), "total-mismatch", "error", "E14"),
    "a blank": (changed(("E4", None)), (), "missing-value", "warning", "E4"),
    "a dash": (changed(("E4", "–")), (), "missing-value", "warning", "E4"),
    "fewer than none": (changed(("D3", -6672)), (), "negative-count", "error", "D3"),
    "half a person": (changed(("D4", 7403.5)), (), "fractional-count", "warning", "D4"),
    "infinite": (changed(("D5", "inf")), (), "not-a-number", "error", "D5"),
    "more than is held exactly": (
        changed(("D6", Raw('<c r="@"><v>9007199254740995</v></c>'))),
        (),
        "not-a-number",
        "error",
        "D6",
    ),
    "names with marks apart": (
        changed(("C3", unicodedata.normalize("NFD", "Bình Minh\u200b"))),
        (),
        "name-repaired",
        "info",
        "C3",
    ),
    "rates of two scales": (changed(("F4", 0.94)), (), "rate-scale-mixed", "error", "F4"),
    "a target out of reach": (changed(("F6", 9400)), (), "bad-target", "error", "F6"),
    "a target in words": (changed(("F5", "chín tư")), (), "not-a-number", "error", "F5"),
    "a target missing": (changed(("F4", None)), (), "no-target", "info", "E4"),
    "a total that leaves a row out": (
        changed(("D17", SUMS()[16][3] - 8_134), of=SUMS),
        (),
        "total-mismatch",
        "error",
        "D17",
    ),
    "a district that is not its wards": (
        changed(("E7", SUMS()[6][4] + 2_000), of=SUMS),
        (),
        "total-mismatch",
        "error",
        "E7",
    ),
    "a row twice alike": (altered(twice), (), "duplicate-unit", "warning", "C14"),
    "a row twice unlike": (altered(twice), (), "duplicate-unit", "error", "C15"),
    "a unit missing": (altered(strange), ("--expect", "CLEAN"), "unit-missing", "error", None),
    "a unit nobody expects": (
        altered(strange),
        ("--expect", "CLEAN"),
        "unit-unknown",
        "warning",
        "C13",
    ),
    "a ward of another district": (
        altered(moved),
        ("--expect", "CLEAN"),
        "wrong-parent",
        "error",
        "C7",
    ),
    "more insured than people": (changed(scaled("E4", 1.3)), (), "over-100", "warning", "E4"),
    "nobody lives there": (changed(("D5", 0)), (), "no-denominator", "error", "D5"),
    "thousands in one district": (altered(thousands), (), "thousands-as-decimal", "error", "D7"),
    "copied down": (altered(copied), (), "copied-down", "warning", "E7"),
    "twice the people of last time": (
        changed(scaled("D7", 2)),
        ("--previous", "CLEAN"),
        "denominator-changed",
        "warning",
        "D7",
    ),
    "a leap": (changed(scaled("D7", 2)), ("--previous", "CLEAN"), "jump", "error", "D7"),
    "another month in the title": (
        altered(titled("BÁO CÁO THÁNG 4 NĂM 2024")),
        (),
        "period-conflict",
        "error",
        None,
    ),
}


def blank_rows(table: Table) -> Table:
    return [*table[:7], [None], [None], *table[7:]]


def merged_labels(table: Table) -> Table:
    for row in table[3:6]:
        row[1] = None
    return table


def two_storeys(table: Table) -> Table:
    title: Table = [["TÌNH HÌNH THAM GIA BHYT THÁNG 6 NĂM 2024"], ["ĐVT: người"], [None]]
    upper = [HEADINGS[0], "Địa bàn", None, "Số liệu", None, HEADINGS[5]]
    lower = [None, *HEADINGS[1:5], None]
    return [*title, upper, lower, *table[1:]]


MERGES = '<mergeCells count="1"><mergeCell ref="B2:B6"/></mergeCells>'
HEAD_MERGES = "".join(
    f'<mergeCell ref="{ref}"/>' for ref in ("A1:F1", "A4:A5", "B4:C4", "D4:E4", "F4:F5")
)
FAR = '<row r="1048576"><c r="C1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
RIGHT: dict[str, Book] = {
    "the clean sheet": altered(list),
    "a blank far below": altered(list, change=lambda xml: xml.replace("</sheetData>", f"{FAR}</sheetData>")),
    "a wrong dimension": altered(
        list, change=lambda xml: xml.replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    ),
    "merged labels": altered(merged_labels, after=MERGES),
    "blank rows inside": altered(blank_rows),
    "a title and two storeys of headings": altered(
        two_storeys, after=f"<mergeCells>{HEAD_MERGES}</mergeCells>"
    ),
    "sums between and below": Book({"Biểu 1": SUMS()}),
    "names that look like formulas": changed(("C3", "=HYPERLINK(A1)"), ("C4", "@SUM(1)"), ("C5", "+84")),
}  # fmt: skip
REFUSED: dict[str, tuple[Book, str]] = {
    "two sheets that fit": (
        Book({"Biểu 1": clean(), "Biểu 1 (2)": [clean()[0], *([*r[:4], r[4] - 9, r[5]] for r in clean()[1:])]}),
        "--sheet",
    ),
    "a heading twice": (changed(("E1", "Dân số")), "--map"),
    "no heading for the people": (changed(("D1", "Số liệu")), "--denominator"),
}  # fmt: skip


def told(book: Book, options: Sequence[str], folder: Path) -> Run:
    reference = written(altered(list), folder / "kỳ trước.xlsx")
    path = written(book, folder / "thang.xlsx")
    given = [str(reference) if option == "CLEAN" else option for option in options]
    return run("compute", path, "--period", "2024-06", *given, "--format", "json")


@pytest.mark.parametrize(("book", "options", "code", "severity", "at"), SAID.values(), ids=SAID)
def test_a_fault_is_said(book, options, code, severity, at, tmp_path):
    result = told(book, options, tmp_path)
    assert result.code == 0, result.err
    found = [one for one in result.report()["findings"] if one["code"] == code]
    grave = [one for one in found if one["severity"] == severity]
    assert grave, result.codes()
    assert at is None or at in [one["cell"] for one in grave]


@pytest.mark.parametrize("book", RIGHT.values(), ids=RIGHT)
def test_what_is_no_fault_is_read_right_and_without_a_warning(book, tmp_path):
    result = told(book, (), tmp_path)
    whole, table = result.report()["rows"][0], clean()
    assert [whole["numerator"], whole["denominator"]] == sums(table[1:])[::-1]
    assert whole["units_complete"] == len(table) - 1
    assert {one["severity"] for one in result.report()["findings"]} <= {"info"}


@pytest.mark.parametrize(("book", "hint"), REFUSED.values(), ids=REFUSED)
def test_what_can_be_read_two_ways_is_refused_with_the_option_that_tells(book, hint, tmp_path):
    result = told(book, (), tmp_path)
    assert (result.code, result.out) == (3, "")
    assert hint in result.err


def test_a_delivery_without_a_time_is_compared_with_and_no_pace_is_told_from_it(tmp_path):
    book = changed(scaled("D7", 2))
    result = told(book, ("--previous", "CLEAN"), tmp_path)
    assert "previous-undated" in result.codes()
    paced = run(
        "gaps", tmp_path / "thang.xlsx", "--previous", tmp_path / "kỳ trước.xlsx", "--period", "2024-06", "--format", "json"
    )  # fmt: skip
    (unused,) = [one for one in paced.report()["findings"] if one["code"] == "previous-unused"]
    assert "kỳ trước.xlsx" in unused["message"]
    assert {row["recent_per_month"] for row in paced.report()["rows"]} == {None}
