"""What an indicator is: measures added up over measures, how its rate is shown, and which way is better.

Vocabulary only, like `model.py`: nothing is read from a sheet and nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from coverage_cli.grouping import first_where
from coverage_cli.records import NamedTuple

_TERM = re.compile(r"\s*([+-])\s*([a-z][a-z0-9_]*)\s*")


class Term(NamedTuple):
    """A measure that is added (1) or taken away (-1)."""

    measure: str
    sign: Literal[1, -1] = 1


Sum = tuple[Term, ...]
"""Measures added and taken away: `social_compulsory + social_voluntary`, `dtp1 - dtp3`."""


class Indicator(NamedTuple):
    """A named definition: `numerators` over `denominators`, each the first alternative whose measures are all found.

    `per` is how the rate is shown and its targets are given (per 100, 1,000 …); figures are in percent all the same.
    `over_100` is the coverage in percent that is still believed: None as everywhere, False whatever it is; a whole
    with a coverage of less than `unlikely_below` percent is doubted. A `share`
    is a group's part of its own total, never a coverage. One without denominators has counts only. What is
    `on_request` is computed only where it is asked for by its id. `headings` name the column of its rate,
    `short` are further names by which it may be asked for.
    """

    id: str
    numerators: tuple[Sum, ...]
    denominators: tuple[Sum, ...]
    labels: Mapping[str, str]
    per: int = 100
    better: Literal["higher", "lower"] = "higher"
    measure_kind: Literal["stock", "flow"] = "stock"
    over_100: int | Literal[False] | None = None
    unlikely_below: int = 0
    decimals: int | None = None
    share: bool = False
    on_request: bool = False
    headings: Mapping[str, str] = {}
    short: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """Return the name in that language, else in English, else the id."""
        return self.labels.get(lang) or self.labels.get("en") or self.id

    @property
    def lower(self) -> bool:
        """Tell whether less is better (drop-out, exemptions)."""
        return self.better == "lower"

    @property
    def subject(self) -> str:
        """Return what a column of its targets or printed rates speaks of: its one measure, else the indicator itself.

        A share's target is none of its measure's coverage, nor is the target of a sum that of its first term.
        """
        first = self.numerators[0]
        return self.id if len(first) > 1 or self.share else first[0].measure

    @property
    def denominator(self) -> str:
        """Return its (first) denominator as it is written, "" without one."""
        return written(self.denominators[0]) if self.denominators else ""

    @property
    def is_coverage(self) -> bool:
        """Tell whether its rate is how many of all have it, so that a target for everything speaks of it."""
        return self.per == 100 and not self.lower and not self.share


MeasureKind = Literal["stock", "new", "target", "target_new"]
MEASURE_KINDS: tuple[MeasureKind, ...] = ("stock", "new", "target", "target_new")
PREFIXES: Mapping[MeasureKind, str] = {
    "target_new": "target_new_",
    "target": "target_",
    "new": "new_",
    "stock": "",
}
"""How the kind of a measure is written before its subject, the longest first; no subject begins so itself."""


class Measure(NamedTuple):
    """What a column of figures tells of a subject: a count, those who are new in the year, or a target for either.

    `name` tells a further column of the same measure from the first, as a second denominator.

    >>> str(Measure("health_insured", "new")), str(Measure("population", name="2019"))
    ('new_health_insured', 'population#2019')
    """

    subject: str
    kind: MeasureKind = "stock"
    name: str = ""

    def __str__(self) -> str:
        """Return the key by which observations and project files know the measure."""
        return f"{PREFIXES[self.kind]}{self.subject}{'#' if self.name else ''}{self.name}"


def measure_of(key: str) -> Measure:
    """Return the measure of a key.

    >>> measure_of("target_new_health_insured"), measure_of("population#2019").name
    (Measure(subject='health_insured', kind='target_new', name=''), '2019')
    """
    first, _, name = key.partition("#")
    kind = next(kind for kind, prefix in PREFIXES.items() if first.startswith(prefix))
    return Measure(first.removeprefix(PREFIXES[kind]), kind, name)


def target_key(subject: str, name: str = "") -> str:
    """Return the key of a column of targets: what it speaks of, and its name where it lives beside another one.

    >>> target_key("health_insured"), target_key("health_insured", "Tỉnh ủy")
    ('health_insured', 'health_insured#Tỉnh ủy')
    """
    return f"{subject}#{name}" if name else subject


def sum_of(text: str) -> Sum:
    """Read a sum of measures; raises `ValueError` where it is none.

    >>> sum_of("social_compulsory + social_voluntary")
    (Term(measure='social_compulsory', sign=1), Term(measure='social_voluntary', sign=1))
    >>> sum_of("dtp1 - dtp3")[1]
    Term(measure='dtp3', sign=-1)
    """
    rest = f"+ {text}"
    terms: list[Term] = []
    while rest:
        match = _TERM.match(rest)
        if match is None:
            raise ValueError(text)
        terms.append(Term(match[2], 1 if match[1] == "+" else -1))
        rest = rest[match.end() :]
    return tuple(terms)


def sums(*texts: str) -> tuple[Sum, ...]:
    """Read alternatives of sums, in the order in which they are tried."""
    return tuple(map(sum_of, texts))


def written(terms: Sum) -> str:
    """Return a sum as it is written.

    >>> written(sum_of("dtp1-dtp3"))
    'dtp1 - dtp3'
    """
    signed = "".join(f" {'+' if term.sign > 0 else '-'} {term.measure}" for term in terms)
    return signed.removeprefix(" + ")


def measures_in(alternatives: Sequence[Sum]) -> tuple[str, ...]:
    """Return all measures that some sums speak of, each once, in their order."""
    return tuple(dict.fromkeys(term.measure for terms in alternatives for term in terms))


def first_found(alternatives: Sequence[Sum], known: Container[str]) -> Sum | None:
    """Return the first sum whose measures are all known."""
    return first_where(lambda terms: all(term.measure in known for term in terms), alternatives)


def added_up(
    terms: Sum, counts: Mapping[str, Sequence[int | Fraction | None]]
) -> Sequence[int | Fraction | None]:
    """Return a sum unit by unit; one count missing leaves none.

    >>> added_up(sum_of("a - b"), {"a": [10, 5], "b": [4, None]})
    [6, None]
    """
    columns = [counts[term.measure] for term in terms]
    if len(terms) == 1 and terms[0].sign > 0:
        return columns[0]
    signs = [term.sign for term in terms]
    return [
        None
        if None in parts
        else sum(sign * (part or 0) for sign, part in zip(signs, parts, strict=True))
        for parts in zip(*columns, strict=True)
    ]
