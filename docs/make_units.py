"""Write the changes of Viet Nam's units since 2019 as they come with the program, from the files that tell of them.

python docs/make_units.py --conversion TABLE.csv --names dataset.db --list 2019-04-01 OLD.csv --list 2020-01-01 OLD.csv

TABLE is the conversion table of the National Statistics Office for 1 July 2025, as CSV; dataset.db comes with the
package vietnamadminunits (MIT), which tells the names that units bore before; a list has the columns province,
district, commune_code and commune, and holds from its day on. What cannot be told from these is left out, and named.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from coverage_cli.boundaries.crosswalk import Crosswalk, day_before
from coverage_cli.boundaries.shipped import written
from coverage_cli.boundaries.table import COLUMNS, crosswalk_of
from coverage_cli.model import Grid
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import fold, key

PLACE = Path(__file__).parent.parent / "src" / "coverage_cli" / "data" / "boundaries" / "vn.csv.gz"
REFORM, SINCE = "2025-07-01", "2025-01-01"
LAWS = {
    REFORM: "NSO conversion table 2025-07; 19/2025/QĐ-TTg; 202/2025/QH15",
    SINCE: "1318/NQ-UBTVQH15; vietnamadminunits 1.0.4",
    "2020-01-01": "GSO lists of 2019 and 2020; vietnamadminunits 1.0.4",
}
UNTOLD = "vietnamadminunits 1.0.4"
# Districts of which another list of 2024 has a unit that is no former name of any: which one took it in nobody tells.
DOUBTFUL = (
    "Tỉnh Hải Dương > Huyện Kim Thành",
    "Tỉnh Hưng Yên > Huyện Phù Cừ",
    "Tỉnh Hà Nam > Thị xã Duy Tiên",
    "Thành phố Đà Nẵng > Quận Hải Châu",
    "Tỉnh Bến Tre > Huyện Châu Thành",
)
TYPES = ("Xã ", "Phường ", "Thị trấn ", "Đặc khu ")
ALL_PEOPLE, AREA_ALONE = "toàn bộ dân số", "một phần diện tích"


class Told(NamedTuple):
    """A unit of a list."""

    code: str
    name: str
    parent: str
    district: str


class Official(NamedTuple):
    """A row of the conversion table."""

    new_province: str
    new_name: str
    new_code: str
    old_name: str
    old_code: str
    note: str
    district: str
    old_province: str
    district_code: str


Row = dict[str, str]


def main() -> None:
    """Write the file, and say what was left out."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--conversion", required=True)
    asked.add_argument("--names", required=True)
    asked.add_argument("--list", nargs=2, action="append", default=[], metavar=("DAY", "FILE"))
    told = asked.parse_args()
    official = list(mended(conversion(told.conversion), told.names))
    former = former_names(told.names)
    lists = [(day, units_of(file)) for day, file in told.list]
    table = crosswalk_of(grid_of(rows_of(official, former, lists)))
    PLACE.write_bytes(packed(table))
    print(f"{len(table.places)} units, {len(table.changes)} changes, {PLACE.stat().st_size} bytes")


def rows_of(
    official: Sequence[Official],
    former: Mapping[str, set[str]],
    lists: Sequence[tuple[str, Sequence[Told]]],
) -> Iterator[Row]:
    """Yield the rows of the table of changes, the oldest first."""
    before = {one.code: one for one in units_before(official)}
    days = [*(day for day, _ in lists), SINCE]
    covered: set[str] = set()
    for (_, units), day in zip(lists, days[1:], strict=True):
        later = {one.code: one for one in dict(lists).get(day, before.values())}
        covered |= {one.parent.partition(" > ")[0] for one in units}
        yield from changes_between(units, later, former, day)
    known = {one.code for one in before.values() if one.parent.partition(" > ")[0] in covered}
    yield from untold(before, former, known)
    yield from reform(official)
    yield from provinces(official)


def conversion(file: str) -> Iterator[Official]:
    """Yield the rows of the conversion table, blanks and line ends in cells mended."""
    with open(file, encoding="utf-8", newline="") as lines:  # noqa: PTH123
        rows = [[" ".join(cell.split()) for cell in row] for row in csv.reader(lines)]
    named = [Official(*row[:8], code_in(row[6])) for row in rows[2:] if row[1]]
    provinces, districts = (
        usual(getattr(one, at) for one in named) for at in ("old_province", "district")
    )
    new = usual(one.new_province for one in named)
    for one in named:
        yield one._replace(
            new_province=new[code_in(one.new_province)],
            old_province=provinces[code_in(one.old_province)],
            district=districts.get(code_in(one.district), ""),
        )


def mended(official: Iterable[Official], database: str) -> Iterator[Official]:
    """Yield the rows with the codes of the other list where the table has a neighbour's, and say which.

    Names that lack their type, or write it small, are written as there.
    """
    known = sqlite3.connect(database)
    new_names = dict(known.execute("select wardCode, ward from admin_units"))
    rows = list(
        known.execute(
            "select wardCode, ward, districtCode from admin_units_legacy where wardCode is not null"
        )
    )
    listed = {code: (key(name), district) for code, name, district in rows}
    names = {code: name for code, name, _ in rows}
    by_name = {named: code for code, named in listed.items()}
    for one in official:
        named = key(one.old_name), one.district_code
        if one.old_code and listed.get(one.old_code) != named and named in by_name:
            print(f"{one.old_name}: code {by_name[named]} for {one.old_code}")
            one = one._replace(old_code=by_name[named])  # noqa: PLW2901
        yield one._replace(
            old_name=typed(one.old_name, names.get(one.old_code)),
            new_name=typed(one.new_name, new_names.get(one.new_code)),
        )


def typed(name: str, listed: str | None) -> str:
    """Return a name with its type word as every other one has it."""
    return name if listed is None or name.startswith(TYPES) else listed


def code_in(text: str) -> str:
    """Return the code in brackets behind a name."""
    found = re.search(r"\((\d+)\)", text)
    return found[1] if found else ""


def usual(texts: Iterable[str]) -> dict[str, str]:
    """Return the commonest writing of each code's name, "Quảng Trị (44)" once being "Tỉnh Quảng Trị"."""
    writings: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        writings[code_in(text)][re.sub(r"\s*\(\d+\)", "", text)] += 1
    return {code: names.most_common(1)[0][0] for code, names in writings.items() if code}


def units_before(official: Iterable[Official]) -> Iterator[Told]:
    """Yield the units before the reform, those that the table gives a code."""
    for one in official:
        if one.old_code:
            parent = f"{one.old_province} > {one.district}"
            yield Told(one.old_code, one.old_name, parent, one.district)


def units_of(file: str) -> list[Told]:
    """Return the units of a list."""
    with open(file, encoding="utf-8", newline="") as lines:  # noqa: PTH123
        return [
            Told(
                row["commune_code"],
                row["commune"],
                f"{row['province']} > {row['district']}",
                row["district"],
            )
            for row in csv.DictReader(lines)
        ]


def former_names(database: str) -> dict[str, set[str]]:
    """Return the names that units of early 2025 bore before, or that units bore which joined them, by code."""
    rows = sqlite3.connect(database).execute("select wardCode, wardAlias from admin_units_legacy")
    return {code: set(json.loads(names)) for code, names in rows if code and names}


def plain(name: str) -> str:
    """Return a name as the package writes former ones."""
    return re.sub(r"\W", "", fold(name))


def changes_between(
    units: Sequence[Told], later: Mapping[str, Told], former: Mapping[str, set[str]], day: str
) -> Iterator[Row]:
    """Yield what became of the units of a list; who has code, name and parent as before changed nothing."""
    for one in units:
        same = later.get(one.code)
        if same and is_same(same, one):
            continue
        new = became(one, later, former)
        if new is None:
            sys.exit(f"nobody tells what became of {one.name} ({one.code}) on {day}")
        kind = "renamed" if new.code == one.code else "merged"
        yield row(one, new, day, kind=kind, source=LAWS[day])
    told = {one.code: one for one in units}
    # Who kept name, code and parent and took others in is another unit, too.
    taken = {
        new.code
        for one in units
        if (new := became(one, later, former)) and not is_same(later.get(one.code, new), one)
    }
    for code in sorted(taken):
        one, new = told.get(code), later[code]
        if one and is_same(one, new):
            yield row(one, new, day, kind="merged", source=LAWS[day])


def is_same(one: Told, other: Told) -> bool:
    """Tell whether two lists tell of one unit alike; where a tone mark stands is no difference."""
    return (key(one.name), key(one.parent)) == (key(other.name), key(other.parent))


def became(one: Told, later: Mapping[str, Told], former: Mapping[str, set[str]]) -> Told | None:
    """Return the unit of a later list that a unit became: the one that bore its name, or has its name."""
    province = one.parent.partition(" > ")[0]
    same = later.get(one.code)
    if same and key(same.name) == key(one.name):
        return same
    bearing = [code for code, names in former.items() if plain(one.name) in names and code in later]
    found = [later[code] for code in bearing if later[code].parent.startswith(province)]
    named = [
        new
        for new in later.values()
        if key(new.name) == key(one.name) and new.parent.startswith(province)
    ]
    for choices in (found, named):
        near = [new for new in choices if new.district == one.district] or choices
        if len(near) == 1:
            return near[0]
    return same if same and plain(one.name) in former.get(one.code, ()) else None


def untold(
    before: Mapping[str, Told], former: Mapping[str, set[str]], known: set[str]
) -> Iterator[Row]:
    """Yield the units that took others in before the reform, of which no list tells which and when."""
    doubtful = {code for code, one in before.items() if one.parent in DOUBTFUL}
    for code in sorted((former.keys() & before.keys() | doubtful) - known):
        nobody = Told("", "", "", "")
        yield row(nobody, before[code], SINCE, kind="unknown", source=UNTOLD)


def reform(official: Sequence[Official]) -> Iterator[Row]:
    """Yield the changes of 1 July 2025."""
    by_old: dict[str, list[Official]] = defaultdict(list)
    for one in official:
        by_old[one.old_code or one.new_code + one.old_name].append(one)
    for group in by_old.values():
        shares = shares_of(group)
        for one, share in zip(group, shares, strict=True):
            parent = f"{one.old_province} > {one.district}"
            has_people = bool(one.old_code)
            old = Told(one.old_code, one.old_name if has_people else "", parent, "")
            new = Told(one.new_code, one.new_name, one.new_province, "")
            yield row(old, new, REFORM, kind=kind_of(one, group), source=LAWS[REFORM], share=share)


def shares_of(group: Sequence[Official]) -> list[str]:
    """Return the shares that notes tell: all people went with the part that says so, if others are land alone."""
    notes = [one.note.lower().replace("nhâp", "nhập") for one in group]
    everybody = [ALL_PEOPLE in note for note in notes]
    others_are_land = all(everybody[at] or AREA_ALONE in note for at, note in enumerate(notes))
    if everybody.count(True) == 1 and others_are_land:
        return ["1" if is_all else "0" for is_all in everybody]
    return [""] * len(group)


def kind_of(one: Official, group: Sequence[Official]) -> str:
    """Return the kind of a change by its note."""
    note = one.note.lower()
    if not one.old_code:
        return "new"
    if len(group) > 1 or "một phần" in note:
        return "part"
    return {"giữ nguyên": "unchanged", "đổi tên": "renamed", "đổi loại hình": "renamed"}.get(
        note, "merged"
    )


def provinces(official: Sequence[Official]) -> Iterator[Row]:
    """Yield what became of the provinces: each went whole to one."""
    pairs = {(one.old_province, one.new_province) for one in official if one.old_code}
    goals = Counter(old for old, _ in pairs)
    for old, new in sorted(pairs):
        if goals[old] == 1:
            yield row(
                Told("", old, "", ""),
                Told("", new, "", ""),
                REFORM,
                kind="merged",
                source=LAWS[REFORM],
            )


def row(old: Told, new: Told, day: str, *, kind: str, source: str, share: str = "") -> Row:
    """Return a row of the table of changes."""
    return {
        "old_code": old.code, "old_name": old.name, "old_parent": old.parent if old.name else "",
        "valid_to": day_before(day), "new_code": new.code, "new_name": new.name, "new_parent": new.parent,
        "share": share, "kind": kind, "source": source,
    }  # fmt: skip


def grid_of(rows: Iterable[Row]) -> Grid:
    """Return rows as the sheet that a user would write."""
    return Grid("vn", "", [list(COLUMNS), *([one.get(name) for name in COLUMNS] for one in rows)])


def packed(table: Crosswalk) -> bytes:
    """Return the table in the form that is shipped, the same bytes for the same table."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(written(table))
    return gzip.compress(text.getvalue().encode("utf-8"), mtime=0)


if __name__ == "__main__":
    main()
