"""`coverage compare`: what a new delivery restated, and what that changes."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program import SAMPLES, run

APRIL, AGAIN = SAMPLES / "ninh-binh-2024-04.xlsx", SAMPLES / "redelivered-2024-04.xlsx"
UNITS = {"Huyện X": ("Xã A", "Xã B"), "Huyện Y": ("Xã C", "Xã D")}


def sheet(folder, name, counts, period="2024-04", population=1000, target=95, codes=None):
    """Write two districts with two communes each; a count of None leaves the unit out, "" its cell blank."""
    book = openpyxl.Workbook()
    page = book.active
    page.append([f"BHYT TỈNH THỬ THÁNG {int(period[5:])}/{period[:4]}"])
    page.append(["Mã xã", "Huyện", "Xã", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)"])
    places = [(district, unit) for district, units in UNITS.items() for unit in units]
    for at, ((district, unit), count) in enumerate(zip(places, counts, strict=True)):
        if count is not None:
            page.append(
                [
                    (codes or {}).get(unit, f"1000{at}"),
                    district,
                    unit,
                    population,
                    count or None,
                    target,
                ]
            )
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


def compared(*arguments):
    result = run("compare", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return result.report()


def by_unit(report):
    return {row["unit"]: row for row in report["rows"]}


def test_what_was_restated_and_what_that_changes(tmp_path):
    old = sheet(tmp_path, "old", (949, 960, 900, 960))
    new = sheet(tmp_path, "new", (951, 960, 900, 940))
    report = compared(old, new)
    assert report["schema"] == "coverage-cli/comparison/1"
    rows = by_unit(report)
    a = rows["Xã A"]
    assert (a["kind"], a["old_numerator"], a["new_numerator"], a["change_people"]) == (
        "restated",
        949,
        951,
        2,
    )
    assert (a["old_coverage_pct"], a["new_coverage_pct"], a["change_pp"]) == (
        94.9,
        95.1,
        pytest.approx(0.2),
    )
    assert (a["old_status"], a["new_status"], a["effect"]) == ("short", "met", "now_met")
    assert a["text"] == "Xã A: 94.90 → 95.10, target now met"
    assert rows["Xã D"]["effect"] == "now_short"
    assert "Xã B" not in rows


def test_the_most_people_first_and_what_follows_behind_with_its_reason(tmp_path):
    old = sheet(tmp_path, "old", (949, 960, 900, 960))
    rows = compared(old, sheet(tmp_path, "new", (951, 960, 905, 940)))["rows"]
    assert [row["unit"] for row in rows[:3]] == ["Xã D", "Xã C", "Xã A"]
    upper = {row["unit"]: row["follows_from"] for row in rows[3:]}
    assert upper["Huyện X"] == "Xã A"
    assert upper["Huyện Y"] == "Xã C; Xã D"
    whole = next(row for row in rows if row["level"] == "province")
    assert whole["follows_from"] == "Xã A; Xã C; Xã D"
    assert whole["change_people"] == 2 + 5 - 20


def test_nothing_changed_is_said_and_is_no_fault(tmp_path):
    old, new = (sheet(tmp_path, name, (949, 960, 900, 960)) for name in ("old", "new"))
    result = run("compare", old, new)
    assert result.code == 0
    assert "nothing changed" in result.out
    assert compared(old, new)["rows"] == []


def test_a_unit_that_reports_now_and_one_that_does_no_longer(tmp_path):
    old, new = (
        sheet(tmp_path, "old", ("", 960, 900, 960)),
        sheet(tmp_path, "new", (951, "", 900, 960)),
    )
    rows = by_unit(compared(old, new))
    assert (
        rows["Xã A"]["effect"],
        rows["Xã A"]["people_affected"],
        rows["Xã A"]["change_people"],
    ) == (
        "now_reported",
        951,
        None,
    )
    assert rows["Xã B"]["effect"] == "now_missing"


def test_units_in_one_delivery_alone_are_rows_and_a_finding(tmp_path):
    old, new = (
        sheet(tmp_path, "old", (949, 960, None, 960)),
        sheet(tmp_path, "new", (949, 960, 900, None)),
    )
    report = compared(old, new)
    rows = by_unit(report)
    assert (rows["Xã C"]["kind"], rows["Xã C"]["old_numerator"], rows["Xã C"]["new_numerator"]) == (
        "added",
        None,
        900,
    )
    assert (rows["Xã D"]["kind"], rows["Xã D"]["old_numerator"], rows["Xã D"]["new_numerator"]) == (
        "removed",
        960,
        None,
    )
    assert rows["Huyện Y"]["follows_from"] == "Xã C; Xã D"
    messages = [at["message"] for at in report["findings"] if at["code"] == "units-differ"]
    assert len(messages) == 2
    assert "Xã D" in messages[0]


def test_a_new_denominator_or_target_is_a_revision_too(tmp_path):
    old = sheet(tmp_path, "old", (949, 960, 900, 960))
    fewer = by_unit(compared(old, sheet(tmp_path, "fewer", (949, 960, 900, 960), population=990)))[
        "Xã A"
    ]
    assert (fewer["old_denominator"], fewer["new_denominator"], fewer["change_people"]) == (
        1000,
        990,
        0,
    )
    assert (fewer["people_affected"], fewer["effect"]) == (10, "now_met")
    asked = by_unit(compared(old, sheet(tmp_path, "asked", (949, 960, 900, 960), target=97)))[
        "Xã A"
    ]
    assert (asked["old_target_count"], asked["new_target_count"], asked["effect"]) == (
        950,
        970,
        "target_changed",
    )


def test_periods_of_one_delivery_alone_are_said_and_not_listed(tmp_path):
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    sheet(tmp_path / "old", "4", (949, 960, 900, 960))
    sheet(tmp_path / "new", "4", (951, 960, 900, 960))
    sheet(tmp_path / "new", "5", (955, 965, 905, 965), period="2024-05")
    report = compared(tmp_path / "old", tmp_path / "new")
    assert report["periods"] == {"compared": ["2024-04"], "only_old": [], "only_new": ["2024-05"]}
    assert {row["period"] for row in report["rows"]} == {"2024-04"}
    assert (
        "only in the new delivery, and not compared: May 2024"
        in run("compare", tmp_path / "old", tmp_path / "new").out
    )


def test_deliveries_without_a_common_period_are_refused_with_both(tmp_path):
    old, new = (
        sheet(tmp_path, "old", (1, 2, 3, 4)),
        sheet(tmp_path, "new", (1, 2, 3, 4), period="2024-05"),
    )
    result = run("compare", old, new)
    assert result.code == 3
    assert (
        "2024-04" in result.err and "2024-05" in result.err and "coverage-cli trend" in result.err
    )


def test_units_are_known_again_by_code_else_by_name(tmp_path):
    old = sheet(tmp_path, "old", (949, 960, 900, 960))
    renamed = sheet(tmp_path, "renamed", (951, 960, 900, 960), codes={"Xã B": None})
    book = openpyxl.load_workbook(renamed)
    book.active["C3"] = "Xã An"
    book.save(renamed)
    rows = by_unit(compared(old, renamed))
    assert rows["Xã An"]["kind"] == "restated"
    assert {row["kind"] for row in rows.values()} == {"restated"}


def test_the_choice_of_units_holds_and_unknown_ones_are_refused(tmp_path):
    old, new = (
        sheet(tmp_path, "old", (949, 960, 900, 960)),
        sheet(tmp_path, "new", (951, 960, 905, 940)),
    )
    assert set(by_unit(compared(old, new, "--in", "Huyện X"))) == {"Huyện X", "Xã A"}
    assert {row["level"] for row in compared(old, new, "--level", "district")["rows"]} == {
        "district"
    }
    assert run("compare", old, new, "--in", "Xã Không").code == 2


def test_two_deliveries_are_asked_for():
    assert run("compare", APRIL).code == 2
    assert run("compare", APRIL, AGAIN, APRIL).code == 2


def test_fail_on_is_about_the_new_delivery(tmp_path):
    old, new = sheet(tmp_path, "old", (900,) * 4), sheet(tmp_path, "new", (960,) * 4)
    assert run("compare", old, new, "--fail-on", "short").code == 0
    assert run("compare", new, old, "--fail-on", "short").code == 1


def test_april_delivered_again():
    rows = compared(APRIL, AGAIN)["rows"]
    assert [(row["unit"], row["effect"]) for row in rows[:3]] == [
        ("Xã Kim Trung", "now_reported"),
        ("Xã Gia Tường", "now_met"),
        ("Xã Ninh Xuân", "now_short"),
    ]
    assert {row["level"] for row in rows[3:]} == {"province", "district"}
    assert len(rows) == 7


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Xã Gia Tường: 94.82 → 95.08, target now met"),
        ("vi", "Xã Gia Tường: 94,82 → 95,08, nay đạt chỉ tiêu"),
        ("de", "Xã Gia Tường: 94,82 → 95,08, Ziel jetzt erreicht"),
    ],
)
def test_the_words_are_in_every_language(lang, words):
    assert words in run("compare", APRIL, AGAIN, "--lang", lang).out


def test_every_format_has_the_same_rows(tmp_path):
    wanted = compared(APRIL, AGAIN)["rows"]
    lines = run("compare", APRIL, AGAIN, "-f", "ndjson").out.splitlines()
    assert [json.loads(line) for line in lines] == wanted
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        table = list(
            csv.DictReader(
                io.StringIO(run("compare", APRIL, AGAIN, "-f", form).out), delimiter=delimiter
            )
        )
        assert [list(row) for row in table] == [list(row) for row in wanted]
        assert [row["change_people"] for row in table] == [
            str(row["change_people"] or "") for row in wanted
        ]
    out = tmp_path / "revisions.xlsx"
    assert run("compare", APRIL, AGAIN, "-o", out).code == 0
    page = openpyxl.load_workbook(out)["Revisions"]
    table = list(page.iter_rows(min_row=3, values_only=True))
    assert [row[3] for row in table[1:]] == [row["unit"] for row in wanted]
    assert table[2][table[0].index("Coverage %, new")] == wanted[1]["new_coverage_pct"]
    first = out.read_bytes()
    assert run("compare", APRIL, AGAIN, "-o", out).code == 0
    assert out.read_bytes() == first
    assert "| Xã Gia Tường |" in run("compare", APRIL, AGAIN, "-f", "markdown").out


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    old=st.lists(st.integers(500, 1000), min_size=4, max_size=4),
    new=st.lists(st.integers(500, 1000), min_size=4, max_size=4),
)
def test_changes_of_the_lowest_units_add_up_to_those_above(old, new, tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    rows = compared(sheet(folder, "old", old), sheet(folder, "new", new))["rows"]
    lowest = [row for row in rows if row["level"] == "commune"]
    assert [row["people_affected"] for row in lowest] == sorted(
        (abs(a - b) for a, b in zip(old, new, strict=True) if a != b), reverse=True
    )
    total = sum(row["change_people"] for row in lowest)
    whole = [row for row in rows if row["level"] == "province"]
    assert [row["change_people"] for row in whole] in ([total], [])
    assert bool(whole) or total == 0
    turned = {
        row["unit"]: row for row in compared(folder / "new.xlsx", folder / "old.xlsx")["rows"]
    }
    assert all(turned[row["unit"]]["change_people"] == -row["change_people"] for row in rows)


def test_units_restated_are_counted_whichever_level_is_shown_and_only_where_asked(tmp_path):
    old = sheet(tmp_path, "old", (940, 940, 940, 940))
    new = sheet(tmp_path, "new", (941, 942, 940, 950))
    for options, said in (
        ((), "3 of 4 lowest units restated · 3 upper units follow from them"),
        (("--level", "district"), "3 of 4 lowest units restated · 2 upper units follow from them"),
        (("--in", "Huyện X"), "2 of 2 lowest units restated"),
        (("--in", "Huyện Y", "--level", "commune"), "1 of 2 lowest units restated"),
    ):
        assert said in run("compare", old, new, *options).out


def test_a_district_s_own_target_is_no_lowest_unit_restated(tmp_path):
    for name, target in (("old", 95), ("new", 94)):
        (tmp_path / f"{name}.csv").write_text(
            "STT,Đơn vị,Dân số,BHYT,Chỉ tiêu BHYT (%)\n"
            f"I,Huyện X,2000,1880,{target}\n1,Xã A,1000,940,95\n2,Xã B,1000,940,95\n",
            encoding="utf-8",
        )
    result = run("compare", tmp_path / "old.csv", tmp_path / "new.csv", "--period", "2024-04")
    assert "0 of 2 lowest units restated" in result.out
