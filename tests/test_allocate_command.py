"""`coverage allocate` through the real program: sums, bounds, refusals, and its files read back as targets."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import headings, opened, records
from program import SAMPLES, compute, run

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
SPLIT = ("allocate", MAY, "-i", "health_insurance")
SMALL = """STT,Đơn vị,Dân số,BHYT
I,Huyện A,,
1,Xã Tân Lập,1000,500
2,Xã An Bình,1000,900
II,Huyện B,,
1,Xã Tân Lập,500,450
2,Xã An Bình,800,
"""


@pytest.fixture
def small(tmp_path):
    return written(tmp_path / "small.csv", SMALL)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def counts_of(text: str) -> list[tuple[str, str, str]]:
    return [(row["parent"], row["unit"], row["target_count"]) for row in rows_of(text)]


def split(*arguments) -> list[dict[str, str]]:
    result = run("allocate", *arguments, "-f", "csv")
    assert result.code == 0, result.err
    return rows_of(result.out)


class TestTheSample:
    @pytest.mark.parametrize("rule", ["equal-rate", "uninsured", "equal-growth"])
    def test_the_leaves_sum_to_the_amount_and_districts_to_theirs(self, rule):
        rows = split(MAY, "-i", "health_insurance", "--amount", "940057", "--rule", rule)
        by_level = Counter()
        by_parent = Counter()
        for row in rows:
            assert row["target_kind"] == "count"
            by_level[row["level"]] += int(row["target_count"])
            by_parent[row["parent"]] += int(row["target_count"])
            if row["level"] == "commune":
                assert int(row["numerator"]) <= int(row["target_count"]) <= int(row["denominator"])
        assert by_level == {"province": 940057, "district": 940057, "commune": 940057}
        districts = {
            row["unit"]: int(row["target_count"]) for row in rows if row["level"] == "district"
        }
        assert districts == {unit: by_parent[unit] for unit in districts}

    def test_a_rate_is_rounded_up_to_people(self):
        rows = split(
            MAY,
            "-i",
            "health_insurance",
            "--amount",
            "95%",
            "--rule",
            "equal-rate",
            "--level",
            "province",
        )
        assert [row["target_count"] for row in rows] == [str(-(-95 * 989533 // 100))]

    def test_without_the_floor_equal_rate_is_the_plain_rate_everywhere(self):
        rows = split(
            MAY,
            "-i",
            "health_insurance",
            "--amount",
            "95%",
            "--rule",
            "equal-rate",
            "--floor",
            "none",
        )
        for row in rows:
            if row["level"] == "commune":
                assert abs(100 * int(row["target_count"]) - 95 * int(row["denominator"])) < 200

    def test_attainment_gap_and_status_are_held_against_the_part(self):
        rows = split(MAY, "-i", "health_insurance", "--amount", "95%", "--rule", "uninsured")
        for row in rows:
            missing = int(row["target_count"]) - int(row["numerator"])
            assert int(row["gap_people"]) == missing
            assert row["status"] == ("short" if missing > 0 else "met")

    def test_the_title_says_that_it_is_a_split_and_of_what(self):
        shown = run(
            *SPLIT, "--amount", "95%", "--rule", "uninsured", "--cap", "98.5", "-f", "plain"
        ).out
        first = shown.splitlines()[0]
        for part in (
            "Proposed split",
            "940,057",
            "TỈNH NINH BÌNH",
            "May 2024",
            "not covered yet",
            "98.5 %",
        ):
            assert part in first
        vietnamese = run(
            *SPLIT, "--amount", "95%", "--rule", "uninsured", "--lang", "vi", "-f", "markdown"
        ).out
        assert "Dự kiến phân bổ 940.057 người" in vietnamese

    def test_what_was_put_aside_and_held_is_said(self):
        report = json.loads(
            run(*SPLIT, "--amount", "95%", "--rule", "equal-rate", "-f", "json").out
        )
        said = {finding["code"]: finding for finding in report["findings"]}
        assert said["target-replaced"]["count"] == 152
        assert said["target-replaced"]["cell"] == "L162"
        assert "allotted" in said
        assert said["allotment-held"]["count"] > 0
        assert "target-differs" not in said

    def test_targets_told_besides_have_no_say_and_that_is_said(self):
        options = ("--amount", "940057", "--rule", "uninsured", "-f", "json")
        alone, told = (run(*SPLIT, *options, *more).report() for more in ((), ("--target", "99")))
        assert told["rows"] == alone["rows"]
        added = [finding for finding in told["findings"] if finding not in alone["findings"]]
        assert [finding["code"] for finding in added] == ["target-replaced"]
        assert "--target" in added[0]["message"]

    def test_printed_figures_of_upper_units_may_be_kept(self, tmp_path):
        text = SMALL.replace("Huyện A,,", "Huyện A,2000,1401")
        sheet = written(tmp_path / "printed.csv", text)
        rows = split(sheet, "--amount", "2000", "--rule", "uninsured", "--figures", "printed")
        assert [(row["unit"], row["numerator"], row["target_count"]) for row in rows][1] == (
            "Huyện A",
            "1401",
            "1538",
        )

    def test_in_splits_within_one_district(self):
        rows = split(
            MAY,
            "-i",
            "health_insurance",
            "--amount",
            "145000",
            "--rule",
            "uninsured",
            "--in",
            "Huyện Nho Quan",
        )
        assert (rows[0]["unit"], rows[0]["target_count"]) == ("Huyện Nho Quan", "145000")
        assert sum(int(row["target_count"]) for row in rows[1:]) == 145000
        assert {row["parent"] for row in rows[1:]} == {"Huyện Nho Quan"}

    def test_a_second_split_in_mid_year_never_allots_less_than_is_done(self):
        """What was reached in May is the least in a split of May, whatever March's split had said."""
        rows = split(MAY, "-i", "health_insurance", "--amount", "930000", "--rule", "equal-rate")
        assert all(int(row["target_count"]) >= int(row["numerator"]) for row in rows)
        assert rows[0]["target_count"] == "930000"

    def test_the_workbook_holds_numbers_under_its_title(self, tmp_path):
        path = tmp_path / "split.xlsx"
        assert run(*SPLIT, "--amount", "940057", "--rule", "uninsured", "-o", path).code == 0
        sheet = opened(path)["Health insurance"]
        assert "Proposed split of 940,057 people" in sheet["A2"].value
        counts = [row["Target, people"] for row in records(sheet)]
        assert all(type(count) is int for count in counts)
        assert counts[0] == 940057


class TestWhoTakesPart:
    def test_a_unit_without_figures_is_named_and_given_nothing(self, small):
        result = run("allocate", small, "--amount", "2000", "--rule", "uninsured", "-f", "json")
        rows = {(row["parent"], row["unit"]): row for row in result.report()["rows"]}
        assert {name: row["target_count"] for name, row in rows.items()} == {
            (None, "Total"): 2000, (None, "Huyện A"): 1538, (None, "Huyện B"): 462,
            ("Huyện A", "Xã Tân Lập"): 615, ("Huyện A", "Xã An Bình"): 923,
            ("Huyện B", "Xã Tân Lập"): 462, ("Huyện B", "Xã An Bình"): None,
        }  # fmt: skip
        assert rows[None, "Huyện B"]["status"] == "incomplete"
        said = next(
            finding for finding in result.report()["findings"] if finding["code"] == "not-allotted"
        )
        assert (said["unit"], said["cell"], said["severity"]) == ("Xã An Bình", "B7", "warning")

    def test_printed_districts_without_communes_are_split_among(self, tmp_path):
        sheet = written(
            tmp_path / "d.csv", "Huyện,Dân số,BHYT\nHuyện A,1000,500\nHuyện B,3000,2500\n"
        )
        rows = split(sheet, "--amount", "3400", "--rule", "uninsured")
        assert [row["target_count"] for row in rows] == ["3400", "700", "2700"]

    def test_the_population_may_come_from_a_file(self, tmp_path):
        sheet = written(tmp_path / "d.csv", "Xã,BHYT\nXã A,500\nXã B,2500\n")
        people = written(tmp_path / "p.csv", "Xã,Dân số\nXã A,1000\nXã B,3000\n")
        rows = split(sheet, "--population", people, "--amount", "3400", "--rule", "uninsured")
        assert [row["target_count"] for row in rows] == ["3400", "700", "2700"]


REFUSED = [
    (("--rule", "uninsured"), "expecting the amount to split, found none", "--amount 70544"),
    (("--amount", "5"), "expecting the rule to split by", "equal-growth"),
    (("--amount", "95%", "--rule", "fair"), "expecting one of equal-rate, uninsured, equal-growth for --rule", "--help"),
    (("--amount", "940.057", "--rule", "uninsured"), "'940.057' can be read two ways", "95.5%"),
    (("--amount", "0", "--rule", "uninsured"), "expecting an amount such as 70544 or 95%", "150%"),
    (("--amount", "151%", "--rule", "uninsured"), "expecting an amount such as 70544 or 95%", "150%"),
    (("--amount", "-5", "--rule", "uninsured"), "expecting an amount such as", "whole number"),
    (("--amount", "95%", "--rule", "uninsured", "--cap", "0.98"), "for --cap, found '0.98'", "98"),
    (("--amount", "95%", "--rule", "uninsured", "--floor", "none"), "--floor none does not go with --rule uninsured", "equal-rate"),
    (("--amount", "95%", "--rule", "uninsured"), "expecting one indicator to split for, found health_insurance, social_insurance", "--indicator"),
    (("--amount", "95", "--rule", "equal-rate", "-i", "health_insurance"), "expecting at least 919,276 people for TỈNH NINH BÌNH", "percent sign"),
    (("--amount", "900000", "--rule", "uninsured", "-i", "health_insurance"), "expecting at least 919,276 people", "ask for more"),
    (("--amount", "95%", "--rule", "uninsured", "--cap", "94", "-i", "health_insurance"), "expecting at most 936,893 people for TỈNH NINH BÌNH, found 940,057", "--cap"),
    (("--amount", "999999", "--rule", "uninsured", "-i", "health_insurance"), "expecting at most 989,533 people", "--cap"),
    (("--amount", "95%", "--rule", "uninsured", "-i", "health_insurance", "--in", "Huyện Z"), "expecting a unit called 'Huyện Z'", "Huyện Kim Sơn"),
]  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize(("options", "error", "hint"), REFUSED)
    def test_what_cannot_be_split_is_refused_in_two_lines(self, options, error, hint):
        result = run("allocate", MAY, *options)
        assert result.code == 2
        assert result.out == ""
        lines = result.err.splitlines()
        assert len(lines) == 2
        assert error in lines[0]
        assert hint in lines[1]

    @pytest.mark.parametrize("lang", ["vi", "de"])
    def test_they_are_said_in_every_language(self, lang):
        for options, error, _ in REFUSED:
            result = run("allocate", MAY, *options, "--lang", lang)
            assert result.code == 2
            assert len(result.err.splitlines()) == 2
            assert error not in result.err

    def test_a_number_beyond_all_people_is_refused(self):
        result = run(*SPLIT, "--amount", "9" * 5000, "--rule", "uninsured")
        assert (result.code, "--amount" in result.err.splitlines()[0]) == (2, True)

    def test_several_periods_ask_for_one(self):
        both = [SAMPLES / f"ninh-binh-2024-{month}.xlsx" for month in ("04", "05")]
        options = ("-i", "health_insurance", "--amount", "95%", "--rule", "uninsured")
        result = run("allocate", *both, *options)
        assert result.code == 2
        assert "found 2024-04, 2024-05" in result.err
        assert run("allocate", *both, *options, "--period", "2024-05").code == 0

    def test_a_rule_without_any_pair_of_counts_is_refused(self, tmp_path):
        sheet = written(
            tmp_path / "a.csv",
            "Xã,Dân số,BHYT,Chỉ tiêu BHYT (người)\nXã A,,500,600\nXã B,,700,800\n",
        )
        result = run("allocate", sheet, "--amount", "1300", "--rule", "equal-rate")
        assert result.code == 3
        assert result.err.startswith("error: ")
        alone = written(
            tmp_path / "b.csv", "Xã,BHYT,Chỉ tiêu BHYT (người)\nXã A,500,600\nXã B,700,800\n"
        )
        result = run("allocate", alone, "--amount", "1300", "--rule", "equal-rate")
        assert result.code == 3

    def test_nothing_is_written_when_refused(self, tmp_path):
        path = written(tmp_path / "old.csv", "what was there")
        assert run(*SPLIT, "--amount", "5", "--rule", "uninsured", "-o", path).code == 2
        assert path.read_text(encoding="utf-8") == "what was there"


FORMATS = [
    ("split.csv", "en"),
    ("split.tsv", "en"),
    *((f"split-{lang}.xlsx", lang) for lang in ("en", "vi", "de")),
]


class TestReadBack:
    @pytest.mark.parametrize(("name", "lang"), FORMATS)
    def test_compute_takes_the_file_as_its_targets(self, name, lang, tmp_path):
        path = tmp_path / name
        options = ("--amount", "940057", "--rule", "uninsured", "--cap", "98")
        assert run(*SPLIT, *options, "--lang", lang, "-o", path).code == 0
        proposed = run(*SPLIT, *options, "-f", "csv").out
        assert (
            run("compute", MAY, "-i", "health_insurance", "--targets", path, "-f", "csv").out
            == proposed
        )

    @pytest.mark.parametrize("name", ["split.csv", "split.xlsx"])
    def test_names_that_repeat_in_districts_and_units_without_a_part_come_back(
        self, name, small, tmp_path
    ):
        path = tmp_path / name
        options = ("--amount", "2000", "--rule", "uninsured")
        assert run("allocate", small, *options, "-o", path).code == 0
        proposed = run("allocate", small, *options, "-f", "csv").out
        again = run("compute", small, "--targets", path, "-f", "csv")
        assert again.out == proposed
        assert "unit-" not in again.err

    def test_a_part_that_was_changed_by_hand_is_the_one_that_counts(self, small, tmp_path):
        path = tmp_path / "split.xlsx"
        assert (
            run("allocate", small, "--amount", "2000", "--rule", "uninsured", "-o", path).code == 0
        )
        book = opened(path)
        sheet = book["Health insurance"]
        place = headings(sheet).index("Target, people")
        row = next(cells for cells in sheet.iter_rows() if str(cells[0].value) == "Xã Tân Lập")
        row[place].value = 640
        book.save(path)
        result = compute(small, "--targets", path)
        assert (
            next(row for row in result.report()["rows"] if row["unit"] == "Xã Tân Lập")[
                "target_count"
            ]
            == 640
        )
        assert "target-differs" in result.codes()

    def test_a_split_of_one_district_leaves_the_others_their_own(self, tmp_path):
        path = tmp_path / "nho-quan.csv"
        assert (
            run(
                *SPLIT,
                "--amount",
                "145000",
                "--rule",
                "uninsured",
                "--in",
                "Huyện Nho Quan",
                "-o",
                path,
            ).code
            == 0
        )
        before = {
            row["code"]: row
            for row in rows_of(run("compute", MAY, "-i", "health_insurance", "-f", "csv").out)
        }
        parts = {
            row["unit"]: row["target_count"]
            for row in rows_of(path.read_text(encoding="utf-8-sig"))
        }
        after = rows_of(
            run("compute", MAY, "-i", "health_insurance", "--targets", path, "-f", "csv").out
        )
        inside = [row for row in after if "Huyện Nho Quan" in (row["unit"], row["parent"])]
        assert {row["unit"]: row["target_count"] for row in inside} == parts
        for row in after:
            if row not in inside and row["level"] == "commune":
                assert row["target_count"] == before[row["code"]]["target_count"]

    def test_a_split_shown_by_district_serves_the_districts(self, tmp_path):
        path = tmp_path / "districts.xlsx"
        options = ("--amount", "940057", "--rule", "uninsured", "--level", "district")
        assert run(*SPLIT, *options, "-o", path).code == 0
        proposed = {
            row["unit"]: row["target_count"]
            for row in rows_of(run(*SPLIT, *options, "-f", "csv").out)
        }
        result = run(
            "compute",
            MAY,
            "-i",
            "health_insurance",
            "--targets",
            path,
            "--level",
            "district",
            "-f",
            "csv",
        )
        assert {row["unit"]: row["target_count"] for row in rows_of(result.out)} == proposed

    def test_a_next_month_is_held_against_the_split_of_this_one(self, tmp_path):
        path = tmp_path / "april.csv"
        april = SAMPLES / "ninh-binh-2024-04.xlsx"
        options = ("-i", "health_insurance", "--amount", "940057", "--rule", "uninsured")
        assert run("allocate", april, *options, "-o", path).code == 0
        parts = {
            row["code"]: row["target_count"]
            for row in rows_of(path.read_text(encoding="utf-8-sig"))
        }
        later = rows_of(
            run("compute", MAY, "-i", "health_insurance", "--targets", path, "-f", "csv").out
        )
        assert {row["code"]: row["target_count"] for row in later} == parts

    def test_explain_names_the_cell_of_the_split(self, tmp_path):
        path = tmp_path / "split.csv"
        assert run(*SPLIT, "--amount", "940057", "--rule", "uninsured", "-o", path).code == 0
        shown = run(
            "explain", MAY, "-i", "health_insurance", "--in", "Xã Đồng Phong", "--targets", path
        )
        assert shown.code == 0
        assert "from the list of targets, cell L" in shown.out


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, int]:
    """A sheet of districts whose communes share their names, with or without codes, and an amount to split.

    The first commune has figures, others may have none.
    """
    coded = draw(st.booleans())
    names = draw(
        st.lists(
            st.sampled_from(["Tân Lập", "An Bình", "Hòa", "Phú", "Lai"]), min_size=2, unique=True
        )
    )
    lines, least, most = [], 0, 0
    for district in range(draw(st.integers(1, 3))):
        lines.append(["I" * (district + 1), "", f"Huyện D{district}", "", ""])
        for number, name in enumerate(names, 1):
            people = draw(st.integers(1000, 5000))
            done = draw(st.integers(100, people))
            is_missing = len(lines) > 1 and draw(st.integers(0, 4)) == 0
            least, most = (least, most) if is_missing else (least + done, most + people)
            code = str(10000 + 100 * district + number) if coded else ""
            lines.append(
                [str(number), code, f"Xã {name}", str(people), "" if is_missing else str(done)]
            )
    text = "\n".join(["STT,Mã xã,Đơn vị,Dân số,BHYT", *map(",".join, lines)]) + "\n"
    return text, draw(st.integers(least, most))


@settings(max_examples=40, deadline=None)
@given(
    sheets(),
    st.sampled_from(["equal-rate", "uninsured", "equal-growth"]),
    st.sampled_from(["csv", "xlsx"]),
)
def test_whatever_was_split_reads_back_to_the_same_counts(sheet, rule, suffix):
    text, amount = sheet
    with tempfile.TemporaryDirectory() as folder:
        path, file = written(Path(folder) / "s.csv", text), Path(folder) / f"split.{suffix}"
        options = ("--amount", str(amount), "--rule", rule)
        made = run("allocate", path, *options, "-f", "csv", "-q")
        assert made.code == 0, made.err
        assert run("allocate", path, *options, "-o", file, "-q").code == 0
        again = run("compute", path, "--targets", file, "-f", "csv", "-q")
        assert counts_of(again.out) == counts_of(made.out)
        communes = [
            int(row["target_count"] or 0) for row in rows_of(made.out) if row["level"] == "commune"
        ]
        assert sum(communes) == amount


def test_a_further_denominator_is_refused_and_further_targets_have_no_say(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("Đơn vị,Chỉ tiêu BHYT (%)\nXã Đồng Phong,99\n", encoding="utf-8")
    may = SAMPLES / "ninh-binh-2024-05.xlsx"
    told = (
        "allocate",
        may,
        "-i",
        "health_insurance",
        "--amount",
        "945000",
        "--rule",
        "uninsured",
        "-f",
        "json",
    )
    refused = run(*told, "--population", f"census={SAMPLES / 'ninh-binh-2024-population.csv'}")
    assert (refused.code, refused.out) == (2, "")
    plain, beside = run(*told).report(), run(*told, "--targets", f"P={path}").report()
    assert beside["rows"] == plain["rows"]
    assert sum(finding["code"] == "target-replaced" for finding in beside["findings"]) == 2
