"""The invented land: units, the people counted in each, and what a statistician would read from the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from adversary.wordings import Wording

Counts = dict[str, int]


class Unit(NamedTuple):
    """One place with its people; the counts of a district are the sums of its communes."""

    name: str  # as an office writes it
    core: str  # without its type word
    kind: str  # the type word alone, in small letters
    parent: str  # core of the unit above, "" below the whole
    counts: Counts  # measure -> people (or things)
    parts: tuple[Unit, ...] = ()


class Expected(NamedTuple):
    """What must be printed for one unit (unit "" is the whole), indicator and period."""

    unit: str
    parent: str
    indicators: tuple[str, ...]  # any of these ids will do
    period: str | None
    numerator: int | None
    denominator: int | None
    target: tuple[str, float] | None = (
        None  # of a unit alone: ("count", people), ("rate", per cent), or none
    )


class Truth(NamedTuple):
    """All that is true of a sheet, and what the program may rightly warn of."""

    arguments: tuple[str, ...]
    expected: tuple[Expected, ...]
    periods: tuple[str | None, ...]
    may_be_said: frozenset[str]  # codes of findings about planted faults
    new_people: bool = False  # there are targets of new people
    earlier_too: bool = False  # the sheet also has the stock of a time before, which may be printed
    either: bool = False  # a refusal is as good


def add_up(units: Iterable[Unit]) -> Counts:
    """Sum every measure over the units."""
    units = list(units)
    return (
        {key: sum(unit.counts[key] for unit in units) for key in units[0].counts} if units else {}
    )


def share(rng: Random, whole: int, count: int) -> list[int]:
    """Split a number of people into parts that sum to it."""
    weights = [rng.uniform(0.6, 1.8) for _ in range(count)]
    parts = [int(whole * weight / sum(weights)) for weight in weights]
    parts[0] += whole - sum(parts)
    return parts


def invent_people(rng: Random, size: int) -> Counts:
    """Return the counts of one commune: about `size` people, most of them insured."""
    population = int(size * rng.uniform(0.6, 1.6))
    insured = int(population * rng.uniform(0.80, 0.97))
    counts = {"population": population, "insured": insured, "uninsured": population - insured}
    kinds = ("household", "pupils_part", "workers", "pensioners", "poor")
    counts |= dict(zip(kinds, share(rng, insured, len(kinds)), strict=True))
    counts["male"] = int(population * rng.uniform(0.48, 0.51))
    counts["female"] = population - counts["male"]
    return (
        counts
        | movements(rng, insured)
        | labour(rng, population)
        | things(rng, population, insured)
    )


def movements(rng: Random, insured: int) -> Counts:
    """Return the stocks of other times and the flows that lead to today's, and the plans."""
    decrease = int(insured * rng.uniform(0.005, 0.02)) + 1
    increase = int(insured * rng.uniform(0.01, 0.04)) + 2
    return {
        "start": insured - increase + decrease,
        "increase": increase,
        "decrease": decrease,
        "last_year": int(insured * rng.uniform(0.93, 0.98)),
        "month1": int(insured * rng.uniform(0.965, 0.985)),
        "month2": int(insured * rng.uniform(0.986, 0.995)),
        "change": increase - decrease,
        "new_month": increase,
        "new1": int(increase * rng.uniform(0.5, 1.4)) + 1,
        "new_year": increase * 3 + rng.randint(5, 60),
        "plan": int(insured * rng.uniform(0.99, 1.06)),
        "growth_plan": int(increase * rng.uniform(0.8, 2.2)) + 1,
        "needed": int(insured * rng.uniform(1.01, 1.03)) + 1,
    }


def labour(rng: Random, population: int) -> Counts:
    """Return the labour force and its insurances, and the pupils."""
    force = int(population * rng.uniform(0.48, 0.56))
    compulsory = int(force * rng.uniform(0.22, 0.34))
    pupils = int(population * rng.uniform(0.16, 0.21))
    return {
        "labour": force,
        "compulsory": compulsory,
        "voluntary": int(force * rng.uniform(0.03, 0.06)),
        "unemployment": int(compulsory * rng.uniform(0.86, 0.95)),
        "pupils": pupils,
        "pupils_insured": int(pupils * rng.uniform(0.93, 0.99)),
    }


def things(rng: Random, population: int, insured: int) -> Counts:
    """Return what is not people: households, money, agents, area."""
    return {
        "households": int(population / rng.uniform(3.3, 4.1)),
        "money": int(insured * rng.uniform(0.9, 1.15)),
        "money_plan": int(insured * rng.uniform(0.95, 1.2)),
        "agents": rng.randint(2, 9),
        "area": int(population / rng.uniform(180, 900)) + 2,
    }


def invent_names(rng: Random, words: Wording, count: int) -> list[str]:
    """Return different invented names."""
    names: list[str] = []
    while len(names) < count:
        name = rng.choice(words.roots) + words.joint + rng.choice(words.tails)
        if name not in names:
            names.append(name)
    return names


def with_type(kind: str, core: str) -> str:
    """Write a name with its type word, which stands before it or where {} shows."""
    if "{}" in kind:
        return kind.format(core)
    return f"{kind} {core}".strip()


def invent_units(
    rng: Random, names: list[str], parent: str, types: tuple[str, ...], size: int
) -> tuple[Unit, ...]:
    """Return the lowest units of one group."""
    made = []
    for core in names:
        kind = rng.choice(types)
        word = kind.replace("{}", "").strip().lower()
        made.append(Unit(with_type(kind, core), core, word, parent, invent_people(rng, size)))
    return tuple(made)


def invent_whole(rng: Random, words: Wording, *, grouped: bool, typed: bool) -> Unit:
    """Return the whole with its units: districts of communes, or one level alone."""
    types = words.unit_types if typed else ("",)
    size = rng.choice((900, 3000, 6000, 6000, 9000, 24000))
    sizes = (
        [rng.randint(2, 5) for _ in range(rng.randint(2, 4))] if grouped else [rng.randint(4, 11)]
    )
    names = invent_names(rng, words, sum(sizes) + len(sizes) + 1)
    core = names.pop()
    if grouped:
        parts = tuple(invent_group(rng, words, names, types, (count, size)) for count in sizes)
        kind = rng.choice(words.whole_types)
    else:
        parts = invent_units(rng, names[: sizes[0]], "", types, size)
        kind = rng.choice(words.group_types)
    return Unit(
        with_type(kind, core),
        core,
        kind.replace("{}", "").strip().lower(),
        "",
        add_up(parts),
        parts,
    )


def invent_group(
    rng: Random, words: Wording, names: list[str], types: tuple[str, ...], shape: tuple[int, int]
) -> Unit:
    """Return one district with its communes, taking their names off the list."""
    count, size = shape
    core = names.pop()
    own = [names.pop() for _ in range(count)]
    kind = rng.choice(words.group_types)
    parts = invent_units(rng, own, core, types, size)
    return Unit(
        with_type(kind, core),
        core,
        kind.replace("{}", "").strip().lower(),
        "",
        add_up(parts),
        parts,
    )
