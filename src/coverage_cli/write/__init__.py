"""Hand a report over: as text, as a file's bytes, on a screen; which format is meant is decided here, nothing else.

Each writer is imported when it is asked for, so that a table on a pipe pays for no library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from coverage_cli.model import FigureKey, Report
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words

if TYPE_CHECKING:
    from coverage_cli.read.areas import Area
    from coverage_cli.units.names import TypeWords

FORMATS: Mapping[str, tuple[str, ...]] = {
    "table": (),
    "plain": (".txt",),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "json": (".json",),
    "ndjson": (".ndjson", ".jsonl"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "xlsx": (".xlsx",),
    "parquet": (".parquet",),
}
"""The formats and the suffixes that mean them; `table` is the screen's (`screen.show`), and plain off a terminal."""

Records = Mapping[FigureKey, Mapping[str, Any]]
"""What stands behind figures, as `explain` tells it, by the keys of the figures."""


class Behind(NamedTuple):
    """What a page shows beside its report: the records of figures, the areas of a map, the words of units' types."""

    records: Records = MappingProxyType({})
    areas: Sequence[Area] = ()
    type_words: TypeWords = ()


NOTHING = Behind()


def format_of_path(path: str) -> str | None:
    """Return the format that a path's suffix means, or None.

    >>> format_of_path("out/THÁNG 5.XLSX"), format_of_path("report.pdf")
    ('xlsx', None)
    """
    for name, suffixes in FORMATS.items():
        if path.lower().endswith(suffixes):
            return name
    return None


def render(
    report: Report, form: str, words: Words, *, raw: bool = False, behind: Behind = NOTHING
) -> str | bytes:
    """Return the report in a format of `FORMATS`: bytes for xlsx and parquet, else text with plain line feeds.

    `behind` is what stands behind the figures, for the format that can open it.
    """
    if form == "xlsx":
        from coverage_cli.write.workbook import workbook_bytes

        return workbook_bytes(report, words)
    if form == "parquet":
        from coverage_cli.write.machine.frame import parquet_bytes

        return parquet_bytes(report)
    if form == "html":
        from coverage_cli.write.page import page_text

        return page_text(report, words, behind)
    if form in ("table", "plain"):
        from coverage_cli.write.text.plain import plain_text

        return plain_text(report, words)
    if form == "markdown":
        from coverage_cli.write.document.markdown import markdown_text

        return markdown_text(report, words)
    return _records(report, form, words, raw=raw)


def file_bytes(
    report: Report, form: str, words: Words, *, raw: bool = False, behind: Behind = NOTHING
) -> bytes:
    """Return what a file of that format holds; csv gets the BOM and the CRLF that spreadsheets and RFC 4180 ask for."""
    if form == "csv":
        from coverage_cli.write.machine.records import csv_text

        return b"\xef\xbb\xbf" + encoded(csv_text(report, words, raw=raw, newline="\r\n"))
    content = render(report, form, words, raw=raw, behind=behind)
    return content if isinstance(content, bytes) else encoded(content)


def encoded(text: str) -> bytes:
    r"""Return UTF-8; a lone surrogate, which no UTF-8 can hold, becomes `\udcXX` (in JSON a valid escape)."""
    return text.encode("utf-8", "backslashreplace")


def _records(report: Report, form: str, words: Words, *, raw: bool) -> str:
    from coverage_cli.write.machine import records

    if form == "csv":
        return records.csv_text(report, words, raw=raw)
    if form == "tsv":
        return records.tsv_text(report, words, raw=raw)
    if form == "json":
        return records.json_text(report, words)
    if form == "ndjson":
        return records.ndjson_text(report, words)
    raise ValueError(f"no such format: {form!r}")
