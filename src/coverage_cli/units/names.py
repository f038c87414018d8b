"""Part a name into its type word and the rest, so that full, short and missing type words can be compared.

Whether two names that may mean one place do so is decided where the places around them are known, not here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from coverage_cli.model import Units
from coverage_cli.patterns import pattern
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import fold, key, loosened

# Names under one code must be at least this alike, or the code stands for another place.
_ALIKE = 0.6

_MOST_TYPE_WORDS = 2

_DIGITS = pattern(r"\d+")

TypeWords = Sequence[str] | Mapping[str, str]
"""The words that tell a unit's type (xã, huyện …); a mapping also tells which word a short one stands for (tt.)."""


class Name(NamedTuple):
    """A keyed name in two parts; `kind` is the full type word, "" where the name has none."""

    kind: str
    bare: str

    def may_be(self, other: Name) -> bool:
        """Tell whether two names may mean one place: the same, or one of them without its type word."""
        return self.bare == other.bare and _may_be_one_kind(self, other)

    @property
    def full(self) -> str:
        """Return the whole name with its type word written out."""
        return f"{self.kind} {self.bare}" if self.kind else self.bare


def namer(type_words: TypeWords) -> Callable[[str], Name]:
    """Return the function that parts names by these type words.

    >>> part = namer({"thị trấn": "thị trấn", "tt.": "thị trấn"})
    >>> part("TT.Me") == part("Thị trấn Me"), part("Me").kind
    (True, '')
    """
    full = (
        dict(type_words) if isinstance(type_words, Mapping) else {word: word for word in type_words}
    )
    # The longest first, or "thị" would be found in "thị trấn" and leave "trấn" in the name.
    longest_first = sorted(full, key=len, reverse=True)
    # A word ends at a blank or at a dot, its own or one put behind it: "TT Me", "TT. Me", "TT.Me".
    begins = (
        pattern(rf"({'|'.join(map(re.escape, longest_first))})(?:(?<=\.)|\.| )\s*(?=\w)")
        if full
        else None
    )

    @functools.cache
    def part(name: str) -> Name:
        keyed = key(name)
        found = begins.match(keyed) if begins else None
        return Name(full[found.group(1)], keyed[found.end() :]) if found else Name("", keyed)

    return part


def keyed_lowest(units: Units) -> list[str]:
    """Return the keyed names of the lowest units, aligned with `units.lowest`."""
    return [key(units.names[at]) for at in units.lowest]


def spelled_alike(
    part: Callable[[str], Name], lists: Sequence[Iterable[str]]
) -> Callable[[str], Name]:
    """Return `part` so that names of several lists get one spelling where only dashes, dots, zeros or "and" differ.

    Not where one list has both spellings: its Phường 1 and its Phường 01 are two places.

    >>> part = spelled_alike(namer(["phường"]), [["Phường 1", "Phường 2"], ["Phường 01", "Phường 02", "Phường 2"]])
    >>> part("Phường 1") == part("Phường 01"), part("Phường 2") == part("Phường 02")
    (True, False)
    """
    spellings: dict[str, set[str]] = {}
    twofold: set[str] = set()
    for names in lists:
        own: dict[str, set[Name]] = {}
        for name in map(part, set(names)):
            own.setdefault(loosened(name.bare), set()).add(name)
        for loose, group in own.items():
            spellings.setdefault(loose, set()).update(name.bare for name in group)
            pairs = combinations(group, 2)
            if any(
                first.bare != second.bare and _may_be_one_kind(first, second)
                for first, second in pairs
            ):
                twofold.add(loose)
    mended = {loose for loose, bares in spellings.items() if len(bares) > 1} - twofold
    if not mended:
        return part

    @functools.cache
    def alike(name: str) -> Name:
        parted = part(name)
        return parted._replace(bare=loose) if (loose := loosened(parted.bare)) in mended else parted

    return alike


def _may_be_one_kind(first: Name, second: Name) -> bool:
    return first.kind == second.kind or not first.kind or not second.kind


def _is_lengthened(short: str, long: str) -> bool:
    """Tell whether a name is another one with a word before or behind it ("Bay County", "City of Ely")."""
    more = (
        long.removeprefix(f"{short} ")
        if long.startswith(f"{short} ")
        else long.removesuffix(f" {short}")
    )
    return (
        more != long and len(more.split()) <= _MOST_TYPE_WORDS and not any(map(str.isdigit, more))
    )


def are_alike(first: str, second: str) -> bool:
    """Tell whether two bare names are near enough to be one name misspelt, or with a word for its type.

    >>> are_alike("lạc vân", "lac van"), are_alike("lạc vân", "quỳnh lưu")
    (True, False)
    >>> are_alike("bay", "bay county"), are_alike("quận", "quận 1")
    (True, False)
    """
    if first == second or _is_lengthened(*sorted((first, second), key=len)):
        return True
    # Quận 1 is no Quận 2, however alike they are spelled.
    if _DIGITS.findall(first) != _DIGITS.findall(second):
        return False
    import difflib  # only a name that differs under its code pays for it

    return difflib.SequenceMatcher(None, fold(first), fold(second)).ratio() >= _ALIKE
