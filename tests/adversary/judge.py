"""Hold what the program prints against the truth of a sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from program import Run, run

from adversary.sheet import Sheet
from adversary.truth import Expected

OUTCOMES = ("right", "SILENT", "said", "refused", "crashed")
Printed = dict[str, Any]


class Wrong(NamedTuple):
    """One difference from the truth, and the units that would name it."""

    about: str  # figures, unit (one too many or too few), columns or period
    text: str
    names: tuple[str, ...] = ()  # units, any of which a finding may name


class Verdict(NamedTuple):
    """How the program did on one sheet."""

    outcome: str
    wrongs: tuple[Wrong, ...] = ()
    alarms: tuple[str, ...] = ()  # codes of warnings on a right sheet that nothing in it deserves
    note: str = ""


def key(text: object) -> str:
    """Write a name so that case, blanks and composition do not matter."""
    return " ".join(unicodedata.normalize("NFC", str(text or "")).casefold().split())


def judge(sheet: Sheet, path: Path) -> Verdict:
    """Run the program on the file and compare."""
    try:
        result = run("compute", path, *sheet.truth.arguments, "--format", "json")
    except Exception as fault:
        return Verdict("crashed", note=f"{type(fault).__name__}: {fault}")
    return verdict(sheet, result)


def verdict(sheet: Sheet, result: Run) -> Verdict:
    """Judge one run."""
    if result.code in {2, 3}:
        return Verdict("right" if sheet.truth.either else "refused", note=result.err.strip()[:300])
    if result.code not in {0, 1}:
        return Verdict("crashed", note=result.err.strip()[-300:])
    report = result.report()
    severe = [
        finding for finding in report["findings"] if finding["severity"] in {"warning", "error"}
    ]
    wrongs = tuple(differences(sheet, report["rows"]))
    if not wrongs:
        alarms = tuple(one["code"] for one in severe if one["code"] not in sheet.truth.may_be_said)
        return Verdict("right", alarms=alarms)
    columns = touched(sheet, report["sources"])
    named = all(is_named(wrong, severe, sheet, columns) for wrong in wrongs)
    return Verdict("said" if named else "SILENT", wrongs)


def differences(sheet: Sheet, rows: list[Printed]) -> Iterator[Wrong]:
    """Yield every difference: figures, units too many or too few, periods, indicators."""
    known = {name for one in sheet.truth.expected for name in one.indicators}
    for row in rows:
        if row["indicator"] not in known:
            yield Wrong("columns", f"{row['indicator']} is printed, which the sheet does not tell")
            return
    if sheet.truth.earlier_too:
        rows = [row for row in rows if not is_earlier(row["period"], sheet.truth.periods[0])]
    printed = list(dict.fromkeys(row["period"] for row in rows))
    if sorted(map(str, printed)) != sorted(map(str, sheet.truth.periods)):
        yield Wrong("period", f"periods {printed}, true {list(sheet.truth.periods)}")
        return
    for ids, period in dict.fromkeys((one.indicators, one.period) for one in sheet.truth.expected):
        wanted = [
            one for one in sheet.truth.expected if (one.indicators, one.period) == (ids, period)
        ]
        found = [row for row in rows if row["indicator"] in ids and row["period"] == period]
        yield from compare(wanted, found, sheet)


def is_earlier(period: str | None, true: str | None) -> bool:
    """Whether a period lies before the true one and does not hold it."""
    return bool(period and true and period < true and not true.startswith(period))


def compare(wanted: list[Expected], found: list[Printed], sheet: Sheet) -> Iterator[Wrong]:
    """Yield the differences of one indicator and period; its first row is the whole."""
    if not found:
        yield Wrong("columns", f"{wanted[0].indicators[0]} is not printed")
        return
    whole, *left = found
    below = [
        wrong for one in wanted[1:] for wrong in difference(one, wanted, take(left, one), sheet)
    ]
    below += [
        Wrong("unit", f"{row['unit']!r} is counted as a unit: {shown(row)}", (row["unit"],))
        for row in left
    ]
    if (whole["numerator"], whole["denominator"]) != (wanted[0].numerator, wanted[0].denominator):
        names = (whole["unit"], *(name for wrong in below for name in wrong.names))
        yield Wrong("figures", f"the whole: {shown(whole)}, true {told(wanted[0])}", names)
    yield from below


def difference(
    one: Expected, wanted: list[Expected], row: Printed | None, sheet: Sheet
) -> Iterator[Wrong]:
    """Yield what differs for one unit: its figures, else its target."""
    if row is None:
        yield Wrong("unit", f"{one.unit} is not printed", (one.unit,))
    elif (row["numerator"], row["denominator"]) != (one.numerator, one.denominator):
        below = tuple(other.unit for other in wanted if other.parent == one.unit)
        yield Wrong("figures", f"{one.unit}: {shown(row)}, true {told(one)}", (one.unit, *below))
    elif one.parent or not any(other.parent for other in wanted):
        found = row["target_kind"] and (
            row["target_kind"],
            row["target_pct" if row["target_kind"] == "rate" else "target_count"],
        )
        new = found and found[0] == "new" and sheet.truth.new_people and one.target is None
        if (found or None) != one.target and not new:
            yield Wrong("figures", f"{one.unit}: target {found}, true {one.target}", (one.unit,))


def take(rows: list[Printed], one: Expected) -> Printed | None:
    """Take the printed row of this unit off the list: by its name, and its parent where two have the name."""
    hits = [row for row in rows if f" {key(one.unit)} " in f" {key(row['unit'])} "]
    if len(hits) > 1:
        hits = [row for row in hits if key(one.parent) in key(row["parent"])] or hits
    if not hits:
        return None
    rows.remove(hits[0])
    return hits[0]


def shown(row: Printed) -> str:
    return f"{row['numerator']} of {row['denominator']}"


def told(one: Expected) -> str:
    return f"{one.numerator} of {one.denominator}"


def touched(sheet: Sheet, sources: list[dict[str, Any]]) -> set[str]:
    """Return the headings that a difference may lie in: of the true columns and of those that the program used."""
    first = len(sheet.cells.rows[-1]) - len(sheet.headings)
    used = {letter for source in sources for letter in source["columns"].values()}
    true = set(TRUE_COLUMNS)
    return {
        key(text)
        for place, (name, text) in enumerate(sheet.headings, first)
        if name in true or chr(65 + place) in used
    }


TRUE_COLUMNS = (
    "insured",
    "population",
    "labour",
    "compulsory",
    "voluntary",
    "unemployment",
    "pupils",
    "pupils_insured",
)


def is_named(wrong: Wrong, severe: list[dict[str, Any]], sheet: Sheet, columns: set[str]) -> bool:
    """Whether a warning or error names the very unit, its row, or a heading that the difference lies in."""
    return any(names(wrong, finding, sheet, columns) for finding in severe)


def names(wrong: Wrong, finding: dict[str, Any], sheet: Sheet, columns: set[str]) -> bool:
    """Whether this finding names the difference."""
    if wrong.about == "period":
        return "period" in finding["code"]
    text = key(finding["message"]) + " " + key(finding.get("unit"))
    if any(key(name) in text for name in wrong.names if name):
        return True
    if wrong.about != "unit" and any(
        f"'{heading}'" in text or f"> {heading}'" in text for heading in columns
    ):
        return True
    cells = [cell for cell in finding.get("cells") or [finding.get("cell")] if cell]
    return any(stands_in(name, cell, sheet) for cell in cells for name in wrong.names if name)


def stands_in(name: str, cell: str, sheet: Sheet) -> bool:
    """Whether the name stands in the row of this cell."""
    digits = "".join(sign for sign in cell.partition(":")[0] if sign.isdigit())
    if not digits or int(digits) > len(sheet.cells.rows):
        return False
    return any(
        key(name) in key(value)
        for value in sheet.cells.rows[int(digits) - 1]
        if isinstance(value, str)
    )
