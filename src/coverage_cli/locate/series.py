"""Whether the figures of a row are a series: years, ages, doses. Such figures may name columns and count nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import filterfalse, pairwise

from coverage_cli.grouping import are_distinct, places_where
from coverage_cli.locate.shapes import is_time_like, is_year_like, text_of
from coverage_cli.model import Value

# Ages, months, weeks and doses are no larger.
_OLDEST = 120
# A whole number as it is written, or as a conversion to CSV writes it: 5, 5.0, 5.00000; 5.000 may be thousands.
_WHOLE = re.compile(r"(\d{1,4})(?:\.0{1,2}|\.0{4,})?$")
_STEPS = frozenset({1, 5, 10})


def may_be_series(figures: Sequence[Value]) -> bool:
    """Tell whether figures may be a series: years, and small numbers that rise, once or again for each group.

    >>> may_be_series([2015, 1, 2, 3]), may_be_series([1, 2, 1, 2]), may_be_series([0, 4, 12, 18])
    (True, True, True)
    >>> may_be_series([5000, 4700]), may_be_series([12]), may_be_series([12, 15])
    (False, False, False)
    """
    numbers = list(map(_number, filterfalse(is_time_like, figures)))
    if not numbers:
        return bool(figures)
    run = _first_run(numbers)
    repeated = run * (len(numbers) // len(run)) == numbers
    return max(numbers) <= _OLDEST and repeated and (len(run) > 2 or run in ([0, 1], [1, 2]))


def is_regular(figures: Sequence[Value]) -> bool:
    """Tell whether a series goes by equal steps, as headings do; units that look like years seldom do.

    >>> is_regular([2019, 2020, 2019, 2020]), is_regular([2022, 2022]), is_regular([0, 5, 10]), is_regular([2010, 1990])
    (True, True, True, False)
    """
    years = map(_number, filter(is_year_like, figures))
    small = map(_number, filterfalse(is_time_like, figures))
    return _has_equal_steps(list(years)) and _has_equal_steps(list(small))


def _has_equal_steps(numbers: list[int]) -> bool:
    run = _first_run(list(dict.fromkeys(numbers)))
    if are_distinct(numbers) and numbers[:1] > numbers[-1:]:
        run = numbers[::-1]  # the newest year first
    steps = {after - before for before, after in pairwise(run)}
    return len(run) == len(set(numbers)) and len(steps) < 2 and steps <= _STEPS


def _first_run(numbers: list[int]) -> list[int]:
    """Return the numbers up to the first one that does not rise."""
    falls = places_where(lambda pair: pair[1] <= pair[0], pairwise(numbers))
    return numbers[: falls[0] + 1] if falls else numbers


def _number(value: Value) -> int:
    """Return a whole number, typed or written; one too large for a series where it is none."""
    written = _WHOLE.match(text_of(value))
    if written:
        return int(written[1])
    is_whole = isinstance(value, int | float) and float(value).is_integer()
    return int(value) if is_whole else _OLDEST + 1  # type: ignore[arg-type]
