"""Splitting an amount: worked examples by hand, and laws that hypothesis tries to break."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_cli.figures.allocate import RULES, Share, bounds_of, quotas, share_of, split
from coverage_cli.model import Quotient

ALL = Quotient(100, 1)


def shares(rule: str, pairs, cap: Quotient = ALL, *, keeps_reached: bool = True) -> list[Share]:
    return [
        share_of(rule, done, people, cap, keeps_reached=keeps_reached) for done, people in pairs
    ]


class TestWorkedByHand:
    """Three communes: 500 of 1000, 900 of 1000, 450 of 500; together 1850 of 2500."""

    PAIRS = ((500, 1000), (900, 1000), (450, 500))

    def test_equal_rate_gives_each_the_same_share_of_its_people_and_who_has_more_keeps_it(self):
        # 80 % of all is 2000; two have 90 % and keep 900 + 450, so that 650 are left for the first.
        assert split(2000, shares("equal-rate", self.PAIRS)) == [650, 900, 450]

    def test_equal_rate_without_the_floor_is_the_plain_rate(self):
        assert split(2000, shares("equal-rate", self.PAIRS, keeps_reached=False)) == [800, 800, 400]

    def test_equal_rate_above_all_is_the_plain_rate(self):
        assert split(2375, shares("equal-rate", self.PAIRS)) == [950, 950, 475]

    def test_uninsured_parts_the_growth_by_who_is_not_insured(self):
        # 500 + 100 + 50 = 650 are uninsured; 130 more people are a fifth of them.
        assert split(1980, shares("uninsured", self.PAIRS)) == [600, 920, 460]

    def test_equal_growth_gives_each_the_same_points(self):
        # 100 more people of 2500 are 4 points.
        assert split(1950, shares("equal-growth", self.PAIRS)) == [540, 940, 470]

    def test_what_a_cap_holds_back_is_shared_by_the_others(self):
        # 375 are 15 points, which two do not have left: these stop at 1000 and 500, the first takes the rest.
        assert split(2225, shares("equal-growth", self.PAIRS)) == [725, 1000, 500]

    def test_a_lower_cap_is_rounded_down_to_people(self):
        assert split(1900, shares("equal-growth", self.PAIRS, Quotient(915, 10))) == [528, 915, 457]

    def test_one_above_the_cap_keeps_what_it_has(self):
        assert split(
            250, shares("equal-rate", [(99, 100), (50, 100), (40, 100)], Quotient(80, 1))
        ) == [99, 76, 75]

    def test_one_above_its_denominator_neither_grows_nor_shrinks(self):
        for rule in RULES:
            assert split(220, shares(rule, [(120, 100), (50, 100)])) == [120, 100]

    def test_equal_remainders_go_to_the_first_in_order(self):
        assert split(11, [Share(0, 1, 0, 100)] * 4) == [3, 3, 3, 2]

    def test_fractional_people_are_never_cut_off(self):
        assert split(12, shares("equal-rate", [(Fraction(19, 2), 10), (1, 10)])) == [10, 2]


people = st.integers(0, 3000)


@st.composite
def pairs_(draw: st.DrawFn) -> list[tuple[int, int]]:
    pairs = draw(st.lists(st.tuples(people, st.integers(1, 3000)), min_size=1, max_size=9))
    return [(min(done, 2 * whole), whole) for done, whole in pairs]


@st.composite
def problems(draw: st.DrawFn) -> tuple[int, list[Share]]:
    """An amount that can be placed, and shares by one of the rules."""
    rule = draw(st.sampled_from(RULES))
    cap = Quotient(draw(st.integers(1, 1200)), 10)
    made = shares(rule, draw(pairs_()), cap, keeps_reached=draw(st.booleans()))
    bounds = bounds_of(made)
    return draw(st.integers(bounds.least, bounds.most)), made


@given(problems())
def test_the_sum_is_exact_and_no_bound_is_broken(problem):
    amount, made = problem
    parts = split(amount, made)
    assert sum(parts) == amount
    assert all(share.least <= part <= share.most for part, share in zip(parts, made, strict=True))


@given(problems())
def test_nobody_is_a_whole_person_away_from_the_exact_share(problem):
    amount, made = problem
    exact = quotas(amount, made)
    assert sum(exact) == amount
    assert all(
        abs(part - quota) < 1 for part, quota in zip(split(amount, made), exact, strict=True)
    )


@given(problems())
def test_between_its_bounds_every_unit_is_at_the_same_step(problem):
    """What the rules promise: one rate, one part of the uninsured, or one number of points for all that are free."""
    amount, made = problem
    steps = {
        (quota - share.base) / share.weight
        for quota, share in zip(quotas(amount, made), made, strict=True)
        if share.weight and share.least < quota < share.most
    }
    assert len(steps) <= 1
    for quota, share in zip(quotas(amount, made), made, strict=True):
        for step in steps:  # and who is held by a bound is on its right side
            if share.weight and quota == share.least < share.most:
                assert share.base + step * share.weight <= share.least
            if share.weight and quota == share.most > share.least:
                assert share.base + step * share.weight >= share.most


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_units_only_breaks_ties(problem, random):
    amount, made = problem
    order = list(range(len(made)))
    random.shuffle(order)
    shuffled = [made[at] for at in order]
    assert quotas(amount, shuffled) == [quotas(amount, made)[at] for at in order]

    def rounded(these: list[Share]) -> list[tuple[Fraction, int]]:
        both = zip(quotas(amount, these), split(amount, these), strict=True)
        return sorted((quota % 1, part - quota // 1) for quota, part in both)

    assert rounded(shuffled) == rounded(made)
    remainders = [quota % 1 for quota in quotas(amount, made)]
    if len(set(remainders)) == len(remainders):
        assert split(amount, shuffled) == [split(amount, made)[at] for at in order]


@given(problems(), st.integers(0, 500))
def test_with_a_larger_amount_no_exact_share_falls_and_no_part_falls_by_more_than_one(
    problem, more
):
    """Largest remainder is not monotone to the person (the Alabama paradox), so that is not promised."""
    amount, made = problem
    larger = min(amount + more, bounds_of(made).most)
    assert all(
        after >= before
        for before, after in zip(quotas(amount, made), quotas(larger, made), strict=True)
    )
    assert all(
        after >= before - 1
        for before, after in zip(split(amount, made), split(larger, made), strict=True)
    )


def test_the_alabama_paradox_is_there_as_the_method_says():
    weights = [Share(0, weight, 0, 1000) for weight in (6, 6, 2)]
    assert split(10, weights) == [4, 4, 2]
    assert split(11, weights) == [5, 5, 1]


@given(problems(), st.integers(1, 50))
def test_a_country_so_many_times_as_large_gets_so_many_times_as_much(problem, times):
    amount, made = problem
    scaled = [Share(*(times * number for number in share)) for share in made]
    assert quotas(times * amount, scaled) == [times * quota for quota in quotas(amount, made)]


@given(problems(), st.integers(1, 5000))
def test_what_cannot_be_placed_is_refused(problem, beyond):
    _, made = problem
    bounds = bounds_of(made)
    for amount in (bounds.least - beyond, bounds.most + beyond):
        with pytest.raises(ValueError, match="can be placed"):
            split(amount, made)


@given(st.sampled_from(RULES), pairs_(), st.integers(1, 1500))
def test_the_floor_is_what_is_reached_and_the_cap_yields_to_it(rule, pairs, tenths):
    for (done, whole), share in zip(pairs, shares(rule, pairs, Quotient(tenths, 10)), strict=True):
        assert share.least == done
        assert share.most == max(done, tenths * whole // 1000)


@given(st.sampled_from(RULES), pairs_())
def test_a_second_split_after_a_part_was_done_can_keep_the_amount(rule, pairs):
    """Mid-year: whoever has enrolled a part of the growth has a place for the rest in a new split."""
    made = shares(rule, pairs)
    bounds = bounds_of(made)
    amount = (bounds.least + bounds.most) // 2
    done = [
        (old + (new - old) // 2, whole)
        for (old, whole), new in zip(pairs, split(amount, made), strict=True)
    ]
    again = shares(rule, done)
    parts = split(amount, again)
    assert sum(parts) == amount
    assert all(part >= have for part, (have, _) in zip(parts, done, strict=True))
