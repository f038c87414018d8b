"""The door: options in, exit code out; the only place where a `CoverageError` ends.

Commands stand one a file and import what they need when they run, so that `--help` costs nothing of it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from itertools import pairwise
from types import FrameType
from typing import NoReturn

from coverage_cli.errors import CoverageError

_SIGNALS = {"SIGTERM": 143, "SIGHUP": 129}
INTERNAL_FAULT = 70
INTERRUPTED = 130
USAGE = 2
OUTPUT = 4


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the program and exit with the code of what happened (docs/exit-codes.md)."""
    _prepare()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        code = _reader_gone()
    except OSError as fault:  # standard output is full or closed
        code = _stop(CoverageError("output-unwritable-stream", reason=fault.strerror or str(fault)), arguments, OUTPUT)
    raise SystemExit(code)


def _run(arguments: list[str]) -> int:
    from coverage_cli.cli.app import app

    try:
        result = app(arguments, prog_name="coverage", standalone_mode=False)
    except CoverageError as fault:
        return _stop(fault, arguments, fault.exit_code)
    except KeyboardInterrupt:
        return _stop(CoverageError("interrupted"), arguments, INTERRUPTED)
    except OSError:
        raise
    except Exception as fault:
        if hasattr(fault, "format_message"):  # a mistake on the command line, as typer tells it
            return _stop(
                CoverageError("usage", message=_one_line(fault.format_message()), command="coverage"), arguments, USAGE
            )
        if type(fault).__name__ == "Abort":
            return _stop(CoverageError("interrupted"), arguments, INTERRUPTED)
        return _internal(fault, arguments)
    return result if isinstance(result, int) else 0


def _one_line(message: str) -> str:
    text = " ".join(message.split()).rstrip(".")
    return text[:1].lower() + text[1:]


def _stop(fault: CoverageError, arguments: list[str], code: int) -> int:
    """Say a fault in its two lines, in the language asked for."""
    from coverage_cli.words import LANGUAGES, load_words
    from coverage_cli.write.safety import visible

    asked = next((b for a, b in pairwise(arguments) if a == "--lang"), "en")
    asked = next((a.partition("=")[2] for a in arguments if a.startswith("--lang=")), asked)
    error, hint = load_words(asked if asked in LANGUAGES else "en").error(fault)
    print(f"error: {visible(error)}\nhint: {visible(hint)}", file=sys.stderr)
    return code


def _internal(fault: Exception, arguments: list[str]) -> int:
    """Say that the program itself is at fault; the traceback only where it was asked for."""
    if "--verbose" in arguments or "-v" in arguments:
        import traceback

        traceback.print_exception(fault, file=sys.stderr)
    reason = f"{type(fault).__name__}: {fault}"[:300]
    return _stop(CoverageError("internal", reason=reason), arguments, INTERNAL_FAULT)


def _prepare() -> None:
    """Make streams take every letter, and let signals end the program the way a scheduler can tell."""
    gc.disable()  # a run makes many records and hardly a cycle; looking for cycles would cost a fifth of its time
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding=stream.encoding if _is_utf8(stream.encoding) else None, errors="backslashreplace"
            )
    for name, code in _SIGNALS.items():
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave_with(code))


def _is_utf8(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "") == "utf8"


def _leave_with(code: int):  # type: ignore[no-untyped-def]
    def leave(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(code)  # unwinds, so that no half-written file stays

    return leave


def _reader_gone() -> int:
    """End quietly when the reader of a pipe has seen enough (| head)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
