"""`coverage report`: a document for a committee, one to two pages an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.ending import Ending
from coverage_cli.cli.reporting import Request, asking
from coverage_cli.errors import UsageFault

if TYPE_CHECKING:
    from coverage_cli.write.committee.content import Content

_SUFFIXES = (".docx", ".pdf", ".html")


@asking
def report(request: Request, output: str | None = None, by_date: str | None = None) -> Ending:
    """Write the report for a committee: headline, key figures, charts, who is short, what is doubtful."""
    from coverage_cli.cli.deliver import concluded, input_files
    from coverage_cli.features.committee import reported
    from coverage_cli.write.committee.content import Letter, content_of
    from coverage_cli.write.place import claim, replace
    from coverage_cli.write.whole import with_whole_called

    suffix = _suffix_of(output)
    deadline = opt.month_of("--by-date", by_date)
    job, words, ask = request.job, request.words, request.delivery
    place = str(output)
    with claim(place, input_files(job)):
        made = reported(job, deadline)
        outcome = made.outcome
        letter = Letter(**request.project.letter)
        words = words.calling(outcome.report.levels)
        told = with_whole_called(outcome.report, words)
        content = content_of(told, made.courses, letter, words)
        replace(place, _set(content, suffix))
    return concluded(outcome, words, ask._replace(output=place))


def _suffix_of(output: str | None) -> str:
    """Return the kind of document that the output's suffix means."""
    suffix = next((one for one in _SUFFIXES if (output or "").lower().endswith(one)), "")
    if not suffix:
        raise UsageFault("report-format", path=output or "", choices=_SUFFIXES)
    return suffix


def _set(content: Content, suffix: str) -> bytes:
    """Return the document's bytes. Raises `UsageFault` where what it is set with is not installed."""
    try:
        if suffix == ".docx":
            from coverage_cli.write.committee.word import word_bytes

            return word_bytes(content)
        if suffix == ".pdf":
            from coverage_cli.write.committee.typeset import pdf_bytes

            return pdf_bytes(content)
    except ModuleNotFoundError as fault:
        raise UsageFault("report-extra", missing=str(fault.name), suffix=suffix) from fault
    from coverage_cli.write.committee.page import page_text

    return page_text(content).encode("utf-8", "backslashreplace")
