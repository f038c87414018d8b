"""What speaks for which cause of more insured than people, worked by hand."""

from __future__ import annotations

import json

import pytest
from grids import computed, doubts, observations
from program import run

from coverage_cli.rules.causes import RANKS
from coverage_cli.words import LANGUAGES, load_words

HEAD = ["Đơn vị", "Dân số", "LLLĐ", "BHYT"]
BESIDE = [
    ["B", 2000, 1200, 1850],
    ["C", 1500, 900, 1400],
    ["D", 1000, 600, 920],
    ["E", 1000, 600, 930],
]
"""Together 5,100 of 5,500 (92.73 %), 400 lacking."""


def causes(*rows):
    """Return the causes of the first unit by kind."""
    made = observations([HEAD, *map(list, rows)])
    (finding,) = (at for at in doubts(made, computed(made)) if at.code == "over-100")
    return {
        at.key.removeprefix("cause_"): at.values
        for at in finding.causes
        if at.values["unit"] == rows[0][0]
    }


def test_a_digit_too_many():
    # 9,300 of 1,000 are 930 %, ten times what the units beside it have
    found = causes(["A", 1000, 600, 9300], *BESIDE)
    assert next(iter(found)) == "digit"
    assert found["digit"]["meant"] == 930


def test_people_registered_elsewhere_are_lacking_beside_it():
    # 200 too many; 150 + 100 + 80 + 70 lacking
    found = causes(["A", 1000, 600, 1200], *BESIDE)
    assert list(found) == ["elsewhere"]
    assert [found["elsewhere"][name] for name in ("surplus", "short", "lacking")] == [200, 4, 400]
    assert "elsewhere" not in causes(["A", 1000, 600, 1401], *BESIDE)


def test_a_denominator_that_the_labour_force_does_not_bear_out():
    # beside it 5,500 people have a labour force of 3,300; 600 let expect 1,000 people, not 500
    found = causes(["A", 500, 600, 930], *BESIDE)
    assert found["other_denominator"]["expected"] == 1000
    assert next(iter(found)) == "other_denominator"
    assert "other_denominator" not in causes(["A", 910, 600, 930], *BESIDE)


def test_neighbours_above_100_speak_of_an_old_denominator_for_all():
    over = [
        ["B", 1000, 600, 1040],
        ["C", 1000, 600, 1030],
        ["D", 1000, 600, 990],
        ["E", 1000, 600, 980],
        ["F", 9, 6, 9],
    ]
    assert list(causes(["A", 1000, 600, 1050], *over)) == ["all_over"]


def test_exchanged_columns_come_near_the_neighbours():
    # 1,000 of 1,080 are 92.59 %, beside it 92.73 %
    found = causes(["A", 1000, 600, 1080], *BESIDE)
    assert list(found) == ["elsewhere", "swapped"]


def test_two_neighbours_say_nothing_of_what_is_usual():
    assert causes(["A", 1000, 600, 1080], *BESIDE[:2]) == {}


@pytest.fixture
def months(tmp_path):
    def write(period, *rows):
        path = tmp_path / f"bhyt-{period}.csv"
        lines = [",".join(map(str, row)) for row in [["Xã", "Dân số", "LLLĐ", "BHYT"], *rows]]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("april", "may", "kind"),
    [
        (["A", 1000, 600, 990], ["A", 1000, 600, 1030], "unchanged"),
        (["A", 1000, 600, 900], ["A", 1010, 600, 1030], "jumped"),
        (["A", 1200, 600, 1020], ["A", 1000, 600, 1030], "denominator-fell"),
    ],
)
@pytest.mark.parametrize("command", ["compute", "check", "gaps"])
def test_an_earlier_delivery_tells_which_count_moved(april, may, kind, command, months):
    before, now = months("2024-04", april, *BESIDE), months("2024-05", may, *BESIDE)
    told = json.loads(run(command, now, "--previous", before, "--target", "95", "-f", "json").out)
    findings = told.get("findings") or [at for rule in told["rules"] for at in rule["findings"]]
    (over,) = (at for at in findings if at["code"] == "over-100")
    assert over["causes"][0]["cause"] == kind
    assert over["causes"][0]["cell"] == "D2"
    assert over["causes"][0]["evidence"]["earlier"] == "2024-04"


def test_the_message_tells_all_of_the_first_unit_and_the_likeliest_of_others(months):
    sheet = months("2024-05", ["A", 1000, 600, 1080], ["G", 1000, 600, 1070], *BESIDE)
    (over,) = (
        at
        for at in json.loads(run("compute", sheet, "-f", "json").out)["findings"]
        if at["code"] == "over-100"
    )
    said = over["message"].partition("likeliest first: ")[2]
    assert said.startswith(
        "A: registered, working or at school elsewhere (80 people more than live here"
    )
    assert (
        "numerator and denominator exchanged (the other way round 92.59 %"
        in said.partition("G: ")[0]
    )
    assert "exchanged" not in said.partition("G: ")[2]
    assert [at["cause"] for at in over["causes"] if at["unit"] == "G"] == ["elsewhere", "swapped"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cause_has_its_words(lang):
    assert all(f"cause_{kind}" in load_words(lang).messages["labels"] for kind in RANKS)


def test_a_few_people_more_in_a_small_place_are_not_counted_twice(months):
    before, now = (
        months("2024-04", ["A", 22, 10, 17], *BESIDE),
        months("2024-05", ["A", 22, 10, 23], *BESIDE),
    )
    (over,) = (
        at
        for at in json.loads(run("compute", now, "--previous", before, "-f", "json").out)[
            "findings"
        ]
        if at["code"] == "over-100"
    )
    assert "jumped" not in {cause["cause"] for cause in over["causes"]}
