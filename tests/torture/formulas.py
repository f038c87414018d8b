"""Names that are formulas, links, markup or terminal controls, through every output: none of them acts there."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from torture.bounded import Tried, bounded, broken_promise

NAMES = (
    "=1+1a", "+84a", "-2+3a", "@SUM(A1)a", "=cmd|' /C calc'!A0", "＝1a", "\u200b=1a", "=HYPERLINK(A1)", "{=1}a",
    "http://127.0.0.1/a", "mailto:a@b.c", "internal:Sheet1!A1", "<script>alert(1)</script>a", "<b onclick=x>a",
    "a;=1+1", "a; +84", "a\t=1+1", "a,=2+2", "a;\"=1+1", "[red]a[/red]", "a|b|c", "[a](javascript:x)", "![a](http://x/y)", "`rm`a", "# a", "a\x1b[31mb", "a\u202eb", "a\u009bb",
)  # fmt: skip
FORMATS = ("plain", "csv", "tsv", "json", "ndjson", "markdown", "html", "xlsx")
COMMANDS = ("compute", "check", "inspect")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
_STARTS = re.compile("^[\\s\u200b\ufeff]*[=+\\-@|＝＋－＠]")
_NUMBER = re.compile(r"-?[\d.,]+(?:E[+-]?\d+)?")
_ACTIVE = re.compile(r"(?<!\\)<(?:script|b )|(?<!\\)!?\[[^\]]*\](?<!\\)\((?:javascript|http)")


def tried(folder: Path, *, full: bool) -> Tried:
    """Read a sheet of such names, called by one and on a sheet called by one, through every command and output."""
    sheet = _sheet(folder)
    languages = ("en", "vi", "de") if full else ("vi",)
    tries, faults = 0, []
    for language in languages:
        for command, form in _jobs(full=full):
            tries += 1
            found = _faults(folder, sheet, command, form, language)
            faults += [f"{command} {form} {language}: {fault}" for fault in found]
    return Tried(tries, faults)


def _jobs(*, full: bool) -> Iterator[tuple[str, str]]:
    for form in FORMATS:
        yield "compute", form
    for command in COMMANDS[1:]:
        yield from ((command, form) for form in ("plain", "json"))
    if full:
        yield from ((command, form) for command in ("gaps", "trend") for form in FORMATS)
        yield "check", "xlsx"


def _sheet(folder: Path) -> Path:
    """Write the workbook; its own name is a formula, too."""
    from html import escape

    from hostile import sheet, xlsx_parts, zipped

    rows = [
        ("Xã", "Dân số", "BHYT"),
        *((name, 1_000 + at, 990 + at) for at, name in enumerate(NAMES)),
    ]
    made = "".join(
        f'<row r="{at}">'
        + f'<c r="A{at}" t="inlineStr"><is><t>{_escaped(escape(str(row[0])))}</t></is></c>'
        + "".join(
            f'<c r="{letter}{at}"><v>{value}</v></c>'
            if isinstance(value, int)
            else f'<c r="{letter}{at}" t="inlineStr"><is><t>{value}</t></is></c>'
            for letter, value in zip("BC", row[1:], strict=True)
        )
        + "</row>"
        for at, row in enumerate(rows, 1)
    )
    path = folder / "=1+1.xlsx"
    path.write_bytes(zipped(xlsx_parts({"=cmd|x!A0": sheet(made)})))
    return path


def _escaped(text: str) -> str:
    return re.sub("[\x00-\x1f]", lambda found: f"_x{ord(found[0]):04X}_", text)


def _faults(folder: Path, sheet: Path, command: str, form: str, language: str) -> Iterator[str]:
    output = folder / f"report.{ {'plain': 'txt', 'markdown': 'md'}.get(form, form) }"
    where: list[str | Path] = ["-o", output] if form == "xlsx" else ["--format", form]
    target = [] if command == "inspect" else ["--target", "99.5", "--period", "2024-05"]
    ended = bounded([command, sheet, *where, *target, "--lang", language], folder)
    wrong = broken_promise(ended, (0, 1))
    if wrong:
        yield wrong
    content = output.read_bytes() if form == "xlsx" else b""
    yield from _acting(form, content or ended.out.encode())
    yield from (f"said: {line[:80]!r}" for line in ended.err.splitlines() if _CONTROLS.search(line))


def _acting(form: str, content: bytes) -> Iterator[str]:
    """Yield what would act in an output of some format."""
    if form == "xlsx":
        yield from _acting_parts(content)
        return
    text = content.decode("utf-8")
    yield from (
        f"a control in {line[:80]!r}" for line in text.splitlines() if _CONTROLS.search(line)
    )
    if form in ("csv", "tsv"):
        for delimiter in (";", "," if form == "csv" else "\t"):
            yield from _acting_fields(text, delimiter)
    if form in ("json", "ndjson"):
        for piece in [text] if form == "json" else text.splitlines():
            json.loads(piece)
    if form == "markdown" and (found := _ACTIVE.search(text)):
        yield f"active markup: {text[found.start() : found.start() + 60]!r}"


def _acting_fields(text: str, delimiter: str) -> Iterator[str]:
    """Yield the fields that a spreadsheet would run, whatever separator its country has."""
    rows: Sequence[Sequence[str]] = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    for row in rows:
        for field in row:
            bare = field.strip()
            if _STARTS.match(field) and not _NUMBER.fullmatch(bare) and bare != "-":
                yield f"a field runs by {delimiter!r}: {field[:60]!r}"


def _acting_parts(content: bytes) -> Iterator[str]:
    """Yield formulas that hold a name of the sheet, and links: ours stand in a report's own formulas alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name).decode("utf-8", "replace")
            for formula in re.findall(r"<f[^>]*>([^<]*)</f>", part):
                if any(
                    mark in formula
                    for mark in ("cmd|", "HYPERLINK(A1)", "1+1a", "+84a", "SUM(A1)a")
                ):
                    yield f"a name became a formula: {formula[:80]}"
            if re.search(r"<hyperlink[^>]*r:id|TargetMode=\"External\"", part):
                yield f"a link in {name}"
