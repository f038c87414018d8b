"""The settings of a run as frozen values: what a user told, gathered so that no function takes a string of options.

Options that belong together travel together. Nothing is read or checked against a sheet here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from coverage_cli.model import LEVELS, Phrase, Quotient
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

CLOSING_DAY = 25


class Reading(NamedTuple):
    """How the bytes of text files are to be read (None: found from the bytes), and how many cells a sheet may hold."""

    encoding: str | None = None
    delimiter: str | None = None
    limit_cells: int | None = None


class Told(NamedTuple):
    """Where the table is and what its columns are, as far as the user says so: always wins over what is found.

    Rows are 1-based and inclusive as a spreadsheet shows them. A column is a letter, a heading, or a heading path
    joined by `>`; `where` holds columns and the values that the rows kept say there; `code` may join several columns
    by `+`. `measures` maps a measure's id to its column, `scales` to how many people one unit of it stands for, in
    lists too. `phrases` are words of a user's own as (table, name, phrase), the tables and names being those of
    `data/headings/*.toml`; of a list unit, parent, code and `where` are `borrowed` from the inputs, and hold where it
    has these headings; the columns of measures `elsewhere` ("target" among them) may stand in a list instead.
    `levels` is the hierarchy, highest first. `year` is that of headings that name none, if the title does not either;
    `goals_of` makes the table a list of targets, of this measure where its headings name none ("": of several).
    Figures dated the `closing_day` are those of the month (in December of the last day alone). Columns that could
    both be one measure are refused, unless they are to be shown `undecided`. `counted_rows` (0-based)
    are units whatever their labels say, for a printed total counts them.
    """

    sheet: str | None = None
    header_rows: tuple[int, int] | None = None
    rows: tuple[int, int] | None = None
    where: tuple[tuple[str, str], ...] = ()
    borrowed: bool = False
    elsewhere: frozenset[str] = frozenset()
    unit: str | None = None
    parent: str | None = None
    code: str | None = None
    target_column: str | None = None
    measures: Mapping[str, str] = {}
    number_style: Literal["vi", "en", "de"] | None = None
    percent: Literal["points", "fraction"] | None = None
    scale: int | None = None
    scales: Mapping[str, int] = {}
    hidden: Literal["include", "exclude"] = "include"
    period: str | None = None
    phrases: tuple[tuple[str, str, str], ...] = ()
    levels: tuple[str, ...] = LEVELS
    year: str | None = None
    goals_of: str | None = None
    closing_day: int = CLOSING_DAY
    undecided: bool = False
    counted_rows: frozenset[int] = frozenset()


class TargetSetting(NamedTuple):
    """A target told besides the sheet: a rate, a count of people, of new people, or of people still to come.

    `indicator` None means every coverage. It may speak of one level, one unit (by name or code), one period or year.
    `name` tells several targets that live at once apart; without one it is the target that gaps are worked out from.
    One that is `typed` (an option) wins over those of the project file wherever it speaks.
    """

    indicator: str | None
    kind: Literal["rate", "count", "new", "remaining"]
    value: Quotient
    level: str | None = None
    unit: str | None = None
    period: str | None = None
    name: str = ""
    typed: bool = False

    @property
    def general(self) -> bool:
        """Tell whether it speaks of all units and times."""
        return self.level is None and self.unit is None and self.period is None


class Thresholds(NamedTuple):
    """From where on a finding is made; percentages and numbers are whole, `outlier` is exact.

    `over_100`: a coverage in percent that is still believed; `columns_swapped`: the percentage of units above 100 %
    that means exchanged columns; `copied_down`: how many equal counts in neighbouring rows mean copying.
    `jump`: the percentage a stock may move in a month, `jump_error` that which is an error, `jump_people` how few
    people are no move at all; `digit_low`, `digit_high`: the factors between which a digit is too many or too few;
    `outlier`: the modified z-score, `outlier_values` how many values it takes, `outlier_pct` how few percent from the
    usual value are none, `outliers_error` how many within a year are an error.
    `copied_forward`: the percentage of equal values, `copied_units` how many at least, `copied_periods` in how many
    periods a unit stands still; `denominator_changed`: percent, `denominator_months`: how long one may stay the same;
    `off_parent_low`, `off_parent_high`: a ratio in percent, `off_parent_people`: how few
    people are none; `reporting`, `reporting_error`: percent of the expected.
    `unlike_neighbours`: a coverage so many times that of the units beside it, or that part of it, is doubted;
    `as_all_others`: how near, in percent, to all others together a unit looks like a total; `attainment_low`,
    `attainment_high`: the percentages of a target between which an attainment is believed.
    """

    over_100: int = 100
    columns_swapped: int = 80
    copied_down: int = 3
    jump: int = 10
    jump_error: int = 33
    jump_people: int = 10
    digit_low: int = 8
    digit_high: int = 12
    outlier: Quotient = Quotient(35, 10)
    outlier_values: int = 6
    outlier_pct: int = 5
    outliers_error: int = 2
    copied_forward: int = 80
    copied_units: int = 5
    copied_periods: int = 3
    denominator_changed: int = 10
    denominator_months: int = 12
    off_parent_low: int = 67
    off_parent_high: int = 133
    off_parent_people: int = 50
    reporting: int = 100
    reporting_error: int = 90
    unlike_neighbours: int = 5
    as_all_others: int = 99
    attainment_low: int = 30
    attainment_high: int = 150


class Accepted(NamedTuple):
    """A finding that the project file acknowledges: of a code, of one unit or of any, until a period has passed.

    It holds as long as the finding tells one of the `figures` that were remembered of it (None: nothing is yet).
    """

    code: str
    why: str
    unit: str | None = None
    until: str | None = None
    figures: frozenset[str] | None = None


def told_of_units(accepted: Sequence[Accepted]) -> frozenset[tuple[str, str]]:
    """Return the codes and units (by the key of their names) of the entries that name one."""
    return frozenset((one.code, key(one.unit)) for one in accepted if one.unit)


class Choice(NamedTuple):
    """Which figures are asked for: indicators, a level, a unit with what is below it, a period."""

    indicators: tuple[str, ...] = ()
    level: str | None = None
    inside: str | None = None
    period: str | None = None
    figures: Literal["computed", "printed"] = "computed"


class Split(NamedTuple):
    """How an amount is to be split: people, or a rate of the denominator in percent (just one of the two is told).

    `cap_pct` is the most that a unit may be given, in percent of its denominator; `keeps_reached` gives nobody less
    than the people counted already.
    """

    people: int | None
    rate: Quotient | None
    rule: Literal["equal-rate", "uninsured", "equal-growth"]
    cap_pct: Quotient = Quotient(100, 1)
    keeps_reached: bool = True


class Job(NamedTuple):
    """All a run needs to make its report: the inputs, how to read them, what is asked, what is given besides.

    `previous` are earlier deliveries, whose figures are compared with and never reported themselves.
    `further_populations` and `further_targets` are lists that stand beside the first, each with a name; `what_if` are
    changes that are only supposed.
    `lock` is the file of the layout that was remembered; `strict` stops where the tables drifted from it. `project`
    is the project file that was used, for the report to say so; `profile` says what is computed (None: the usual).
    `people_alone` computes an indicator without its denominator, too; `accepted` are findings that are not shown;
    `corrections` are lists of faults that were answered. `as_of` is the day on whose units figures are restated,
    `units` the table of changes that leads there.
    """

    inputs: tuple[str, ...]
    reading: Reading = Reading()
    told: Told = Told()
    choice: Choice = Choice()
    targets: tuple[TargetSetting, ...] = ()
    population: str | None = None
    targets_file: str | None = None
    expect: str | None = None
    previous: tuple[str, ...] = ()
    further_populations: tuple[tuple[str, str], ...] = ()
    further_targets: tuple[tuple[str, str], ...] = ()
    what_if: tuple[str, ...] = ()
    lock: str | None = None
    strict: bool = False
    project: str | None = None
    profile: str | None = None
    thresholds: Thresholds = Thresholds()
    people_alone: bool = False
    accepted: tuple[Accepted, ...] = ()
    corrections: tuple[str, ...] = ()
    as_of: str | None = None
    units: str | None = None


class JobSetting(NamedTuple):
    """A job of `coverage run`: a command with its inputs as patterns, its output, its options as (key, value).

    A value is text, a number, a flag, or several of these.
    """

    name: str
    command: str
    inputs: tuple[str, ...]
    output: str | None = None
    options: tuple[tuple[str, object], ...] = ()


class RunSetting(NamedTuple):
    """How `coverage run` works: its report (None: called as the project file), and the seconds a file must be still."""

    report: str | None = None
    settle: int = 2


class Project(NamedTuple):
    """What a project file says, and which file that is; without one nothing is said.

    `letter` is who reports to a committee: letterhead, place, position, signer; `faults` to whom faults are sent back
    and by when an answer is asked for.
    """

    file: str | None = None
    profile: str | None = None
    told: Told = Told()
    reading: Reading = Reading()
    targets: tuple[TargetSetting, ...] = ()
    lang: str | None = None
    decimals: int | None = None
    thresholds: Thresholds = Thresholds()
    expect: str | None = None
    accepted: tuple[Accepted, ...] = ()
    jobs: tuple[JobSetting, ...] = ()
    run: RunSetting = RunSetting()
    letter: Mapping[str, Any] = {}
    faults: Mapping[str, str] = {}


class Setting(NamedTuple):
    """A line of a project file that is being written: a key's value, counting or only shown, and a remark on it.

    `value` is text, a number, several texts, or the one entry of an inline table.
    """

    section: str
    key: str
    value: str | int | Quotient | tuple[str, ...] | Mapping[str, int]
    active: bool = False
    remark: Phrase | None = None
