"""The report as one page of HTML: no script, no network, fit for A4 and for a telephone."""

from __future__ import annotations

from html import escape

from coverage_cli.write.committee.chart import bars_svg, course_svg
from coverage_cli.write.committee.content import Content, Section, Table

_STYLE = """
:root{color-scheme:light dark}
body{font:17px/1.5 "Source Serif Pro",Georgia,"Times New Roman",serif;max-width:46em;margin:2em auto;padding:0 1em}
h1{font-size:1.6em;margin:.2em 0}h2{font-size:1.3em;margin:1.6em 0 .3em;border-bottom:2px solid #2F5597}
h3{font-size:1.05em;margin:1.2em 0 .3em}.sub{color:#666}.lead{font-size:1.12em}
table{border-collapse:collapse;width:100%;font-size:.92em}
th,td{padding:.25em .5em;border-bottom:1px solid #ccc;vertical-align:top}
th{text-align:left;border-bottom:2px solid #888}.r{text-align:right;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(10em,1fr));gap:.6em 1em;margin:1em 0}
dt{font-size:.85em;color:#666}dd{margin:0;font-weight:bold;font-size:1.15em}svg{max-width:100%;height:auto;background:#fff}
.wide{overflow-x:auto}.head{white-space:pre-line;font-weight:bold}.sign{margin:3em 0 0 50%;text-align:center}
@media print{body{margin:0;max-width:none;font-size:11pt}h2{break-after:avoid}
table,svg{break-inside:avoid}@page{size:A4;margin:2cm}}
"""


def page_text(content: Content) -> str:
    """Return the report as a document of its own; every text of a sheet is escaped."""
    letter, words = content.letter, content.words
    head = escape("\n".join(letter.letterhead))
    parts = [
        f'<p class="head">{head}</p>' if head else "",
        f"<h1>{escape(content.title)}</h1>",
        f'<p class="sub">{escape(content.subtitle)}</p>',
        *(_section(section, content) for section in content.sections),
        _listed(words.label("report_doubts"), content.doubts),
        _listed(words.label("report_notes"), content.notes),
        _signature(content),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{words.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(content.title)} · {escape(content.subtitle)}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _section(section: Section, content: Content) -> str:
    figures = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
        for name, text in section.key_figures
    )
    charts = ""
    if section.bars:
        charts += f"<h3>{escape(section.bars_title)}</h3>"
        charts += bars_svg(section.bars, content.words.label("report_target_mark"))
    if len(section.course) > 1:
        charts += f"<h3>{escape(section.course_title)}</h3>{course_svg(section.course)}"
    sentences = " ".join(section.sentences)
    return (
        f'<h2>{escape(section.title)}</h2><p class="lead">{escape(section.headline)}</p>'
        f"<dl>{figures}</dl><p>{escape(sentences)}</p>{charts}{''.join(map(_table, section.tables))}"
    )


def _table(table: Table) -> str:
    marks = [' class="r"' if column.right else "" for column in table.columns]
    head = "".join(
        f'<th scope="col"{mark}>{escape(column.heading)}</th>'
        for mark, column in zip(marks, table.columns, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(f"<td{mark}>{escape(cell)}</td>" for mark, cell in zip(marks, row, strict=True))
        + "</tr>"
        for row in zip(*(column.cells for column in table.columns), strict=True)
    )
    more = f"<p class=sub>{escape(table.more)}</p>" if table.more else ""
    return (
        f'<h3>{escape(table.title)}</h3><div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _listed(title: str, lines: object) -> str:
    items = "".join(f"<li>{escape(str(line))}</li>" for line in lines)  # type: ignore[attr-defined]
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>" if items else ""


def _signature(content: Content) -> str:
    letter = content.letter
    lines = [escape(line) for line in (letter.place, letter.position, "", "", letter.signer)]
    return f'<p class="sign">{"<br>".join(lines)}</p>' if any(lines) else ""
