"""A level is called what the sheet calls it, in every output for people; ids stay."""

import pytest
from program import run
from test_sheets import FOLDER

HEADED = {
    "County,Population,Enrolled\nAlda,5000,4500\nBorna,4000,3300\n": {"district": "County", "province": "Whole"},
    "State,County,Population,Enrolled\nA,Aa,5000,4500\nA,Ab,900,700\nB,Ba,800,500\n": {"province": "State", "district": "County"},
    "Bundesland;Einwohner;Versicherte\nBayern;5000;4500\nHessen;4000;3300\n": {"province": "Bundesland"},
    "STT,Quận,Dân số,BHYT\n1,Ba Đình,5000,4500\n2,Tây Hồ,4000,3300\n": {"district": "Quận"},
    "Đơn vị,Dân số,BHYT\nPhường Đông Thành,5000,4500\nPhường Tân Thành,4000,3300\n": {"commune": "Phường"},
    "Region,Population,Enrolled\nNorth,5000,4500\nSouth,4000,3300\n": {"commune": "Region"},
    "Municipality name,Population,Enrolled\nAlda,5000,4500\nBorna,4000,3300\n": {"commune": "Municipality"},
}  # fmt: skip


def table(path, *options):
    return run("inspect", path, "--format", "json", *options).report()["tables"][0]


@pytest.mark.parametrize("text", HEADED)
def test_the_heading_or_the_word_before_all_names_is_the_levels_name(text, tmp_path):
    (tmp_path / "sheet.csv").write_text(text, encoding="utf-8")
    shown = run("inspect", tmp_path / "sheet.csv").out
    names = HEADED[text]
    assert [f"× {name}" in shown for name in names.values()] == [True] * len(names), shown
    assert set(names) <= set(table(tmp_path / "sheet.csv")["units"])


@pytest.mark.parametrize(
    "text",
    [
        "Xã,Dân số,BHYT\nXã Mai Lâm,5000,4500\nXã Đông Hội,4000,3300\n",
        "Xã, phường;Dân số;BHYT\nMai Lâm;5000;4500\nĐông Hội;4000;3300\n",
        "Đơn vị,Dân số,BHYT\nXã Mai Lâm,5000,4500\nThị trấn Me,4000,3300\n",
        "Name,Population,Enrolled\nAlda,5000,4500\nBorna,4000,3300\n",
    ],
)
def test_a_word_that_we_translate_or_a_mixture_is_shown_in_the_readers_language(text, tmp_path):
    (tmp_path / "sheet.csv").write_text(text, encoding="utf-8")
    assert "2 × Commune" in run("inspect", tmp_path / "sheet.csv", "--lang", "en").out
    assert "2 × Gemeinde" in run("inspect", tmp_path / "sheet.csv", "--lang", "de").out


@pytest.mark.parametrize("whole", ["Cả nước", "Whole country", "Việt Nam"])
def test_a_country_stands_above_provinces(whole, tmp_path):
    text = f"Tỉnh,Dân số,BHYT\nTỉnh A,5000,4500\nTỉnh B,4000,3300\n{whole},9000,7800\n"
    (tmp_path / "sheet.csv").write_text(text, encoding="utf-8")
    found = table(tmp_path / "sheet.csv")
    if found["units"] == {"whole": 1, "province": 2}:
        assert "1 × Country, 2 × Province" in run("inspect", tmp_path / "sheet.csv").out


@pytest.mark.parametrize("form", ["markdown", "plain"])
def test_every_text_for_people_says_it_and_machines_get_the_ids(form, tmp_path):
    text = "State,County,Population,Enrolled\nA,Aa,5000,4500\nA,Ab,900,700\nB,Ba,800,500\n"
    (tmp_path / "sheet.csv").write_text(text, encoding="utf-8")
    assert (
        "County" in run("compute", tmp_path / "sheet.csv", "--target", "95", "--format", form).out
    )
    rows = run("compute", tmp_path / "sheet.csv", "--format", "json").report()["rows"]
    assert {row["level"] for row in rows} == {"whole", "province", "district"}
    explained = run("explain", tmp_path / "sheet.csv", "--in", "Aa", "--format", "plain").out
    assert "Aa · County" in explained


def test_the_museum_keeps_its_names():
    assert "3 × Commune" in run("inspect", FOLDER / "letterhead-motto-title.xlsx").out
