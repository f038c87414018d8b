"""What belongs together under one key stays in the order in which it comes."""

from __future__ import annotations

from coverage_cli.grouping import grouped, known, shared

PAIRS = [("Xã A", 4), ("Xã B", 1), ("Xã A", 2)]


def test_keys_and_members_keep_their_order():
    assert list(grouped(PAIRS).items()) == [("Xã A", [4, 2]), ("Xã B", [1])]


def test_only_keys_of_several_members_are_shared():
    assert list(shared(PAIRS)) == [[4, 2]]


def test_zero_is_known():
    assert known([0, None, 3]) == [0, 3]
