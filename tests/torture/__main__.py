"""Run all of the torture: python -m torture, with TORTURE_FILES naming folders of further hostile files."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from torture import determinism, disks, files, formulas, interrupts, isolation, places

PARTS = (files, isolation, disks, interrupts, places, formulas, determinism)


def main() -> int:
    """Print a line for each part and each promise that did not hold; return how many there were."""
    broken = 0
    for part in PARTS:
        if sys.argv[1:] and part.__name__.rpartition(".")[2] not in sys.argv[1:]:
            continue
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            tried = part.tried(Path(folder), full=True)
        name, seconds = part.__name__.rpartition(".")[2], time.monotonic() - begun
        print(
            f"{name:12} {tried.tries:5} tried  {len(tried.faults):3} broken  {seconds:5.0f} s",
            flush=True,
        )
        for fault in tried.faults:
            print(f"  {fault}", flush=True)
        broken += len(tried.faults)
    return broken


if __name__ == "__main__":
    sys.exit(min(1, main()))
