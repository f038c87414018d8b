"""What an indicator may be called on the command line and in targets."""

from __future__ import annotations

import pytest
from program import SAMPLES, run

from coverage_cli.errors import UsageFault
from coverage_cli.indicator import Indicator
from coverage_cli.indicator_names import indicator_named, names_of
from coverage_cli.profiles import load_profile

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
SOCIAL = load_profile(None).indicators


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("health_insurance", "health_insurance"),
        ("bhyt", "health_insurance"),
        ("Bao hiem y te", "health_insurance"),
        ("Krankenversicherung", "health_insurance"),
        ("kv", "health_insurance"),
        ("bhxh-tn", "voluntary_social_insurance"),
        ("BHXH tự nguyện", "voluntary_social_insurance"),
        ("BHTN", "unemployment_insurance"),
    ],
)
def test_ids_names_and_short_names_in_every_language_are_known(name, found):
    assert indicator_named(name, SOCIAL) == found


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(UsageFault) as fault:
        indicator_named("unemployement insurance", SOCIAL)
    assert fault.value.values["near"][0] == "unemployment_insurance"


def test_what_is_near_nothing_is_told_all():
    with pytest.raises(UsageFault) as fault:
        indicator_named("q", SOCIAL)
    assert fault.value.key == "indicator-unknown"


def test_a_name_of_two_indicators_is_refused_with_both():
    nets, homes = (Indicator(name, (), (), {"en": "Nets"}) for name in "ab")
    with pytest.raises(UsageFault) as fault:
        indicator_named("nets", {"a": nets, "b": homes})
    assert (fault.value.key, fault.value.values["choices"]) == ("indicator-several", ("a", "b"))


@pytest.mark.parametrize("profile", [None, "immunisation", "school-enrolment"])
def test_no_name_of_a_profile_of_ours_is_that_of_two(profile):
    assert all(len(ids) == 1 for ids in names_of(load_profile(profile).indicators).values())


def test_a_target_may_name_its_indicator_so():
    told = ("--level", "province", "--format", "json", "--target", "BHXH tự nguyện=5")
    (row,) = run("compute", MAY, "-i", "bhxh tn", *told).report()["rows"]
    assert (row["indicator"], row["target_pct"]) == ("voluntary_social_insurance", 5)


def test_an_unknown_one_is_wrong_use():
    assert run("compute", MAY, "-i", "helth insurance").code == 2
    assert run("gaps", MAY, "--target", "xyz=95").code == 2
