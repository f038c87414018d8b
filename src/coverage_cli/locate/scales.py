"""How many people one unit of a figure stands for, where words say so: "nghìn người", "in thousands", "Tsd.", "千人".

What counts as thousands, and what as people, is data (`[scales]` and `counted` of `data/headings`); here is where such
words must stand to be a unit of measure: before people, behind "in", in brackets, or at the end. "per 1,000", "31.000
người" and "triệu đồng" are none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from coverage_cli.patterns import pattern
from coverage_cli.records import NamedTuple
from coverage_cli.spelling import key

_NUMERAL = (
    r"(?<![\d.,'])(?:1[.,' ]?0{3}(?:[.,' ]?0{3})?|10{1,2}[.,' ]?0{3}|'?0{3})(?:'?s(?!\w))?(?!\d)"
)
_THOUSANDS = r"'0{3}(?:'?s)?(?!\w)|(?<!\w)0{3}s(?!\w)"
_PER = r"(?<!\w)(?:per|for every|trên|mỗi|je|pro|por|par|cada|tiap|setiap)"
_NO_UNIT_BEHIND = pattern(rf"(?:\d|/|{_PER})\s*$")
_MANY = r"10{0,2}(?:[.,' ]?000){1,2}"
_RATE = pattern(rf"(?:{_PER}|(?<![\d/])\s?/)\s*(?:100|{_MANY})(?![\d%])")
_DIVIDED = pattern(rf"[^\d/]/\s*({_MANY})\s*[)\]]?$")
_IDEOGRAPHS = 0x2E80


class Spoken(NamedTuple):
    """A unit of measure in a text: its factor, and where the words for it begin and end."""

    factor: int
    start: int
    end: int


class Scales(NamedTuple):
    """The words for multiples, each with its factor, and those for people that may stand behind them."""

    factors: Mapping[str, int]
    people: tuple[str, ...]

    def spoken(self, text: str) -> Spoken | None:
        """Return the unit of measure that a keyed text names, None where it names none.

        >>> scales = scales_of([{"scales": {"1000": ["nghìn"]}, "units_of_measure": {"counted": ["người"]}}])
        >>> scales.spoken("dân số (nghìn người)"), scales.spoken("tỷ suất trên 1.000 người"), scales.spoken("x1000")
        (Spoken(factor=1000, start=8, end=19), None, Spoken(factor=1000, start=0, end=5))
        """
        if "000" not in text and not any(word in text for word in self.factors):
            return None  # most headings: nothing need be compiled
        for found in _pattern(tuple(self.factors), self.people).finditer(text):
            if not _NO_UNIT_BEHIND.search(text[: found.start()]):
                word = next(filter(None, found.groups()))
                return Spoken(self._factor(word), found.start(), found.end())
        return None

    def per_people(self, text: str) -> bool:
        """Tell whether a keyed text speaks of so many in every hundred, thousand … of something: a rate.

        >>> [Scales({}, ()).per_people(text) for text in ("số thẻ/100 dân", "trên 1.000", "dân số năm 2000", "1/100")]
        [True, True, False, False]
        """
        return "1" in text and _RATE.search(text) is not None

    def divided(self, text: str) -> int | None:
        """Return by what a keyed text says its figures are divided: 1000 of "population /1000", None where by nothing.

        It is for people who are no part of others: "cases/1000" is a rate.
        """
        found = _DIVIDED.search(text)
        return self._factor(found[1]) if found else None

    def _factor(self, word: str) -> int:
        digits = re.sub(r"\D", "", word)
        return self.factors.get(word) or int(f"1{digits.removeprefix('1')}")


def scales_of(tables: Sequence[Mapping[str, Any]]) -> Scales:
    """Gather the words of all languages."""
    factors = {
        key(word): int(factor)
        for table in tables
        for factor, words in table.get("scales", {}).items()
        for word in words
    }
    people = [
        key(word)
        for table in tables
        for word in table.get("units_of_measure", {}).get("counted", ())
    ]
    return Scales(factors, tuple(sorted(people, key=len, reverse=True)))


@functools.cache
def _pattern(multiples: tuple[str, ...], people: tuple[str, ...]) -> re.Pattern[str]:
    words = _whole(multiples)
    either = f"({_NUMERAL}|{words})"
    return re.compile(
        rf"{either}\.?\s*(?:of\s+|de\s+)?(?:{_whole(people)})"
        rf"|(?:(?<!\w)(?:in|em|en|dalam)\s+|[x×*]\s?){either}\.?(?=\s*(?:$|[)\],;:]|(?:19|20)\d\d))"
        rf"|[(\[]\s*{either}\.?\s*[)\]]|[,;:–-]\s*{either}\.?$"
        rf"|(?:^|(?<=\s))({_THOUSANDS}|{words})\.?$"
    )


def _whole(words: Collection[str]) -> str:
    """Return the pattern of words that stand alone; ideographs stand side by side."""
    longest = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    ideographs = [word for word in longest if ord(word[0]) > _IDEOGRAPHS]
    others = "|".join(word for word in longest if word not in ideographs)
    return "|".join([*ideographs, rf"(?<!\w)(?:{others})(?!\w)"])
