"""The report as PDF, and charts as pictures for Word, by typst: it needs no program and no font of the system.

Text reaches typst as data (JSON), never as its markup: a name of "#import" stays a name.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from coverage_cli.datafiles import data_path
from coverage_cli.write.committee.chart import bars_svg, course_svg
from coverage_cli.write.committee.content import Content, Section

_PER_INCH = 200
_PICTURE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg", width: 16.2cm)\n'


def pdf_bytes(content: Content) -> bytes:
    """Return the document. Raises `ModuleNotFoundError` where the extra is not installed."""
    files: dict[str, str] = {}
    told = {
        **content.letter._asdict(),
        "lang": content.words.lang,
        "title": content.title,
        "subtitle": content.subtitle,
        "sections": [
            _section(section, at, content, files) for at, section in enumerate(content.sections)
        ],
        "doubts": list(content.doubts),
        "notes": list(content.notes),
        "labels": {name: content.words.label(f"report_{name}") for name in ("doubts", "notes")},
    }
    files["report.json"] = json.dumps(told, ensure_ascii=False)
    return _compiled(_template(), files, "pdf")


def _template() -> str:
    return Path(data_path("committee", "report")).with_suffix(".typ").read_text(encoding="utf-8")


def picture(svg: str) -> bytes:
    """Return an SVG as a PNG of 200 dots an inch, as wide as a page's text."""
    return _compiled(_PICTURE, {"chart.svg": svg}, "png")


def _section(section: Section, at: int, content: Content, files: dict[str, str]) -> dict[str, Any]:
    charts = []
    if section.bars:
        svg = bars_svg(section.bars, content.words.label("report_target_mark"))
        charts.append((section.bars_title, svg))
    if len(section.course) > 1:
        charts.append((section.course_title, course_svg(section.course)))
    names = []
    for number, (title, svg) in enumerate(charts):
        name = f"chart-{at}-{number}.svg"
        files[name] = svg
        names.append({"title": title, "file": name})
    return {
        "title": section.title,
        "headline": section.headline,
        "sentences": " ".join(section.sentences),
        "key_figures": [list(pair) for pair in section.key_figures],
        "charts": names,
        "tables": [
            {
                "title": table.title,
                "more": table.more,
                "weights": table.weights,
                "right": [column.right for column in table.columns],
                "head": [column.heading for column in table.columns],
                "rows": list(
                    map(list, zip(*(column.cells for column in table.columns), strict=True))
                ),
            }
            for table in section.tables
        ],
    }


def _compiled(source: str, files: dict[str, str], form: Literal["pdf", "png"]) -> bytes:
    import font_source_sans_pro
    import font_source_serif_pro
    import typst

    fonts = [
        str(Path(font.__path__[0]) / "files")
        for font in (font_source_serif_pro, font_source_sans_pro)
    ]
    with TemporaryDirectory() as folder:
        for name, text in {**files, "main.typ": source}.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return typst.compile(
            str(Path(folder) / "main.typ"),
            root=folder,
            font_paths=fonts,
            format=form,
            ppi=float(_PER_INCH),
        )
