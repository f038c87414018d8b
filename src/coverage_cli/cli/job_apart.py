"""A job of a run in a process of its own: the command as it would be typed, and what it made as JSON.

A process each, so that one job that is killed, swells or fails ends no other, and its memory can be told.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coverage_cli.cli.ending import Ending

_FAULT = 70
# How many seconds a job has to put away what it began when the run is interrupted.
_PATIENCE = 10


def run_apart(arguments: Sequence[str], folder: str, lang: str) -> dict[str, Any]:
    """Run a command in a folder and return what it made: `code`, `said`, `fault`, `record`, `measured` and more."""
    places = os.pathsep.join(os.path.abspath(path) for path in sys.path if path)  # noqa: PTH100
    started = time.perf_counter()
    job = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": places, "PYTHONUTF8": "1"},
    )
    asked = json.dumps({"arguments": list(arguments), "lang": lang}).encode()
    out, err = _answer(job, asked)
    seconds = round(time.perf_counter() - started, 3)
    try:
        made: dict[str, Any] = json.loads(out)
    except ValueError:  # it was killed, or its interpreter broke down
        made = _ended(job.returncode, err.decode(errors="replace"), lang)
    made["measured"] = {"seconds": seconds, "peak_memory_bytes": made.pop("peak", None)}
    return made


def _answer(job: subprocess.Popen[bytes], asked: bytes) -> tuple[bytes, bytes]:
    """Return what a job's process writes; where the run is interrupted, it may put away what it began."""
    try:
        return job.communicate(asked)
    except BaseException:
        job.terminate()
        try:
            job.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            job.kill()
        raise


def _ended(code: int, said: str, lang: str) -> dict[str, Any]:
    """Return the answer of a job whose process gave none."""
    from coverage_cli.errors import CoverageError
    from coverage_cli.words import load_words

    error, hint = load_words(lang).error(CoverageError("job-ended", reason=code))
    fault = {"key": "job-ended", "error": error, "hint": hint, "file": None}
    return {"code": _FAULT, "said": said, "fault": fault}


def _main() -> None:
    """Read a command from standard input, run it, and write what it made to standard output."""
    from coverage_cli.cli import perform, prepare

    prepare()
    asked = json.loads(sys.stdin.buffer.read())
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        ending = perform(asked["arguments"])
    made = {**_told(ending, asked["lang"]), "said": err.getvalue(), "peak": _peak_bytes()}
    sys.stdout.buffer.write(json.dumps(made).encode())


def _told(ending: Ending, lang: str) -> dict[str, Any]:
    from coverage_cli.words import load_words

    words = load_words(lang)

    def said(fault: Any) -> dict[str, Any]:
        error, hint = words.error(fault)
        file = fault.values.get("file")
        return {"key": fault.key, "error": error, "hint": hint, "file": file and str(file)}

    record = None
    if ending.worked is not None:
        from coverage_cli.features.run.record import record_of

        record = record_of(ending.worked, ending.findings, ending.accepted)
        record["read"] |= {source.file: source.sha256 for source in ending.further}
    return {
        "code": ending.code,
        "output": ending.output,
        "refused": [said(fault) for fault in ending.refused],
        "fault": said(ending.fault) if ending.fault else None,
        "record": record,
    }


def _peak_bytes() -> int | None:
    """Return the most memory that this process or a child of it held, None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return unit * max(resource.getrusage(who).ru_maxrss for who in of)


if __name__ == "__main__":
    _main()
