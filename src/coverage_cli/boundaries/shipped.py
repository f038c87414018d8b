"""The tables of changes that come with the program, in a compact form: words once, units, changes between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from coverage_cli.boundaries.crosswalk import Change, Crosswalk, Place
from coverage_cli.datafiles import data_path

COUNTRIES = ("vn",)
"""The countries whose changes come with the program."""
_WORDS, _UNIT, _CHANGE = "w", "u", "c"


def shipped(country: str) -> Crosswalk:
    """Return the changes of a country."""
    import csv
    import gzip

    words: list[str] = []
    places: list[Place] = []
    changes: list[Change] = []
    path = data_path("boundaries", country).removesuffix(".toml") + ".csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for kind, *cells in csv.reader(file):
            if kind == _UNIT:
                code, name, parent, since, until = cells
                place = Place(
                    code,
                    name,
                    words[int(parent)],
                    since,
                    until,
                )
                places.append(place)
            elif kind == _CHANGE:
                old, new, share, what, source = cells
                change = Change(
                    old=int(old) if old else None,
                    new=int(new),
                    share=Fraction(share) if share else None,
                    kind=words[int(what)],
                    source=words[int(source)],
                )
                changes.append(change)
            else:
                words.append(cells[0])
    return Crosswalk(country, tuple(places), tuple(changes))


def written(table: Crosswalk) -> Iterator[Sequence[str]]:
    """Yield the rows of a table in the form that is shipped."""
    spoken = [place.parent for place in table.places]
    spoken += [text for change in table.changes for text in (change.kind, change.source)]
    words = {text: at for at, text in enumerate(dict.fromkeys(spoken))}
    for text in words:
        yield _WORDS, text
    for place in table.places:
        parent = str(words[place.parent])
        yield _UNIT, place.code, place.name, parent, place.since, place.until
    for change in table.changes:
        old = "" if change.old is None else str(change.old)
        share = "" if change.share is None else str(change.share)
        kind, source = str(words[change.kind]), str(words[change.source])
        yield _CHANGE, old, str(change.new), share, kind, source
