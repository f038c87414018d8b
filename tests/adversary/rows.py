"""The rows: units under their districts in every usual layout, totals, and rows that are no units."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from adversary.truth import Unit, add_up
from adversary.wordings import Wording

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Row(NamedTuple):
    """A row of the body; figures by key, None where a cell says nothing."""

    role: str  # unit, group, label, subtotal, total, other, blank or heading
    name: str = ""
    ordinal: str = ""
    group: str = ""  # in the column of districts
    figures: dict[str, int | None] | None = None
    unit: Unit | None = None
    where: str = "name"  # the column its name stands in: name, ordinal, group or merged
    rate: float | None = None  # of a row of per cents, in the column of the insured
    period: str | None = None  # where the sheet has several
    when: str = ""  # the same as the sheet writes it


GROUPED = {
    "rows above": 7,
    "label rows": 3,
    "rows below": 2,
    "merged label rows": 1,
    "column, once": 2,
    "column, every row": 2,
    "column, merged": 1,
    "column with subtotals": 1,
    "label in the numbering": 1,
    "blocks": 1,
}
COLUMN = ("column, once", "column, every row", "column, merged", "column with subtotals")
ORDINALS = {"1": 5, "1 in each group": 2, "I and 1": 4, "A and 1": 1, "1 and 1.1": 2, "none": 4}


def draw_ordinal(rng: Random, grouping: str) -> str:
    """Choose how rows are numbered; a label in the numbering needs numbers, its rows no Roman ones."""
    kinds = dict(ORDINALS)
    if grouping not in {"rows above", "label rows"}:
        del kinds["I and 1"], kinds["A and 1"], kinds["1 and 1.1"]
    if grouping == "label in the numbering":
        return rng.choice(("1", "1 in each group"))
    if grouping == "none":
        return rng.choices(("1", "none"), (3, 1))[0]
    if grouping == "rows above":
        kinds.pop("1"), kinds.pop("1 in each group")
    return rng.choices(list(kinds), list(kinds.values()))[0]


def group_ordinal(kind: str, place: int) -> str:
    """Return what stands in the numbering of the nth district."""
    if kind == "I and 1":
        return ROMAN[place]
    if kind == "A and 1":
        return "ABCDEFGHIJ"[place]
    return str(place + 1) if kind == "1 and 1.1" else ""


def unit_ordinal(kind: str, place: int, inside: int, overall: int) -> str:
    """Return what stands in the numbering of a commune: by its district, within it and in all."""
    if kind == "none":
        return ""
    if kind == "1 and 1.1":
        return f"{place + 1}.{inside + 1}"
    return str(overall + 1) if kind == "1" else str(inside + 1)


def body(rng: Random, whole: Unit, grouping: str, ordinal: str, words: Wording) -> list[Row]:
    """Return the rows of the units with those of their districts."""
    if grouping == "none":
        return [
            Row(
                "unit",
                unit.name,
                unit_ordinal(ordinal, 0, place, place),
                figures=dict(unit.counts),
                unit=unit,
            )
            for place, unit in enumerate(whole.parts)
        ]
    subtotal = rng.choice(words.subtotals)
    rows: list[Row] = []
    overall = 0
    for place, group in enumerate(whole.parts):
        rows += before_group(group, grouping, group_ordinal(ordinal, place))
        for inside, unit in enumerate(group.parts):
            shown = grouping in COLUMN and (
                (grouping != "column, once" and grouping != "column, merged") or inside == 0
            )
            number = unit_ordinal(ordinal, place, inside, overall)
            rows.append(
                Row("unit", unit.name, number, group.name if shown else "", dict(unit.counts), unit)
            )
            overall += 1
        rows += after_group(group, grouping, subtotal)
    return rows


def before_group(group: Unit, grouping: str, number: str) -> Iterator[Row]:
    """Yield what stands above the communes of a district."""
    if grouping == "rows above":
        yield Row("group", group.name, number, figures=dict(group.counts), unit=group)
    elif grouping == "label rows":
        yield Row("label", group.name, number, unit=group)
    elif grouping == "merged label rows":
        yield Row("label", group.name, unit=group, where="merged")
    elif grouping == "label in the numbering":
        yield Row("label", group.name, unit=group, where="ordinal")
    elif grouping == "blocks":
        yield Row("label", group.name, unit=group, where="merged")
        yield Row("heading")


def after_group(group: Unit, grouping: str, subtotal: str) -> Iterator[Row]:
    """Yield what stands below the communes of a district."""
    if grouping == "rows below":
        yield Row("group", subtotal.format(group.name), figures=dict(group.counts), unit=group)
    elif grouping == "column with subtotals":
        yield Row(
            "group",
            subtotal.format(group.name),
            figures=dict(group.counts),
            unit=group,
            where="group",
        )


def by_months(
    units: list[Row], total: list[Row], names: tuple[tuple[str, str, str], ...], *, blocks: bool
) -> list[Row]:
    """Return the units of several months: a block a month, or a row for each unit and month."""
    made: list[Row] = []
    if not blocks:
        return [at_month(row, month) for row in units for month in names]
    for month in names:
        made += [Row("label", month[2], where="merged"), Row("heading")]
        made += [at_month(row, month)._replace(when="") for row in (*units, *total)]
    return made


def at_month(row: Row, month: tuple[str, str, str]) -> Row:
    """Return the row with the stock of a month: its key, its period and how the sheet writes it."""
    key, period, when = month
    figures = dict(row.figures or {})
    figures["insured"] = figures[key]
    figures["uninsured"] = (figures["population"] or 0) - (figures["insured"] or 0)
    return row._replace(figures=figures, period=period, when=when)


def total_row(rng: Random, whole: Unit, words: Wording, merged: bool) -> Row:
    """Return the row of the whole, under one of its many names."""
    kind = whole.kind or "area"
    label = rng.choice(words.totals)
    for key, value in {"whole": whole.name, "WHOLE": whole.name.upper(), "kind": kind}.items():
        label = label.replace("{" + key + "}", value)
    where = "merged label" if merged and label else "name"
    return Row("total", label, figures=dict(whole.counts), unit=whole, where=where)


def other_rows(rng: Random, whole: Unit, words: Wording, year: int) -> list[Row]:
    """Return rows below the total that are no units: another time, a statistic, a second breakdown."""
    made: list[Row] = []
    counts = whole.counts
    chosen = rng.choices(
        ("nothing", "other time", "average", "reached", "breakdown"), (26, 3, 2, 1, 2)
    )[0]
    if chosen == "other time":
        label = rng.choice(words.other_times).format(year - 1)
        made = [
            Row("other", label, figures={key: int(count * 0.963) for key, count in counts.items()})
        ]
    elif chosen == "average":
        leaves = len(list(leaves_of(whole)))
        figures = {key: round(count / leaves) for key, count in counts.items()}
        made = [Row("other", rng.choice(words.statistics), figures=figures)]
    elif chosen == "reached":
        figures = dict.fromkeys(counts) | {"insured": rng.randint(1, 4)}
        made = [Row("other", rng.choice(words.reached), figures=figures)]
    elif chosen == "breakdown":
        part = rng.uniform(0.3, 0.5)
        first = {key: int(count * part) for key, count in counts.items()}
        second = {key: counts[key] - first[key] for key in counts}
        labels = rng.choice(words.breakdown)
        made = [Row("other", rng.choice(words.announcing))]
        made += [
            Row("other", label, figures=dict(part))
            for label, part in zip(labels, (first, second), strict=True)
        ]
    return made


def leaves_of(whole: Unit) -> Iterator[Unit]:
    """Yield the lowest units."""
    for unit in whole.parts:
        yield from (unit.parts or (unit,))


def sums_of(whole: Unit) -> dict[str, int]:
    """Return the sums over the lowest units."""
    return add_up(leaves_of(whole))
