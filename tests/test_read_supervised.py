"""Children that read for us: whatever one of them dies of costs the one file it was at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hostile import xlsx
from program import compute, run

from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.read import book, supervised
from coverage_cli.read.supervised import CAN_FORK, Bounds, children_for, each_apart

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="the system has no fork")
SMALL = Bounds(memory=512 << 20, seconds=1)
DEADLY = {
    "aborts": os.abort,
    "is killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "leaves": lambda: os._exit(0),
    "swells": lambda: bytearray(2 << 30),
    "trips": lambda: int("no number"),
    "refuses": lambda: (_ for _ in ()).throw(UnreadableInput("file-empty", file="x")),
}


def spin() -> None:
    while True:
        pass


def outcomes(deadly: dict[int, object], size: int, children: int) -> list[object]:
    """Return what comes of numbers, some of which are deadly: their squares, or the key of the refusal."""

    def work(number: int) -> int:
        if number in deadly:
            deadly[number]()  # type: ignore[operator]
        return number * number

    found = each_apart(
        work, range(size), lambda number: f"file {number}", bounds=SMALL, children=children
    )
    return [one.key if isinstance(one, CoverageError) else one for one in found]


@pytest.mark.parametrize("children", [1, 2])
@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("aborts", "input-ends-reader"),
        ("is killed", "input-ends-reader"),
        ("leaves", "input-ends-reader"),
        ("swells", "input-ends-reader"),
        ("trips", "input-trips-reader"),
        ("refuses", "file-empty"),
    ],
)
def test_a_deadly_file_costs_only_itself_wherever_it_stands(kind, key, children):
    for place in (0, 5, 11):
        expected = [key if number == place else number * number for number in range(12)]
        assert outcomes({place: DEADLY[kind]}, 12, children) == expected


def test_one_that_spins_is_ended_by_its_own_cpu_and_many_deadly_ones_are_each_named():
    deadly = {0: spin, 1: os.abort, 2: os.abort, 7: DEADLY["swells"]}
    expected = [
        "input-takes-too-long",
        "input-ends-reader",
        "input-ends-reader",
        9,
        16,
        25,
        36,
        "input-ends-reader",
        64,
    ]
    assert outcomes(deadly, 9, 2) == expected


def test_results_come_in_order_however_long_each_takes():
    def work(number: int) -> int:
        time.sleep(0.05 if number % 2 else 0)
        return number

    assert list(each_apart(work, range(40), str, children=2)) == list(range(40))


def test_a_large_result_comes_whole():
    (found,) = each_apart(lambda size: b"x" * size, [5 << 20], str)
    assert found == b"x" * (5 << 20)


def test_nobody_is_left_behind_when_the_reader_stops_early():
    found = each_apart(lambda number: (number, os.getpid()), range(50), str, children=2)
    _, child = next(found)
    found.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_second_child_is_for_many_files_alone():
    assert children_for(2) == 1
    assert children_for(700) in (1, 2)


def hang() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a child's state is told")
def test_one_that_waits_for_ever_is_ended_though_it_uses_no_cpu(monkeypatch):
    monkeypatch.setattr(supervised, "_IDLE_SECONDS", 1)
    start = time.monotonic()
    assert outcomes({2: hang}, 5, 2) == [0, 1, "input-ends-reader", 9, 16]
    assert time.monotonic() - start < 15


PARENT = """
import sys, threading, os
from coverage_cli.read.supervised import each_apart
def work(number):
    if number == 0:
        return os.getpid()
    print(os.getpid(), flush=True)
    lock = threading.Lock(); lock.acquire(); lock.acquire()
def tell(number):
    return str(number)
supervised = sys.modules["coverage_cli.read.supervised"]
supervised.be_quiet = lambda: None
list(each_apart(work, range(3), tell, children=2))
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="other systems tell nobody that a pipe was let go"
)
def test_a_killed_parent_leaves_no_child_behind_not_even_one_that_hangs():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    children = [int(parent.stdout.readline()) for _ in range(2)]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{child}").exists() and not is_dead(child) for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_dead(process: int) -> bool:
    """Tell whether a process has ended, be it that nobody has asked for its end yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def month(folder: Path, number: int) -> Path:
    path = folder / f"{number:02}.csv"
    path.write_text(
        f"Xã,Dân số,Tham gia BHYT\nXã {number}A,1000,9{number:02}\nXã {number}B,2000,18{number:02}\n",
        "utf-8",
    )
    return path


def test_a_deadly_workbook_among_sound_files_is_named_and_all_others_are_as_without_it(tmp_path):
    """One cell at the far end of the sheet, written so that no pattern expects it, asks the engine for 512 GB."""
    sound = [month(tmp_path, number) for number in range(1, 6)]
    undisturbed = compute(*sound, "--target", "95").report()["rows"]
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c><c\tr="B9"><v>2</v></c></row>'
    for number, row in enumerate((far, far.replace("1048576", "999999"))):
        (tmp_path / f"03{number}.xlsx").write_bytes(xlsx(row * 400))
    made = run("compute", tmp_path, "--target", "95", "--format", "json")
    assert made.code == 5
    assert made.report()["rows"] == undisturbed
    assert all(f"03{number}.xlsx" in made.err for number in (0, 1))


def test_standard_input_is_read_beside_files(tmp_path):
    piped = b"Xa,Dan so,Tham gia BHYT\nXa P,1000,900\nXa Q,1000,800\n"
    command = [
        sys.executable,
        "-m",
        "coverage_cli",
        "compute",
        "-",
        month(tmp_path, 7),
        "--format",
        "csv",
        "--quiet",
    ]
    done = subprocess.run(command, input=piped, capture_output=True, check=True, timeout=60)
    assert all(name in done.stdout.decode() for name in ("Xa P", "Xa Q", "Xã 7A"))


def test_ten_deadly_files_among_many_cost_ten_files_through_the_whole_program(
    tmp_path, monkeypatch
):
    """The reader itself dies, in every way, of files that no guard stops; a lone one is a refusal like any other."""
    sound = [month(tmp_path, number) for number in range(1, 41)]
    undisturbed = compute(*sound, "--target", "95").report()["rows"]
    ways = [DEADLY[kind] for kind in ("aborts", "is killed", "leaves", "trips", "swells")]
    told_kind = book.kind_of

    def dying_of_some(name: str, content: bytes) -> str:
        place = Path(name).stem.partition("deadly")[2]
        if place:
            ways[int(place) % len(ways)]()
        return told_kind(name, content)

    monkeypatch.setattr(book, "kind_of", dying_of_some)
    for place in range(10):
        (tmp_path / f"{4 * place:02}deadly{place}.csv").write_text(
            f"Xã,Dân số,Tham gia BHYT\nXã D{place},9,9\n", "utf-8"
        )
    made = run("compute", tmp_path, "--target", "95", "--format", "json")
    assert (made.code, made.report()["rows"]) == (5, undisturbed)
    assert all(f"deadly{place}.csv" in made.err for place in range(10))
    alone = run("compute", tmp_path / "00deadly0.csv")
    assert (alone.code, alone.out, "Traceback" in alone.err) == (3, "", False)


@pytest.mark.parametrize("files", [1, 2])
def test_tables_are_found_where_a_file_is_read(tmp_path: Path, monkeypatch, files: int) -> None:
    """What a sheet swells to while it is understood must not be the memory of the process that goes on."""
    from coverage_cli.pipeline import tables

    seen: list[int] = []

    def spied(*given: object, **named: object) -> object:
        seen.append(os.getpid())
        raise UnreadableInput("file-empty", file=str(os.getpid()))

    monkeypatch.setattr(tables, "tables_of", spied)
    for number in range(files):
        (tmp_path / f"{number}.csv").write_text("Xã,Dân số,BHYT\nA,10,9\n", "utf-8")
    ended = run("compute", str(tmp_path))
    assert ended.code == 3 and not seen and str(os.getpid()) not in ended.err


def test_a_trip_tells_where_it_came_up() -> None:
    def trips(text: str) -> int:
        return int(text)

    (found,) = each_apart(trips, ["no number"], str)
    assert isinstance(found, CoverageError)
    assert str(found.values["reason"]).startswith("ValueError, test_read_supervised.py:")
