"""What stands below the figures: findings, sources, how the figures are made, the footnotes of the sheets."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coverage_cli.model import Finding, Report, Source
from coverage_cli.words import Words
from coverage_cli.write.page.parts import Places
from coverage_cli.write.safety import visible
from coverage_cli.write.said import begun
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.findings import place_of, worst_first

_METHOD = ("coverage", "target", "attainment", "gap", "shortfall", "sums", "status")
_SOURCE = ("file", "sheet", "range", "period", "evidence", "sha256")


def lists_of(report: Report, places: Places, words: Words) -> list[str]:
    """Return the lists, each a section of its own."""
    findings = worst_first(report.findings)
    told = "".join(_finding(one, places, words) for one in findings)
    method = "".join(f"<li>{escape(words.label(f'method_{key}'))}" for key in _METHOD)
    notes = "".join(
        f"<li>{escape(visible(f'{_bare(one.file)} [{one.sheet}] {one.row}: {one.text}'))}"
        for one in report.footnotes
    )
    none = f"<p>{escape(begun(words.label('no_findings')))}</p>"
    return [
        _listed("findings", words.label("sheet_findings"), f"<ul class=found>{told}</ul>" if told else none),
        _listed("sources", words.label("sheet_sources"), _sources(report.sources, words)),
        _listed("method", words.label("sheet_notes"), f"<ul>{method}</ul>"),
        _listed("notes", words.label("footnotes_of_sources"), f"<ul>{notes}</ul>") if notes else "",
    ]  # fmt: skip


def _listed(name: str, title: str, content: str) -> str:
    return f'<section id="{name}"><h2>{escape(title)}</h2>{content}</section>'


def _finding(finding: Finding, places: Places, words: Words) -> str:
    """Return a finding: how grave, what, where; its unit's row is opened from it."""
    place = f" <small>{escape(visible(place_of(finding)))}</small>" if place_of(finding) else ""
    link = ""
    if finding.unit in places:
        section, row = places[str(finding.unit)]
        link = f' <span data-row="{row}" data-section="{section}">{escape(visible(str(finding.unit)))}</span>'
    return (
        f"<li class={finding.severity}><b>{escape(words.severity(finding.severity))}</b> "
        f"{escape(visible(begun(words.finding(finding))))}{place}{link}\n"
    )


def _sources(sources: Sequence[Source], words: Words) -> str:
    heads = "".join(f"<th scope=col class=l>{escape(begun(words.label(key)))}" for key in _SOURCE)
    rows = "".join(
        "<tr>" + "".join(f"<td class=l>{escape(visible(text))}" for text in _row(source, words))
        for source in sources
    )
    return f'<div class="wide" role="region" tabindex="0" aria-labelledby="sources"><table><thead><tr>{heads}</thead><tbody>{rows}</tbody></table></div>'  # noqa: E501


def _row(source: Source, words: Words) -> tuple[str, ...]:
    proof = proof_line([source.evidence], words)
    period = words.period(source.period)
    return _bare(source.file), source.sheet, source.range, period, proof, source.sha256


def _bare(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]
