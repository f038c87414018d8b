"""Weigh which of several columns is a measure: named facts of headings and figures, one table of weights, one choice.

A part that its heading does not name ("Trong đó > Khác") speaks of the same insurance as the total; so does the total
outside its group ("Tổng cộng"), which only its figures tell. Each choice keeps its evidence on the column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from coverage_cli.grouping import take
from coverage_cli.indicator import target_key
from coverage_cli.locate.called import Headed
from coverage_cli.locate.shapes import cells_in, number_in
from coverage_cli.model import Column
from coverage_cli.records import NamedTuple
from coverage_cli.roles import of_role
from coverage_cli.spelling import words_beside

CLEAR = 3
"""A choice that leads by so much is taken without a word."""
THIN = 2
"""One that leads by so much is taken and said; below it the choices are refused."""
LEAST = -5
"""A column that weighs less is not taken, though no other is there: more than one thing says that it is a part."""
UNDECIDED = "undecided"
_FEWEST_ROWS = 2
# Among smaller figures sums and rates come out by chance.
_SMALLEST = 20
# A sum or rate holds in so many of the rows: one blank or corrected cell is no contradiction.
_HELD = 0.8
# A printed rate of one decimal lies so near, in points, to the one it shows.
_POINTS = 0.051

_ROUNDED = 0.5
_COUNTING = ("measure", "other", "target")
# Words of columns whose sum is of no measure: the insured and those who are not yet come to all people.
_NO_PARTS = frozenset({"turn", "start", "past", "plan", "new", "change"})

Figures = Sequence[float | None]


class Beside(NamedTuple):
    """All columns of a table, what their headings mean, and the figures of those that count something.

    `rivals` are the columns between which is chosen, `parts` the columns that each of them is the sum of.
    """

    columns: Mapping[int, Column]
    headed: Headed
    figures: Mapping[int, Figures]
    rates: Mapping[int, Figures]
    rivals: Sequence[Column] = ()
    parts: Mapping[int, Sequence[int]] = {}

    def effects(self, column: Column) -> frozenset[str]:
        """Return what the further words of a column's heading do."""
        return self.headed.meanings[column.index].effects

    def rows(self, *columns: int) -> list[tuple[float, ...]]:
        """Return the figures of columns row by row, where all of them have one."""
        rows = zip(*(self.figures[at] for at in columns), strict=True)
        return [row for row in rows if None not in row]


class Fact(NamedTuple):
    """What speaks for a column or against it, how much, and how it is seen beside its rivals (itself one of them)."""

    name: str
    weight: int
    holds: Callable[[Column, Beside], bool]


def choose(
    found: Sequence[Column],
    told: Sequence[Column],
    headed: Headed,
    measure_of: Callable[[frozenset[str]], str | None],
) -> list[Column]:
    """Return the found columns with one a measure and period, the others rivals of it or parts.

    `told` are the columns that the user named, which are no rivals. Columns that nothing tells apart stay measures,
    `why` being `UNDECIDED`: of these somebody has to choose.
    """
    totals = [column for column in found if _is_bare_total(column, headed)]
    if not totals and not _in_doubt(found, headed):
        return list(found)  # the common case: nothing is to be weighed
    beside = _beside([*told, *found], headed)
    called = {column.index: _as_total(column, beside, measure_of) for column in totals}
    columns = [called.get(column.index, column) for column in found]
    made = {}
    for rivals in _in_doubt(columns, headed):
        made.update({column.index: column for column in _settled(rivals, beside)})
    return [made.get(column.index, column) for column in columns]


def _in_doubt(columns: Sequence[Column], headed: Headed) -> list[list[Column]]:
    """Return the columns that could be one measure and period, several or one in doubt; undated are of the table's.

    So is the people by a source of its own year ("Niên giám 2023") beside those by a source without one.
    """
    groups: dict[tuple[str, str | None], list[Column]] = {}
    counted = [column for column in columns if column.role == "measure" and column.subject]
    sources = [column for column in counted if "source" in headed.meanings[column.index].effects]
    undated = {
        column.subject for column in sources if column.subject in headed.who and not column.period
    }
    for column in counted:
        is_beside = column in sources and column.subject in undated
        period = headed.period if is_beside else column.period or headed.period
        groups.setdefault((str(column.subject), period), []).append(column)
    return [group for group in groups.values() if len(group) > 1 or _is_doubtful(group[0], headed)]


def _is_doubtful(column: Column, headed: Headed) -> bool:
    return (
        bool(column.unread)
        or column.why == "sum"
        or "part" in headed.meanings[column.index].aspects
    )


def _beside(columns: Sequence[Column], headed: Headed) -> Beside:
    read = {
        column.index: list(map(number_in, cells_in(headed.sample, column.index)))
        for column in columns
    }
    filled = [at for at in sorted(columns, key=lambda at: at.index) if set(read[at.index]) - {None}]
    counting = [
        at.index for at in filled if at.role in _COUNTING and not headed.meanings[at.index].percent
    ]
    return Beside(
        {column.index: column for column in columns},
        headed,
        {at: read[at] for at in counting},
        {column.index: read[column.index] for column in of_role(filled, "rate")},
    )


def _is_bare_total(column: Column, headed: Headed) -> bool:
    """Tell whether a heading says that it is a total, and not of what, or says nothing that is understood."""
    meaning = headed.meanings[column.index]
    says_more = column.why or meaning.subjects or meaning.aspects
    return (
        column.role == "other"
        and bool(column.unread or "whole" in meaning.effects)
        and not says_more
    )


def _as_total(
    column: Column, beside: Beside, measure_of: Callable[[frozenset[str]], str | None]
) -> Column:
    """Return a bare total as the measure that all its parts are of, where its figures are their sum."""
    parts = take(beside.headed.meanings, parts_of(column.index, beside))
    spoken = [part.subjects for part in parts if part.subjects]
    if any((part.effects | part.aspects) & _NO_PARTS for part in parts) or all(
        "other" in part.effects for part in parts
    ):
        return column
    # "Members" and "Dependants" make "Total covered": a part may go without the name of what it is a part of.
    are_parts = all(part.subjects or "narrow" in part.effects for part in parts)
    measure = measure_of(frozenset.intersection(*spoken)) if spoken and are_parts else None
    return column._replace(role="measure", subject=measure, why="sum") if measure else column


def _settled(rivals: Sequence[Column], beside: Beside) -> list[Column]:
    """Return the rivals with their evidence: the chosen one as it was, the others for no measure."""
    parts = {rival.index: parts_of(rival.index, beside) for rival in rivals}
    beside = beside._replace(rivals=rivals, parts=parts)
    weighed = [
        rival._replace(
            evidence=tuple((fact.name, fact.weight) for fact in FACTS if fact.holds(rival, beside))
        )
        for rival in rivals
    ]
    ranked = sorted((one for one in weighed if _weight(one) >= LEAST), key=_weight, reverse=True)
    equals = [one for one in ranked if _weight(ranked[0]) - _weight(one) < THIN]
    near = [one.letter for one in ranked[1:] if _weight(ranked[0]) - _weight(one) < CLEAR]
    several = len(equals) > 1
    taken = (
        _by_source(equals, beside)
        if several
        else [one._replace(rival=(*near, None)[0]) for one in equals]
    )
    kept = {one.index: one._replace(role="other", why="excluded") for one in weighed}
    kept |= {one.index: one._replace(role="other", why="rival") for one in ranked}
    kept |= {one.index: one for one in taken}
    return [kept[one.index] for one in weighed]


def _weight(column: Column) -> int:
    return sum(weight for _, weight in column.evidence)


def _by_source(equals: Sequence[Column], beside: Beside) -> list[Column]:
    """Return counts of the same people by several sources: the first stands for them, the others beside it by name.

    Where they are no such counts, nothing decides between them.
    """
    first, *others = sorted(equals, key=lambda column: (column.period is not None, column.index))
    names = [words_beside(other.name, [first.name]) for other in others]
    are_sources = first.subject in beside.headed.who and all(
        "source" in beside.effects(column) for column in equals
    )
    if not are_sources or None in names:
        return [
            one._replace(why=UNDECIDED, rival=(others[0] if one is first else first).letter)
            for one in equals
        ]
    subjects = [target_key(str(first.subject), name or "") for name in names]
    further = zip(others, subjects, strict=True)
    return [
        first,
        *(
            one._replace(subject=subject, period=first.period, why="source")
            for one, subject in further
        ),
    ]


def _has(effect: str) -> Callable[[Column, Beside], bool]:
    """Return the test for words with an effect, which say nothing of a column without rivals."""
    return lambda column, beside: len(beside.rivals) > 1 and effect in beside.effects(column)


def _is_unread(column: Column, _: Beside) -> bool:
    return bool(column.unread)


def _is_of_which(column: Column, beside: Beside) -> bool:
    return "part" in beside.headed.meanings[column.index].aspects


def _is_deeper(column: Column, beside: Beside) -> bool:
    return len(column.heading) > min(len(rival.heading) for rival in beside.rivals)


def _is_sum(column: Column, beside: Beside) -> bool:
    return bool(beside.parts[column.index])


def _is_summand(column: Column, beside: Beside) -> bool:
    return any(column.index in parts for parts in beside.parts.values())


def _is_of_the_year(column: Column, beside: Beside) -> bool:
    """Tell the new people of the year so far from those of the month: targets of new people are set for a year."""
    return _has("since")(column, beside) and str(column.subject).startswith("new_")


def _is_largest(column: Column, beside: Beside) -> bool:
    """Tell whether a column is nowhere below its rivals: a part is never larger than its whole."""
    counted = [
        at.index for at in beside.rivals if at.index != column.index and at.index in beside.figures
    ]
    own = column.index in beside.figures
    pairs = [pair for at in counted for pair in (beside.rows(column.index, at) if own else [])]
    return all(one >= another for one, another in pairs) and any(
        one > another for one, another in pairs
    )


def _is_brother(column: Column, beside: Beside) -> bool:
    """Tell whether a heading that was not understood whole stands beside named parts that come to more than it."""
    own = beside.headed.meanings[column.index].subjects
    others = {at: beside.headed.meanings[at] for at in beside.figures if at != column.index}
    parts = [
        at
        for at, of in others.items()
        if own < of.subjects or (own == of.subjects and "narrow" in of.effects)
    ]
    if not column.unread or len(parts) < 2 or column.index not in beside.figures:
        return False
    read = (beside.figures[at] for at in (column.index, *parts))
    rows = [(one, sum(part or 0 for part in of)) for one, *of in zip(*read, strict=True) if one]
    less = [one for one, of in rows if one < of]
    return 2 * len(less) > len(rows)


def _makes_rate(column: Column, beside: Beside) -> bool:
    """Tell whether a printed rate is that of a column and another measure; asked only where a choice is to be made."""
    if len(beside.rivals) < 2 or column.index not in beside.figures:
        return False
    own, taken = beside.figures[column.index], {rival.index for rival in beside.rivals}
    free = {column.index for column in of_role(beside.columns.values(), "measure")} - taken
    others = [figures for at, figures in beside.figures.items() if at in free]
    pairs = [pair for other in others for pair in ((own, other), (other, own))]
    return any(_is_rate(rates, *pair) for rates in beside.rates.values() for pair in pairs)


def _is_rate(rates: Figures, over: Figures, under: Figures) -> bool:
    rows = [
        (rate, 100 * one / all_)
        for rate, one, all_ in zip(rates, over, under, strict=True)
        if rate and one and all_
    ]
    near = sum(min(abs(rate - made), abs(100 * rate - made)) < _POINTS for rate, made in rows)
    return near >= _FEWEST_ROWS and near >= _HELD * len(rows)


FACTS = (
    Fact("sum", 6, _is_sum),
    Fact("part", -6, _is_summand),
    Fact("rate", 4, _makes_rate),
    Fact("year", 4, _is_of_the_year),
    Fact("of-which", -4, _is_of_which),
    Fact("brother", -4, _is_brother),
    Fact("unread", -4, _is_unread),
    Fact("source", -3, _has("source")),
    Fact("past", -3, _has("past")),
    Fact("start", -2, _has("start")),
    Fact("plan", -2, _has("plan")),
    Fact("deeper", -1, _is_deeper),
    Fact("end", 1, _has("end")),
    Fact("whole", 1, _has("whole")),
    Fact("largest", 1, _is_largest),
)
"""All evidence there is; the reasons of the weights stand in docs/decisions/0003-understanding.md."""


def parts_of(index: int, beside: Beside) -> tuple[int, ...]:
    """Return the columns right or left of one, side by side, that it is the sum of; () where there are none."""
    counts = list(beside.figures)
    at = counts.index(index) if index in counts else len(counts)
    runs = (counts[at + 1 :], counts[:at][::-1] if index in counts else [])
    lengths = ((run, length) for run in runs for length in range(2, len(run) + 1))
    return next(
        (tuple(run[:length]) for run, length in lengths if _adds_up(index, run[:length], beside)),
        (),
    )


def _adds_up(total: int, parts: Sequence[int], beside: Beside) -> bool:
    """Tell whether the parts come to the total in nearly all rows, in two of them with more than one part."""
    read = zip(*(beside.figures[at] for at in (total, *parts)), strict=True)
    rows = [
        (whole, [part for part in row if part])
        for whole, *row in read
        if whole and whole >= _SMALLEST
    ]
    held = [row for whole, row in rows if abs(sum(row) - whole) < _ROUNDED]
    several = sum(len(row) > 1 for row in held)
    return several >= _FEWEST_ROWS and len(held) >= _HELD * len(rows)
