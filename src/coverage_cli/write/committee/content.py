"""Report -> what a committee reads, in order: headline, key figures, chart, who is short, what is doubtful, sources.

Every format sets the same content. Nothing is computed here that the report does not say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.grouping import take
from coverage_cli.model import Figure, FigureKey, Finding, Quotient, Report, Source
from coverage_cli.records import NamedTuple
from coverage_cli.words import Words
from coverage_cli.write.blocks import (
    Block,
    blocks_of,
    columns_of,
    counts_called,
    last_of,
    title_of,
    top_of,
)
from coverage_cli.write.columns import Column, shown
from coverage_cli.write.committee.chart import Bar
from coverage_cli.write.rates import Shown, shown_as
from coverage_cli.write.safety import visible
from coverage_cli.write.said import begun, unit_in_sentence
from coverage_cli.write.standing import (
    MOST_PARTS,
    key_figures,
    lowest_short,
    parts_right_below,
)
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.findings import place_of, worst_first
from coverage_cli.write.text.summary import sentences_of

# What stands in a table of one page's width; the workbook has the rest.
_COLUMNS = (
    "unit",
    "numerator",
    "denominator",
    "coverage_pct",
    "target_pct",
    "gap_people",
    "status",
)
_SHORT_COLUMNS = (
    "unit",
    "parent",
    "coverage_pct",
    "target_pct",
    "gap_people",
    "required_per_month",
)
_MOST_SHORT, _MOST_DOUBTS, _MOST_PERIODS = 15, 8, 13


Course = Sequence[tuple[str, Quotient, bool]]
"""A unit's coverage by period, and whether the same units stand behind it as behind the last one."""


class Letter(NamedTuple):
    """Who reports: the lines above on the left, the place, and who signs (`[report]` of the project file)."""

    letterhead: tuple[str, ...] = ()
    place: str = ""
    position: str = ""
    signer: str = ""


class Table(NamedTuple):
    """A table with its title; `more` tells how many rows it leaves out ("" where none)."""

    title: str
    columns: Sequence[Column]
    more: str = ""

    @property
    def weights(self) -> list[int]:
        """Return how wide the columns are beside one another: headings may be folded at blanks, cells need not be."""
        words = [column.heading.split(" ") for column in self.columns]
        return [
            max(4, *map(len, column.cells), *map(len, heading)) + 2
            for column, heading in zip(self.columns, words, strict=True)
        ]


class Section(NamedTuple):
    """One indicator: its headline, further sentences, key figures (label, text), bars, course, tables."""

    title: str
    headline: str
    sentences: Sequence[str]
    key_figures: Sequence[tuple[str, str]]
    bars: Sequence[Bar]
    bars_title: str
    course: Sequence[tuple[str, float, str]]
    course_title: str
    tables: Sequence[Table]


class Content(NamedTuple):
    """All that a report says; `doubts` are errors and warnings, `notes` what confirms the reading and the sources."""

    letter: Letter
    title: str
    subtitle: str
    sections: Sequence[Section]
    doubts: Sequence[str]
    notes: Sequence[str]
    words: Words


def content_of(
    report: Report, courses: Mapping[FigureKey, Course], letter: Letter, words: Words
) -> Content:
    """Return what is said of a report: its last period, an indicator with a target before the others."""
    blocks = blocks_of(report)
    period = last_of(blocks)
    blocks = [block for block in blocks if block.period == period]
    blocks.sort(key=lambda block: all(one.target_count is None for one in block.figures))
    top = top_of(blocks[0].figures) if blocks else None
    unit = unit_in_sentence(top.unit, words) if top else ""
    subtitle = " · ".join(filter(None, (unit, words.period(period))))
    return Content(
        letter,
        words.label("report_title"),
        begun(subtitle.strip()),
        [_section(block, report, courses, words) for block in blocks],
        _doubts(report.findings, words),
        _notes(report.sources, words),
        words,
    )


def _section(
    block: Block, report: Report, courses: Mapping[FigureKey, Course], words: Words
) -> Section:
    manner = shown_as(block.definition, words)
    whole = top_of(block.figures)
    at = report.figures.index(whole) if whole else None
    # Without a unit that all others are parts of there is nobody whose course it would be.
    course = list(courses.get(whole.key, ()) if whole else ())[-_MOST_PERIODS:]
    headline, *further = sentences_of(report, at, words) if at is not None else [""]
    parts = parts_right_below(block, whole)
    level = words.level(str(parts[0].level)) if parts else ""
    drawn = parts[:MOST_PARTS]
    has_target = any(figure.target_pct is not None for figure in parts)
    rate = manner.heading("coverage_pct")
    bars_title = (
        words.label("report_bars", level=level, rate=rate) if has_target else f"{level}: {rate}"
    )
    return Section(
        title_of(block._replace(period=None), words),
        headline,
        further,
        key_figures(block, whole, manner),
        [_bar(figure, manner) for figure in drawn if figure.coverage_pct is not None],
        " · ".join(filter(None, (bars_title, _more(parts, drawn, words)))),
        [_point(one, manner) for one in course],
        words.label(f"report_course{'' if all(one[2] for one in course) else '_apart'}", rate=rate),
        [*_table_of_parts(block, parts, words), *_table_of_short(block, words)],
    )


def _point(point: tuple[str, Quotient, bool], manner: Shown) -> tuple[str, float, str]:
    """Return a point of the course; one that other units stand behind has a mark."""
    period, rate, comparable = point
    text = manner.column("coverage_pct", [rate]).cells[0]
    return manner.words.period(period), _percent(rate), text if comparable else f"{text} *"


def _bar(figure: Figure, manner: Shown) -> Bar:
    rate = figure.coverage_pct
    assert rate is not None
    target = figure.target_pct
    return Bar(
        visible(figure.unit),
        _percent(rate),
        None if target is None else _percent(target),
        manner.column("coverage_pct", [rate]).cells[0],
        figure.status == "short",
    )


def _percent(rate: Quotient) -> float:
    return float(rate.over) / float(rate.under)


def _table_of_parts(block: Block, parts: Sequence[Figure], words: Words) -> list[Table]:
    if len(parts) < 2:
        return []
    title = words.label("report_parts", level=words.level(str(parts[0].level)))
    shown_parts = parts[:MOST_PARTS]
    columns = _columns(block, shown_parts, _COLUMNS, words)
    return [Table(title, columns, _more(parts, shown_parts, words))]


def _more(all_: Sequence[Figure], kept: Sequence[Figure], words: Words) -> str:
    """Say how many units are left out, "" where none is."""
    count = len(all_) - len(kept)
    return words.label("report_more", count=count) if count else ""


def _table_of_short(block: Block, words: Words) -> list[Table]:
    """Return the lowest units that are short, those that lack most people first, with their ranks."""
    short = lowest_short(block.figures)
    if not short:
        return []
    kept = short[:_MOST_SHORT]
    level = words.level(str(short[0].level))
    rank = Column("rank", words.label("rank"), [str(at + 1) for at in range(len(kept))], right=True)
    return [
        Table(
            words.label("report_short", level=level, count=len(short)),
            [rank, *_columns(block, kept, _SHORT_COLUMNS, words)],
            _more(short, kept, words),
        )
    ]


def _columns(
    block: Block, chosen: Sequence[Figure], keys: Sequence[str], words: Words
) -> list[Column]:
    """Return the columns of some rows of a block that are among the keys, counts called by what they count."""
    places = {figure.key: at for at, figure in enumerate(block.figures)}
    rows = [places[figure.key] for figure in chosen]
    further = {key: take(column, rows) for key, column in block.further.items()}
    flat = tuple(figure._replace(depth=0) for figure in chosen)
    part = block._replace(figures=flat, further=further)
    called = counts_called(columns_of(part, words), block.definition, words)
    told = {column.key: column for column in called}
    if "parent" in keys and len({figure.parent for figure in chosen}) > 1:
        told["parent"] = shown("parent", [figure.parent for figure in chosen], words)
    if all(figure.status == "no_target" for figure in chosen):
        del told["status"]  # that there is no target is seen by there being none
    return [told[key] for key in keys if key in told]


def _doubts(findings: Sequence[Finding], words: Words) -> list[str]:
    told = [one for one in worst_first(findings) if one.severity != "info"]
    lines = [
        visible(
            f"{words.finding(one)} ({place})" if (place := place_of(one)) else words.finding(one)
        )
        for one in told[:_MOST_DOUBTS]
    ]
    more = len(told) - len(lines)
    return [begun(line) for line in lines] + (
        [words.label("report_more", count=more)] if more > 0 else []
    )


def _notes(sources: Sequence[Source], words: Words) -> list[str]:
    """Return what confirms the reading, and which cells of which files were read."""
    proof = proof_line([source.evidence for source in sources], words)
    named = [
        visible(
            " ".join(
                filter(None, (source.file, source.sheet and f"[{source.sheet}]", source.range))
            )
        )
        for source in sources
    ]
    return [begun(f"{proof}."), words.label("report_sources", files=tuple(named))]
