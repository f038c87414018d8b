"""The report as a Word document, by python-docx: real headings, real tables with repeated heads, 11 points and more."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coverage_cli.model import AUTHOR
from coverage_cli.write.committee.chart import bars_svg, course_svg
from coverage_cli.write.committee.content import Content, Section, Table
from coverage_cli.write.committee.typeset import picture

if TYPE_CHECKING:
    from docx.document import Document

_FONT, _POINTS = "Times New Roman", 12
_TABLE_POINTS = 11
_TEXT_CM = 16.4
# The same report gives the same bytes, whenever it is written.
_WRITTEN = datetime.datetime(2000, 1, 1)
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB", "de": "de-DE"}


def word_bytes(content: Content) -> bytes:
    """Return the document. Raises `ModuleNotFoundError` where the extra is not installed."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_POINTS)
    _set_language(normal, _LANGUAGES.get(content.words.lang, "en-GB"))
    _begin(document, content)
    for section in content.sections:
        _put_section(document, section, content)
    _put_list(document, content.words.label("report_doubts"), content.doubts)
    _put_list(document, content.words.label("report_notes"), content.notes)
    _sign(document, content)
    _number_pages(document)
    about = document.core_properties
    about.author, about.title, about.language = AUTHOR, content.title, content.words.lang
    about.created = about.modified = _WRITTEN
    made = BytesIO()
    document.save(made)
    return _dateless(made.getvalue())


def _dateless(content: bytes) -> bytes:
    """Return the document with its parts dated alike: python-docx dates them by the clock."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as parts, ZipFile(made, "w", ZIP_DEFLATED) as fresh:
        for name in parts.namelist():
            fresh.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return made.getvalue()


def _begin(document: Document, content: Content) -> None:
    for line in content.letter.letterhead:
        document.add_paragraph().add_run(line).bold = True
    _heading(document, content.title, 0)
    document.add_paragraph(content.subtitle)


def _heading(document: Document, text: str, level: int) -> None:
    """Add a heading in the letters of the document: python-docx's own are blue and of another face."""
    from docx.shared import Pt, RGBColor

    heading = document.add_heading(text, level)
    for run in heading.runs:
        run.font.name, run.font.color.rgb = _FONT, RGBColor(0x1F, 0x38, 0x64)
        run.font.size = Pt((18, 15, 12.5)[level])


def _put_section(document: Document, section: Section, content: Content) -> None:
    from docx.shared import Cm

    _heading(document, section.title, 1)
    document.add_paragraph().add_run(section.headline).bold = True
    if section.key_figures:
        table = document.add_table(rows=0, cols=2, style="Table Grid")
        for name, text in section.key_figures:
            cells = table.add_row().cells
            cells[0].text = name
            cells[1].paragraphs[0].add_run(text).bold = True
        document.add_paragraph()
    if section.sentences:
        document.add_paragraph(" ".join(section.sentences))
    charts = []
    if section.bars:
        mark = content.words.label("report_target_mark")
        charts.append((section.bars_title, bars_svg(section.bars, mark)))
    if len(section.course) > 1:
        charts.append((section.course_title, course_svg(section.course)))
    for title, svg in charts:
        _heading(document, title, 2)
        document.add_picture(BytesIO(picture(svg)), width=Cm(16.2))
    for table in section.tables:
        _put_table(document, table)


def _put_table(document: Document, told: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    _heading(document, told.title, 2)
    rows = [
        [column.heading for column in told.columns],
        *map(list, zip(*(column.cells for column in told.columns), strict=True)),
    ]
    table = document.add_table(rows=len(rows), cols=len(told.columns), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text, column in zip(row.cells, texts, told.columns, strict=True):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(_TABLE_POINTS), row is table.rows[0] or None
            if column.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table.autofit = False
    for column, weight in zip(table.columns, told.weights, strict=True):
        column.width = Cm(_TEXT_CM * weight / sum(told.weights))
        for cell in column.cells:  # Word goes by the cells, LibreOffice by the column
            cell.width = column.width
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))  # the head is repeated on every page
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    if told.more:
        document.add_paragraph(told.more)


def _put_list(document: Document, title: str, lines: Any) -> None:
    if lines:
        _heading(document, title, 1)
        for line in lines:
            document.add_paragraph(line, style="List Bullet")


def _sign(document: Document, content: Content) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    letter = content.letter
    if not (letter.place or letter.position or letter.signer):
        return
    for line, is_bold in (
        (letter.place, False),
        (letter.position, True),
        ("", False),
        ("", False),
        (letter.signer, True),
    ):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(8)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).bold = is_bold


def _number_pages(document: Document) -> None:
    """Put the number of each page at its foot, as a field that Word fills in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _set_language(style: Any, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    told = OxmlElement("w:lang")
    told.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(told)
