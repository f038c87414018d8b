"""What stands in a cell of a form: which figure of which unit its column asks for, as an exact number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from coverage_cli.clean.attach import Beside, attached, beside_columns, pairs_of
from coverage_cli.indicator import Term
from coverage_cli.model import Column, Computed, Count, Figure, Quotient
from coverage_cli.pipeline import Settled
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role

_NEW = "new_"
_FILLED = ("measure", "rate", "target", "gap", "attainment")
Values = Sequence[Fraction | None]


class Asked(NamedTuple):
    """What a column of a form asks for: its figures by the place of the unit.

    `per` is how many people a rate is given for, None of counts; `decimals` are the indicator's, where it has its own.
    """

    values: Values
    per: int | None = None
    decimals: int | None = None


def asked_by(columns: Sequence[Column], settled: Settled) -> dict[int, Asked]:
    """Return what the columns of a form ask for, by their place; a column that asks for nothing known is not there."""
    beside = _beside(columns, settled)
    proven: dict[int, str] = {}
    # Rates first: they show which count the targets and gaps beside them speak of.
    for column in of_role(columns, "rate"):
        subject = _of_rate(column, beside, settled)
        if subject:
            proven[column.index] = subject
    found = {}
    for column in of_role(columns, *_FILLED):
        asked = _asked(column, beside, proven, settled)
        if asked is not None:
            found[column.index] = asked
    return found


def _beside(columns: Sequence[Column], settled: Settled) -> Beside:
    """Return the columns of a form beside the counts that it has, else beside those of the report."""
    indicators = {result.indicator.id: result.indicator for result in settled.results}
    own = {column.subject or "": () for column in of_role(columns, "measure")}
    counts: Mapping[str, Sequence[Count | None]] = own
    if not pairs_of(indicators, counts, columns):
        counts = {measure: () for measure in settled.observations.counts}
    bases = {measure for result in settled.results for measure in result.denominator_measures}
    return beside_columns(columns, pairs_of(indicators, counts, columns), bases)


def _of_rate(column: Column, beside: Beside, settled: Settled) -> str | None:
    """Return the measure whose rate a column asks for: by its heading or the count beside it, else the only one."""
    owner = beside.owner(column)
    own = beside.computed.get(owner.index, owner.subject) if owner else column.subject
    for subject in (column.subject, own):
        if _result_of(subject, settled):
            return subject
    return beside.pairs[0].measure if len(beside.pairs) == 1 else None


def _asked(
    column: Column, beside: Beside, proven: Mapping[int, str], settled: Settled
) -> Asked | None:
    if column.role == "measure":
        return _counts(column, settled)
    subject = proven.get(column.index)
    if column.role != "rate":
        named = column.subject if _result_of(column.subject, settled) else None
        subject = named or attached(column, beside, proven)
    result = _result_of((subject or "").removeprefix(_NEW), settled)
    if result is None:
        return None
    name, sign = _field_of(column, result)
    if name.endswith(("_pct", "_pp")):
        # A rate is shown per so many, as the indicator has it; an attainment never is.
        per = 100 if name == "attainment_pct" else result.indicator.per
        values = _column_of(result, name, Fraction(sign * per, 100), settled)
        return Asked(values, per, result.indicator.decimals)
    return Asked(_column_of(result, name, Fraction(sign, column.scale or 1), settled))


def _result_of(subject: str | None, settled: Settled) -> Computed | None:
    """Return what was computed for a measure, else for the indicator itself."""
    results = settled.results
    return next((one for one in results if subject and subject == one.indicator.subject), None)


def _field_of(column: Column, result: Computed) -> tuple[str, int]:
    """Return the figure that a column asks for, and its sign."""
    if column.role == "gap":
        name = "gap_pp" if column.kind == "rate" else "gap_people"
        return name, -1 if column.kind == "turned" else 1
    if column.role != "target":
        return ("coverage_pct" if column.role == "rate" else "attainment_pct"), 1
    kinds = {figure.target_kind for figure in result.figures} - {None}
    wanted = column.kind or ("rate" if kinds == {"rate"} else "count")
    return ("target_pct" if wanted == "rate" else "target_count"), 1


def _counts(column: Column, settled: Settled) -> Asked | None:
    """Return the counts of a measure: as the figures have them, else as they were read, with sums for upper units."""
    measure = column.subject or ""
    values: Values | None = None
    sides: tuple[tuple[str, Callable[[Computed], object]], ...] = (
        ("numerator", lambda one: one.over),
        ("denominator", lambda one: one.under),
    )
    for field, terms in sides:
        of = [one for one in settled.results if terms(one) == (Term(measure),)]
        if of and values is None:
            values = _column_of(of[0], field, Fraction(1, column.scale or 1), settled)
    if values is None and measure in settled.observations.counts:
        units = settled.observations.units
        counts = settled.observations.counts[measure]
        leaves = [count if leaf else None for count, leaf in zip(counts, units.leaves, strict=True)]
        sums = units.filled_up(leaves)
        values = [None if sum_ is None else Fraction(sum_) / (column.scale or 1) for sum_ in sums]
    return None if values is None else Asked(values)


def _column_of(result: Computed, field: str, factor: Fraction, settled: Settled) -> Values:
    """Return a figure of every unit, None where it has none."""
    values: list[Fraction | None] = [None] * len(settled.observations.units)
    for at, figure in result.by_unit.items():
        values[at] = _exact(figure, field, factor)
    return values


def _exact(figure: Figure, field: str, factor: Fraction) -> Fraction | None:
    value = getattr(figure, field)
    if value is None:
        return None
    return factor * (Fraction(*value) if isinstance(value, Quotient) else Fraction(value))
