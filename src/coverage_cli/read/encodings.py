"""Encodings: bytes to text, by marks and evidence. Legacy Vietnamese font encodings are left to the clean room."""

from __future__ import annotations

import codecs
import re

from coverage_cli.errors import UnreadableInput, UsageFault
from coverage_cli.read.sniff import utf16_of
from coverage_cli.records import NamedTuple

FONT_ENCODINGS = {"tcvn3": "tcvn3", "tcvn": "tcvn3", "abc": "tcvn3", "vni": "vni"}
_UNDEFINED_1252 = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_VOWELS = rb"[aeiouyAEIOUY\xe2\xc2\xea\xca\xf4\xd4\xe3\xc3\xf5\xd5\xfd\xdd]"
_MARKS = rb"[\xcc\xec\xd2\xde\xf2]"
_LETTER = rb"[A-Za-z\xc0-\xff]"


class Decoded(NamedTuple):
    """Text, the encoding it was read in, and whether that was a guess."""

    text: str
    encoding: str
    is_guess: bool


def decode(
    file: str, content: bytes, told: str | None = None, declared: str | None = None
) -> Decoded:
    """Decode a text file: as told, else by its mark, else as UTF-8 if it is that, else as declared, else by evidence.

    Raises `UsageFault` for an encoding that does not exist, `UnreadableInput` for bytes that do not fit.
    """
    decoded = _as_told(file, content, told) if told else _as_found(file, content, declared)
    nul = decoded.text.find("\0")
    if nul >= 0:
        raise UnreadableInput("text-nul", file=file, line=decoded.text.count("\n", 0, nul) + 1)
    return decoded._replace(text=decoded.text.removeprefix("\ufeff").rstrip("\x1a"))


def _as_told(file: str, content: bytes, told: str) -> Decoded:
    if told.lower() in FONT_ENCODINGS:
        return Decoded(_font_text(content), FONT_ENCODINGS[told.lower()], False)
    try:
        name = codecs.lookup(told).name
        if not codecs.lookup(told)._is_text_encoding:
            raise LookupError(told)
    except LookupError as fault:
        raise UsageFault("encoding-unknown", encoding=told) from fault
    return Decoded(_strictly(file, content, name), name, False)


def _as_found(file: str, content: bytes, declared: str | None) -> Decoded:
    utf16 = utf16_of(content)
    if utf16:
        return Decoded(_strictly(file, content, utf16), utf16, False)
    try:
        return Decoded(content.decode("utf-8"), "utf-8", False)
    except UnicodeDecodeError:
        if content.startswith(codecs.BOM_UTF8):
            return Decoded(_strictly(file, content, "utf-8"), "utf-8", False)
    if declared:
        try:
            return Decoded(_composed(content.decode(declared), declared), declared.lower(), False)
        except (LookupError, UnicodeDecodeError):
            pass
    return _by_evidence(file, content)


def _by_evidence(file: str, content: bytes) -> Decoded:
    """Choose between the Vietnamese and the western code page; both read every other one's bytes, but not sense."""
    try:
        name = "cp1258" if _is_vietnamese(content) else "cp1252"
        return Decoded(_composed(content.decode(name), name), name, True)
    except UnicodeDecodeError as fault:
        values = {"offset": fault.start, "byte": f"0x{content[fault.start]:02X}"}
        raise UnreadableInput("encoding-undecided", file=file, **values) from fault


def _is_vietnamese(content: bytes) -> bool:
    """Tell code page 1258: tone marks stand after vowels, đ begins words. A lone ì or ò of 1252 stands after anything.

    TCVN3 text, whose letters are other bytes, has signs such as ¨ © ® µ in the middle of words instead.
    """
    marks = len(re.findall(_MARKS, content))
    placed = len(re.findall(_VOWELS + _MARKS, content))
    d_bars = len(re.findall(rb"(?<!" + _LETTER + rb")[\xd0\xf0]" + _LETTER, content))
    signs = len(re.findall(_LETTER + rb"[\xa8-\xae\xb5-\xbe]|[\xa7\xae]" + _LETTER, content))
    return placed + d_bars > signs and placed + d_bars > 3 * (marks - placed)


def _strictly(file: str, content: bytes, name: str) -> str:
    try:
        return _composed(content.decode(name), name)
    except UnicodeDecodeError as fault:
        values = {"offset": fault.start, "byte": f"0x{content[fault.start]:02X}"}
        raise UnreadableInput("encoding-wrong", file=file, encoding=name, **values) from fault


def _composed(text: str, name: str) -> str:
    """Join letters and tone marks, which code page 1258 keeps apart."""
    if name.lower().replace("windows-", "cp") != "cp1258":
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def _font_text(content: bytes) -> str:
    """Return text typed in a legacy font as the western code page shows it; undefined bytes stay themselves."""
    table = content.decode("cp1252", "surrogateescape")
    return table.translate(
        {0xDC00 + byte: character for byte, character in _UNDEFINED_1252.items()}
    )
