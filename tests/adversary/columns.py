"""The columns of figures: which there are, under which headings of how many storeys."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from adversary.moments import Moment
from adversary.wordings import LANGUAGES

PARTS = ("household", "pupils_part", "workers", "pensioners", "poor")


class Column(NamedTuple):
    """A column: its heading from the top storey down, the key of its figures, and what they are."""

    path: tuple[str, ...]
    key: str
    kind: str = "count"  # count, rate, thing (no people) or text


class Speaker(NamedTuple):
    """Says the headings of one sheet."""

    rng: Random
    moment: Moment

    def say(self, key: str, **more: str) -> str:
        return self.moment.fill(
            self.rng.choice(LANGUAGES[self.moment.language].headings[key]), **more
        )

    def month(self, back: int, style: str = "") -> str:
        """Return the heading of a month so many months before."""
        words = LANGUAGES[self.moment.language]
        month = self.moment.month - back
        name = words.month_names[month - 1]
        more = {"m": str(month), "mm": f"{month:02}", "month": name, "mon": name[:3]}
        return self.moment.fill(style or self.rng.choice(words.month_headings), **more)

    def under(self, group: str, keys: tuple[str, ...]) -> list[Column]:
        """Return columns below one group label."""
        label = self.say(group)
        return [
            Column((label, self.say(name)), KEYS.get(name, name), KINDS.get(name, "count"))
            for name in keys
        ]


# What stands under a heading of this name, where the two differ
KEYS = {
    "whole": "insured",
    "closing": "insured",
    "opening": "start",
    "this_year": "insured",
    "actual": "insured",
    "actually": "insured",
    "now": "insured",
    "outside": "insured",
    "plan_alone": "plan",
    "attainment_alone": "attainment",
}
KINDS = {
    "attainment": "rate",
    "attainment_alone": "rate",
    "coverage": "rate",
    "target_rate": "rate",
    "note": "text",
}
KINDS |= dict.fromkeys(("households", "money", "money_plan", "agents", "area", "density"), "thing")


def plain(speaker: Speaker) -> list[Column]:
    return [Column((speaker.say("insured"),), "insured")]


def some_parts(speaker: Speaker) -> tuple[str, ...]:
    if speaker.rng.random() < 0.5:
        return PARTS  # they sum to the whole
    return tuple(speaker.rng.sample(PARTS, 2))


def parts_first(speaker: Speaker) -> list[Column]:
    return speaker.under("insured_group", ("whole", *some_parts(speaker)))


def parts_last(speaker: Speaker) -> list[Column]:
    return speaker.under("insured_group", (*PARTS, "whole"))


def parts_below_which(speaker: Speaker) -> list[Column]:
    """The whole, and beside it the parts one storey lower: three storeys."""
    label, middle = speaker.say("insured_group"), speaker.say("of_which")
    whole = Column((label, speaker.say("whole")), "insured")
    return [
        whole,
        *(Column((label, middle, speaker.say(part)), part) for part in some_parts(speaker)),
    ]


def parts_outside(speaker: Speaker) -> list[Column]:
    return [*speaker.under("insured_group", PARTS), Column((speaker.say("outside"),), "insured")]


def flat_parts(speaker: Speaker) -> list[Column]:
    """The whole and parts side by side, each part announced in its own heading."""
    announcing = speaker.say("of_which").rstrip(":")
    parts = speaker.rng.sample(PARTS, speaker.rng.randint(1, 2))
    return [
        *plain(speaker),
        *(Column((f"{announcing}: {speaker.say(part)}",), part) for part in parts),
    ]


def flow(speaker: Speaker) -> list[Column]:
    return speaker.under("insured_group", ("opening", "increase", "decrease", "closing"))


def start_and_now(speaker: Speaker) -> list[Column]:
    return [Column((speaker.say("start"),), "start"), Column((speaker.say("now"),), "insured")]


def last_year_beside(speaker: Speaker) -> list[Column]:
    return speaker.under("insured_group", ("last_year", "this_year"))


def plan_and_actual(speaker: Speaker) -> list[Column]:
    return speaker.under("insured_group", ("plan", "actual", "attainment"))


def needed_and_actual(speaker: Speaker) -> list[Column]:
    return [
        Column((speaker.say("needed"),), "needed"),
        Column((speaker.say("actually"),), "insured"),
    ]


def months_beside(speaker: Speaker) -> list[Column]:
    """The stock of three months beside each other; the last is today's."""
    group = speaker.say("insured_group")
    style = speaker.rng.choice(LANGUAGES[speaker.moment.language].month_headings)
    return [
        Column((group, speaker.month(back, style)), key)
        for back, key in ((2, "month1"), (1, "month2"), (0, "insured"))
    ]


SHAPES: dict[str, tuple[int, Callable[[Speaker], list[Column]]]] = {
    "plain": (10, plain),
    "parts first": (4, parts_first),
    "parts last": (2, parts_last),
    "parts below 'of which'": (3, parts_below_which),
    "parts, total outside": (1, parts_outside),
    "flat parts": (2, flat_parts),
    "opening to closing": (1, flow),
    "start of year and now": (1, start_and_now),
    "last year beside": (2, last_year_beside),
    "plan and actual": (3, plan_and_actual),
    "needed and actual": (1, needed_and_actual),
    "months beside": (2, months_beside),
}


def population(speaker: Speaker) -> list[Column]:
    """Return the population, now and then by sex."""
    if speaker.rng.random() < 0.85:
        return [Column((speaker.say("population"),), "population")]
    label = speaker.say("population")
    first, second = speaker.rng.choice((("male", "female"), ("male", "female"), ("urban", "rural")))
    names = (("whole", "population"), (first, "male"), (second, "female"))
    return [Column((label, speaker.say(heading)), key) for heading, key in names]


EXTRAS_BEFORE = ("households", "area", "density")
EXTRAS_AFTER = {
    "coverage": 10,
    "uninsured": 3,
    "plan_alone": 3,
    "target_rate": 2,
    "money": 2,
    "money_plan": 1,
    "growth_plan": 1,
    "new_month": 2,
    "change": 2,
    "agents": 1,
    "note": 3,
}


def extras(speaker: Speaker, shape: str) -> tuple[list[Column], list[Column]]:
    """Return further columns before the population and after the insured."""
    rng = speaker.rng
    before = [name for name in EXTRAS_BEFORE if rng.random() < 0.06]
    pool = dict(EXTRAS_AFTER)
    if shape == "plan and actual":  # its plan is there already
        del pool["plan_alone"], pool["target_rate"], pool["growth_plan"]
    after: list[str] = []
    for _ in range(rng.choices((0, 1, 2, 3), (5, 5, 3, 1))[0]):
        name = rng.choices(list(pool), list(pool.values()))[0]
        del pool[name]
        after.append(name)
        for other in (
            {"plan_alone", "target_rate", "growth_plan"}
            if name.endswith(("plan_alone", "rate", "growth_plan"))
            else ()
        ):
            pool.pop(other, None)  # one kind of target a sheet
    made = [
        Column((speaker.say(name),), KEYS.get(name, name), KINDS.get(name, "count"))
        for name in after
    ]
    return [Column((speaker.say(name),), name, "thing") for name in before], sorted(
        made, key=lambda one: one.kind == "text"
    )


def health(speaker: Speaker, shape: str) -> list[Column]:
    """Return the columns of a sheet about health insurance."""
    before, after = extras(speaker, shape)
    insured = SHAPES[shape][1](speaker)
    if speaker.rng.random() < 0.08:  # one storey more over all that was reached
        label = speaker.say("storey")
        insured = [column._replace(path=(label, *column.path)) for column in insured]
    people = population(speaker)
    return (
        before
        + (
            insured + people
            if speaker.rng.random() < 0.05 and shape == "plain"
            else people + insured
        )
        + after
    )


def social(speaker: Speaker) -> list[Column]:
    """Return the labour force and its insurances."""
    keys = ("compulsory", "voluntary", "unemployment")
    grouped = speaker.rng.random() < 0.5
    found = (
        speaker.under("social_group", keys)
        if grouped
        else [Column((speaker.say(key),), key) for key in keys]
    )
    return [Column((speaker.say("labour"),), "labour"), *found]


def everything(speaker: Speaker) -> list[Column]:
    """Return the columns of all insurances: health before or after the social ones."""
    own = [*population(speaker), *plain(speaker)]
    other = social(speaker)
    return own + other if speaker.rng.random() < 0.5 else [own[0], *other, *own[1:]]


def pupils(speaker: Speaker) -> list[Column]:
    return [
        Column((speaker.say("pupils"),), "pupils"),
        Column((speaker.say("pupils_insured"),), "pupils_insured"),
    ]


def told(speaker: Speaker) -> list[Column]:
    """Return two counts that nobody knows, whose headings are told on the command line."""
    return [
        Column((speaker.say("told_whole"),), "population"),
        Column((speaker.say("told_part"),), "insured"),
    ]
