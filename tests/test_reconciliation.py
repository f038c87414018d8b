"""Reconciliation as a law: whatever is planted on printed totals is found, with its cells, and nothing else is.

A planted difference is one on a printed figure of an upper unit: people added to what its lowest units come to. It is
found where it is not exactly what the parts' own differences add up to (a total that carries a subtotal's fault on, and
is said there); a total nobody touched is never said, whatever was done to its subtotals.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from grids import case
from hypothesis import given, settings
from hypothesis import strategies as st
from program import compute

from coverage_cli.figures import compute as figures_of
from coverage_cli.indicator import sums
from coverage_cli.model import (
    Column,
    Indicator,
    Observations,
    Quotient,
    Target,
    Unit,
    Units,
    cell_name,
)
from coverage_cli.rules import target_differs, total_mismatch

MEASURES = ("population", "enrolled")
SUBJECTS = (*MEASURES, "target")
COLUMN = {"population": 2, "enrolled": 3, "target": 4}
HEAD = ["TT", "Đơn vị", "Dân số", "BHYT", "Chỉ tiêu BHYT (người)"]
KINDS = ("Tỉnh", "Huyện", "Xã", "Thôn")
WHOLE = {"Tỉnh": "TỈNH NINH BÌNH", "Huyện": "HUYỆN NHO QUAN", "Xã": "XÃ ĐỒNG PHONG"}
INDICATOR = Indicator("coverage", sums("enrolled"), sums("population"), {})


class Place:
    """A unit with its parts; `told` are its own counts (of a lowest one), `planted` what is added where it is printed."""

    def __init__(self, kind: str, name: str, parts: list[Place], told: dict[str, int]) -> None:
        self.kind, self.name, self.parts, self.told = kind, name, parts, told
        self.planted: dict[str, int] = {}

    def true(self, subject: str) -> int:
        return (
            self.told[subject] if not self.parts else sum(part.true(subject) for part in self.parts)
        )

    def printed(self, subject: str) -> int:
        return self.true(subject) + self.planted.get(subject, 0)

    def of_parts(self, subject: str) -> int:
        return sum(part.printed(subject) for part in self.parts)

    def is_found(self, subject: str, printed: int | None = None) -> bool:
        value = self.printed(subject) if printed is None else printed
        return value not in (self.true(subject), self.of_parts(subject))

    def all(self) -> Iterator[Place]:
        yield self
        for part in self.parts:
            yield from part.all()


@st.composite
def places(draw: st.DrawFn, kinds: tuple[str, ...], name: str = "") -> Place:
    """A place of these kinds, from its own down to the lowest: all parts are equally deep."""
    kind, *below = kinds
    numbers = range(draw(st.integers(2 if len(below) > 1 else 3, 4))) if below else ()
    parts = [draw(places(tuple(below), f"{name}{'ABCDEFGH'[at]}")) for at in numbers]
    population = draw(st.integers(1000, 9000))
    enrolled = population * draw(st.integers(60, 99)) // 100 + draw(st.integers(0, 9))
    told = {
        "population": population,
        "enrolled": enrolled,
        "target": enrolled + draw(st.integers(0, 90)),
    }
    return Place(kind, f"{kind} {name}", parts, told)


@st.composite
def planted(draw: st.DrawFn, top: Place, most: int = 5) -> Place:
    """Plant differences on what upper units print."""
    spots = [(place, subject) for place in top.all() if place.parts for subject in SUBJECTS]
    for place, subject in draw(st.lists(st.sampled_from(spots), max_size=most)):
        place.planted[subject] = draw(st.sampled_from([-40, -3, -1, 1, 2, 40]))
    return top


provinces = (
    st.integers(2, 4)
    .flatmap(lambda depth: places(KINDS[4 - depth :] if depth == 2 else KINDS[:depth]))
    .flatmap(planted)
)


def observed(top: Place) -> tuple[Observations, list[Place]]:
    """Return a province as one sheet would be read, row after row."""
    listed = list(top.all())
    parents = {id(part): at for at, place in enumerate(listed) for part in place.parts}
    units = Units.of(
        Unit(
            place.name, place.kind, None, parents.get(id(place)), at, (at, 1), leaf=not place.parts
        )
        for at, place in enumerate(listed)
    )
    rows = [(0, at) for at in range(len(listed))]
    targets = [
        Target("count", Quotient(one.printed("target"), 1), f"E{at + 1}", 0)
        for at, one in enumerate(listed)
    ]
    made = Observations(
        "2024-05", units, True, {name: [place.printed(name) for place in listed] for name in MEASURES},
        {"enrolled": targets}, {}, dict.fromkeys(MEASURES, rows),
        {(0, name): Column(COLUMN[name], (name,)) for name in MEASURES}, {0: ("a.xlsx", "T5")},
    )  # fmt: skip
    return made, listed


@given(provinces)
def test_every_planted_difference_is_found_and_nothing_else(top):
    made, listed = observed(top)
    result = figures_of(made, INDICATOR)
    found = total_mismatch.judge(case(made, result))
    assert sorted(
        (at.unit, at.values["column"], at.cell, at.values["printed"], at.values["sum"], at.people) for at in found
    ) == sorted(
        (place.name, name, cell_name(row, COLUMN[name]), place.printed(name), place.of_parts(name),
         abs(place.printed(name) - place.of_parts(name)))
        for row, place in enumerate(listed) for name in MEASURES if place.parts and place.is_found(name)
    )  # fmt: skip
    aims = target_differs.judge(case(made), result)
    assert sorted((at.unit, at.cell, at.values["target"], at.values["sum"], at.variant) for at in aims) == sorted(
        (place.name, f"E{row + 1}", place.printed("target"), place.of_parts("target"),
         "kept" if place.printed("target") > place.of_parts("target") else "over")
        for row, place in enumerate(listed) if place.parts and place.is_found("target")
    )  # fmt: skip


@given(provinces)
def test_a_unit_without_a_reading_is_claimed_nothing_of(top):
    """With one lowest unit unreadable, only what the readable parts already exceed is said of those above it."""
    made, listed = observed(top)
    lost = next(at for at, place in enumerate(listed) if not place.parts)
    counts = [None if at == lost else value for at, value in enumerate(made.counts["enrolled"])]
    made = made._replace(counts={**made.counts, "enrolled": counts})
    parent = listed[made.units[lost].parent or 0]
    readable = parent.of_parts("enrolled") - listed[lost].printed("enrolled")
    said = [
        at
        for at in total_mismatch.judge(case(made))
        if at.unit == parent.name and at.values["column"] == "enrolled"
    ]
    assert [at.variant for at in said] == (
        ["exceeded"] if readable > parent.printed("enrolled") else []
    )


class Spot(NamedTuple):
    """Where a figure was printed, and what of."""

    file: str
    sheet: str
    cell: str
    place: Place
    subject: str
    printed: int


class Writer:
    """Workbooks being written, and every printed figure of an upper unit with its cell."""

    def __init__(self) -> None:
        self.books: dict[str, Any] = {}
        self.spots: list[Spot] = []

    def sheet(self, file: str, name: str, title: str) -> tuple[str, str]:
        if file not in self.books:
            self.books[file] = openpyxl.Workbook()
            self.books[file].remove(self.books[file].active)
        sheet = self.books[file].create_sheet(name)
        for row in ([f"BÁO CÁO BHYT {title} THÁNG 5 NĂM 2024"], [], HEAD):
            sheet.append(row)
        return file, name

    def row(self, at: tuple[str, str], label: tuple[Any, str], place: Place, also: int = 0) -> None:
        """Print a place; `also` is what this row adds to what the place prints elsewhere."""
        sheet = self.books[at[0]][at[1]]
        values = [place.printed(subject) + also for subject in SUBJECTS]
        sheet.append([*label, *values])
        if place.parts:
            row = sheet.max_row
            self.spots += [
                Spot(*at, cell_name(row - 1, COLUMN[subject]), place, subject, value)
                for subject, value in zip(SUBJECTS, values, strict=True)
            ]

    def below(self, at: tuple[str, str], parts: list[Place], above: str = "") -> None:
        """Print places with what is below them, numbered as the offices do: I, 1, 1.1."""
        for number, part in enumerate(parts, 1):
            roman = ("I", "II", "III", "IV")[number - 1]
            label = roman if part.kind == "Huyện" else f"{above}{number}" if above else number
            self.row(at, (label, part.name), part)
            self.below(at, part.parts, "" if part.kind == "Huyện" else f"{label}.")

    def save(self, folder: str) -> list[Path]:
        paths = []
        for name, book in self.books.items():
            paths.append(Path(folder, name))
            book.save(paths[-1])
        return paths


def written(top: Place, layout: str, differs: int) -> Writer:
    """Write a province as one sheet, as a summary beside a sheet a district, or as a file each.

    `differs` is what the districts' own total rows print beyond the summary's.
    """
    writer = Writer()
    tinh = writer.sheet("bao-cao-tinh.xlsx", "TH", WHOLE[top.kind])
    if layout == "sheet" or top.kind != "Tỉnh":
        writer.below(tinh, top.parts)
    else:
        for number, part in enumerate(top.parts, 1):
            writer.row(tinh, (number, part.name), part)
            file = "bao-cao-tinh.xlsx" if layout == "sheets" else f"h{number}.xlsx"
            own = writer.sheet(file, f"H{number}", part.name.upper())
            writer.below(own, part.parts)
            writer.row(own, (None, "Cộng"), part, differs)
    writer.row(tinh, (None, "Tổng cộng"), top)
    return writer


@settings(max_examples=40, deadline=None)
@given(provinces, st.sampled_from(["sheet", "sheets", "files"]), st.sampled_from([0, 0, 5]))
def test_every_difference_of_a_province_in_real_workbooks_is_found_with_its_cell(
    top, layout, differs
):
    writer = written(top, layout, differs)
    with tempfile.TemporaryDirectory() as folder:
        report = compute(*writer.save(folder), "-i", "health_insurance").report()
    said = {
        (Path(at["file"]).name, at["sheet"], at["cell"])
        for at in report["findings"]
        if at["code"]
        in ("total-mismatch", "total-rounded")  # the latter where all parts end in zeros
    }
    assert said == {
        spot[:3] for spot in writer.spots
        if spot.subject in MEASURES and spot.place.is_found(spot.subject, spot.printed)
    }  # fmt: skip
    lowest = [place for place in top.all() if not place.parts]
    row = report["rows"][0]
    assert (row["numerator"], row["denominator"]) == (top.true("enrolled"), top.true("population"))
    assert (row["units_complete"], row["units_expected"]) == (len(lowest), len(lowest))
    for place in top.all():
        if place.parts and place is not top and layout == "sheet":
            (own,) = (at for at in report["rows"] if at["unit"] == place.name)
            leaves = sum(not below.parts for below in place.all())
            assert (own["units_complete"], own["units_expected"]) == (leaves, leaves)
    notes = {
        (Path(at["file"]).name, at["sheet"], at["cell"])
        for at in report["findings"] if at["code"] == "target-differs" and at["severity"] == "info"
    }  # fmt: skip
    firsts = {(id(spot.place), spot.subject): spot for spot in reversed(writer.spots)}
    assert (
        notes
        == {  # of several targets of a unit the first is its own
            spot[:3]
            for (_, subject), spot in firsts.items()
            if subject == "target" and spot.place.is_found("target")
        }
    )


@settings(max_examples=25, deadline=None)
@given(provinces, st.sampled_from([0, 0, 5]))
def test_it_does_not_matter_where_the_summary_stands(top, differs):
    for subject in MEASURES:  # the summary's total adds up what the summary prints
        top.planted[subject] = top.of_parts(subject) - top.true(subject)
    writer = written(top, "sheets", differs)
    book = writer.books["bao-cao-tinh.xlsx"]
    book.move_sheet("TH", len(book.sheetnames) - 1)
    with tempfile.TemporaryDirectory() as folder:
        report = compute(*writer.save(folder), "-i", "health_insurance").report()
    said = {
        (at["sheet"], at["cell"])
        for at in report["findings"]
        if at["code"] in ("total-mismatch", "total-rounded")
    }
    assert said == {
        spot[1:3] for spot in writer.spots
        if spot.subject in MEASURES and spot.place.is_found(spot.subject, spot.printed)
    }  # fmt: skip


def fixed() -> Place:
    """A province of two districts with two communes each, as the published examples have them."""
    told = [("Xã Đồng Phong", 5000, 4700, 4750), ("Xã Lạc Vân", 4000, 3500, 3700)]
    others = [("Xã Gia Lâm", 8000, 7600, 7600), ("Xã Gia Tường", 3000, 2600, 2800)]
    districts = [
        Place(
            "Huyện",
            name,
            [
                Place("Xã", unit, [], dict(zip(SUBJECTS, counts, strict=True)))
                for unit, *counts in units
            ],
            {},
        )
        for name, units in (("Huyện Nho Quan", told), ("Huyện Gia Viễn", others))
    ]
    return Place("Tỉnh", "Tỉnh Ninh Bình", districts, {})


def test_a_province_of_three_files_and_its_targets_file(tmp_path):
    top = fixed()
    nho_quan, gia_vien = top.parts
    nho_quan.planted, gia_vien.planted, top.planted = (
        {"enrolled": 5},
        {"population": -3},
        {"enrolled": 2},
    )
    paths = written(top, "files", 0).save(str(tmp_path))
    nho_quan.planted, gia_vien.planted, top.planted = (
        {"target": 50},
        {"target": -40},
        {"target": 100},
    )
    targets = openpyxl.Workbook()
    for row in (
        [None, "CHỈ TIÊU BHYT NĂM 2024 TỈNH NINH BÌNH"],
        [],
        ["TT", "Đơn vị", "Chỉ tiêu BHYT (người)"],
    ):
        targets.active.append(row)
    for place in [*list(top.all())[1:], top]:
        label = "Tổng cộng" if place is top else place.name
        targets.active.append([None if place is top else 1, label, place.printed("target")])
    targets.save(tmp_path / "chi-tieu.xlsx")
    result = compute(
        *paths, "--targets", tmp_path / "chi-tieu.xlsx", "-i", "health_insurance"
    ).report()
    said = [
        f"{Path(at['file']).name}: {at['message']}".replace(f"{tmp_path}/", "")
        for at in result["findings"] if at["code"] in ("total-mismatch", "target-differs")
    ]  # fmt: skip
    own = "each unit is judged by its own"
    kept = f"people are no part's (a reserve kept above, or not handed down yet); {own}"
    assert said == [
        "bao-cao-tinh.xlsx: Huyện Gia Viễn prints 10,997 in 'Dân số' (C5), its parts (h2.xlsx [H2] C4:C5) add up to 11,000: "
        "-3 apart; the sum of the parts is used",
        "h2.xlsx: Huyện Gia Viễn prints 10,997 in 'Dân số' (C6), its parts (C4:C5) add up to 11,000: -3 apart; "
        "the sum of the parts is used",
        "bao-cao-tinh.xlsx: TỈNH NINH BÌNH prints 18,402 in 'BHYT' (D6), its parts (D4:D5) add up to 18,405: -3 apart; "
        "the sum over the lowest units, 18,400, is used",
        "bao-cao-tinh.xlsx: Huyện Nho Quan prints 8,205 in 'BHYT' (D4), its parts (h1.xlsx [H1] D4:D5) add up to 8,200: "
        "5 apart; the sum of the parts is used",
        "h1.xlsx: Huyện Nho Quan prints 8,205 in 'BHYT' (D6), its parts (D4:D5) add up to 8,200: 5 apart; "
        "the sum of the parts is used",
        "chi-tieu.xlsx: TỈNH NINH BÌNH has a target of 18,950 people for health insurance (C10), the targets of its "
        f"parts (C4, C7) come to 18,860: 90 {kept}",
        "chi-tieu.xlsx: Huyện Nho Quan has a target of 8,500 people for health insurance (C4), the targets of its "
        f"parts (C5:C6) come to 8,450: 50 {kept}",
        "chi-tieu.xlsx: Huyện Gia Viễn has a target of 10,360 people for health insurance (C7), the targets of its "
        f"parts (C8:C9) come to 10,400: 40 people more than asked of Huyện Gia Viễn; {own}",
    ]
