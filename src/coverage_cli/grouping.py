"""Work on columns and pairs of anything: what is known of a column, where something holds, what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, overload

Key = TypeVar("Key")
Member = TypeVar("Member")
Made = TypeVar("Made")
Otherwise = TypeVar("Otherwise")


def known(values: Iterable[Member | None]) -> list[Member]:
    """Return the values that are there."""
    return [value for value in values if value is not None]


@overload
def first_where(holds: Callable[[Member], Any], members: Iterable[Member]) -> Member | None: ...
@overload
def first_where(
    holds: Callable[[Member], Any], members: Iterable[Member], otherwise: Otherwise
) -> Member | Otherwise: ...
def first_where(
    holds: Callable[[Member], Any], members: Iterable[Member], otherwise: Any = None
) -> Any:
    """Return the first member of which something holds; no later one is asked.

    >>> first_where(str.isupper, ["a", "B", "C"]), first_where(str.isdigit, ["a"], "0")
    ('B', '0')
    """
    return next(filter(holds, members), otherwise)


def places_where(holds: Callable[[Member], Any], column: Iterable[Member]) -> list[int]:
    """Return the 0-based places of a column at which something holds of its value.

    >>> places_where(str.isupper, ["a", "B", "C"])
    [1, 2]
    """
    return [at for at, value in enumerate(column) if holds(value)]


def all_found(find: Callable[[Member], Made | None], members: Iterable[Member]) -> list[Made]:
    """Return all that is found, looking at one member after the other.

    >>> all_found({"b": 2, "c": 3}.get, ["a", "b", "c"])
    [2, 3]
    """
    return list(filter(None, map(find, members)))


def count_where(holds: Callable[[Member], Any], members: Iterable[Member]) -> int:
    """Return of how many members something holds.

    >>> count_where(str.isupper, ["a", "B", "C"])
    2
    """
    return sum(map(bool, map(holds, members)))


def changed_where(
    holds: Callable[[Member], Any], change: Callable[[Member], Member], members: Iterable[Member]
) -> list[Member]:
    """Return the members, those changed of which something holds.

    >>> changed_where(str.isupper, str.lower, ["a", "B", "C"])
    ['a', 'b', 'c']
    """
    return [change(member) if holds(member) else member for member in members]


def parted(
    holds: Callable[[Member], Any], members: Iterable[Member]
) -> tuple[list[Member], list[Member]]:
    """Return the members of which something holds, and the others.

    >>> parted(str.isupper, ["a", "B", "C"])
    (['B', 'C'], ['a'])
    """
    groups = grouped((bool(holds(member)), member) for member in members)
    return groups.get(True, []), groups.get(False, [])


def are_distinct(members: Collection[Hashable]) -> bool:
    """Tell whether no two members are equal.

    >>> are_distinct(["a", "b"]), are_distinct(["a", "b", "a"])
    (True, False)
    """
    return len(set(members)) == len(members)


def only(members: Iterable[Member]) -> Member | None:
    """Return the one value that all members have, None where they have several or there are none.

    >>> only([2, 2]), only([2, 3]), only([])
    (2, None, None)
    """
    values = set(members)
    return values.pop() if len(values) == 1 else None


def take(column: Sequence[Member] | Mapping[Any, Member], places: Iterable[Any]) -> list[Member]:
    """Return a column's values at some places (a mapping's at some keys), in their order.

    >>> take(["a", "b", "c"], [2, 0])
    ['c', 'a']
    """
    return list(map(column.__getitem__, places))


def place_of(order: Iterable[Member]) -> dict[Member, int]:
    """Return the place of each value in an order; of one that comes twice the last.

    >>> place_of(["province", "district"])
    {'province': 0, 'district': 1}
    """
    return {value: at for at, value in enumerate(order)}


def grouped(pairs: Iterable[tuple[Key, Member]]) -> dict[Key, list[Member]]:
    """Return the members of each key, keys and members in the order in which they come.

    >>> grouped([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3], 'b': [2]}
    """
    groups: dict[Key, list[Member]] = {}
    for key, member in pairs:
        groups.setdefault(key, []).append(member)
    return groups


def shared(pairs: Iterable[tuple[Key, Member]]) -> Iterator[list[Member]]:
    """Return the members of each key that has several.

    >>> list(shared([("a", 1), ("b", 2), ("a", 3)]))
    [[1, 3]]
    """
    return (members for members in grouped(pairs).values() if len(members) > 1)
