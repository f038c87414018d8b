"""Findings that the project file acknowledges, and who should report: what is shown, counted, and what comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import Run, run

HEAD = "Mã xã,Đơn vị,Dân số,BHYT"
ROWS = {
    "Xã Một": "00101,Xã Một,100,90",
    "Xã Hai": "00102,Xã Hai,200,180",
    "Xã Ba": "00103,Xã Ba,300,330",
    "Xã Bốn": "00104,Xã Bốn,400,444",
    "Xã Năm": "00105,Xã Năm,500,450",
}
OVER = '[[accepted]]\ncode = "over-100"\nunit = "Xã Ba"\nwhy = "a garrison is counted elsewhere"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sheet(*units: str, name: str = "xa-2024-05.csv", **other: str) -> str:
    rows = {**ROWS, **other}
    Path(name).write_text("\n".join([HEAD, *(rows[unit] for unit in units), ""]), encoding="utf-8")
    return name


def told(text: str) -> None:
    Path("coverage-cli.toml").write_text(text, encoding="utf-8")


def found(result: Run, code: str, where: str = "findings") -> list[tuple[str, str | None, int]]:
    return [
        (one["severity"], one["unit"], one["count"])
        for one in result.report().get(where, [])
        if one["code"] == code
    ]


def computed(*more: str, units: tuple[str, ...] = tuple(ROWS), **other: str) -> Run:
    return run("compute", sheet(*units, **other), "-f", "json", "--fail-on", "warning", *more)


@pytest.mark.usefixtures("folder")
class TestAccepted:
    def test_is_counted_and_not_shown_and_fails_nothing(self):
        assert computed(units=("Xã Một", "Xã Ba")).code == 1
        told(OVER)
        result = computed(units=("Xã Một", "Xã Ba"))
        assert (result.code, found(result, "over-100")) == (0, [])
        assert found(result, "over-100", "accepted") == [("warning", "Xã Ba", 1)]
        assert "accepted: 1" in result.err
        assert "over-100" not in result.err

    def test_of_several_units_the_others_are_shown(self):
        told(OVER)
        result = computed()
        assert (result.code, found(result, "over-100")) == (1, [("warning", "Xã Bốn", 1)])
        assert found(result, "over-100", "accepted") == [("warning", "Xã Ba", 1)]

    def test_without_a_unit_it_speaks_of_all(self):
        told(OVER.replace('unit = "Xã Ba"\n', ""))
        result = computed()
        assert (result.code, found(result, "over-100")) == (0, [])

    def test_another_code_is_shown(self):
        told(OVER.replace("over-100", "jump"))
        assert len(found(computed(), "over-100")) == 1

    @pytest.mark.parametrize(
        ("until", "shown"),
        [
            ('"2024-05"', 0),
            ("2024-05-31", 0),
            ('"2024"', 0),
            ('"2024-04"', 1),
            ("2024-05-30", 1),
            ('"2023-Q4"', 1),
        ],
    )
    def test_it_ends_with_the_period_it_was_given_until(self, until, shown):
        told(f"{OVER}until = {until}\n")
        result = computed("--period", "2024-05", units=("Xã Một", "Xã Ba"))
        assert len(found(result, "over-100")) == shown

    def test_without_a_period_nobody_knows_whether_it_ended(self):
        told(f'{OVER}until = "2099"\n')
        name = sheet("Xã Một", "Xã Ba", name="xa.csv")
        assert len(found(run("compute", name, "-f", "json"), "over-100")) == 1

    def test_check_does_not_show_it_either(self):
        told(OVER.replace("over-100", "unit-missing").replace("Xã Ba", "Xã Năm"))
        Path("who.csv").write_text("Mã xã,Đơn vị\n00101,Xã Một\n00105,Xã Năm\n", encoding="utf-8")
        result = run("check", sheet("Xã Một"), "--expect", "who.csv")
        assert (result.code, "accepted: 1" in result.out) == (0, True)
        assert "unit-missing" not in result.out
        content = json.loads(run("check", sheet("Xã Một"), "--expect", "who.csv", "-f", "json").out)
        assert [one["code"] for one in content["accepted"]] == ["unit-missing"]

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            (OVER.replace("over-100", "over100"), "line 2: expecting the code of a finding such as over-100 for code in [accepted.1], found 'over100'"),
            ('[[accepted]]\ncode = "jump"\n', "line 1: [accepted.1] has no why"),
            (OVER + OVER + 'since = "2024"\n', "line 9: [accepted.2] has no key since"),
            (OVER + 'until = "May"\n', "line 5: expecting a time such as 2024-12 or 2024-Q4 for until"),
            ('accepted = "jump"\n', "line 1: expecting [[accepted]] and its keys below it, found accepted = 'jump'"),
            ("expect = 3\n", "line 1: expecting a text in quotation marks for expect, found 3"),
        ],
    )  # fmt: skip
    def test_mistakes_are_named_by_their_line(self, text, error):
        told(text)
        result = computed()
        assert (result.code, error in result.err) == (2, True), result.err


@pytest.mark.usefixtures("folder")
class TestRoster:
    def expecting(self, *units: str) -> None:
        lines = [",".join(ROWS[unit].split(",")[:2]) for unit in units]
        Path("who.csv").write_text("\n".join(["Mã xã,Đơn vị", *lines, ""]), encoding="utf-8")

    def test_the_project_file_names_who_should_report(self):
        self.expecting("Xã Một", "Xã Hai", "Xã Năm")
        told('expect = "who.csv"\n')
        result = run("compute", sheet("Xã Một", "Xã Hai"), "-f", "json", "--fail-on", "error")
        assert (result.code, found(result, "unit-missing")) == (1, [("error", "Xã Năm", 1)])
        whole = result.report()["rows"][0]
        assert (whole["units_complete"], whole["units_expected"]) == (2, 3)

    def test_it_is_looked_for_beside_the_project_file(self, folder, monkeypatch):
        self.expecting("Xã Một", "Xã Năm")
        told('expect = "who.csv"\n')
        (folder / "below").mkdir()
        monkeypatch.chdir(folder / "below")
        assert len(found(run("compute", sheet("Xã Một"), "-f", "json"), "unit-missing")) == 1

    def test_an_option_wins_over_it(self):
        self.expecting("Xã Một", "Xã Năm")
        told('expect = "nobody.csv"\n')
        result = run("compute", sheet("Xã Một"), "-f", "json", "--expect", "who.csv")
        assert found(result, "unit-missing") == [("error", "Xã Năm", 1)]

    def test_a_population_names_nobody_who_should_report(self):
        Path("people.csv").write_text(
            "Mã xã,Đơn vị,Dân số\n00101,Xã Một,100\n00105,Xã Năm,500\n", encoding="utf-8"
        )
        result = run("compute", sheet("Xã Một"), "-f", "json", "--population", "people.csv")
        assert found(result, "unit-missing") == [("warning", "Xã Năm", 1)]

    def test_the_lock_names_them_too(self):
        assert run("init", sheet(*ROWS), "--lock").code == 0
        fewer = sheet(*list(ROWS)[1:], name="xa-2024-06.csv")
        result = run("compute", fewer, "-f", "json", "--fail-on", "error")
        assert (result.code, found(result, "unit-missing")) == (1, [("error", "Xã Một", 1)])
        assert found(result, "layout-drift") == []

    def test_of_many_missing_each_may_be_acknowledged(self):
        self.expecting(*ROWS)
        told(
            'expect = "who.csv"\n'
            + "".join(
                f'[[accepted]]\ncode = "unit-missing"\nunit = "{unit}"\nwhy = "closed"\n'
                for unit in ("Xã Ba", "xã bốn")
            )
        )
        result = run("compute", sheet("Xã Một", "Xã Hai"), "-f", "json", "--fail-on", "error")
        assert (result.code, found(result, "unit-missing")) == (1, [("error", "Xã Năm", 1)])
        assert [unit for _, unit, _ in found(result, "unit-missing", "accepted")] == [
            "Xã Ba",
            "Xã Bốn",
        ]

    def test_who_is_not_on_the_roster_is_said(self):
        self.expecting("Xã Một", "Xã Hai", "Xã Năm")
        units = ("Xã Một", "Xã Hai", "Xã Năm", "Mường Khương")
        result = run(
            "compute",
            sheet(*units, **{"Mường Khương": "00999,Mường Khương,50,5"}),
            *("-f", "json", "--expect", "who.csv"),
        )
        assert found(result, "unit-unknown") == [("warning", "Mường Khương", 1)]

    def test_who_is_nearly_on_it_is_asked_about_and_not_missed(self):
        self.expecting("Xã Một", "Xã Hai")
        mistyped = {"Xã Hái": ",Xã Hái,200,180"}
        result = run(
            "compute", sheet("Xã Một", "Xã Hái", **mistyped), "-f", "json", "--expect", "who.csv"
        )
        (said,) = [one for one in result.report()["findings"] if one["code"] == "unit-unknown"]
        assert "did you mean Xã Hai" in said["message"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("jump", ("90,", "180,", "130,", "444,", "200,")),
        ("over-100", ("90,", "180,", "330,", "444,", "600,")),
    ],
)
def test_of_a_rule_over_time_or_of_figures_the_unit_stands_apart(code, rows):
    units = list(ROWS)
    now = {
        unit: ",".join([*ROWS[unit].split(",")[:3], row.strip(",")])
        for unit, row in zip(units, rows, strict=True)
    }
    before = sheet(*units, name="xa-2024-04.csv")
    after = sheet(*units, name="xa-2024-05.csv", **now)
    shown = [one for one in found(run("compute", before, after, "-f", "json"), code)]
    last = shown[-1][2]
    assert last >= 2
    told(f'[[accepted]]\ncode = "{code}"\nunit = "Xã Năm"\nwhy = "checked by telephone"\n')
    result = run("compute", before, after, "-f", "json")
    assert found(result, code)[-1][2] == last - 1
    assert [unit for _, unit, _ in found(result, code, "accepted")] == ["Xã Năm"]
