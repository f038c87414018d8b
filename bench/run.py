"""Ratios of whole processes' CPU seconds against named peers, pair by pair in one run (bench/README.md)."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
MADE = HERE / "made"
PROGRAM = [sys.executable, "-m", "coverage_cli"]
PANDAS = [sys.executable, "-c", "import pandas"]
COMMUNES = 10_600
MONTH = 150
FILES = 700


class Bench(NamedTuple):
    """A command, its peer, the goal for their ratio, and how often the pair is run."""

    name: str
    command: Sequence[str]
    peer: Sequence[str]
    peer_name: str
    goal: float | None
    runs: int = 7


def main() -> None:
    wanted = sys.argv[1:]
    MADE.mkdir(exist_ok=True)
    missed = 0
    print(f"{'bench':<14} {'program s':>10} {'peer s':>10} {'ratio':>8} {'min–max':>15}  goal    peer")
    for bench in [*benches(), *(optional_benches() if "trend" in wanted else [])]:
        if wanted and bench.name not in wanted:
            continue
        ours, theirs = paired(bench)
        ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
        ratio = statistics.median(ratios)
        verdict = "" if bench.goal is None else "ok" if ratio <= bench.goal else "MISSED"
        missed += verdict == "MISSED"
        goal = "–" if bench.goal is None else f"<= {bench.goal}"
        span = f"{min(ratios):.2f}–{max(ratios):.2f}"
        print(
            f"{bench.name:<14} {statistics.median(ours):>10.3f} {statistics.median(theirs):>10.3f} {ratio:>8.2f} "
            f"{span:>15}  {goal:<7} {bench.peer_name} {verdict}"
        )
    print(f"{missed} of the goals missed on this machine" if missed else "every goal holds on this machine")


def benches() -> list[Bench]:
    month, communes = made("month.xlsx", MONTH), made("communes.xlsx", COMMUNES)
    double, quadruple = made("double.xlsx", 2 * COMMUNES), made("quadruple.xlsx", 4 * COMMUNES)
    folder = made_files()
    csv = ["-i", "health_insurance", "--format", "csv", "--quiet"]
    loop = [sys.executable, str(HERE / "peers" / "calamine_loop.py")]
    pandas_job = [sys.executable, str(HERE / "peers" / "pandas_calamine.py")]
    return [
        Bench("help", [*PROGRAM, "--help"], [sys.executable, "-c", "pass"], "python -c pass", 8, 11),
        Bench("month", [*PROGRAM, "compute", month], PANDAS, "import pandas", 0.35, 11),
        Bench("workbook", [*PROGRAM, "compute", month, "-o", str(MADE / "out.xlsx")], PANDAS, "import pandas", 0.8),
        Bench(
            "communes", [*PROGRAM, "compute", communes, *csv], [*pandas_job, communes], "pandas + calamine script", 0.2
        ),
        Bench("communes-read", [*PROGRAM, "compute", communes, *csv], [*loop, communes], "bare calamine read", None),
        Bench("files", [*PROGRAM, "compute", folder, *csv], [*loop, folder], "bare calamine loop", 5, 3),
        Bench(
            "growth",
            [*PROGRAM, "compute", quadruple, *csv],
            [*PROGRAM, "compute", double, *csv],
            "half the rows",
            2.1,
            3,
        ),
    ]


def optional_benches() -> list[Bench]:
    """Return the benches that run by name only, for their sheets take long to make."""
    year = made_year()
    loop = [sys.executable, str(HERE / "peers" / "calamine_loop.py")]
    trend = [*PROGRAM, "trend", year, "-i", "health_insurance", "--format", "csv", "--quiet"]
    return [Bench("trend", trend, [*loop, year], "bare calamine read", 1.5, 3)]


def paired(bench: Bench) -> tuple[list[float], list[float]]:
    """Return the CPU seconds of the command and of its peer, run in turn after one warm-up each."""
    cpu_seconds(bench.command)
    cpu_seconds(bench.peer)
    pairs = [(cpu_seconds(bench.command), cpu_seconds(bench.peer)) for _ in range(bench.runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def cpu_seconds(command: Sequence[str]) -> float:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def made(name: str, communes: int) -> str:
    """Return a workbook of so many communes in districts of fifteen, as the monthly form looks; made once."""
    path = MADE / name
    if not path.exists():
        write_form(path, communes)
    return str(path)


def made_files() -> str:
    """Return a folder of 700 workbooks of 15 communes each; made once."""
    folder = MADE / "files"
    if not folder.exists():
        folder.mkdir()
        for number in range(FILES):
            write_form(folder / f"{number:03d}.xlsx", 15, first=15 * number)
    return str(folder)


def made_year() -> str:
    """Return a workbook of twelve months of 10,600 communes, a sheet a month; made once."""
    path = MADE / "year.xlsx"
    if not path.exists():
        import xlsxwriter

        book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        for month in range(1, 13):
            write_sheet(book.add_worksheet(f"T{month}-2024"), COMMUNES, month=month)
        book.close()
    return str(path)


def write_form(path: Path, communes: int, first: int = 0) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    write_sheet(book.add_worksheet("T5-2024"), communes, first)
    book.close()


def write_sheet(sheet: Any, communes: int, first: int = 0, month: int = 5) -> None:
    place = "TỈNH THỬ NGHIỆM" if communes != 15 else f"HUYỆN {first // 15}"
    lines = ("BẢO HIỂM XÃ HỘI " + place, "", f"TỔNG HỢP THAM GIA BHYT THÁNG {month} NĂM 2024", "", "")
    for row, text in enumerate(lines):
        sheet.write_string(row, 0, text)
    headings = ["STT", "Mã xã", "Đơn vị", "Dân số", "LLLĐ", "BHYT", "Chỉ tiêu BHYT (%)", "Tỷ lệ bao phủ BHYT (%)"]
    sheet.write_row(5, 0, headings)
    write_rows(sheet.write_row, communes, first, month)


def write_rows(write_row: Callable[..., object], communes: int, first: int, month: int = 5) -> None:
    """Write districts with their communes; figures vary by a fixed rule, no commune over 100 %."""
    row = 6
    for number in range(first, first + communes):
        if number % 15 == 0 and communes != 15:
            write_row(row, 0, [roman(number // 15 + 1), None, f"Huyện {number // 15:04d}"])
            row += 1
        people = 3000 + number * 7919 % 17000
        insured = people * (8500 + number * 104729 % 1490 + 2 * (month - 5)) // 10000
        rate = round(100 * insured / people + 1e-9, 2)
        target = 92 + number % 7 * 0.5
        write_row(
            row, 0, [number % 15 + 1, f"{number:05d}", f"Xã {number}", people, people // 2, insured, target, rate]
        )
        row += 1


def roman(number: int) -> str:
    digits = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
    )
    text = ""
    for value, letters in (*digits, (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (number // value)
        number %= value
    return text


if __name__ == "__main__":
    main()
