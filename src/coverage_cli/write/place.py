"""Put a finished file in its place, whole or not at all; it knows no format and shows nothing.

The content is written beside the place, flushed to the disk and moved over it in one step, so that at every moment
the old file or the new one stands there whole, whatever stops the program.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coverage_cli.errors import UnreadableInput, UnwritableOutput
from coverage_cli.periods import in_time
from coverage_cli.records import NamedTuple
from coverage_cli.write.lock import OutputLocked, close_lock, open_lock

__all__ = [
    "Fs",
    "OutputLocked",
    "check_place",
    "claim",
    "claim_of_period",
    "put",
    "replace",
    "sweep",
]

PERIOD = "{period}"
_STALE_SECONDS = 3600
_LONGEST_STEM = (
    200  # bytes; most file systems allow 255, and a prefix, a process id and a suffix come on top
)
_REASONS = {
    errno.EACCES: "output-not-permitted",
    errno.EPERM: "output-not-permitted",
    errno.EROFS: "output-not-permitted",
    errno.ENOENT: "output-folder-missing",
    errno.ENOTDIR: "output-folder-missing",
    errno.EISDIR: "output-is-folder",
    errno.ENOSPC: "output-disk-full",
    errno.EDQUOT: "output-disk-full",
    errno.EFBIG: "output-disk-full",
    errno.ENAMETOOLONG: "output-name-too-long",
}


class Fs(NamedTuple):
    """The calls that change the disk, so that a test can let each of them fail."""

    open: Callable[[str, int, int], int] = os.open
    write: Callable[[int, memoryview], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    close: Callable[[int], None] = os.close
    replace: Callable[[str, str], None] = os.replace
    unlink: Callable[[str], None] = os.unlink


_DISK = Fs()


def put(path: str, content: bytes, *, inputs: Collection[str] = (), fs: Fs = _DISK) -> None:
    """Write the content to the path under its lock, refusing what `check_place` refuses."""
    with claim(path, inputs):
        replace(path, content, fs=fs)


def check_place(path: str, inputs: Collection[str] = ()) -> None:
    """Refuse, before any work is done, a path that cannot be written or must not be overwritten."""
    folder = os.path.dirname(path) or "."  # noqa: PTH120 -- pathlib would raise for a name that is too long
    if not os.path.isdir(folder):  # noqa: PTH112
        raise UnwritableOutput("output-folder-missing", path=path, folder=folder)
    found = _found_at(path)
    if found:
        _refuse_odd(path, found, inputs)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UnwritableOutput("output-not-permitted", path=path, folder=folder)


@contextmanager
def claim(path: str, inputs: Collection[str] = ()) -> Iterator[None]:
    """Hold the output's lock, for a whole run if need be; a second run is refused with `OutputLocked`."""
    check_place(path, inputs)
    try:
        lock = open_lock(f"{_beside(path)}.lock", path)
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    try:
        yield
    finally:
        close_lock(lock)


@contextmanager
def claim_of_period(
    path: str, periods: Iterable[str | None], inputs: Collection[str] = ()
) -> Iterator[str]:
    """Yield the path with the last of the periods in the place of `{period}`, its lock held where that names another.

    Raises `UnreadableInput` where the path asks for a period and none is known.
    """
    if PERIOD not in path:
        yield path
        return
    last = max((one for one in periods if one), key=in_time, default=None)
    if last is None:
        raise UnreadableInput("output-without-period", path=path)
    named = path.replace(PERIOD, last.replace("/", "-"))
    with claim(named, inputs):
        yield named


def replace(path: str, content: bytes, *, fs: Fs = _DISK) -> None:
    """Replace what stands at the path by the content in one step; the caller holds the lock."""
    sweep(path)
    temporary = f"{_beside(path)}.{os.getpid()}.tmp"
    try:
        _write_whole(temporary, content, _mode_of(path), fs)
        fs.replace(temporary, path)
    except OSError as fault:
        _remove(temporary, fs)
        raise _unwritable(path, fault) from fault
    except BaseException:  # an interrupt must leave nothing behind either
        _remove(temporary, fs)
        raise
    _sync_folder(Path(path).parent, fs)


def sweep(path: str) -> None:
    """Remove what killed runs left beside the path: temporary files over an hour old whose process is gone."""
    beside = Path(_beside(path))
    for left in _listed(beside.parent):
        number = left.name.removeprefix(f"{beside.name}.").removesuffix(".tmp")
        if (
            left.name == f"{beside.name}.{number}.tmp"
            and number.isdecimal()
            and _is_stale(left, int(number))
        ):
            with suppress(OSError):
                left.unlink()


def _found_at(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    except ValueError as fault:  # a NUL in the name
        raise UnwritableOutput("output-failed", path=path, reason=fault) from fault


def _refuse_odd(path: str, found: os.stat_result, inputs: Collection[str]) -> None:
    """Refuse what is no plain file, or is an input; a link is not followed, for it may lead to anybody's file."""
    if stat.S_ISLNK(found.st_mode):
        raise UnwritableOutput("output-is-link", path=path, target=os.path.realpath(path))
    if stat.S_ISDIR(found.st_mode):
        raise UnwritableOutput("output-is-folder", path=path)
    if not stat.S_ISREG(found.st_mode):
        raise UnwritableOutput("output-not-a-file", path=path)
    for source in inputs:
        with suppress(OSError, ValueError):
            if os.path.samestat(found, os.stat(source)):  # noqa: PTH116 -- device and inode are compared
                raise UnwritableOutput("output-is-input", path=path, input=source)
    try:  # a file that is protected, or open in Excel, is not replaced behind its owner's back
        os.close(os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0)))
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _write_whole(temporary: str, content: bytes, mode: int | None, fs: Fs) -> None:
    flags = (
        os.O_WRONLY
        | os.O_CREAT
        | os.O_EXCL
        | getattr(os, "O_BINARY", 0)
        | getattr(os, "O_NOFOLLOW", 0)
    )
    try:
        descriptor = fs.open(temporary, flags, 0o666)
    except FileExistsError:  # left by a killed run that had our process id
        fs.unlink(temporary)
        descriptor = fs.open(temporary, flags, 0o666)
    try:
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)
        rest = memoryview(content)
        while rest:
            rest = rest[fs.write(descriptor, rest) :]
        fs.fsync(descriptor)
    finally:
        fs.close(descriptor)


def _sync_folder(folder: Path, fs: Fs) -> None:
    """Ask for the move itself to be kept over a power cut; the new file stands whole even where that is refused."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = fs.open(str(folder), os.O_RDONLY, 0)
        try:
            fs.fsync(descriptor)
        finally:
            fs.close(descriptor)


def _remove(temporary: str, fs: Fs) -> None:
    with suppress(OSError):
        fs.unlink(temporary)


def _unwritable(path: str, fault: OSError) -> UnwritableOutput:
    if sys.platform == "win32" and isinstance(fault, PermissionError):
        return UnwritableOutput("output-open-elsewhere", path=path)
    key = _REASONS.get(fault.errno or 0, "output-failed")
    if key == "output-folder-missing" and Path(path).parent.is_dir():
        key = "output-folder-closed"  # /proc and the like: the folder is there and makes no files
    return UnwritableOutput(
        key, path=path, folder=str(Path(path).parent), reason=fault.strerror or str(fault)
    )


def _mode_of(path: str) -> int | None:
    """Return the permissions of the file to be replaced; a new file has those of the umask."""
    with suppress(OSError):
        return stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116
    return None


def _beside(path: str) -> str:
    """Return the beginning of the names of a path's temporary and lock files: `folder/.name`."""
    target = Path(path)
    name = target.name
    if len(os.fsencode(name)) > _LONGEST_STEM:
        name = f"{name[:40]}~{zlib.crc32(os.fsencode(name)):08x}"
    return str(target.with_name(f".{name}"))


def _listed(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [folder / name for name in os.listdir(folder) if name.endswith(".tmp")]  # noqa: PTH208 -- names only
    return []


def _is_stale(left: Path, process: int) -> bool:
    with suppress(OSError):
        return time.time() - left.lstat().st_mtime > _STALE_SECONDS and not _is_running(process)
    return False


def _is_running(process: int) -> bool:
    if sys.platform == "win32":  # there, signal 0 would end the process
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
