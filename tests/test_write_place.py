"""A file is put in its place whole or not at all, whatever fails and whoever else writes."""

import errno
import os
import signal
import subprocess
import sys
import time

import pytest

from coverage_cli.errors import UnwritableOutput
from coverage_cli.write import lock, place
from coverage_cli.write.place import Fs, OutputLocked, check_place, claim, put, replace, sweep

OLD, NEW = b"old " * 50_000, b"new " * 60_000
CALLS = ("open", "write", "fsync", "close", "replace", "unlink")


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


def failing(call, number):
    """Return an Fs whose n-th change to the disk fails with `call` deciding how, and how often it was called."""
    made = [0]

    def wrap(original):
        def run(*arguments):
            made[0] += 1
            if made[0] == number:
                return call(original, arguments)
            return original(*arguments)

        return run

    return Fs(*(wrap(getattr(Fs(), name)) for name in CALLS)), made


def raising(number):
    def fail(original, arguments):
        if original is os.close:
            original(*arguments)  # the kernel closes the file even when it reports a fault
        raise OSError(number, os.strerror(number))

    return fail


def refusing(number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    return refuse


def writing_half(original, arguments):
    return (
        original(arguments[0], arguments[1][: len(arguments[1]) // 2])
        if original is os.write
        else original(*arguments)
    )


def interrupted(original, arguments):
    del original, arguments
    raise KeyboardInterrupt


def test_new_file_has_the_content_and_the_rights_of_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        put(str(tmp_path / "báo cáo.csv"), NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "báo cáo.csv").read_bytes() == NEW
    assert (tmp_path / "báo cáo.csv").stat().st_mode & 0o777 == 0o640
    assert left_in(tmp_path) == ["báo cáo.csv"]


def test_replaced_file_keeps_its_rights(tmp_path):
    target = tmp_path / "a.csv"
    target.write_bytes(OLD)
    target.chmod(0o600)
    put(str(target), NEW)
    assert target.read_bytes() == NEW
    assert target.stat().st_mode & 0o777 == 0o600


def test_relative_path_and_empty_content(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put("a.csv", b"")
    assert (tmp_path / "a.csv").read_bytes() == b""


def test_longest_name_a_file_system_allows(tmp_path):
    target = tmp_path / ("á" * 125 + ".csv")
    put(str(target), NEW)
    assert left_in(tmp_path) == [target.name]


@pytest.mark.parametrize("kind", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_whatever_call_fails_the_old_file_or_the_new_one_stands_whole(tmp_path, kind):
    target = tmp_path / "a.csv"
    for number in range(1, 40):
        target.write_bytes(OLD)
        fs, made = failing(raising(kind), number)
        try:
            replace(str(target), NEW, fs=fs)
        except UnwritableOutput as fault:
            assert fault.values["path"] == str(target)
            assert target.read_bytes() == OLD
        else:
            assert target.read_bytes() == NEW
        if left_in(tmp_path) != ["a.csv"]:  # only where the removal itself was made to fail
            pytest.fail(f"left behind after call {number}: {left_in(tmp_path)}")
        if made[0] < number:
            return
    pytest.fail("the calls never came to an end")


def test_an_interrupt_leaves_nothing_behind(tmp_path):
    target = tmp_path / "a.csv"
    target.write_bytes(OLD)
    for number in range(1, 5):  # open, write, fsync, close; the fifth puts the file in its place
        fs, _ = failing(interrupted, number)
        with pytest.raises(KeyboardInterrupt):
            replace(str(target), NEW, fs=fs)
        assert target.read_bytes() == OLD
        assert left_in(tmp_path) == ["a.csv"]


def test_short_writes_are_gone_on_with(tmp_path):
    fs, _ = failing(writing_half, 2)
    replace(str(tmp_path / "a.csv"), NEW, fs=fs)
    assert (tmp_path / "a.csv").read_bytes() == NEW


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (errno.ENOSPC, "output-disk-full"),
        (errno.EDQUOT, "output-disk-full"),
        (errno.EACCES, "output-not-permitted"),
        (errno.EIO, "output-failed"),
    ],
)
def test_the_fault_is_named(tmp_path, kind, key):
    fs, _ = failing(raising(kind), 2)
    with pytest.raises(UnwritableOutput) as caught:
        replace(str(tmp_path / "a.csv"), NEW, fs=fs)
    assert caught.value.key == key
    assert caught.value.exit_code == 4


def test_bad_places_are_refused_before_any_work(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "real.csv").write_bytes(OLD)
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    (tmp_path / "nowhere.csv").symlink_to(tmp_path / "missing.csv")
    os.mkfifo(tmp_path / "pipe")
    expected = {
        "folder": "output-is-folder",
        "missing/a.csv": "output-folder-missing",
        "real.csv/a.csv": "output-folder-missing",
        "link.csv": "output-is-link",
        "nowhere.csv": "output-is-link",
        "pipe": "output-not-a-file",
        "x" * 300: "output-name-too-long",
        "x\0y": "output-failed",
    }
    for name, key in expected.items():
        with pytest.raises(UnwritableOutput) as caught:
            check_place(str(tmp_path / name))
        assert (name, caught.value.key) == (name, key)
    assert (tmp_path / "real.csv").read_bytes() == OLD


def test_folder_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(
        os, "access", lambda path, mode: not (tmp_path.samefile(path) and mode & os.W_OK)
    )
    with pytest.raises(UnwritableOutput, match="output-not-permitted"):
        check_place(str(tmp_path / "a.csv"))


def test_file_that_is_protected_or_open_elsewhere_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_bytes(OLD)
    monkeypatch.setattr(os, "open", refusing(errno.EACCES))
    with pytest.raises(UnwritableOutput, match="output-not-permitted"):
        check_place(str(tmp_path / "a.csv"))


def test_checking_a_place_changes_nothing(tmp_path):
    (tmp_path / "a.csv").write_bytes(OLD)
    os.utime(tmp_path / "a.csv", (1, 1))
    check_place(str(tmp_path / "a.csv"))
    check_place(str(tmp_path / "b.csv"))
    assert left_in(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").stat().st_mtime == 1
    assert (tmp_path / "a.csv").read_bytes() == OLD


def test_an_input_is_never_overwritten_by_whatever_name(tmp_path):
    source = tmp_path / "input.xlsx"
    source.write_bytes(OLD)
    os.link(source, tmp_path / "other name.xlsx")
    for name in ("input.xlsx", "./input.xlsx", "other name.xlsx"):
        with pytest.raises(UnwritableOutput, match="output-is-input"):
            put(str(tmp_path / name), NEW, inputs=["-", str(tmp_path / "gone.xlsx"), str(source)])
    assert source.read_bytes() == OLD
    put(str(tmp_path / "report.xlsx"), NEW, inputs=[str(source)])


def test_second_run_is_refused_while_the_first_holds_the_output(tmp_path):
    target = str(tmp_path / "a.csv")
    with claim(target):
        start = time.monotonic()
        with pytest.raises(OutputLocked) as caught:
            put(target, NEW)
        assert time.monotonic() - start < 1
        assert caught.value.exit_code == 75
        replace(target, NEW)
        put(str(tmp_path / "b.csv"), NEW)
    assert left_in(tmp_path) == ["a.csv", "b.csv"]
    put(target, OLD)


def test_lock_file_removed_by_its_last_holder_is_taken_anew(tmp_path, monkeypatch):
    target, original = str(tmp_path / "a.csv"), lock._lock
    taken = []

    def removed_meanwhile(descriptor):
        if not taken:
            (tmp_path / ".a.csv.lock").unlink()
        taken.append(descriptor)
        original(descriptor)

    monkeypatch.setattr(lock, "_lock", removed_meanwhile)
    with claim(target):
        assert len(taken) == 2
        monkeypatch.setattr(lock, "_lock", original)
        with pytest.raises(OutputLocked):
            put(target, NEW)


def test_lock_that_cannot_be_made_is_a_fault_of_the_output(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "open", refusing(errno.ENOSPC))
    with pytest.raises(UnwritableOutput, match="output-disk-full"):
        put(str(tmp_path / "a.csv"), NEW)


def test_lock_is_given_back_after_a_failure(tmp_path):
    with pytest.raises(RuntimeError), claim(str(tmp_path / "a.csv")):
        raise RuntimeError
    assert left_in(tmp_path) == []


def test_lock_of_a_killed_run_does_not_stop_the_next(tmp_path):
    (tmp_path / ".a.csv.lock").write_bytes(b"")
    put(str(tmp_path / "a.csv"), NEW)
    assert left_in(tmp_path) == ["a.csv"]


def test_file_system_without_locks_is_written_all_the_same(tmp_path, monkeypatch):
    def unsupported(_descriptor):
        raise OSError(errno.EOPNOTSUPP, "no locks here")

    monkeypatch.setattr(lock, "_lock", unsupported)
    put(str(tmp_path / "a.csv"), NEW)
    assert left_in(tmp_path) == ["a.csv"]


def test_stale_files_of_dead_runs_are_swept_and_no_others(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    old = time.time() - 7200
    kept = {
        f".a.csv.{os.getpid()}.tmp",
        ".a.csv.x.tmp",
        f".b.csv.{dead.pid}.tmp",
        f"a.csv.{dead.pid}.tmp",
        "a.tmp",
    }
    for name in {*kept, f".a.csv.{dead.pid}.tmp"}:
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (old, old))
    (tmp_path / f".a.csv.{dead.pid + 1}.tmp").write_bytes(b"")  # too young
    sweep(str(tmp_path / "a.csv"))
    assert set(left_in(tmp_path)) == {*kept, f".a.csv.{dead.pid + 1}.tmp"}


def test_left_over_of_a_run_with_our_process_id_is_no_hindrance(tmp_path):
    (tmp_path / f".a.csv.{os.getpid()}.tmp").write_bytes(b"half")
    put(str(tmp_path / "a.csv"), NEW)
    assert left_in(tmp_path) == ["a.csv"]


WRITER = """
import sys
from coverage_cli.write.place import put
contents = [b"old " * 50_000, b"new " * 60_000]
print("ready", flush=True)
while True:
    for content in contents:
        put(sys.argv[1], content)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_at_any_moment_the_file_is_whole(tmp_path):
    target = tmp_path / "a.csv"
    target.write_bytes(OLD)
    for round_number in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE
        )
        writer.stdout.readline()
        time.sleep(0.003 + 0.0017 * round_number)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert target.read_bytes() in (OLD, NEW)
    for left in tmp_path.glob(".*.tmp"):
        os.utime(left, (0, 0))
    put(str(target), NEW)
    assert left_in(tmp_path) == ["a.csv"]


def test_a_folder_that_is_there_and_takes_no_files_is_not_called_missing(tmp_path, monkeypatch):
    def closed(file, output):
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", file)

    monkeypatch.setattr(place, "open_lock", closed)
    with (
        pytest.raises(UnwritableOutput, match="output-folder-closed"),
        claim(str(tmp_path / "x.csv")),
    ):
        pass
