"""A workbook that says in which language it is: XlsxWriter has no word for that.

What is overridden XlsxWriter keeps to itself; where it is called otherwise, the ordinary workbook is taken.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager

_KEPT_TO_ITSELF = (
    (Workbook, "_get_packager"),
    (Packager, "_write_core_file"),
    (Packager, "_filename"),
    (Core, "_write_dc_title"),
    (Core, "_xml_data_element"),
)


class _Properties(Core):  # type: ignore[misc]  # XlsxWriter is not typed
    """The properties of a document, its language among them."""

    language = ""

    def _write_dc_title(self) -> None:
        super()._write_dc_title()
        self._xml_data_element("dc:language", self.language)


class _Packager(Packager):  # type: ignore[misc]
    """What puts the parts of a file together."""

    def _write_core_file(self) -> None:
        core = _Properties()
        core.language = self.workbook.language
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class _InLanguage(Workbook):  # type: ignore[misc]
    """A workbook of one language."""

    language = ""

    def _get_packager(self) -> Packager:
        return _Packager()


def workbook_in(language: str, *arguments: Any) -> Workbook:
    """Return a new workbook that says its language, if XlsxWriter lets it."""
    if not all(hasattr(owner, name) for owner, name in _KEPT_TO_ITSELF):
        return Workbook(*arguments)
    book = _InLanguage(*arguments)
    book.language = language
    return book
