"""Work on columns and pairs of anything: what is known of a column, what belongs together under one key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Key = TypeVar("Key")
Member = TypeVar("Member")


def known(values: Iterable[Member | None]) -> list[Member]:
    """Return the values that are there."""
    return [value for value in values if value is not None]


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
