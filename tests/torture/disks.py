"""A disk that fails at any call: the old file or the new one stands there whole (torture.inject does the failing)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from torture.bounded import Tried
from torture.places import FORMATS

_TESTS = Path(__file__).parent.parent


def tried(folder: Path, *, full: bool) -> Tried:
    """Fail every call of every kind of output once and for ever; a reduced run writes one format."""
    suffixes = FORMATS if full else ("csv",)
    done = subprocess.run(
        [sys.executable, "-m", "torture.inject", str(folder), "all" if full else "few", *suffixes],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(_TESTS), *sys.path])},
    )
    *faults, runs = done.stdout.splitlines() or ["0"]
    if done.returncode or not int(runs):
        faults.append(f"the injection itself failed: {done.stderr[-500:]}")
    return Tried(int(runs), faults)
