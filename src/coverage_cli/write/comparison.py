"""A comparison of two deliveries as text and records: each revision with what it changes, in words.

It computes nothing but how many revisions there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coverage_cli import __version__
from coverage_cli.comparison import Comparison, Revision, Tally
from coverage_cli.model import Cell, Figure
from coverage_cli.words import Words
from coverage_cli.write.columns import Column, indicator_name, shown
from coverage_cli.write.machine.records import (
    delimited_table,
    finding_object,
    json_object,
    objects_of,
    source_object,
)
from coverage_cli.write.parts import Part
from coverage_cli.write.rates import Shown, shown_as
from coverage_cli.write.safety import visible
from coverage_cli.write.text.numerals import counts, percents

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA = "coverage-cli/comparison/1"
_NAMED = 3
_WITHOUT_VERDICT = ("added", "now_reported", "target_changed")
_MAY_LACK = ("change_pp", "follows_from")
_PAIRS = ("numerator", "denominator", "coverage_pct", "target_count")


def comparison_text(comparison: Comparison, form: str, words: Words, *, raw: bool = False) -> str:
    """Return a comparison as text in any of the formats but xlsx; table is plain here."""
    if form in ("csv", "tsv"):
        return delimited(comparison, form, words, raw=raw)
    if form == "ndjson":
        return "\n".join([*objects_of(table_of(comparison.revisions, words)), ""])
    if form == "json":
        return _json_text(comparison, words)
    if form == "markdown":
        from coverage_cli.write.document.markdown import markdown_parts

        return markdown_parts(
            comparison.title, parts_of(comparison, words), said_of(comparison, words)
        )
    from coverage_cli.write.text.plain import plain_parts

    return plain_parts(comparison.title, parts_of(comparison, words), said_of(comparison, words))


def show_comparison(comparison: Comparison, words: Words, console: Console) -> None:
    """Print a comparison on a terminal."""
    from coverage_cli.write.text.screen import show_parts

    show_parts(
        comparison.title, parts_of(comparison, words), said_of(comparison, words), words, console
    )


def delimited(
    comparison: Comparison, form: str, words: Words, *, raw: bool = False, newline: str = "\n"
) -> str:
    """Return the revisions as csv or tsv."""
    delimiter = "," if form == "csv" else "\t"
    return delimited_table(table_of(comparison.revisions, words), delimiter, newline, raw=raw)


def table_of(revisions: Sequence[Revision], words: Words) -> dict[str, Sequence[object]]:
    """Return the columns of all machine formats: those of a revision, `follows_from` joined, then the words for it."""
    columns = list(zip(*revisions, strict=True)) or [()] * len(Revision._fields)
    table: dict[str, Sequence[object]] = dict(zip(Revision._fields, columns, strict=True))
    table["follows_from"] = ["; ".join(revision.follows_from) or None for revision in revisions]
    table["text"] = [sentence(revision, words) for revision in revisions]
    return table


def sentence(revision: Revision, words: Words) -> str:
    """Return what was restated and what that changes: `Huyện X: 94.90 → 95.10, target now met`."""
    old, new = revision.old_coverage_pct, revision.new_coverage_pct
    if old is None and new is None:
        pair = counts([revision.old_numerator, revision.new_numerator], words)
    else:
        pair = percents([old, new], words)
    return f"{revision.unit}: {_pair(*pair)}, {effect_of(revision, words)}"


def effect_of(revision: Revision, words: Words) -> str:
    """Return what a revision changes in words, with the verdict where they do not tell it."""
    effect = words.label(f"effect_{revision.effect}")
    if revision.effect in _WITHOUT_VERDICT and revision.new_status in ("met", "short"):
        return f"{effect}, {words.status(revision.new_status)}"
    return effect


def said_of(comparison: Comparison, words: Words) -> list[str]:
    """Return what is said behind the tables: that nothing changed, and which periods only one delivery has."""
    said = [] if comparison.revisions else [words.label("nothing_restated")]
    for key in ("only_old", "only_new"):
        periods = getattr(comparison, key)
        if periods:
            said.append(words.label(f"periods_{key}", periods=periods))
    return said


def parts_of(comparison: Comparison, words: Words) -> list[Part]:
    """Return a table a period and indicator that has revisions."""
    groups: dict[tuple[str | None, str], list[Revision]] = {}
    for revision in comparison.revisions:
        groups.setdefault((revision.period, revision.indicator), []).append(revision)
    return [_part(comparison, place, revisions, words) for place, revisions in groups.items()]


def _part(
    comparison: Comparison,
    place: tuple[str | None, str],
    revisions: Sequence[Revision],
    words: Words,
) -> Part:
    period, name = place
    label = indicator_name(name, comparison.indicators, words)
    title = visible(" · ".join(filter(None, (label, words.period(period)))))
    manner = shown_as(comparison.indicators.get(name), words)
    foot = [_tally(revisions, comparison.compared[place], words)]
    foot += [
        sentence(one, manner.words) for one in revisions if one.effect in ("now_met", "now_short")
    ]
    figures = list(map(_standing, revisions))
    return Part(
        title,
        [words.label("old_to_new")],
        _columns(revisions, manner),
        list(map(visible, foot)),
        figures,
    )


def _tally(revisions: Sequence[Revision], tally: Tally, words: Words) -> str:
    """Say how many of the lowest units were restated, came or went, and how many rows follow from them."""
    follow = sum(bool(revision.follows_from) for revision in revisions)
    said = [words.label("restated_of", count=tally.restated, compared=tally.compared)]
    alone = {"added": tally.added, "removed": tally.removed}
    said += [words.label(f"{kind}_count", count=count) for kind, count in alone.items() if count]
    return " · ".join([*said, *([words.label("follow_count", count=follow)] if follow else [])])


def _columns(revisions: Sequence[Revision], manner: Shown) -> list[Column]:
    told: dict[str, Sequence[Cell]] = {
        "unit": [revision.unit for revision in revisions],
        "parent": [revision.parent or "" for revision in revisions],
        "change_people": [revision.change_people for revision in revisions],
        "change_pp": [manner.rate(revision.change_pp) for revision in revisions],
        "follows_from": [_first(revision.follows_from) for revision in revisions],
    }
    told = {key: cells for key, cells in told.items() if any(cells) or key not in _MAY_LACK}
    pairs = [column for key in _PAIRS if (column := _pair_column(key, revisions, manner))]
    effects = [effect_of(revision, manner.words) for revision in revisions]
    status = Column("status", manner.words.label("effect"), effects, right=False)
    unit, parent, *changes = (shown(key, cells, manner.words) for key, cells in told.items())
    return [unit, parent, *pairs, *changes, status]


def _pair_column(key: str, revisions: Sequence[Revision], manner: Shown) -> Column | None:
    """Return a column of old and new figures; of denominators and targets only where any differs."""
    sides = [
        [getattr(revision, f"{side}_{key}") for revision in revisions] for side in ("old", "new")
    ]
    known = any(cell is not None for cells in sides for cell in cells)
    if not known or (sides[0] == sides[1] and key in ("denominator", "target_count")):
        return None
    old, new = (manner.column(key, cells) for cells in sides)
    return new._replace(cells=list(map(_pair, old.cells, new.cells)))


def _pair(old: str, new: str) -> str:
    return new if old == new else f"{old} → {new}"


def _first(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" (+{more})" if more > 0 else "")


def _standing(revision: Revision) -> Figure:
    """Return the figure that gives a row its colour."""
    status = revision.new_status or "no_data"
    return Figure(
        revision.period, revision.level, revision.code, revision.unit, revision.parent, revision.indicator,
        revision.new_numerator, revision.new_denominator, revision.new_coverage_pct, None, None, None, None, None,
        None, None, status, 1, 1,
    )  # fmt: skip


def _json_text(comparison: Comparison, words: Words) -> str:
    """Return the one object of the schema (docs/json.md), a row a line."""
    periods = {
        "compared": list(dict.fromkeys(period for period, _ in comparison.compared)),
        "only_old": comparison.only_old,
        "only_new": comparison.only_new,
    }
    sources = {
        side: [source_object(one) for one in getattr(comparison, side)] for side in ("old", "new")
    }
    findings = [finding_object(finding, words) for finding in comparison.findings]
    return json_object(
        {"schema": SCHEMA, "version": __version__, "sources": sources, "periods": periods},
        {"rows": objects_of(table_of(comparison.revisions, words)), "findings": findings},
    )
