"""Laws that hold for any data: hypothesis looks for a counter-example."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from coverage_cli.figures import compute
from coverage_cli.figures.arithmetic import target_count_of_rate
from coverage_cli.indicator import sums
from coverage_cli.model import Figure, Indicator, Observations, Quotient, Target, Unit, Units
from coverage_cli.project import TargetSetting
from coverage_cli.spelling import key, tidy, without_footnote

INDICATOR = Indicator("coverage", sums("enrolled"), sums("population"), {})
people = st.integers(min_value=0, max_value=2_000_000)
counts = st.one_of(st.none(), people)
rates = st.integers(min_value=1, max_value=15_000).map(lambda hundredths: Quotient(hundredths, 100))


@st.composite
def provinces(draw: st.DrawFn) -> Observations:
    """A province of up to four districts with up to five communes each; some have not reported."""
    units = [Unit("Tỉnh", "province", None, None, None, None, leaf=False)]
    enrolled: list[int | None] = [None]
    population: list[int | None] = [None]
    for district in range(draw(st.integers(1, 4))):
        units.append(Unit(f"Huyện {district}", "district", None, 0, None, None, leaf=False))
        enrolled.append(None)
        population.append(None)
        at = len(units) - 1
        for commune in range(draw(st.integers(1, 5))):
            units.append(
                Unit(f"Xã {district}-{commune}", "commune", None, at, len(units), (len(units), 0))
            )
            enrolled.append(draw(counts))
            population.append(draw(counts))
    places = [None if unit.row is None else (0, unit.row) for unit in units]
    return Observations(
        "2024-05", Units.of(units), True, {"enrolled": enrolled, "population": population}, {}, {},
        {"enrolled": places, "population": places}, {}, {0: ("a.csv", "")},
    )  # fmt: skip


def figures(observations: Observations, rate: Quotient | None = None) -> tuple[Figure, ...]:
    given_targets = [TargetSetting(None, "rate", rate)] if rate else []
    return compute(observations, INDICATOR, given_targets).figures


@given(enrolled=people, population=people.filter(bool), rate=rates)
def test_enrolling_the_gap_meets_the_target_and_one_fewer_does_not(enrolled, population, rate):
    def status(count: int) -> tuple[str, object]:
        observations = one_unit(count, population)
        figure = figures(observations, rate)[-1]
        return figure.status, figure.gap_people

    found, gap = status(enrolled)
    assert (found == "met") is (gap <= 0)
    if gap > 0:
        assert status(enrolled + gap) == ("met", 0)
        assert status(enrolled + gap - 1) == ("short", 1)


def one_unit(enrolled: int, population: int) -> Observations:
    units = [
        Unit("Huyện", "district", None, None, None, None, leaf=False),
        Unit("Xã", "commune", None, 0, 1, (1, 0)),
    ]
    places = [None, (0, 1)]
    return Observations(
        None, Units.of(units), True, {"enrolled": [None, enrolled], "population": [None, population]}, {}, {},
        {"enrolled": places, "population": places}, {}, {0: ("a.csv", "")},
    )  # fmt: skip


@given(enrolled=people, population=people.filter(bool), rate=rates)
def test_the_verdict_is_that_of_the_exact_rate(enrolled, population, rate):
    """The rule of the field: met when enrolled x 100 >= target x population, in whole numbers."""
    figure = figures(one_unit(enrolled, population), rate)[-1]
    assert (figure.status == "met") is (enrolled * 100 * rate.under >= rate.over * population)
    assert target_count_of_rate(rate, population) == -(
        -rate.over * population // (100 * rate.under)
    )


@given(provinces())
def test_a_roll_up_lies_between_its_parts(observations):
    made = {figure.unit: figure for figure in figures(observations)}
    for figure in made.values():
        parts = [
            part
            for part in made.values()
            if part.parent == figure.unit and part.coverage_pct and part.units_complete
        ]
        if parts and figure.coverage_pct:
            rates_of_parts = [Fraction(*part.coverage_pct) for part in parts]
            assert min(rates_of_parts) <= Fraction(*figure.coverage_pct) <= max(rates_of_parts)


@given(provinces())
def test_counts_are_summed_over_complete_units_only(observations):
    whole = figures(observations)[0]
    pairs = [
        (over, under)
        for unit, over, under in zip(
            observations.units,
            observations.counts["enrolled"],
            observations.counts["population"],
            strict=True,
        )
        if unit.leaf and over is not None and under
    ]
    leaves = sum(unit.leaf for unit in observations.units)
    assert (whole.units_complete, whole.units_expected) == (len(pairs), leaves)
    if pairs:
        assert (whole.numerator, whole.denominator) == (
            sum(o for o, _ in pairs),
            sum(u for _, u in pairs),
        )
    else:
        assert (whole.numerator, whole.denominator, whole.coverage_pct) == (None, None, None)


@given(provinces(), st.randoms(use_true_random=False), rates)
def test_the_order_of_rows_does_not_matter(observations, random, rate):
    ordinary = {figure.unit: figure for figure in figures(observations, rate)}
    shuffled = {figure.unit: figure for figure in figures(reordered(observations, random), rate)}
    here = {unit: {"place": figure.place, "at": figure.at} for unit, figure in ordinary.items()}
    assert ordinary == {unit: figure._replace(**here[unit]) for unit, figure in shuffled.items()}


def reordered(observations: Observations, random) -> Observations:
    """Shuffle the units, each parent still before its parts."""
    size = len(observations.units)
    order: list[int] = []
    waiting = [at for at in range(size) if observations.units[at].parent is None]
    while waiting:
        at = waiting.pop(random.randrange(len(waiting)))
        order.append(at)
        waiting += [part for part in range(size) if observations.units[part].parent == at]
    return observations._replace(
        units=observations.units.take(order),
        counts={name: [values[at] for at in order] for name, values in observations.counts.items()},
        places={name: [values[at] for at in order] for name, values in observations.places.items()},
    )


@given(provinces(), rates)
def test_shortfalls_are_never_netted_with_a_surplus(observations, rate):
    made = figures(observations, rate)
    leaves = [
        figure for figure in made if figure.level == "commune" and figure.gap_people is not None
    ]
    if leaves:
        assert made[0].shortfall_people == sum(max(figure.gap_people, 0) for figure in leaves)
        assert made[0].shortfall_people >= (made[0].gap_people or 0) or made[0].gap_people is None


@given(st.lists(st.tuples(people, st.integers(1, 10**6)), min_size=1, max_size=8))
def test_count_targets_of_parts_add_up(pairs):
    units = [Unit("Huyện", "district", None, None, None, None, leaf=False)]
    units += [Unit(f"Xã {at}", "commune", None, 0, at, (at, 0)) for at in range(len(pairs))]
    places = [None, *((0, at) for at in range(len(pairs)))]
    targets = [None, *(Target("count", Quotient(target, 1)) for _, target in pairs)]
    observations = Observations(
        None, Units.of(units), True, {"enrolled": [None, *(count for count, _ in pairs)]}, {"enrolled": targets}, {},
        {"enrolled": places}, {}, {0: ("a.csv", "")},
    )  # fmt: skip
    whole = compute(observations, INDICATOR).figures[0]
    assert whole.target_count == sum(target for _, target in pairs)
    assert whole.gap_people == whole.target_count - sum(count for count, _ in pairs)


@given(st.text())
def test_cleaning_a_name_twice_is_cleaning_it_once(name):
    assert tidy(tidy(name)) == tidy(name)
    assert key(key(name)) == key(name)
    once = without_footnote(tidy(name))
    assert tidy(once) == once or not once


@given(
    numerator=st.integers(-(10**9), 10**9),
    denominator=st.integers(1, 10**9),
    places=st.integers(0, 6),
)
def test_rounding_is_that_of_a_spreadsheet(numerator, denominator, places):
    exact = Fraction(numerator, denominator) * 10**places
    rounded = Quotient(numerator, denominator).rounded(places)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12), people, people.filter(bool)),
        min_size=1, max_size=6, unique_by=lambda row: key(without_footnote(tidy(row[0]))),
    )
)  # fmt: skip
def test_what_the_program_writes_as_json_and_csv_reads_back_equal(rows):
    from coverage_cli.model import Report
    from coverage_cli.words import load_words
    from coverage_cli.write import render

    units = [Unit("Tỉnh", "province", None, None, None, None, leaf=False)]
    units += [Unit(name, "commune", None, 0, at, (at, 0)) for at, (name, _, _) in enumerate(rows)]
    places = [None, *((0, at) for at in range(len(rows)))]
    observations = Observations(
        "2024", Units.of(units), True,
        {"enrolled": [None, *(row[1] for row in rows)], "population": [None, *(row[2] for row in rows)]},
        {}, {}, {"enrolled": places, "population": places}, {}, {0: ("a.csv", "")},
    )  # fmt: skip
    report = Report("", figures(observations), (), (), {"coverage": INDICATOR})
    words = load_words()
    back = json.loads(render(report, "json", words))["rows"]
    assert [row["unit"] for row in back] == [figure.unit for figure in report.figures]
    assert [(row["numerator"], row["denominator"]) for row in back[1:]] == [
        (row[1], row[2]) for row in rows
    ]
    lines = list(csv.DictReader(io.StringIO(render(report, "csv", words, raw=True))))
    assert [int(line["numerator"]) for line in lines[1:]] == [row[1] for row in rows]
    assert [float(line["coverage_pct"]) for line in lines[1:]] == [
        100 * row[1] / row[2] for row in rows
    ]
