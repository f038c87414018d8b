"""A section of the page as markup; every text of a sheet is escaped, and a row is as short as HTML allows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coverage_cli.words import Words
from coverage_cli.write.columns import Column
from coverage_cli.write.page.charts import Tiles, bars_text, course_text, courses_text, tiles_text
from coverage_cli.write.page.map import Map, map_text
from coverage_cli.write.page.paper import unprinted
from coverage_cli.write.page.parts import Section
from coverage_cli.write.safety import visible, visible_all

_STATES = {"met": "m", "short": "h", "no_target": "n"}


def section_text(section: Section, at: int, words: Words) -> str:
    """Return a section; `at` is its number on the page."""
    charts = _charts(section, words)
    keys = "".join(map(_key_figure, section.key_figures))
    said = "".join(f"<li>{escape(one)}" for one in section.foot)
    sides = " · ".join(section.sides)
    return (
        f'<section id="s{at}" aria-labelledby="t{at}">\n<h2 id="t{at}">{escape(visible(section.title))}</h2>\n'
        f"{_paragraph(section.lead, 'lead')}{f'<dl>{keys}</dl>' if keys else ''}\n"
        f"{f'<div class=charts>{charts}</div>' if charts else ''}\n{_table(section, at, words)}\n"
        f'{_paragraph(sides, "note")}<ul class="foot">{said}</ul>\n</section>'
    )


def _key_figure(told: tuple[str, str]) -> str:
    name, text = told
    # What is no figure alone needs more room.
    kind = ' class="said"' if " " in text else ""
    return f"<div{kind}><dt>{escape(name)}<dd>{escape(text)}</div>"


def _charts(section: Section, words: Words) -> str:
    note = words.label("page_scale")
    drawn = [
        bars_text(section.bars) if section.bars else "",
        course_text(section.course[1], section.course[0], note) if section.course else "",
        bars_text(section.ranking) if section.ranking else "",
        courses_text(section.courses[1], section.courses[0], note) if section.courses else "",
        _units_drawn(section.tiles),
    ]
    return "".join(drawn)


def _units_drawn(drawn: Tiles | Map | None) -> str:
    if drawn is None:
        return ""
    return map_text(drawn) if isinstance(drawn, Map) else tiles_text(drawn)


def _paragraph(text: str, kind: str) -> str:
    return f'<p class="{kind}">{escape(visible(text))}</p>\n' if text else ""


def _table(section: Section, at: int, words: Words) -> str:
    """Return the table with a caption; the script finds each row's story by its place."""
    heads = "".join(map(_head, section.columns))
    caption = escape(visible(section.title))
    kind = "ranked" if section.ranked else "nested"
    # A style of each table's own would need a policy of its own: classes name the columns that paper has no room for.
    kind = " ".join([kind, *(f"x{place}" for place in unprinted(section.columns))])
    return (
        f'<div class="wide" role="region" tabindex="0" aria-labelledby="c{at}"><table class="{kind}" '
        f'data-level="{escape(words.label("level"))}" data-levels="{escape(_levels(section, words))}">'
        f'<caption id="c{at}">{caption} <span>{escape(words.label("page_hint"))}</span></caption>'
        f"<thead><tr>{heads}</thead>\n<tbody>\n{_rows(section)}</tbody></table></div>"
    )


def _levels(section: Section, words: Words) -> str:
    """Return the name of each depth, parted by tabs: what a reader can choose to see alone."""
    names: dict[int, str] = {}
    for figure in section.figures:
        names.setdefault(figure.depth, words.level(figure.level))
    return "\t".join(visible(names[depth]) for depth in sorted(names))


def _head(column: Column) -> str:
    side = "" if column.right else ' class="l"'
    return f'<th scope="col"{side} data-key="{escape(column.key)}">{escape(column.heading)}</th>'


def _rows(section: Section) -> str:
    """Return the rows; closing tags may be left out, which is a third of a large file."""
    top = min(figure.depth for figure in section.figures)
    name, *others = section.columns
    starts = [
        f"<tr class=d{min(figure.depth - top, 4)}><th scope=row>" for figure in section.figures
    ]
    states = [_STATES.get(figure.status, "o") for figure in section.figures]
    cells = [_cells(column, states) for column in others]
    names = [escape(text) for text in visible_all(name.cells)]
    return "".join(
        f"{start}{text}{''.join(row)}\n"
        for start, text, *row in zip(starts, names, *cells, strict=True)
    )


def _cells(column: Column, states: Sequence[str]) -> list[str]:
    texts = [escape(text) for text in visible_all(column.cells)]
    if column.key == "status":
        return [f"<td class={state}>{text}" for state, text in zip(states, texts, strict=True)]
    start = "<td>" if column.right else "<td class=l>"
    return [start + text for text in texts]
