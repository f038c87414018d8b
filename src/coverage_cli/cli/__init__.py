"""The door: options in, exit code out; the only place where a `CoverageError` ends.

Commands stand one a file and import what they need when they run, so that `--help` costs nothing of it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from itertools import pairwise
from types import FrameType
from typing import Any, NoReturn

from coverage_cli.cli.ending import Ending
from coverage_cli.errors import CoverageError

_SIGNALS = {"SIGTERM": 143, "SIGHUP": 129}
INTERNAL_FAULT = 70
INTERRUPTED = 130
USAGE = 2
OUTPUT = 4


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the program and exit with the code of what happened (docs/exit-codes.md)."""
    prepare()
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = perform(arguments).code
        sys.stdout.flush()
    except BrokenPipeError:
        code = _reader_gone()
    except OSError as fault:  # standard output is full or closed
        code = _stop(
            CoverageError("output-unwritable-stream", reason=fault.strerror or str(fault)),
            arguments,
            OUTPUT,
        )
    raise SystemExit(code)


def run() -> NoReturn:
    """Run the program as a process of its own, and end it without giving memory back piece by piece.

    Python would take a seventh of a month's sheet for that, and the system does it at once. Nothing of ours waits for
    Python's end: files are closed where they are written. Whoever measures or traces the program is let finish.
    """
    sys.unraisablehook = _once_more
    try:
        main()
    except SystemExit as end:
        if sys.gettrace() or sys.getprofile() or not isinstance(end.code, int):
            raise
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(
                OSError, ValueError
            ):  # its reader is gone, or it is closed: `main` has said so
                stream.flush()
        os._exit(end.code)


def perform(arguments: list[str]) -> Ending:
    """Run a command line, say what stopped it, and return how it ended."""
    try:
        result = _answer(arguments)
    except CoverageError as fault:
        return Ending(_stop(fault, arguments, fault.exit_code), fault=fault)
    except KeyboardInterrupt:
        return Ending(_stop(CoverageError("interrupted"), arguments, INTERRUPTED))
    except OSError:
        raise
    except Exception as fault:
        if hasattr(fault, "format_message"):  # a mistake on the command line, as typer tells it
            return Ending(_misused(fault, arguments), fault=misused(fault))
        if type(fault).__name__ == "Abort":
            return Ending(_stop(CoverageError("interrupted"), arguments, INTERRUPTED))
        return Ending(_internal(fault, arguments))
    if isinstance(result, Ending):
        return result
    return Ending(result if isinstance(result, int) else 0)


def _answer(arguments: list[str]) -> object:
    """Let typer find the command and run it, and return what that returns."""
    from coverage_cli.cli.app import app
    from coverage_cli.shown import called, naming

    _unwind_on_interrupt()
    try:
        with naming():
            return app(arguments, prog_name=called(), standalone_mode=False)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # typer makes a 1 of it, which is our word
            raise end.__context__ from None
        raise


def _misused(fault: Any, arguments: list[str]) -> int:
    """Say a mistake on the command line and whose help to ask; where nothing was asked for, show the help itself."""
    context = getattr(fault, "ctx", None)
    if type(fault).__name__ == "NoArgsIsHelpError" and context is not None:
        print(
            context.get_help(), file=sys.stderr
        )  # no command was named: there is no result for standard output
        return USAGE
    return _stop(misused(fault), arguments, USAGE)


def misused(fault: Any) -> CoverageError:
    """Return a mistake on the command line as the error that it is, in words of ours where its kind is known."""
    from coverage_cli.cli.misuse import told_of

    context = getattr(fault, "ctx", None)
    command = context.command_path if context is not None else "coverage-cli"
    kind, values = told_of(fault)
    if kind is None:
        return CoverageError("usage", message=one_line(fault.format_message()), command=command)
    return CoverageError(f"usage-{kind}", command=command, **values)


def one_line(message: str) -> str:
    """Return what the parser says as part of a sentence."""
    text = " ".join(message.split()).rstrip(".")
    return text[:1].lower() + text[1:]


def _stop(fault: CoverageError, arguments: list[str], code: int) -> int:
    """Say a fault in its two lines, in the language asked for."""
    from coverage_cli.cli.terminal import room_of
    from coverage_cli.words import LANGUAGES, load_words
    from coverage_cli.write.text.findings import error_lines

    asked = language_asked(arguments)
    words = load_words(asked if asked in LANGUAGES else "en")
    print("\n".join(error_lines(fault, words, room_of(sys.stderr))), file=sys.stderr)
    return code


def language_asked(arguments: list[str]) -> str | None:
    """Return the language of the command line, else of the project file, None where neither tells one."""
    return _typed("--lang", arguments) or _language_of_project(arguments)


def _typed(option: str, arguments: list[str]) -> str | None:
    """Return an option's value as it stands on the command line."""
    value = next((b for a, b in pairwise(arguments) if a == option), None)
    return next((a.partition("=")[2] for a in arguments if a.startswith(f"{option}=")), value)


def _language_of_project(arguments: list[str]) -> str | None:
    from coverage_cli.project_file import NAME, find_upwards, language_of

    path = _typed("--project", arguments) or find_upwards(NAME, os.curdir)
    return language_of(path) if path else None


def _internal(fault: Exception, arguments: list[str]) -> int:
    """Say that the program itself is at fault; the traceback only where it was asked for."""
    if "--verbose" in arguments or "-v" in arguments:
        import traceback

        traceback.print_exception(fault, file=sys.stderr)
    reason = f"{type(fault).__name__}: {fault}"[:300]
    return _stop(CoverageError("internal", reason=reason), arguments, INTERNAL_FAULT)


def prepare() -> None:
    """Make streams take every letter, and let signals end the program the way a scheduler can tell."""
    gc.disable()  # a run makes many records and hardly a cycle; looking for cycles would cost a fifth of its time
    if sys.stdout is None or sys.stderr is None:
        from coverage_cli.cli.closed import stand_in  # a caller that closes a stream is rare

        stand_in()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding=stream.encoding if _is_utf8(stream.encoding) else None,
                errors="backslashreplace",
            )
    for name, code in _SIGNALS.items():
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave_with(code))


def _unwind_on_interrupt() -> None:
    """Let an interrupt unwind from here on, so that no half-written file stays; ignored ones stay ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_utf8(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "") == "utf8"


def _leave_with(code: int):  # type: ignore[no-untyped-def]
    def leave(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(code)  # unwinds, so that no half-written file stays

    return leave


def _once_more(lost: sys.UnraisableHookArgs) -> None:
    """Leave a moment later where Python dropped what a signal raised: it came while a callback of Python's own ran."""
    kind, raised = lost.exc_type, lost.exc_value
    if not issubclass(kind, SystemExit | KeyboardInterrupt) or not hasattr(signal, "setitimer"):
        sys.__unraisablehook__(lost)
        return
    code = raised.code if isinstance(raised, SystemExit) else INTERRUPTED
    signal.signal(signal.SIGALRM, _leave_with(code if isinstance(code, int) else INTERRUPTED))
    signal.setitimer(signal.ITIMER_REAL, 0.01)


def _reader_gone() -> int:
    """End quietly when the reader of a pipe has seen enough (| head)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
