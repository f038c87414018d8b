"""Many files with deadly ones among them: all others give the same bytes, also after a run that was killed midway."""

from __future__ import annotations

import shutil
import signal
import time
from pathlib import Path

from torture.bounded import Tried, bounded, broken_promise, started
from torture.deadly import DEADLY

_PARENT_MEGABYTES = 300


def tried(folder: Path, *, full: bool) -> Tried:
    """Compare an undisturbed run over sound files with one that has deadly files among them, and was killed before."""
    files = 700 if full else 40
    sound, mixed = folder / "sound", folder / "mixed"
    sound.mkdir()
    for number in range(files):
        _month(sound, number)
    shutil.copytree(sound, mixed)
    for place, make in enumerate(DEADLY.values()):
        (mixed / f"{place * files // len(DEADLY):04}-deadly.xlsx").write_bytes(make())
    undisturbed = bounded(_command(sound, folder / "a.csv"), folder)
    killed = _killed(mixed, folder, after=1.0 if full else 0.6)
    disturbed = bounded(_command(mixed, folder / "b.csv"), folder)
    faults = [killed] if killed else []
    faults += filter(None, [broken_promise(undisturbed, (0,)), broken_promise(disturbed, (5,))])
    if not faults and (folder / "a.csv").read_bytes() != (folder / "b.csv").read_bytes():
        faults.append("the figures of sound files changed beside deadly ones")
    faults += [
        f"{name} is not named"
        for name in sorted(path.name for path in mixed.glob("*-deadly.xlsx"))
        if name not in disturbed.err
    ]
    faults += [
        f"the parent held {ended.megabytes:.0f} MB"
        for ended in (undisturbed, disturbed)
        if ended.megabytes > _PARENT_MEGABYTES
    ]
    return Tried(files + len(DEADLY), faults)


def _month(folder: Path, number: int) -> None:
    """Write the workbook of an office: ten communes of its own."""
    from hostile import xlsx

    rows = [("Xã", "Dân số", "BHYT")]
    rows += [(f"Xã {number}-{at}a", 1_000 + number + at, 900 + at) for at in range(10)]
    (folder / f"{number:04}.xlsx").write_bytes(
        xlsx("".join(_row(at, row) for at, row in enumerate(rows, 1)))
    )


def _row(at: int, values: tuple[object, ...]) -> str:
    cells = (
        f'<c r="{letter}{at}" t="inlineStr"><is><t>{value}</t></is></c>'
        if isinstance(value, str)
        else f'<c r="{letter}{at}"><v>{value}</v></c>'
        for letter, value in zip("ABC", values, strict=True)
    )
    return f'<row r="{at}">{"".join(cells)}</row>'


def _command(folder: Path, output: Path) -> list[str | Path]:
    return ["compute", folder, "--target", "95", "-o", output]


def _killed(mixed: Path, folder: Path, after: float) -> str | None:
    """Kill a run midway; what it was to write is not there, and its children end."""
    process = started(_command(mixed, folder / "b.csv"), folder)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return "half a report after a kill" if (folder / "b.csv").exists() else None
