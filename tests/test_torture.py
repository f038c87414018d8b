"""A reduced set of the torture (`make torture`): a few of each kind of attack, in every run of the tests."""

from __future__ import annotations

import sys

import pytest
from torture import determinism, disks, files, formulas, interrupts, isolation, places

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="forks, signals and limits of a Unix"
)
PARTS = {
    part.__name__.rpartition(".")[2]: part
    for part in (files, isolation, disks, interrupts, places, formulas, determinism)
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_what_is_promised_holds_under_torture(part, tmp_path):
    found = part.tried(tmp_path, full=False)
    assert not found.faults
    assert found.tries > 3
