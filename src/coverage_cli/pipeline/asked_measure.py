"""Take a general count ("Số có thẻ", "Enrolled") for that of the one indicator asked for, where the title allows it."""

from __future__ import annotations

from collections.abc import Sequence

from coverage_cli.findings import at_headings, finding
from coverage_cli.locate import title_of
from coverage_cli.model import Column, Finding, Table
from coverage_cli.pipeline.context import Context
from coverage_cli.profiles import GENERAL
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role


class Served(NamedTuple):
    """The general column that counts an indicator's people, the measure it then is, and what is said of that."""

    column: Column
    measure: str
    said: Finding


def general_for_asked(tables: Sequence[Table], context: Context) -> Served | None:
    """Return the only general count of a sheet's only table if one indicator is asked for that nothing else counts.

    The title must name that indicator's people ("THAM GIA BHYT"), or none: a title of others decides against it.
    """
    asked, profile = context.job.choice.indicators, context.profile
    if len(asked) != 1 or len(tables) != 1 or context.job.told.measures:
        return None
    measure, _ = profile.sides(asked)
    if measure is None or measure == GENERAL:
        return None
    counted = of_role(tables[0].columns, "measure")
    general = [column for column in counted if column.subject == GENERAL and not column.told]
    is_counted = any(column.subject == measure for column in counted)
    if is_counted or len(general) != 1:
        return None
    # The line of the table alone: an office of social insurance (its letterhead) counts the health insured, too.
    title = title_of(tables[0].title, context.vocabulary)
    own = profile.measures[measure]
    named = context.vocabulary.meaning((title,)).subjects & _of_people(context)
    if named and not own <= named:
        return None
    column = general[0]
    said = finding(
        "column-guessed",
        at_headings(tables[0], [column]),
        variant="asked" if named == own else "asked-alone",
        column=column.name,
        letter=column.letter,
        measure=measure,
    )
    return Served(column, measure, said)


def _of_people(context: Context) -> frozenset[str]:
    """Return the subjects of what indicators count: who is insured or enrolled, not who lives there."""
    profile = context.profile
    counted = {profile.sides((name,))[0] for name in profile.indicators} - {None, GENERAL}
    return frozenset(subject for measure in counted for subject in profile.measures[str(measure)])
