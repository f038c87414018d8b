"""The same bytes over shuffled arguments, times, places, languages and hash seeds; no name of the machine in them."""

from __future__ import annotations

import getpass
import random
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from torture.bounded import Tried, bounded, broken_promise

ENVIRONMENTS = (
    {"TZ": "UTC", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Asia/Ho_Chi_Minh", "LANG": "vi_VN.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
)
FORMATS = ("plain", "csv", "tsv", "json", "ndjson", "markdown", "xlsx")
REPORTS = ("compute", "gaps", "trend")


def tried(folder: Path, *, full: bool) -> Tried:
    """Run every command in every format under each environment, the inputs shuffled."""
    months = [_month(folder, number) for number in range(1, 5)]
    jobs = [
        *(
            (command, form)
            for command in REPORTS
            for form in (FORMATS if full else ("json", "xlsx"))
        ),
        *((command, form) for command in ("check", "inspect") for form in ("plain", "json")),
        ("check", "xlsx"),
    ]
    tries, faults = 0, []
    for command, form in jobs:
        outputs = list(_outputs(folder, months, command, form))
        tries += len(outputs)
        faults += _unlike(f"{command} {form}", outputs, folder)
    return Tried(tries, faults)


def _month(folder: Path, number: int) -> Path:
    path = folder / f"thang-2024-{number:02}.csv"
    rows = "".join(
        f"Huyện {at % 3}b,Xã {at}a,{1000 + at},{880 + at * number % 97}\n" for at in range(1, 30)
    )
    head = f"BÁO CÁO THÁNG {number} NĂM 2024\nHuyện,Xã,Dân số,BHYT\n"
    path.write_text(head + rows, encoding="utf-8")
    return path


def _outputs(
    folder: Path, months: Sequence[Path], command: str, form: str
) -> Iterator[tuple[bytes, bytes]]:
    """Yield what is written under each environment; only the order of one shuffled run differs."""
    for at, environment in enumerate(ENVIRONMENTS):
        given = list(months)
        random.Random(at).shuffle(given)
        output = folder / f"report.{ {'plain': 'txt', 'markdown': 'md'}.get(form, form) }"
        where: list[str | Path] = ["-o", output] if _writes(command, form) else ["--format", form]
        target = [] if command == "inspect" else ["--target", "95"]
        inputs = given[:1] if command == "inspect" else given
        inputs = months[:1] if command == "inspect" else inputs
        ended = bounded([command, *inputs, *target, *where], folder, environment=environment)
        wrong = broken_promise(ended, (0, 1))
        assert not wrong, f"{command} {form}: {wrong}"
        written = output.read_bytes() if output.exists() else ended.out.encode()
        output.unlink(missing_ok=True)
        yield written, ended.err.replace(str(folder), "").encode()


def _writes(command: str, form: str) -> bool:
    return form == "xlsx" or (command in REPORTS and form != "plain")


def _unlike(what: str, outputs: Sequence[tuple[bytes, bytes]], folder: Path) -> Iterator[str]:
    first, *others = outputs
    for at, other in enumerate(others, 1):
        if other[0] != first[0]:
            yield f"{what}: other bytes under {ENVIRONMENTS[at]}"
    for name in (str(folder), socket.gethostname(), f"/{getpass.getuser()}/"):
        if name.encode() in first[0]:
            yield f"{what}: {name} stands in the output"
