"""Outputs where no output can be, or must not be: inputs, links, folders, pipes, full devices, readers that leave."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from torture.bounded import Tried, bounded, broken_promise

FORMATS = ("csv", "tsv", "json", "ndjson", "md", "txt", "html", "xlsx")
_FULL = Path("/dev/full")


def tried(folder: Path, *, full: bool) -> Tried:
    """Try every such place with every format; a reduced run takes a few formats."""
    sheet = sample(folder)
    suffixes = FORMATS if full else ("csv", "xlsx")
    found = [fault for suffix in suffixes for fault in _refused(folder, sheet, suffix)]
    streams = list(_streams(folder, sheet, full=full))
    return Tried(5 * len(suffixes) + len(streams), [*found, *filter(None, streams)])


def sample(folder: Path) -> Path:
    """Write a month's sheet."""
    path = folder / "thang.csv"
    rows = "".join(f"Xã {number}a,{1000 + number},{900 + number}\n" for number in range(1, 9))
    path.write_text("Xã,Dân số,BHYT\n" + rows, encoding="utf-8")
    return path


def _refused(folder: Path, sheet: Path, suffix: str) -> Iterator[str]:
    """Yield a line for each place that is not refused as it should be, or whose content has changed."""
    kept = folder / f"kept.{suffix}"
    kept.write_bytes(b"what was there")
    link, linked = folder / f"link.{suffix}", folder / f"input.{suffix}"
    link.symlink_to(kept)
    os.link(sheet, linked)
    (folder / f"folder.{suffix}").mkdir()
    os.mkfifo(folder / f"pipe.{suffix}")
    for name in ("link", "input", "folder", "pipe", "missing/x"):
        output = folder / f"{name}.{suffix}"
        ended = bounded(["compute", sheet, "-o", output, "-q"], folder)
        wrong = broken_promise(ended, (4,))
        if (
            wrong
            or kept.read_bytes() != b"what was there"
            or not sheet.read_bytes().startswith(b"X")
        ):
            yield f"{output.name}: {wrong or 'what was there has changed'}"
    for made in (kept, link, linked, folder / f"pipe.{suffix}"):
        made.unlink()
    (folder / f"folder.{suffix}").rmdir()


def _streams(folder: Path, sheet: Path, *, full: bool) -> Iterator[str | None]:
    """Yield what is wrong for each format printed to a full device, and to a reader that leaves at once."""
    for form in ("plain", "csv", "json", "ndjson", "markdown") if full else ("plain", "json"):
        command = [sys.executable, "-m", "coverage_cli", "compute", str(sheet), "--format", form]
        if _FULL.exists():
            with _FULL.open("wb") as device:
                done = subprocess.run(command, stdout=device, stderr=subprocess.PIPE, check=False)
            yield _said(form, "a full device", done, 4)
        reader = subprocess.Popen(["true"], stdin=subprocess.PIPE)
        reader.wait()
        done = subprocess.run(command, stdout=reader.stdin, stderr=subprocess.PIPE, check=False)
        yield _said(form, "a reader that left", done, 0)


def _said(form: str, what: str, done: subprocess.CompletedProcess[bytes], code: int) -> str | None:
    if done.returncode != code or b"Traceback" in done.stderr:
        return f"{form} to {what}: exit code {done.returncode}, {done.stderr[-200:]!r}"
    return None
