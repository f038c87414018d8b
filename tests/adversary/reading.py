"""What a statistician reads from the rows as they stand on the sheet: the truth that the program is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from adversary.columns import Column
from adversary.moments import Moment
from adversary.rows import Row
from adversary.styles import TARGET_RATE
from adversary.truth import Expected

SUBJECTS: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]] = {
    # indicator ids that will do, keys whose sum is the numerator, key of the denominator
    "health": ((("health_insurance", "coverage"), ("insured",), "population"),),
    "social": (
        (("social_insurance",), ("compulsory", "voluntary"), "labour"),
        (("voluntary_social_insurance",), ("voluntary",), "labour"),
        (("unemployment_insurance",), ("unemployment",), "labour"),
    ),
    "pupils": ((("pupil_health_insurance",), ("pupils_insured",), "pupils"),),
    "told": ((("coverage",), ("insured",), "population"),),
    "everything": ((("health_insurance",), ("insured",), "population"),),
    "one of all": ((("health_insurance",), ("insured",), "population"),),
}
MONTHS = (("month1", 2), ("month2", 1), ("insured", 0))
MONTHLY = {"months beside", "months below", "a row a month"}


class Rate(NamedTuple):
    """One rate of the sheet: for this period, these keys over that one."""

    indicators: tuple[str, ...]
    period: str | None
    over: tuple[str, ...]
    under: str


def rates(subject: str, shape: str, moment: Moment) -> Iterator[Rate]:
    """Yield the rates that the sheet tells."""
    for indicators, over, under in SUBJECTS[subject] + (
        SUBJECTS["social"] if subject == "everything" else ()
    ):
        if shape in MONTHLY:
            for key, back in MONTHS:
                keys = (key,) if shape == "months beside" else over
                yield Rate(indicators, f"{moment.year}-{moment.month - back:02}", keys, under)
        else:
            yield Rate(indicators, moment.period, over, under)


def pair(row: Row, rate: Rate) -> tuple[int | None, int | None]:
    """Return numerator and denominator of a row; a sum with a missing part is missing."""
    figures = row.figures or {}
    parts = [figures.get(key) for key in rate.over]
    known = [part for part in parts if part is not None]
    return (sum(known) if len(known) == len(parts) else None), figures.get(rate.under)


def summed(rows: Iterable[Row], rate: Rate) -> tuple[int | None, int | None]:
    """Sum numerators and denominators over the rows that have both."""
    pairs = [
        (over, under)
        for over, under in (pair(row, rate) for row in rows)
        if over is not None and under is not None
    ]
    return (
        (sum(over for over, _ in pairs), sum(under for _, under in pairs))
        if pairs
        else (None, None)
    )


def expected(rows: list[Row], rate: Rate, columns: list[Column]) -> Iterator[Expected]:
    """Yield what must be printed: the whole (named ""), each district, each unit."""
    leaves = [
        row for row in rows if row.role == "unit" and row.unit and row.period in {None, rate.period}
    ]
    yield Expected("", "", rate.indicators, rate.period, *summed(leaves, rate))
    for name in dict.fromkeys(row.unit.parent for row in leaves if row.unit):
        if name:
            own = [row for row in leaves if row.unit and row.unit.parent == name]
            yield Expected(name, "", rate.indicators, rate.period, *summed(own, rate))
    keys = {column.key for column in columns}
    for row in leaves:
        assert row.unit
        yield Expected(
            row.unit.core,
            row.unit.parent,
            rate.indicators,
            rate.period,
            *pair(row, rate),
            target(row, keys),
        )


def target(row: Row, keys: set[str]) -> tuple[str, float] | None:
    """Return the target that the sheet sets for a unit."""
    if "target_rate" in keys:
        return ("rate", TARGET_RATE)
    planned = (row.figures or {}).get("plan")
    return ("count", planned) if "plan" in keys and planned is not None else None
