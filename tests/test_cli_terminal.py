"""How wide a terminal is: only where there is one."""

import io
import os
import sys

import pytest

from coverage_cli.cli.terminal import room_of


def test_a_pipe_has_no_width():
    assert room_of(io.StringIO()) is None
    reading, writing = os.pipe()
    with os.fdopen(reading), os.fdopen(writing, "w") as pipe:
        assert room_of(pipe) is None


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_a_terminal_has_its_own_or_the_told_one(monkeypatch):
    import fcntl
    import pty
    import struct
    import termios

    monkeypatch.delenv("COLUMNS", raising=False)
    main, side = pty.openpty()
    with os.fdopen(main), os.fdopen(side, "w") as terminal:
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 63, 0, 0))
        assert room_of(terminal) == 63
        monkeypatch.setenv("COLUMNS", "100")
        assert room_of(terminal) == 100
