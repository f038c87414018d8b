"""The first thing a process of ours does: `coverage`, `coverage-cli` and `python -m coverage_cli` all begin here.

An interrupt while the program is still being loaded ends it at once and without a traceback; so this file asks for
next to nothing itself.
"""

from __future__ import annotations

import os

_INTERRUPTED = 130


def _leave(_signal: int, _frame: object) -> None:
    os._exit(_INTERRUPTED)  # nothing was begun, and so there is nothing to put in order


try:
    import signal
except KeyboardInterrupt:
    os._exit(_INTERRUPTED)


def run() -> None:
    """Run the program and end the process with its exit code."""
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored
            signal.signal(signal.SIGINT, _leave)
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)
    from coverage_cli.cli import run as answer

    answer()


if __name__ == "__main__":
    run()
