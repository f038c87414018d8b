"""Units over time as text, JSON and CSV: a block a unit, what stands above it, what it was made of, what it became."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coverage_cli import __version__
from coverage_cli.boundaries.crosswalk import Place, day_before
from coverage_cli.boundaries.lookup import Found, Step
from coverage_cli.boundaries.table import COLUMNS
from coverage_cli.words import Words

SCHEMA = "coverage-cli/units/1"


def units_text(found: Sequence[Found], words: Words) -> str:
    """Return a line a unit where many are listed, and of a few what became of each."""
    if len(found) > _MOST_TOLD:
        lines = [_named(one.place, words) for one in found]
        lines += ["", words.label("units_listed", count=len(found))]
        return "\n".join(lines) + "\n"
    return "\n".join("\n".join(_block(one, words)) + "\n" for one in found)


_MOST_TOLD = 12


def _block(one: Found, words: Words) -> Iterator[str]:
    yield _named(one.place, words)
    yield from _steps("units_made_of", one.made_of, words)
    yield from _steps("units_became", one.became, words)
    if not one.became and not one.place.until:
        yield f"  {words.label('units_there')}"


def _named(place: Place, words: Words) -> str:
    """Return a unit in one line: name, code, what stands above it, from when until when."""
    code = f" ({place.code})" if place.code else ""
    times = []
    if place.since:
        times.append(words.label("units_since", day=place.since))
    if place.until:
        times.append(words.label("units_until", day=place.until))
    return " · ".join(filter(None, (f"{place.name}{code}", place.parent, *times)))


def _steps(
    label: str,
    steps: Sequence[Step],
    words: Words,
) -> Iterator[str]:
    for day in dict.fromkeys(step.day for step in steps):
        yield f"  {words.label(label, day=day)}"
        of_day = [step for step in steps if step.day == day]
        for step in of_day:
            yield f"    {_step(step, words)}"
        sources = dict.fromkeys(step.source for step in of_day if step.source)
        if sources:
            yield f"    [{'; '.join(sources)}]"


def _step(step: Step, words: Words) -> str:
    if step.place is None:
        return words.label(f"units_{step.kind}" if step.kind else "units_new")
    code = f" ({step.place.code})" if step.place.code else ""
    return f"{step.place.name}{code}: {_share(step, words)}"


def _share(step: Step, words: Words) -> str:
    """Return how many of the people went, in words."""
    if step.share is None:
        return words.label("units_part")
    if step.share == 1:
        return words.label("units_whole")
    if step.share == 0:
        return words.label("units_land")
    return words.label("units_share", share=f"{float(100 * step.share):.6g} %")


def units_json(
    found: Sequence[Found],
    table: str,
    day: str | None,
) -> str:
    """Return the units as one JSON object."""
    units = [
        {
            **_place(one.place),
            "made_of": [_change(step) for step in one.made_of],
            "became": [_change(step) for step in one.became],
        }
        for one in found
    ]
    made = {"schema": SCHEMA, "version": __version__, "table": table, "day": day, "units": units}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _place(place: Place) -> dict[str, Any]:
    return {
        "code": place.code or None,
        "unit": place.name,
        "parents": list(place.above),
        "valid_from": place.since or None,
        "valid_to": place.until or None,
    }


def _change(step: Step) -> dict[str, Any]:
    return {
        **(_place(step.place) if step.place else {"code": None, "unit": None}),
        "on": step.day,
        "share": None if step.share is None else float(step.share),
        "kind": step.kind or None,
        "source": step.source or None,
    }


def units_csv(found: Sequence[Found]) -> str:
    """Return the units and what became of them as a table of changes, as `--units` reads it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for one in found:
        writer.writerows(_rows(one))
    return text.getvalue()


def _rows(one: Found) -> Iterator[Mapping[str, str]]:
    place = one.place
    own = {
        "old_code": place.code,
        "old_name": place.name,
        "old_parent": place.parent,
        "valid_from": place.since,
        "valid_to": place.until,
    }
    for step in one.made_of:
        # Who came of itself, or of nobody knows what, is told by a row of its own.
        if step.place is None:
            yield _origin(place, step)
    if not one.became:
        yield own
    for step in one.became:
        new = step.place
        assert new is not None
        yield {
            **own,
            "new_code": new.code,
            "new_name": new.name,
            "new_parent": new.parent,
            "share": "" if step.share is None else str(step.share),
            "kind": step.kind,
            "source": step.source,
        }


def _origin(place: Place, step: Step) -> Mapping[str, str]:
    return {
        "valid_to": day_before(step.day),
        "new_code": place.code,
        "new_name": place.name,
        "new_parent": place.parent,
        "kind": step.kind,
        "source": step.source,
    }
