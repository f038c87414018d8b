"""Ratios of whole processes' CPU seconds and memory against named peers, pair by pair in one run (bench/README.md)."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
MADE = HERE / "made"
PROGRAM = [sys.executable, "-m", "coverage_cli"]
PANDAS = [sys.executable, "-c", "import pandas"]
COMMUNES = 10_600
MONTH = 150
FILES = 700
MILLION = 1_000_000
CSV = ["-i", "health_insurance", "--format", "csv", "--quiet"]


class Bench(NamedTuple):
    """A command, its peer, the goals for the ratios of their time and memory, and how often the pair is run."""

    name: str
    command: Sequence[str]
    peer: Sequence[str]
    peer_name: str
    goal: float | None
    runs: int = 7
    memory_goal: float | None = None


class Cost(NamedTuple):
    """What one run of a command took."""

    seconds: float
    megabytes: float


def main() -> None:
    wanted = sys.argv[1:]
    MADE.mkdir(exist_ok=True)
    missed = 0
    print(
        f"{'bench':<18} {'program s':>10} {'peer s':>8} {'ratio':>7} {'min–max':>13} {'MB':>6} {'peer MB':>8}  "
        "goal    peer"
    )
    for bench in [
        *benches(),
        *(bench for name, make in OPTIONAL.items() if name in wanted for bench in make()),
    ]:
        if wanted and bench.name not in wanted:
            continue
        ours, theirs = paired(bench)
        ratios = [mine.seconds / other.seconds for mine, other in zip(ours, theirs, strict=True)]
        ratio = statistics.median(ratios)
        memory = (
            statistics.median(cost.megabytes for cost in ours),
            statistics.median(cost.megabytes for cost in theirs),
        )
        verdict = verdict_of(bench, ratio, memory[0] / memory[1])
        missed += verdict == "MISSED"
        goal = "–" if bench.goal is None else f"<= {bench.goal}"
        seconds = [statistics.median(cost.seconds for cost in costs) for costs in (ours, theirs)]
        span = f"{min(ratios):.2f}–{max(ratios):.2f}"
        print(
            f"{bench.name:<18} {seconds[0]:>10.3f} {seconds[1]:>8.3f} {ratio:>7.2f} {span:>13} "
            f"{memory[0]:>6.0f} {memory[1]:>8.0f}  {goal:<7} {bench.peer_name} {verdict}",
            flush=True,
        )
    print(
        f"{missed} of the goals missed on this machine"
        if missed
        else "every goal holds on this machine"
    )


def verdict_of(bench: Bench, ratio: float, memory: float) -> str:
    if bench.goal is None:
        return ""
    return "ok" if ratio <= bench.goal and memory <= (bench.memory_goal or memory) else "MISSED"


def benches() -> list[Bench]:
    """Return what runs without being named; all of it takes two minutes."""
    month, communes = made("month.xlsx", MONTH), made("communes.xlsx", COMMUNES)
    double, quadruple = made("double.xlsx", 2 * COMMUNES), made("quadruple.xlsx", 4 * COMMUNES)
    folder, out = made_files(), str(MADE / "out.xlsx")
    loop, pandas_job = peer("calamine_loop.py"), peer("pandas_calamine.py")
    script = "pandas + calamine script"
    return [
        Bench(
            "help", [*PROGRAM, "--help"], [sys.executable, "-c", "pass"], "python -c pass", 4.5, 11
        ),
        Bench("month", [*PROGRAM, "compute", month], PANDAS, "import pandas", 0.25, 11),
        Bench("workbook", [*PROGRAM, "compute", month, "-o", out], PANDAS, "import pandas", 0.6),
        Bench(
            "communes", [*PROGRAM, "compute", communes, *CSV], [*pandas_job, communes], script, 0.55
        ),
        Bench(
            "communes-read",
            [*PROGRAM, "compute", communes, *CSV],
            [*loop, communes],
            "bare calamine read",
            None,
        ),
        Bench(
            "communes-workbook",
            [*PROGRAM, "compute", communes, "-i", "health_insurance", "-o", out, "--quiet"],
            [*pandas_job, communes, str(MADE / "plain.xlsx")],
            f"{script} that writes one plain sheet",
            0.8,
            3,
        ),
        Bench(
            "files",
            [*PROGRAM, "compute", folder, *CSV],
            [*loop, folder],
            "bare calamine loop",
            6,
            3,
        ),
        Bench(
            "growth",
            [*PROGRAM, "compute", quadruple, *CSV],
            [*PROGRAM, "compute", double, *CSV],
            "half the rows",
            2.1,
            3,
        ),
    ]


def trend() -> list[Bench]:
    """Return the bench of a year of months; its workbook takes long to make."""
    year = made_year()
    command = [*PROGRAM, "trend", year, *CSV]
    return [Bench("trend", command, [*peer("calamine_loop.py"), year], "bare calamine read", 5, 3)]


def boundaries() -> list[Bench]:
    """Restate the whole country's communes of early 2025 on the units of July, against the same trend without that."""
    folder = made_months()
    command = [*PROGRAM, "trend", folder, *CSV]
    restated = [*command, "--as-of", "2025-07-01"]
    return [Bench("boundaries", restated, command, "the same without --as-of", 2, 3, 1.5)]


def million() -> list[Bench]:
    """Return the bench of a million rows; its sheet takes half a minute to make, a run another."""
    rows = made("million.xlsx", MILLION, write_list)
    command = [*PROGRAM, "compute", rows, "--target", "95", *CSV]
    return [
        Bench(
            "million", command, [*peer("calamine_loop.py"), rows], "bare calamine read", 3.2, 2, 1.9
        )
    ]


def many_files_by(engine: str, needs: str, goal: float) -> Callable[[], list[Bench]]:
    """Return the bench of the 700 files against the same job by another library, if that is installed."""

    def make() -> list[Bench]:
        if find_spec(needs) is None:
            raise SystemExit(f"files-{engine} needs {needs}, which is not installed")
        folder = made_files()
        job = [*peer("files_by.py"), engine, folder]
        return [
            Bench(
                f"files-{engine}",
                [*PROGRAM, "compute", folder, *CSV],
                job,
                f"{engine} script",
                goal,
                3,
            )
        ]

    return make


OPTIONAL: dict[str, Callable[[], list[Bench]]] = {
    "million": million,
    "trend": trend,
    "boundaries": boundaries,
    "files-openpyxl": many_files_by("openpyxl", "openpyxl", 0.25),
    "files-polars": many_files_by("polars", "fastexcel", 1),
    "files-duckdb": many_files_by("duckdb", "duckdb", 1),
}
"""Benches that run only when they are named: they take minutes, or peers that are not among the tools of this house."""


def peer(name: str) -> list[str]:
    return [sys.executable, str(HERE / "peers" / name)]


def paired(bench: Bench) -> tuple[list[Cost], list[Cost]]:
    """Return what the command and its peer took, run in turn after one warm-up each."""
    cost_of(bench.command)
    cost_of(bench.peer)
    pairs = [(cost_of(bench.command), cost_of(bench.peer)) for _ in range(bench.runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command and return its CPU seconds (user + system) and its peak memory."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    }
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=environment)
        _, status, used = os.wait4(
            process.pid, 0
        )  # what this one process used, not all children so far
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise SystemExit(
                f"{' '.join(command)} ended with {process.returncode}: {said.read().decode()[-500:]}"
            )
    return Cost(
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024),
    )


def made(name: str, communes: int, write: Callable[[Path, int], None] | None = None) -> str:
    """Return a workbook of so many communes in districts of fifteen, as the monthly form looks; made once."""
    path = MADE / name
    if not path.exists():
        (write or write_form)(path, communes)
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


def made_months() -> str:
    """Return a folder with a list of all communes of Viet Nam for each month from January to September 2025."""
    from coverage_cli.boundaries.shipped import shipped

    folder = MADE / "country"
    table = shipped("vn")
    for month in range(1, 10):
        path = folder / f"bhyt-2025-{month:02d}.csv"
        if not path.exists():
            folder.mkdir(exist_ok=True)
            places = [table.places[at] for at in table.on(f"2025-{month:02d}-28")]
            lines = [f"BHYT THÁNG {month}/2025", "Tỉnh,Huyện,Mã,Xã,Dân số,Số người có thẻ BHYT"]
            for place in (one for one in places if one.code):
                people, (province, *district) = 2000 + int(place.code) % 9000, place.above
                insured = people * 9 // 10 + month
                above = f"{province},{''.join(district)}"
                lines.append(f"{above},{place.code},{place.name},{people},{insured}")
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder)


def write_form(path: Path, communes: int, first: int = 0) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    write_sheet(book.add_worksheet("T5-2024"), communes, first)
    book.close()


def write_sheet(sheet: Any, communes: int, first: int = 0, month: int = 5) -> None:
    place = "TỈNH THỬ NGHIỆM" if communes != 15 else f"HUYỆN {first // 15}"
    lines = (
        "BẢO HIỂM XÃ HỘI " + place,
        "",
        f"TỔNG HỢP THAM GIA BHYT THÁNG {month} NĂM 2024",
        "",
        "",
    )
    for row, text in enumerate(lines):
        sheet.write_string(row, 0, text)
    headings = [
        "STT",
        "Mã xã",
        "Đơn vị",
        "Dân số",
        "LLLĐ",
        "BHYT",
        "Chỉ tiêu BHYT (%)",
        "Tỷ lệ bao phủ BHYT (%)",
    ]
    sheet.write_row(5, 0, headings)
    write_rows(sheet.write_row, communes, first, month)


def write_list(path: Path, communes: int) -> None:
    """Write a plain list of units in four columns: the guard refuses a sheet of more than five million cells."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("T5-2024")
    sheet.write_row(0, 0, ["Mã xã", "Đơn vị", "Dân số", "BHYT"])
    for number in range(communes):
        people, insured = figures(number)
        sheet.write_row(number + 1, 0, [f"{number:07d}", f"Xã {number}", people, insured])
    book.close()


def figures(number: int, month: int = 5) -> tuple[int, int]:
    people = 3000 + number * 7919 % 17000
    return people, people * (8500 + number * 104729 % 1490 + 2 * (month - 5)) // 10000


def write_rows(write_row: Callable[..., object], communes: int, first: int, month: int = 5) -> None:
    """Write districts with their communes; figures vary by a fixed rule, no commune over 100 %."""
    row = 6
    for number in range(first, first + communes):
        if number % 15 == 0 and communes != 15:
            write_row(row, 0, [roman(number // 15 + 1), None, f"Huyện {number // 15:04d}"])
            row += 1
        people, insured = figures(number, month)
        rate = round(100 * insured / people + 1e-9, 2)
        target = 92 + number % 7 * 0.5
        write_row(
            row,
            0,
            [
                number % 15 + 1,
                f"{number:05d}",
                f"Xã {number}",
                people,
                people // 2,
                insured,
                target,
                rate,
            ],
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
