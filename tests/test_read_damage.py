"""Damaged files: whatever breaks inside a reader becomes a refusal, and an interrupt stays an interrupt."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Iterator

import pytest
from hostile import ods, sheet, xlsb, xlsb_cell, xlsb_row, xlsx_parts, zipped

from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.read import apart, engine, read_bytes
from coverage_cli.read.apart import read_apart

ROW = (
    '<row r="1" hidden="1"><c r="A1" t="s" s="0"><v>0</v></c><c r="B1" t="e"><v>#N/A</v></c>'
    '<c r="C1"><f>A1</f></c></row>'
    '<row r="2"><c r="A2"><v>5</v></c></row>'
)
SOUND = {
    "xlsx": zipped(
        xlsx_parts(
            {"S": sheet(ROW, before='<cols><col min="2" max="2" hidden="1"/></cols>')}, ["<t>x</t>"]
        )
    ),
    "xlsb": xlsb(xlsb_row(0, xlsb_cell(5, 0, struct.pack("<d", 1)) + xlsb_cell(3, 1, b"\x07"))),
    "ods": ods(
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value="1"/></table:table-row>'
    ),
}
TOKENS = [
    b'"',
    b"<",
    b">",
    b"/",
    b"9" * 20,
    b"9" * 5000,
    b"-1",
    b"abc",
    b' r="',
    b't="e"',
    b"<f>",
    b"<c/>",
    b"\xff",
    b"",
]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return an archive with a sound container around parts that are not."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    part = bytearray(parts[name])
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(part) + 1)
        part[place : place + chance.choice((0, 0, 1, 20))] = chance.choice(TOKENS)
    return zipped({**parts, name: bytes(part)})


@pytest.mark.parametrize(("kind", "times"), [("xlsx", 150), ("ods", 150), ("xlsb", 25)])
def test_damage_is_read_or_refused_and_nothing_else(kind: str, times: int) -> None:
    chance = random.Random(kind)
    refused = 0
    for _ in range(times):
        content = damaged(SOUND[kind], chance)
        try:
            read_bytes("x", content)
        except CoverageError:
            refused += 1
    assert 0 < refused < times


def failing_with(fault: BaseException) -> object:
    class Book:
        @staticmethod
        def from_filelike(_: object) -> object:
            raise fault

    return Book


def test_panic_of_the_engine_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})
    monkeypatch.setattr(
        engine.python_calamine, "CalamineWorkbook", failing_with(panic("index out of range"))
    )
    with pytest.raises(UnreadableInput) as caught:
        read_bytes("x", SOUND["xlsx"])
    assert caught.value.key == "workbook-damaged"
    assert caught.value.values["reason"] == "index out of range"


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), SystemExit(143)])
def test_interrupt_stays_an_interrupt(
    monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    monkeypatch.setattr(engine.python_calamine, "CalamineWorkbook", failing_with(fault))
    with pytest.raises(type(fault)):
        read_bytes("x", SOUND["xlsx"])


def halves(content: bytes) -> Iterator[bytes]:
    for part in range(1, 20):
        yield content[: len(content) * part // 20]


@pytest.mark.parametrize("kind", sorted(SOUND))
def test_file_cut_off_anywhere_is_refused(kind: str) -> None:
    for content in halves(SOUND[kind]):
        with pytest.raises(UnreadableInput) as caught:
            read_bytes("x", content)
        assert caught.value.key in ("zip-cut-off", "zip-damaged")


def test_a_plain_child_gives_the_same_book() -> None:
    assert read_apart("x", SOUND["xlsx"], {"encoding": None, "delimiter": None}) == read_bytes(
        "x", SOUND["xlsx"]
    )


def test_a_plain_child_hands_a_refusal_over_and_its_end_is_one(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    told: dict[str, str | None] = {"encoding": None, "delimiter": None}
    with pytest.raises(UnreadableInput) as caught:
        read_apart("a.pdf", b"%PDF-1.4 ...", told)
    assert (caught.value.key, caught.value.values["file"]) == ("kind-pdf", "a.pdf")
    monkeypatch.setattr(apart, "CPU_SECONDS", 0.001)
    with pytest.raises(UnreadableInput) as caught:
        read_apart("a.xlsx", SOUND["xlsx"], told)
    assert caught.value.key == "input-takes-too-long"
    assert capfd.readouterr() == ("", "")
