"""What offices write in Vietnamese, English and German: headings, names, totals, titles and notes.

Nothing here is taken from the program: words/*.toml holds what a clerk would type, several ways of saying each thing.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple


class Wording(NamedTuple):
    """The words of one language; each value lists equally good ways to say the thing."""

    headings: dict[str, tuple[str, ...]]  # by the key of the column
    titles: dict[str, tuple[str, ...]]  # by subject; {place} {PLACE} {when} {WHEN}
    ordinal: tuple[str, ...]  # over the numbering
    unit_columns: tuple[str, ...]  # over the names of the lowest units
    group_columns: tuple[str, ...]  # over a column of districts
    code_columns: tuple[str, ...]
    unit_types: tuple[str, ...]  # before the name, or where {} shows
    group_types: tuple[str, ...]
    whole_types: tuple[str, ...]
    roots: tuple[str, ...]  # of invented names
    tails: tuple[str, ...]
    joint: str  # between root and tail
    totals: tuple[str, ...]  # {whole} {WHOLE}: the place's own name; {kind}: its type word
    subtotals: tuple[str, ...]  # {}: the name of the district
    other_times: tuple[str, ...]  # rows of another time; {}: last year
    statistics: tuple[str, ...]  # rows of an average
    reached: tuple[str, ...]  # rows that count units
    below: dict[str, tuple[str, ...]]  # rows of a rate, a plan, a change; by habit
    breakdown: tuple[tuple[str, str], ...]  # a second breakdown of the whole
    announcing: tuple[str, ...]  # the row before it
    months: tuple[str, ...]  # {m} {mm} {month} {y}
    years: tuple[str, ...]
    as_of: tuple[str, ...]  # {d} {dd} and as above
    letterhead: tuple[str, ...]
    people: tuple[str, ...]  # unit lines
    thousands: tuple[str, ...]  # {}: the heading
    thousands_lines: tuple[str, ...]
    notes: tuple[str, ...]
    letters: tuple[str, ...]  # the letter that a sheet belongs to, dated later
    prints: tuple[str, ...]
    compared: tuple[str, ...]  # behind a title
    tasks: tuple[str, ...]
    odd_names: tuple[str, ...]  # places whose names begin like another word
    numbered_names: tuple[str, ...]
    period_columns: tuple[str, ...]
    period_cells: tuple[str, ...]
    signature: tuple[str, ...]
    signers: tuple[str, ...]
    missing: tuple[str, ...]  # what stands where nothing was reported
    month_headings: tuple[str, ...]
    month_names: tuple[str, ...]
    grouping: str
    decimal: str


def frozen(value: Any) -> Any:
    """Turn lists into tuples all the way down."""
    if isinstance(value, dict):
        return {key: frozen(one) for key, one in value.items()}
    return tuple(frozen(one) for one in value) if isinstance(value, list) else value


def read_wording(language: str) -> Wording:
    """Read the words of one language."""
    path = Path(__file__).parent / "words" / f"{language}.toml"
    return Wording(**frozen(tomllib.loads(path.read_text(encoding="utf-8"))))


LANGUAGES = {language: read_wording(language) for language in ("vi", "en", "de")}
