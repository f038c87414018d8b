"""One office sheet from a seed: every option is drawn here, then put together."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from adversary import columns as headings
from adversary import faults, habits, rows
from adversary.columns import Column, Speaker
from adversary.grid import Cells, Draft, moved, put_together
from adversary.moments import Moment, invent_moment
from adversary.reading import MONTHLY, MONTHS, expected, rates
from adversary.rows import Row
from adversary.styles import Style, draw_style
from adversary.truth import Truth, Unit, invent_whole
from adversary.wordings import LANGUAGES


class Sheet(NamedTuple):
    """The cells of a sheet, what is true of it, and how it was drawn."""

    seed: int
    suffix: str  # xlsx or csv
    cells: Cells
    truth: Truth
    features: tuple[str, ...]  # "kind: value", for the table of outcomes
    headings: tuple[
        tuple[str, str], ...
    ]  # key and lowest heading of the columns of figures; they are the last ones


class Drawn(NamedTuple):
    """The options of one sheet."""

    language: str
    subject: str
    shape: str
    grouping: str
    ordinal: str
    total: str  # first, last, middle or none
    scaled: bool
    merged: bool
    moment: Moment
    habits: tuple[str, ...]


def draw(rng: Random, further: Random) -> Drawn:
    """Choose the options of one sheet, the ordinary ones most often."""
    language = rng.choices(("vi", "en", "de"), (5, 3, 2))[0]
    subjects = (
        {"health": 12, "social": 2, "pupils": 1, "told": 2}
        if language == "vi"
        else {"health": 6, "told": 1}
    )
    subject = rng.choices(list(subjects), list(subjects.values()))[0]
    shapes = headings.SHAPES
    shape = (
        rng.choices(list(shapes), [weight for weight, _ in shapes.values()])[0]
        if subject == "health"
        else subject
    )
    if subject == "social" and further.random() < 0.35:
        subject = further.choice(("everything", "one of all"))
        shape = "everything"
    grouped = rng.random() < 0.6
    grouping = (
        rng.choices(list(rows.GROUPED), list(rows.GROUPED.values()))[0] if grouped else "none"
    )
    scaled = shape == "plain" and rng.random() < 0.08
    total = rng.choices(("last", "first", "none"), (6, 3, 3))[0]
    if grouping == "none" and rng.random() < 0.04:
        total = "middle"
    moment = invent_moment(rng, language)
    if (
        shape == "plain"
        and grouping == "none"
        and not scaled
        and total != "middle"
        and further.random() < 0.15
    ):
        shape = further.choice(("months below", "a row a month"))
        total = "none" if shape == "a row a month" else total
    if shape in MONTHLY | {"start of year and now"}:
        moment = moment._replace(month=max(3, moment.month), told=rng.choice(("month", "date")))
    ordinal = rows.draw_ordinal(rng, grouping)
    merged = rng.random() < 0.6 and not scaled
    own = () if scaled else habits.draw_habits(further, grouped=grouped, shape=shape)
    if shape in MONTHLY:
        own = ("one month asked for",) if further.random() < 0.3 else ()
    return Drawn(language, subject, shape, grouping, ordinal, total, scaled, merged, moment, own)


def measure_columns(rng: Random, drawn: Drawn) -> list[Column]:
    """Return the columns of figures."""
    speaker = Speaker(rng, drawn.moment)
    if drawn.scaled:
        return [*headings.population(speaker)[:1], *headings.plain(speaker)]
    if drawn.subject == "health":
        return headings.health(speaker, drawn.shape if drawn.shape in headings.SHAPES else "plain")
    subjects = {"social": headings.social, "pupils": headings.pupils, "told": headings.told}
    return subjects.get(drawn.subject, headings.everything)(speaker)


def body(rng: Random, drawn: Drawn, whole: Unit) -> list[Row]:
    """Return the rows of the table below its headings."""
    words = LANGUAGES[drawn.language]
    units = rows.body(rng, whole, drawn.grouping, drawn.ordinal, words)
    if drawn.shape in {"months below", "a row a month"}:
        return monthly(rng, drawn, whole, units)
    if drawn.total == "none":
        return units
    total = rows.total_row(
        rng, whole, words, drawn.merged and drawn.total == "last" and rng.random() < 0.4
    )
    if drawn.total == "middle":
        place = rng.randint(1, len(units) - 1)
        total = total._replace(name=whole.name)
        return [*units[:place], total, *units[place:]]
    if drawn.total == "first":
        named = total if total.name else total._replace(name=whole.name)
        return [named, *units] if drawn.grouping != "blocks" else [*units, named]
    return [*units, total, *rows.other_rows(rng, whole, words, drawn.moment.year)]


def monthly(rng: Random, drawn: Drawn, whole: Unit, units: list[Row]) -> list[Row]:
    """Return the rows of three months below each other."""
    words, speaker = LANGUAGES[drawn.language], Speaker(rng, drawn.moment)
    style, year = rng.choice(words.period_cells), drawn.moment.year
    names = tuple(
        (key, f"{year}-{drawn.moment.month - back:02}", speaker.month(back, style))
        for key, back in MONTHS
    )
    total = [rows.total_row(rng, whole, words, merged=False)] if drawn.total != "none" else []
    total = [row._replace(name=row.name or whole.name) for row in total]
    return rows.by_months(units, total, names, blocks=drawn.shape == "months below")


def build(seed: int) -> Sheet:
    """Build the sheet of this seed."""
    rng, further = Random(f"office sheet {seed}"), Random(f"further habits of sheet {seed}")
    drawn = draw(rng, further)
    typed = (drawn.grouping == "rows above" and drawn.ordinal == "none") or rng.random() < 0.75
    whole = invent_whole(
        rng, LANGUAGES[drawn.language], grouped=drawn.grouping != "none", typed=typed
    )
    whole = habits.change_units(drawn.habits, further, whole, LANGUAGES[drawn.language])
    figures = habits.change_columns(
        drawn.habits, Speaker(further, drawn.moment), measure_columns(rng, drawn)
    )
    table = body(rng, drawn, whole)
    fault = "none" if drawn.scaled else faults.draw_fault(rng, table, drawn.shape)
    key = {"social": "voluntary", "pupils": "pupils_insured"}.get(drawn.subject, "insured")
    table = faults.apply(rng, table, fault, key)
    table = habits.change_rows(drawn.habits, further, table, drawn.moment)
    style = draw_style(rng, LANGUAGES[drawn.language], scaled=drawn.scaled)
    style = habits.change_style(drawn.habits, style)
    if drawn.scaled:
        table = [round_to_hundreds(row) for row in table]
    suffix = "csv" if style.written == "csv" else "xlsx"
    draft = Draft(
        drawn.language,
        drawn.subject,
        drawn.ordinal,
        drawn.grouping,
        drawn.merged and suffix == "xlsx",
        drawn.moment,
        {"months below": "blocks", "a row a month": "rows"}.get(drawn.shape, ""),
        habits.lines_above(drawn.habits, further, drawn.moment),
        habits.behind_title(drawn.habits, further, drawn.moment),
    )
    cells = put_together(rng, draft, figures, table, style, whole)
    if "begins at B2" in drawn.habits:
        cells = moved(cells)
    names = tuple((column.key, column.path[-1]) for column in figures)
    truth = tell(drawn, table, figures, fault)
    return Sheet(seed, suffix, cells, truth, features(drawn, fault, table, figures, style), names)


def round_to_hundreds(row: Row) -> Row:
    """Round the people of a row as a sheet in thousands with one decimal shows them."""
    if row.figures is None:
        return row
    return row._replace(
        figures={key: None if n is None else round(n, -2) for key, n in row.figures.items()}
    )


def tell(drawn: Drawn, table: list[Row], figures: list[Column], fault: str) -> Truth:
    """Return the truth of the sheet and how it is asked for."""
    found = list(rates(drawn.subject, drawn.shape, drawn.moment))
    arguments: tuple[str, ...] = ()
    if "one month asked for" in drawn.habits:
        found = found[-1:]
        arguments = ("--period", found[0].period or "")
    wanted = tuple(one for rate in found for one in expected(table, rate, figures))
    if drawn.subject == "told":
        under, over = (column.path[-1] for column in figures)
        arguments = ("--denominator", under, "--numerator", over)
    if drawn.subject == "one of all":
        arguments = ("-i", "health_insurance")
    may = faults.may_be_said("rounded parts" if drawn.scaled else fault, drawn.habits, table)
    growth = any(column.key == "growth_plan" for column in figures)
    may |= faults.MAY_BE_SAID["growth_plan"] if growth else frozenset()
    earlier = drawn.shape in {"last year beside", "start of year and now"}
    return Truth(
        arguments, wanted, tuple(dict.fromkeys(rate.period for rate in found)), may, growth, earlier
    )


def features(
    drawn: Drawn, fault: str, table: list[Row], figures: list[Column], style: Style
) -> tuple[str, ...]:
    """Name what the sheet has, for the table of outcomes."""
    storeys = max(len(column.path) for column in figures)
    others = [row.name for row in table if row.role == "other"]
    total = next((row.name for row in table if row.role == "total"), "none")
    named = (
        "place's own name"
        if any(
            row.role == "total" and row.unit and row.name.lower() == row.unit.name.lower()
            for row in table
        )
        else "a word"
    )
    told = {
        "language": drawn.language,
        "subject": drawn.subject,
        "shape": drawn.shape,
        "districts": drawn.grouping,
        "numbering": drawn.ordinal,
        "total": drawn.total
        if drawn.total == "none"
        else f"{drawn.total}, {named if total else 'no name'}",
        "fault": fault,
        "storeys": f"{storeys}, {'merged' if drawn.merged and style.written != 'csv' else 'not merged'}",
        "rows of something else": {0: "none", 1: "one"}.get(len(others), "a second breakdown"),
        "numbers": style.written,
        "scale": "thousands" if drawn.scaled else "people",
        "period": drawn.moment.told,
    }
    extra = {f"column: {column.key}" for column in figures if column.key in KNOWN_EXTRAS}
    extra |= {f"habit: {name}" for name in drawn.habits}
    return (*(f"{kind}: {value}" for kind, value in told.items()), *sorted(extra))


KNOWN_EXTRAS = {*headings.EXTRAS_BEFORE, *headings.EXTRAS_AFTER, "plan", "male"} - {"plan_alone"}
