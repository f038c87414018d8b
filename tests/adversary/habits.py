"""Rarer habits of offices, none to two a sheet, drawn apart so that the rest of a sheet stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from adversary.columns import Column, Speaker
from adversary.moments import Moment, days_later
from adversary.rows import Row
from adversary.styles import Style
from adversary.truth import Unit, add_up, invent_people
from adversary.wordings import LANGUAGES, Wording

UNITS = {"figures like years": 3, "small places": 3, "a name like a total": 2}
UNGROUPED_UNITS = {"numbered names": 4}
GROUPED_UNITS = {
    "a name in two districts": 3,
    "one commune alone": 3,
    "commune called as its district": 3,
}
ROWS = {
    "percent row": 3,
    "plan row": 2,
    "change row": 2,
    "marks on names": 3,
    "repeated heading": 2,
}
GROUPED_ROWS = {"blank rows between": 3, "indented names": 3, "a subtotal corrected": 4}
COLUMNS = {"share of a part": 3, "new people by month": 2}
CELLS = {
    "begins at B2": 3,
    "letter above": 3,
    "print date": 2,
    "compared in the title": 2,
    "blanks in numbers": 2,
}
CELLS |= {"next month in the title": 2}
BELOW_TOTAL = {"percent row", "plan row", "change row"}


def draw_habits(rng: Random, *, grouped: bool, shape: str) -> tuple[str, ...]:
    """Choose the habits of one sheet."""
    pool = UNITS | ROWS | CELLS | (GROUPED_UNITS | GROUPED_ROWS if grouped else UNGROUPED_UNITS)
    if shape == "plain":
        pool |= COLUMNS
    if shape == "social":
        pool = {
            name: weight
            for name, weight in pool.items()
            if name not in BELOW_TOTAL | {"small places"}
        }
    number = rng.choices((0, 1, 2), (55, 32, 13))[0]
    drawn = [rng.choices(list(pool), list(pool.values()))[0] for _ in range(number)]
    below = [name for name in drawn if name in BELOW_TOTAL]
    return tuple(dict.fromkeys(name for name in drawn if name not in below[1:]))


def change_units(habits: tuple[str, ...], rng: Random, whole: Unit, words: Wording) -> Unit:
    """Return the whole with the habits that concern places and people."""
    groups = [group for group in whole.parts if group.parts]
    if "small places" in habits:
        return rebuilt(whole, lambda unit: unit._replace(counts=invent_people(rng, 70)))
    if "numbered names" in habits:
        return numbered(whole, rng.choice(words.numbered_names))
    if "a name like a total" in habits:
        chosen, core = rng.choice((groups or [whole])[-1].parts), rng.choice(words.odd_names)
        return rebuilt(whole, lambda unit: named(unit, core) if unit is chosen else unit)
    if "figures like years" in habits:
        first = (groups[0].parts if groups else whole.parts)[0]
        return rebuilt(
            whole, lambda unit: unit._replace(counts=like_years(rng)) if unit is first else unit
        )
    if "a name in two districts" in habits:
        first, other = groups[0].parts[0], groups[1].parts[0]
        new = {"name": first.name, "core": first.core, "kind": first.kind}
        return rebuilt(whole, lambda unit: unit._replace(**new) if unit is other else unit)
    if "commune called as its district" in habits:
        chosen = groups[0].parts[0]
        alike = named(chosen, groups[0].core)
        return (
            whole
            if alike.name == groups[0].name
            else rebuilt(whole, lambda one: alike if one is chosen else one)
        )
    if "one commune alone" in habits:
        alone = groups[-1]._replace(parts=groups[-1].parts[:1], counts=groups[-1].parts[0].counts)
        parts = (*whole.parts[:-1], alone)
        return whole._replace(parts=parts, counts=add_up(parts))
    return whole


def named(unit: Unit, core: str) -> Unit:
    """Return the unit under another name, its type word kept."""
    return unit._replace(name=unit.name.replace(unit.core, core), core=core)


def numbered(whole: Unit, pattern: str) -> Unit:
    """Return the whole with units called by numbers."""
    names = [pattern.replace("{n}", str(number)) for number in range(1, len(whole.parts) + 1)]
    parts = [
        unit._replace(name=name, core=name) for unit, name in zip(whole.parts, names, strict=True)
    ]
    return whole._replace(parts=tuple(parts))


def rebuilt(whole: Unit, change: Callable[[Unit], Unit]) -> Unit:
    """Return the whole with every lowest unit changed, and the sums anew."""
    if not whole.parts:
        return change(whole)
    parts = tuple(rebuilt(part, change) for part in whole.parts)
    return whole._replace(parts=parts, counts=add_up(parts))


def like_years(rng: Random) -> dict[str, int]:
    """Return the people of a place whose counts look like years."""
    while True:
        counts = invent_people(rng, 1950)
        if 1960 <= counts["population"] <= 2070 and counts["insured"] >= 1850:
            return counts


def change_rows(habits: tuple[str, ...], rng: Random, rows: list[Row], moment: Moment) -> list[Row]:
    """Return the rows with the habits that concern rows."""
    if "marks on names" in habits:
        mark = rng.choice((" (*)", " (1)", "*", " 1)"))
        chosen = set(rng.sample([place for place, row in enumerate(rows) if row.role == "unit"], 2))
        rows = [
            row._replace(name=row.name + mark) if place in chosen else row
            for place, row in enumerate(rows)
        ]
    if "indented names" in habits:
        rows = [row._replace(name=f"   {row.name}") if row.role == "unit" else row for row in rows]
    if "repeated heading" in habits and not any(row.role == "heading" for row in rows):
        place = rng.choice([place for place, row in enumerate(rows) if row.role == "unit"][1:])
        rows = [*rows[:place], Row("heading"), *rows[place:]]
    if "blank rows between" in habits:
        rows = [
            one
            for row in rows
            for one in ((Row("blank"), row) if begins_group(row, rows) else (row,))
        ]
    if "a subtotal corrected" in habits:
        rows = corrected(rng, rows)
    return rows + [
        row
        for name in habits
        if name in BELOW_TOTAL
        for row in below_total(name, rng, rows, moment)
    ]


def begins_group(row: Row, rows: list[Row]) -> bool:
    """Whether a new district begins in this row, and not the first."""
    named = bool(row.group) or (row.role in {"group", "label"} and row.where != "group")
    return (
        named
        and row.unit is not None
        and row is not rows[0]
        and not (row.role == "group" and row.group)
    )


def corrected(rng: Random, rows: list[Row]) -> list[Row]:
    """Change one cell of a district's own row: a figure was corrected above, not below."""
    places = [place for place, row in enumerate(rows) if row.role == "group"]
    if not places:
        return rows
    place = rng.choice(places)
    figures = dict(rows[place].figures or {})
    figures["insured"] = (figures["insured"] or 0) + rng.choice((-1, 1)) * rng.randint(2, 40)
    return [*rows[:place], rows[place]._replace(figures=figures), *rows[place + 1 :]]


def below_total(name: str, rng: Random, rows: list[Row], moment: Moment) -> list[Row]:
    """Return a row below the total that is no unit: the rate, the plan, the change since last year."""
    total = next((row for row in reversed(rows) if row.role == "total" and row.name), None)
    if total is None or total.unit is None or rows[-1] is not total:
        return []
    counts, empty = total.unit.counts, dict.fromkeys(total.unit.counts)
    label = moment.fill(rng.choice(LANGUAGES[moment.language].below[name]))
    if name == "percent row":
        return [
            Row(
                "other",
                label,
                figures=empty,
                rate=round(100 * counts["insured"] / counts["population"], 1),
            )
        ]
    changed = (
        {"insured": counts["plan"]}
        if name == "plan row"
        else {"insured": counts["insured"] - counts["last_year"]}
    )
    return [Row("other", label, figures=empty | changed)]


def change_columns(
    habits: tuple[str, ...], speaker: Speaker, columns: list[Column]
) -> list[Column]:
    """Return the columns with a share of a part, or with the new people of some months."""
    made = list(columns)
    if "share of a part" in habits:
        made += [
            Column((speaker.say("household_alone"),), "household"),
            Column((speaker.say("share"),), "share", "rate"),
        ]
    if "new people by month" in habits and speaker.moment.month > 1:
        label = speaker.say("new_group")
        months = [
            Column((label, speaker.month(back)), key)
            for back, key in ((1, "new1"), (0, "increase"))
        ]
        made += [*months, Column((label, speaker.say("new_year")), "new_year")]
    return made


def lines_above(habits: tuple[str, ...], rng: Random, moment: Moment) -> tuple[str, ...]:
    """Return further lines below the title: the letter it belongs to, the day it was printed."""
    words, later = LANGUAGES[moment.language], days_later(rng, moment)
    letter = (moment.fill(rng.choice(words.letters), **later),) if "letter above" in habits else ()
    printed = (moment.fill(rng.choice(words.prints), **later),) if "print date" in habits else ()
    return letter + printed


def change_style(habits: tuple[str, ...], style: Style) -> Style:
    """Return how numbers are written: some set thousands apart by a blank."""
    if "blanks in numbers" in habits and style.written != "numbers":
        return style._replace(grouping=" ", grouped=True)
    return style


def behind_title(habits: tuple[str, ...], rng: Random, moment: Moment) -> str:
    """Return what a title says of another time: the year before, the tasks of the next month."""
    words = LANGUAGES[moment.language]
    if "compared in the title" in habits:
        return moment.fill(rng.choice(words.compared))
    if "next month in the title" in habits and moment.told == "month" and moment.month < 12:
        return moment.fill(rng.choice(words.tasks))
    return ""
