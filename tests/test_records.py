"""Records are the named tuples that `typing` makes, to everybody who uses one."""

from __future__ import annotations

import pickle
import typing
from typing import get_type_hints

import pytest

from coverage_cli.records import NamedTuple


class Place(NamedTuple):
    """Where a place lies."""

    name: str
    metres: int | None = None

    @property
    def is_high(self) -> bool:
        """Whether it lies above a thousand metres."""
        return (self.metres or 0) > 1_000

    def __str__(self) -> str:
        return f"{self.name}, {self.metres} m"


class Known(typing.NamedTuple):
    """Where a place lies."""

    name: str
    metres: int | None = None


def test_a_record_is_what_typing_would_have_made() -> None:
    ours, theirs = Place("Sa Pa", 1_500), Known("Sa Pa", 1_500)
    assert ours == theirs == ("Sa Pa", 1_500)
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(metres=3).metres == 3
    assert Place._fields == Known._fields
    assert Place._field_defaults == Known._field_defaults
    assert Place.__annotations__.keys() == Known.__annotations__.keys()
    assert get_type_hints(Place) == get_type_hints(Known)
    assert Place.__doc__ == Known.__doc__
    assert Place.__module__ == Known.__module__


def test_methods_and_properties_are_kept() -> None:
    assert str(Place("Sa Pa", 1_500)) == "Sa Pa, 1500 m"
    assert Place("Sa Pa", 1_500).is_high
    assert not Place("Huế").is_high


def test_a_record_travels_between_processes() -> None:
    there = pickle.loads(pickle.dumps(Place("Huế", 5)))
    assert isinstance(there, Place)
    assert there == Place("Huế", 5)


def test_a_record_without_its_fields_is_refused() -> None:
    with pytest.raises(TypeError, match="name"):
        Place()  # type: ignore[call-arg]
