"""Opening files safely: what is no file, too large, being saved, or standard input."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from itertools import chain, repeat
from pathlib import Path

import pytest

from coverage_cli.errors import UnreadableInput
from coverage_cli.read import read_book, source


def key_of(path: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read_book(path)
    return caught.value.key


def test_book_says_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "xã.csv"
    path.write_bytes(b"a,b\n1,2\n")
    book = read_book(str(path))
    assert (book.file, book.kind, book.sha256) == (
        "xã.csv",
        "text",
        hashlib.sha256(b"a,b\n1,2\n").hexdigest(),
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipe_without_a_writer_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert key_of(str(tmp_path / "pipe.xlsx")) == "input-not-regular"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs devices")
def test_device_is_refused() -> None:
    assert key_of("/dev/zero") == "input-not-regular"


def test_folder_and_missing_file_are_refused(tmp_path: Path) -> None:
    assert key_of(str(tmp_path)) in ("input-not-regular", "input-unreadable")
    assert key_of(str(tmp_path / "none.xlsx")) == "input-missing"
    assert key_of("a\0b") == "input-unreadable"


def test_size_limit_is_told_before_reading(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(UnreadableInput) as caught:
        read_book(str(tmp_path / "large.csv"))
    assert (caught.value.key, caught.value.values["megabytes"]) == ("input-too-large", 65)


def test_name_that_is_not_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/b\xe1o.csv"
    try:
        with open(name, "wb") as file:  # noqa: PTH123 - the name is bytes
            file.write(b"a,b\n1,2\n")
    except OSError:
        pytest.skip("the file system wants UTF-8 names")
    assert read_book(os.fsdecode(name)).grids[0].rows == [["a", "b"], ["1", "2"]]


def test_file_saved_while_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    real, moments = os.fstat, chain((1, 2), repeat(3))

    def moving(handle: int) -> os.stat_result:
        os.utime(path, ns=(0, next(moments)))
        return real(handle)

    monkeypatch.setattr(source.os, "fstat", moving)
    assert len(read_book(str(path)).grids[0].rows) == 2
    moments = chain(range(4, 100), repeat(3))
    assert key_of(str(path)) == "input-changing"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Xã;Dân số\nA;1.234\n".encode())))
    book = read_book("-")
    assert (book.file, book.grids[0].rows) == ("-", [["Xã", "Dân số"], ["A", "1.234"]])


def test_standard_input_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SIZE_LIMIT", 10)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a,b\n1,2\n3,4\n")))
    assert key_of("-") == "input-too-large"
