"""The settings of a run as frozen values: what a user told, gathered so that no function takes a string of options.

Options that belong together travel together. Nothing is read or checked against a sheet here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from coverage_cli.model import Quotient


class Reading(NamedTuple):
    """How the bytes of text files are to be read; None means found from the bytes."""

    encoding: str | None = None
    delimiter: str | None = None


class Told(NamedTuple):
    """Where the table is and what its columns are, as far as the user says so: always wins over what is found.

    Rows are 1-based and inclusive as a spreadsheet shows them. A column is a letter, a heading, or a heading path
    joined by `>`; `code` may join several columns by `+`. `measures` maps a measure's id to its column.
    """

    sheet: str | None = None
    header_rows: tuple[int, int] | None = None
    rows: tuple[int, int] | None = None
    unit: str | None = None
    parent: str | None = None
    code: str | None = None
    target_column: str | None = None
    measures: Mapping[str, str] = {}
    number_style: Literal["vi", "en", "de"] | None = None
    percent: Literal["points", "fraction"] | None = None
    scale: int | None = None
    hidden: Literal["include", "exclude"] = "include"
    period: str | None = None


class TargetSetting(NamedTuple):
    """A target given for an indicator (None: for every indicator): a rate in percent, or a count of people."""

    indicator: str | None
    kind: Literal["rate", "count", "new"]
    value: Quotient


class Choice(NamedTuple):
    """Which figures are asked for: indicators, a level, a unit with what is below it, a period."""

    indicators: tuple[str, ...] = ()
    level: str | None = None
    inside: str | None = None
    period: str | None = None
    figures: Literal["computed", "printed"] = "computed"


class Job(NamedTuple):
    """All a run needs to make its report: the inputs, how to read them, what is asked, what is given besides."""

    inputs: tuple[str, ...]
    reading: Reading = Reading()
    told: Told = Told()
    choice: Choice = Choice()
    targets: tuple[TargetSetting, ...] = ()
    population: str | None = None
    targets_file: str | None = None
    expect: str | None = None
