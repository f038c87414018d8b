"""A report as one page that needs nothing else: it opens in any browser, without network, and prints on A4.

The tables are whole without the script; it sorts, searches and folds them, and opens what stands behind a figure.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from coverage_cli import __version__
from coverage_cli.datafiles import data_path
from coverage_cli.model import Report
from coverage_cli.words import Words
from coverage_cli.write import Behind
from coverage_cli.write.page.lists import lists_of
from coverage_cli.write.page.parts import places_of, sections_of
from coverage_cli.write.page.sections import section_text
from coverage_cli.write.page.stories import packed
from coverage_cli.write.safety import json_escaped, visible
from coverage_cli.write.standing import title_of_report
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.findings import counts_line

_SAID = (
    *("search", "all", "order", "unfold", "fold", "shown", "more", "sorted_up", "sorted_down"),
    *("parts_of", "close", "none_found"),
)


def page_text(report: Report, words: Words, behind: Behind) -> str:
    """Return the page. Raises `UnreadableInput` where no unit has an area of the map."""
    sections, left_out = sections_of(report, behind, words)
    places = places_of(sections)
    body = [
        *_head(report, words),
        _contents([one.title for one in sections], words) if len(sections) > 1 else "",
        *(section_text(one, at, words) for at, one in enumerate(sections)),
        f"<p>{escape(words.label('page_left_out', count=left_out))}</p>" if left_out else "",
        *lists_of(report, places, words),
        f"<footer>{escape(words.label('page_made', program=f'coverage-cli {__version__}'))}</footer>",
        f'<dialog aria-labelledby="about"><form method="dialog"><h2 id="about"></h2>'
        f"<button>{escape(words.label('page_close'))}</button></form><div></div></dialog>",
    ]
    told = {
        "lang": words.lang,
        "group": words.style.group,
        "decimal": words.style.decimal,
        "words": {key: str(words.messages["labels"][f"page_{key}"]) for key in _SAID},
        "stories": [packed(one.figures, behind.records, words) for one in sections],
    }
    return _whole(title_of_report(report, words), body, told, words)


def _whole(title: str, body: Sequence[str], told: Mapping[str, object], words: Words) -> str:
    """Return the document. Its policy lets nothing run or be loaded but our own style and script, known by hash."""
    style, script = _part("css"), _part("js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # Data that held "</script>" would end its element: no sign of markup stands in it.
    data = json_escaped(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    return (
        f'<!DOCTYPE html>\n<html lang="{words.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta name="generator" content="coverage-cli {__version__}">\n'
        f"<title>{escape(visible(title))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{chr(10).join(filter(None, body))}\n"
        f'<script type="application/json" id="told">{data.replace("<", chr(92) + "u003c")}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _part(kind: str) -> str:
    return Path(data_path("page", "page")).with_suffix(f".{kind}").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _head(report: Report, words: Words) -> list[str]:
    """Return whose figures these are, what the sheets call themselves, and how far their reading can be trusted."""
    title = title_of_report(report, words)
    proof = proof_line([source.evidence for source in report.sources], words)
    beside = [
        report.title if report.title != title else "",
        words.label("cover_read", proof=proof) if report.sources else "",
    ]
    counted = counts_line(report.findings, words, len(report.accepted))
    return [
        f'<header><button id="theme" hidden>{escape(words.label("page_theme"))}</button>'
        f"<h1>{escape(visible(title))}</h1>",
        *(f"<p>{escape(visible(line))}</p>" for line in beside if line),
        f'<p><a href="#findings">{escape(words.label("sheet_findings"))}</a>: {escape(counted)}</p></header>',
    ]


def _contents(titles: Sequence[str], words: Words) -> str:
    links = "".join(f'<li><a href="#s{at}">{escape(title)}</a>' for at, title in enumerate(titles))
    return f'<nav aria-label="{escape(words.label("page_contents"))}"><ul>{links}</ul></nav>'
