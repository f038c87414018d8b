"""Weigh which of several columns is a measure: named facts of headings and figures, one table of weights, one choice.

A part that its heading does not name ("Trong đó > Khác") speaks of the same insurance as the total; so does the total
outside its group ("Tổng cộng"), which only its figures tell. Each choice keeps its evidence on the column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import filterfalse, product, starmap
from operator import attrgetter, ge, gt
from typing import NamedTuple

from coverage_cli.grouping import first_where, grouped, known, take
from coverage_cli.indicator import target_key
from coverage_cli.locate.called import Headed
from coverage_cli.locate.shapes import number_in
from coverage_cli.locate.vocabulary import Meaning
from coverage_cli.model import Column
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
_FEWEST_PARTS = 2
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

_SUBJECT, _PERIOD = attrgetter("subject"), attrgetter("period")

Figures = Sequence[float | None]


class Beside(NamedTuple):
    """All columns of a table, what their headings mean, and the figures of those that count something.

    `rivals` are the columns between which is chosen, `parts` the columns that each of them is the sum of.
    """

    columns: Sequence[Column]
    headed: Headed
    figures: Mapping[int, Figures]
    rates: Mapping[int, Figures]
    rivals: Sequence[Column] = ()
    parts: Mapping[int, Sequence[int]] = {}

    def rows(self, *columns: int) -> list[tuple[float, ...]]:
        """Return the figures of columns row by row, where all of them have one."""
        rows = zip(*take(self.figures, columns), strict=True)
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
    totals = [column for column in of_role(found, "other") if _is_bare_total(column, headed)]
    if not totals and not _in_doubt(found, headed):
        return list(found)  # the common case: nothing is to be weighed
    beside = _beside([*told, *found], headed)
    called = {column.index: _as_total(column, beside, measure_of) for column in totals}
    columns = [called.get(column.index, column) for column in found]
    for rivals in _in_doubt(columns, headed):
        called.update((column.index, column) for column in _settled(rivals, beside))
    return [called.get(column.index, column) for column in found]


def _in_doubt(columns: Sequence[Column], headed: Headed) -> list[list[Column]]:
    """Return the columns that could be one measure and period, several or one in doubt; undated are of the table's.

    So is the people by a source of its own year ("Niên giám 2023") beside those by a source without one.
    """
    counted = list(filter(_SUBJECT, of_role(columns, "measure")))
    sources = [column for column in counted if "source" in headed.effects(column)]
    undated = headed.who.intersection(map(_SUBJECT, filterfalse(_PERIOD, sources)))

    def subject_and_period(column: Column) -> tuple[str | None, str | None]:
        is_dated = column.period and not (column in sources and column.subject in undated)
        return column.subject, column.period if is_dated else headed.period

    groups = grouped(zip(map(subject_and_period, counted), counted, strict=True)).values()
    return [group for group in groups if len(group) > 1 or _is_doubtful(group[0], headed)]


def _is_doubtful(column: Column, headed: Headed) -> bool:
    return bool(column.unread) or column.why == "sum" or "part" in headed.aspects(column)


def _beside(columns: Sequence[Column], headed: Headed) -> Beside:
    counting = [
        column
        for column in of_role(columns, *_COUNTING)
        if not headed.meanings[column.index].percent
    ]
    return Beside(
        columns, headed, _figures(headed, counting), _figures(headed, of_role(columns, "rate"))
    )


def _figures(headed: Headed, columns: Sequence[Column]) -> dict[int, Figures]:
    """Return the figures of the columns that have some, from the left to the right."""
    indices = sorted(column.index for column in columns)
    read = {at: list(map(number_in, headed.cells_of(at))) for at in indices}
    return {at: figures for at, figures in read.items() if known(figures)}


def _is_bare_total(column: Column, headed: Headed) -> bool:
    """Tell whether a heading says that it is a total, and not of what, or says nothing that is understood."""
    meaning = headed.meanings[column.index]
    if column.why or meaning.subjects or meaning.aspects:
        return False
    return bool(column.unread) or "whole" in meaning.effects


def _as_total(
    column: Column, beside: Beside, measure_of: Callable[[frozenset[str]], str | None]
) -> Column:
    """Return a bare total as the measure that all its parts are of, where its figures are their sum."""
    parts = take(beside.headed.meanings, parts_of(column.index, beside))
    spoken = [part.subjects for part in parts if part.subjects]
    if not (spoken and _are_parts(parts)):
        return column
    measure = measure_of(frozenset.intersection(*spoken))
    return column._replace(role="measure", subject=measure, why="sum") if measure else column


def _are_parts(parts: Sequence[Meaning]) -> bool:
    """Tell whether headings may be those of the parts of all that are counted."""
    said = frozenset[str]().union(*(part.effects | part.aspects for part in parts))
    if said & _NO_PARTS:
        return False
    # "Members" and "Dependants" make "Total covered": a part may go without the name of what it is a part of.
    are_named = all(part.subjects or "narrow" in part.effects for part in parts)
    return are_named and not all("other" in part.effects for part in parts)


def _settled(rivals: Sequence[Column], beside: Beside) -> list[Column]:
    """Return the rivals with their evidence: the chosen one as it was, the others for no measure."""
    parts = {rival.index: parts_of(rival.index, beside) for rival in rivals}
    beside = beside._replace(rivals=rivals, parts=parts)
    weighed = [rival._replace(evidence=_evidence(rival, beside)) for rival in rivals]
    ranked = sorted(weighed, key=_weight, reverse=True)
    best = _weight(ranked[0])
    equals = [one for one in ranked if _weight(one) > max(best - THIN, LEAST - 1)]
    if len(equals) > 1:
        taken = _by_source(equals, beside)
    else:
        near = [one.letter for one in ranked[1:] if _weight(one) > max(best - CLEAR, LEAST - 1)]
        taken = [one._replace(rival=first_where(bool, near)) for one in equals]
    kept = {one.index: one for one in taken}
    return [kept.get(one.index) or _not_taken(one) for one in weighed]


def _evidence(rival: Column, beside: Beside) -> tuple[tuple[str, int], ...]:
    """Return the facts that hold of a column, by name and weight."""
    return tuple((fact.name, fact.weight) for fact in FACTS if fact.holds(rival, beside))


def _not_taken(column: Column) -> Column:
    return column._replace(role="other", why="rival" if _weight(column) >= LEAST else "excluded")


def _weight(column: Column) -> int:
    return sum(weight for _, weight in column.evidence)


def _by_source(equals: Sequence[Column], beside: Beside) -> list[Column]:
    """Return counts of the same people by several sources: the first stands for them, the others beside it by name.

    Where they are no such counts, nothing decides between them.
    """
    first, *others = sorted(equals, key=lambda column: (column.period is not None, column.index))
    names = [words_beside(other.name, [first.name]) for other in others]
    are_sources = all("source" in beside.headed.effects(column) for column in equals)
    if not are_sources or first.subject not in beside.headed.who or None in names:
        rivals = {first.index: others[0].letter}
        return [
            one._replace(why=UNDECIDED, rival=rivals.get(one.index, first.letter)) for one in equals
        ]
    further = [
        other._replace(
            subject=target_key(str(first.subject), str(name)), period=first.period, why="source"
        )
        for other, name in zip(others, names, strict=True)
    ]
    return [first, *further]


def _has(effect: str) -> Callable[[Column, Beside], bool]:
    """Return the test for words with an effect, which say nothing of a column without rivals."""
    return lambda column, beside: len(beside.rivals) > 1 and effect in beside.headed.effects(column)


def _is_unread(column: Column, _: Beside) -> bool:
    return bool(column.unread)


def _is_of_which(column: Column, beside: Beside) -> bool:
    return "part" in beside.headed.aspects(column)


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
    if column.index not in beside.figures:
        return False
    counted = beside.figures.keys() & {rival.index for rival in beside.rivals} - {column.index}
    pairs = [pair for other in counted for pair in beside.rows(column.index, other)]
    return all(starmap(ge, pairs)) and any(starmap(gt, pairs))


def _is_brother(column: Column, beside: Beside) -> bool:
    """Tell whether a heading that was not understood whole stands beside named parts that come to more than it."""
    if not column.unread or column.index not in beside.figures:
        return False
    own = beside.headed.meanings[column.index].subjects

    def is_named_part(at: int) -> bool:
        meaning = beside.headed.meanings[at]
        is_narrowed = own == meaning.subjects and "narrow" in meaning.effects
        return at != column.index and (own < meaning.subjects or is_narrowed)

    parts = list(filter(is_named_part, beside.figures))
    if len(parts) < _FEWEST_PARTS:
        return False
    read = zip(*take(beside.figures, (column.index, *parts)), strict=True)
    rows = [(one, sum(known(row))) for one, *row in read if one]
    less = [one for one, of in rows if one < of]
    return 2 * len(less) > len(rows)


def _makes_rate(column: Column, beside: Beside) -> bool:
    """Tell whether a printed rate is that of a column and another measure; asked only where a choice is to be made."""
    if len(beside.rivals) < 2 or column.index not in beside.figures:
        return False
    own = beside.figures[column.index]
    free = {at.index for at in of_role(beside.columns, "measure") if at not in beside.rivals}
    others = take(beside.figures, free & beside.figures.keys())
    return any(
        _is_rate(rates, own, other) or _is_rate(rates, other, own)
        for rates, other in product(beside.rates.values(), others)
    )


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
    if index not in beside.figures:
        return ()
    counts = tuple(beside.figures)
    at = counts.index(index)
    sides = (counts[at + 1 :], counts[:at][::-1])
    runs = (side[:length] for side in sides for length in range(_FEWEST_PARTS, len(side) + 1))
    return first_where(lambda run: _adds_up(index, run, beside), runs, ())


def _adds_up(total: int, parts: Sequence[int], beside: Beside) -> bool:
    """Tell whether the parts come to the total in nearly all rows, in two of them with more than one part."""
    read = zip(*take(beside.figures, (total, *parts)), strict=True)
    rows = [(whole, list(filter(None, row))) for whole, *row in read if (whole or 0) >= _SMALLEST]
    held = [row for whole, row in rows if abs(sum(row) - whole) < _ROUNDED]
    several = sum(len(row) > 1 for row in held)
    return several >= _FEWEST_ROWS and len(held) >= _HELD * len(rows)
