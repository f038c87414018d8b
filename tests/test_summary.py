"""The report in words: every sentence is true of the figures, in each language, and the same each time."""

from __future__ import annotations

import json

import pytest
from program import SAMPLES, compute, run
from test_targets_told import sheet

MAY, MARCH = SAMPLES / "ninh-binh-2024-05.xlsx", SAMPLES / "ninh-binh-2024-03.xlsx"
HEALTH = ("-i", "health_insurance")


def paragraphs(*arguments):
    result = run(*arguments, "--summary")
    assert result.code == 0, result.err
    return result.out.strip().split("\n\n")


def test_one_paragraph_for_the_province_and_one_for_each_district():
    title, *told = paragraphs("compute", MAY, *HEALTH)
    assert title.startswith("TỔNG HỢP")
    assert len(told) == 9
    assert ["Huyện Nho Quan" in paragraph.split(" had ")[0] for paragraph in told].count(True) == 1


def test_every_figure_of_a_paragraph_is_the_report_s_own():
    row = compute(MAY, *HEALTH).row("Huyện Nho Quan", "health_insurance")
    told = next(one for one in paragraphs("compute", MAY, *HEALTH) if "in Huyện Nho Quan" in one)
    for figure in (
        f"{row['numerator']:,}",
        f"{row['denominator']:,}",
        f"{row['gap_people']:,}",
        f"{row['target_count']:,}",
        f"{row['shortfall_people']:,}",
    ):
        assert figure in told
    assert "94.33 %" in told
    assert "11 of 27 communes met their target" in told


def test_changes_and_pace_where_earlier_months_are_at_hand():
    told = next(
        one for one in paragraphs("compute", MARCH, MAY, *HEALTH) if "in Tỉnh Ninh Bình" in one
    )
    assert (
        "That is 6,009 more than at the end of March 2024 (+0.66 %, +0.61 percentage points)."
        in told
    )
    assert "Each of the 7 months left must bring 2,262 people." in told
    assert "At the recent pace of 3,005 a month it will be reached." in told


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "vi",
            "Đến hết tháng 5/2024, tỉnh Ninh Bình có 919.276 người tham gia bảo hiểm y tế trên 989.533 người, tỷ lệ bao phủ 92,90%.",
        ),
        (
            "de",
            "Ende Mai 2024 hatten in Tỉnh Ninh Bình 919.276 von 989.533 Personen Krankenversicherung, eine Abdeckung von 92,90 %.",
        ),
    ],
)
def test_the_languages_say_it_in_their_own_numbers(lang, expected):
    assert paragraphs("compute", MAY, *HEALTH, "--lang", lang)[1].startswith(expected)


def test_met_is_said_with_the_surplus(tmp_path):
    """Tuyên Quang, July 2020: 9.287 of a target of 8.700, "đạt 107 %, vượt 587"."""
    rows = (("Tỉnh Tuyên Quang", 436210, 9287),)
    path = sheet(tmp_path, "2020-07", rows=rows)
    told = run(
        "compute",
        path,
        "--target",
        "health_insurance=8700:count",
        "--summary",
        "--lang",
        "vi",
        "--decimals",
        "0",
    ).out
    assert "đã đạt, vượt 587 người (hoàn thành 107%)" in told


def test_a_target_missed_by_rounding_is_not_called_met(tmp_path):
    """Xuân Lộc, June 2018: 197 247 of 240 986 prints 81.85 and is 81.84998."""
    told = run(
        "compute",
        sheet(tmp_path, rows=(("Huyện Xuân Lộc", 240986, 197247),)),
        "--target",
        "81.85",
        "--summary",
    ).out
    assert "Another 1 must be enrolled" in told
    assert "Only the rounded rate looks as if it were met." in told


def test_units_without_figures_are_said_and_not_counted(tmp_path):
    rows = (("Xã A", 1000, 900), ("Xã B", 1000, None))
    told = run("compute", sheet(tmp_path, rows=rows), "--target", "95", "--summary").out
    assert "1 of 2 units is in no sum" in told
    assert "900 of 1,000 people" in told


def test_what_nothing_is_known_of_is_not_said():
    told = run("compute", MAY, *HEALTH, "--summary").out
    assert "more than" not in told
    assert "recent pace" not in told
    assert "None" not in told


def test_without_a_date_none_is_made_up(tmp_path):
    (tmp_path / "bhyt.csv").write_text(
        "Đơn vị,Dân số,BHYT\nXã A,1000,900\nXã B,1000,930\n", encoding="utf-8"
    )
    starts = {
        "en": "In the whole area 1,830 of",
        "vi": "Toàn địa bàn có 1.830 người",
        "de": "In allen Einheiten hatten 1.830 von",
    }
    for lang, start in starts.items():
        told = run("compute", tmp_path / "bhyt.csv", "--summary", "--lang", lang).out
        assert told.startswith(start)
        assert "date" not in told
        assert "  " not in told


def test_the_same_bytes_each_time():
    assert (
        run("compute", MARCH, MAY, "--summary").out == run("compute", MAY, MARCH, "--summary").out
    )


def test_gaps_take_their_deadline_along():
    told = run(
        "gaps", MAY, *HEALTH, "--summary", "--by-date", "2024-07", "--in", "Huyện Kim Sơn"
    ).out
    assert "Each of the 2 months left must bring 2,948 people." in told


def test_a_format_without_text_is_refused():
    result = run("compute", MAY, "--summary", "--format", "csv")
    assert (result.code, result.out) == (2, "")


def test_it_is_written_to_a_file(tmp_path):
    out = tmp_path / "bao-cao.md"
    assert run("compute", MAY, *HEALTH, "--summary", "-o", out).code == 0
    assert "Huyện Kim Sơn" in out.read_text(encoding="utf-8")


def test_what_only_is_supposed_has_no_words_and_is_refused(tmp_path):
    for command, told in (
        ("compute", ("--what-if", "Xã A=+50")),
        ("compute", ("--top", "3")),
        ("compute", ("--sort", "name")),
        ("gaps", ("--top", "3")),
        ("gaps", ("--sort", "name")),
    ):
        result = run(command, sheet(tmp_path), "--summary", *told)
        assert (result.code, result.out) == (2, "")
        assert told[0] in result.err


def test_each_further_target_has_its_sentence(tmp_path):
    told = paragraphs("compute", sheet(tmp_path), "--target", "95", "--target", "91.5#Tỉnh ủy")[1]
    assert "Another 70 must be enrolled to meet the target of 95.00 % (1,900 people)" in told
    assert "By the target 'Tỉnh ủy': The target of 91.50 % (1,830 people) is met exactly." in told


def test_two_communes_of_one_name_are_told_apart(tmp_path):
    rows = (
        ("Huyện P", None, None), ("Xã A", 1000, 900), ("Huyện Q", None, None), ("Xã A", 1000, 945), ("Xã B", 1000, 940),
    )  # fmt: skip
    told = paragraphs("compute", sheet(tmp_path, rows=rows), "--level", "commune")[1:]
    assert [paragraph.split(" people in ")[1].split(" had ")[0] for paragraph in told] == [
        "Xã A (Huyện P)", "Xã A (Huyện Q)", "Xã B",
    ]  # fmt: skip


def test_one_change_is_said_once_by_whatever_name(tmp_path):
    sheets = [
        sheet(tmp_path, f"{year}-12", rows=(("Xã A", 1000, 900 + year - 2020),))
        for year in (2022, 2023)
    ]
    assert "\n\n".join(paragraphs("compute", *sheets)).count("That is 1 more") == 1


def test_where_lower_is_better_nobody_lacks_people(tmp_path):
    (tmp_path / "ex.toml").write_text(
        '[measures]\nexemptions = ["exemptions"]\nchildren = ["population"]\n[indicators.exemptions]\n'
        'numerator = "exemptions"\ndenominator = "children"\nbetter = "lower"\nlabel = "Exemptions"\n'
    )
    path = tmp_path / "ex.csv"
    path.write_text(
        "May 2024,,\nCounty,Population,Exemptions\nAlpha,1050,20\nBeta,2000,12\nGamma,500,6\n"
    )
    told = "\n".join(
        paragraphs("compute", path, "--profile", tmp_path / "ex.toml", "--target", "exemptions=1")
    )
    assert "have 11 too many together; most are in Alpha (10), Gamma (1)" in told
    assert "lack" not in told


@pytest.mark.parametrize(
    ("heading", "lang", "said"),
    [
        ("County", "en", ["1 of 3 counties met", "The counties that are short"]),
        ("Municipality", "en", ["1 of 3 municipalities met"]),
        ("Landkreis", "en", ["1 of 3 units met"]),
        ("County", "de", ["1 von 3 Einheiten", "Einheiten unter dem Ziel"]),
        ("Phường", "vi", ["1/3 phường đạt", "Các phường chưa đạt"]),
    ],
)
def test_several_units_are_called_by_the_plural_of_the_sheets_own_word(
    tmp_path, heading, lang, said
):
    path = tmp_path / "t.csv"
    path.write_text(
        f"{heading},Population,Enrolled\nAlda,1000,990\nBorna,2000,1500\nCosel,500,400\n",
        encoding="utf-8",
    )
    told = "\n".join(paragraphs("compute", path, "--target", "95", "--lang", lang))
    for part in said:
        assert part in told


def test_units_in_no_sum_are_named_the_largest_first_with_their_people(tmp_path):
    rows = [["A", 1000, 900], ["B", 1000, 800], ["C", None, 40], ["D", 500, None],
            ["E", None, 1240], ["F", 500, None], ["G", None, 7]]  # fmt: skip
    told = run("compute", sheet(tmp_path, rows=rows), *HEALTH, "--summary").out
    assert (
        "5 of 7 units are in no sum, for their figures are missing: E (1,240 people), C (40 people), G (7 people), 2 more."
        in told
    )


HALF = (("Huyện X", 3000, 2500), ("Xã A", 1000, None), ("Xã B", 2000, None), ("Huyện Y", 3000, 2700), ("Xã C", 3000, 2700),
        ("Toàn tỉnh", 6000, 5200))  # fmt: skip


def test_printed_figures_that_stand_for_units_are_named_and_these_are_in_a_sum(tmp_path):
    told = run("compute", sheet(tmp_path, rows=HALF), *HEALTH, "--summary").out
    assert (
        "2 of 3 units have no figures of their own; the printed ones of units above stand for them: Huyện X (2)."
        in told
    )
    assert "in no sum" not in told
    assert "5,200 of 6,000 people" in told


def test_explained_they_count_as_printed_ones(tmp_path):
    told = run("explain", sheet(tmp_path, rows=HALF), *HEALTH, "--in", "Toàn tỉnh", "-f", "json")
    (record,) = json.loads(told.out)["explanations"]
    assert [(part["unit"], part["basis"], part["counted"]) for part in record["parts"]] == [
        ("Huyện X", "printed", True), ("Huyện Y", "sum", True),
    ]  # fmt: skip
    assert record["left_out"] == []
