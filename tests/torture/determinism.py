"""The same bytes over time zones, languages, hash seeds and the order of inputs; no path, user or host in them."""

from __future__ import annotations

import getpass
import io
import socket
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from torture.bounded import Tried, bounded, broken_promise

ENVIRONMENTS = (
    {"TZ": "UTC", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Asia/Ho_Chi_Minh", "LANG": "vi_VN.UTF-8", "LC_ALL": "", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
)
FORMATS = ("plain", "csv", "tsv", "json", "ndjson", "markdown", "html", "xlsx")
REPORTS = ("compute", "gaps", "trend")
_TOLD = {
    "inspect": [],
    "allocate": [
        "--amount",
        "500",
        "--rule",
        "uninsured",
        "--period",
        "2024-04",
        "-i",
        "health_insurance",
    ],
}
_FEW = (
    ("compute", "json"),
    ("compute", "csv"),
    ("trend", "xlsx"),
    ("check", "plain"),
    ("inspect", "json"),
)


def tried(folder: Path, *, full: bool) -> Tried:
    """Run every command in every format under each environment."""
    months = [_month(folder, number) for number in range(1, 5)]
    tried_here = _every() if full else _FEW
    tries, faults = 0, []
    for command, form in tried_here:
        outputs = list(_outputs(folder, months, command, form))
        tries += len(outputs)
        faults += _unlike(f"{command} {form}", outputs, folder)
    return Tried(tries, faults)


def _every() -> Iterator[tuple[str, str]]:
    """Yield every command with the formats it has."""
    yield from ((command, form) for command in REPORTS for form in FORMATS)
    yield from ((command, form) for command in ("check", "inspect") for form in ("plain", "json"))
    yield from (("check", "xlsx"), ("report", "html"), ("report", "docx"), ("allocate", "csv"))


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
    """Yield what is written and said under each environment, the program being called beside its inputs.

    The inputs come in another order each time, and once by their paths from the root.
    """
    output = f"report.{ {'plain': 'txt', 'markdown': 'md'}.get(form, form) }"
    where = ["-o", output] if _writes(command, form) else ["--format", form]
    told = _TOLD.get(command, ["--target", "95"])
    for at, environment in enumerate(ENVIRONMENTS):
        named = [month if at == 1 else month.name for month in months]
        inputs = [*named[at:], *named[:at]]
        ended = bounded(
            [command, *inputs, *told, *where], folder, environment=environment, home=folder
        )
        wrong = broken_promise(ended, (0, 1))
        assert not wrong, f"{command} {form}: {wrong}"
        written = folder / output
        yield written.read_bytes() if written.exists() else ended.out.encode(), ended.err.encode()
        written.unlink(missing_ok=True)


def _writes(command: str, form: str) -> bool:
    return form in ("xlsx", "html", "docx") or (command in REPORTS and form != "plain")


def _unlike(what: str, outputs: Sequence[tuple[bytes, bytes]], folder: Path) -> Iterator[str]:
    first, *others = outputs
    for at, other in enumerate(others, 1):
        if other != first:
            yield f"{what}: other bytes under {ENVIRONMENTS[at]}"
    plain = b"".join([*_unpacked(first[0]), first[1]])
    for name in (str(folder), f"/{getpass.getuser()}/", f"@{socket.gethostname()}"):
        if name.encode() in plain:
            yield f"{what}: {name} stands in the output"


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Yield the parts of a workbook, or the text itself."""
    if not content.startswith(b"PK"):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from map(archive.read, archive.namelist())
