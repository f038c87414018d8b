"""A signal ends the program, also one that comes while Python runs a callback and drops whatever is raised there."""

from __future__ import annotations

import subprocess
import sys

import pytest

CALLED_BACK = """
import os, signal, sys, time, weakref
from coverage_cli import cli
class Thing: pass
def main():
    cli.prepare()
    thing = Thing()
    watch = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.{name}) or list(range(9)))
    del thing
    for _ in range(500):
        time.sleep(0.01)
    sys.exit(0)
cli.main = main
cli.run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="other signals there")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_in_a_callback_is_not_lost(name, code):
    program = CALLED_BACK.replace("{name}", name)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (code, b"")
