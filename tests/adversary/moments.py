"""When the figures hold, and how an office writes it."""

from __future__ import annotations

import calendar
from random import Random
from typing import NamedTuple

from adversary.wordings import LANGUAGES


class Moment(NamedTuple):
    """A month of a year, told in the title as a month, a year, a date or not at all."""

    language: str
    year: int
    month: int
    told: str  # month, year, date or nothing

    @property
    def day(self) -> int:
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def period(self) -> str | None:
        """Return the period as the program's reports write it."""
        if self.told == "nothing":
            return None
        return str(self.year) if self.told == "year" else f"{self.year}-{self.month:02}"

    def fill(self, text: str, **more: str) -> str:
        """Put year, month and day into the text where it asks for them."""
        month = LANGUAGES[self.language].month_names[self.month - 1]
        known = {
            "y": str(self.year),
            "last": str(self.year - 1),
            "m": str(self.month),
            "mm": f"{self.month:02}",
            "d": str(self.day),
            "dd": f"{self.day:02}",
            "month": month,
            "mon": month[:3],
            "next": LANGUAGES[self.language].month_names[self.month % 12],
        }
        for key, value in (known | more).items():
            text = text.replace("{" + key + "}", value)
        return text


def invent_moment(rng: Random, language: str) -> Moment:
    """Return the moment of a sheet."""
    told = rng.choices(("month", "year", "date", "nothing"), (6, 3, 3, 1))[0]
    return Moment(language, rng.randint(2019, 2025), rng.randint(1, 12), told)


def in_words(rng: Random, moment: Moment) -> str:
    """Write the month or the year as a title does; a date stands on a line of its own."""
    words = LANGUAGES[moment.language]
    if moment.told == "month":
        return moment.fill(rng.choice(words.months))
    return moment.fill(rng.choice(words.years)) if moment.told == "year" else ""


def days_later(rng: Random, moment: Moment) -> dict[str, str]:
    """Return day, month and year of the signature: in the month after."""
    year, month = (moment.year + 1, 1) if moment.month == 12 else (moment.year, moment.month + 1)
    day = rng.randint(2, 12)
    name = LANGUAGES[moment.language].month_names[month - 1]
    return {
        "d": str(day),
        "dd": f"{day:02}",
        "m": str(month),
        "mm": f"{month:02}",
        "y": str(year),
        "month": name,
    }
