"""Sheets of another field than the usual one: the refusal names the profile that knows their headings, and it works."""

import re

import pytest
from program import compute, run

INFANTS = "District,Surviving infants,DTP1 doses,DTP3 doses\nAlda,1000,950,900\nBorna,2000,1900,1800\nCosel,1500,1400,1350\n"
UNKNOWN = "District,Cows,Sheep\nAlda,1000,950\nBorna,2000,1900\nCosel,1500,1400\n"


@pytest.fixture
def sheet(tmp_path):
    def put(text):
        path = tmp_path / "sheet.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return put


def test_the_profile_that_knows_the_headings_is_named_and_works(sheet):
    refused = run("compute", sheet(INFANTS))
    assert refused.code == 3
    hint = re.search(r"--profile (\S+)", refused.err)
    assert hint
    assert compute(sheet(INFANTS), "--profile", hint[1]).report()["rows"]


def test_headings_that_no_profile_knows_are_refused_as_before(sheet):
    refused = run("compute", sheet(UNKNOWN))
    assert (refused.code, "--profile" in refused.err, "B 'Cows'" in refused.err) == (3, False, True)


def test_rates_under_a_heading_of_counts_are_offered_no_scale(sheet):
    refused = run("compute", sheet("Xã,Dân số,BHYT\nA,94.5,93.25\nB,88.1,90.5\nC,91.2,89.75\n"))
    assert refused.code == 3
    assert "--scale" not in refused.err
