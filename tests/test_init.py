"""`coverage init`: the file it writes reads back, changes no figure, explains itself and replaces nothing unasked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from program import SAMPLES, run

from coverage_cli.words import LANGUAGES

INPUTS = [
    ["ninh-binh-2024-03.xlsx"],
    ["ninh-binh-2024-04.xlsx"],
    ["ninh-binh-2024-05.xlsx"],
    ["nho-quan-2024-05.xls"],
    ["ninh-binh-2024-05-en.csv"],
    ["ninh-binh-2024-03.xlsx", "ninh-binh-2024-04.xlsx", "ninh-binh-2024-05.xlsx"],
    ["ninh-binh-2024-04.xlsx", "nho-quan-2024-05.xls"],
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path) -> str:
    return (folder / "coverage-cli.toml").read_text(encoding="utf-8")


def active(text: str) -> dict[str, dict[str, object]]:
    return {section: values for section, values in tomllib.loads(text).items() if values}


def rows(inputs: list[Path]) -> object:
    report = run("compute", *inputs, "-f", "json").report()
    return report["rows"], [found for found in report["findings"] if found["severity"] == "error"]


@pytest.mark.parametrize(
    "names", INPUTS, ids=lambda names: " ".join(name.rpartition(".")[0] for name in names)
)
def test_the_written_file_gives_the_same_figures_as_none(names, folder):
    inputs = [SAMPLES / name for name in names]
    before = rows(inputs)
    result = run("init", *inputs)
    assert (result.code, result.out) == (0, ""), result.err
    assert active(written(folder)).get("columns") or len(names) > 1
    assert rows(inputs) == before
    assert "project-file" in run("compute", *inputs, "-f", "json").codes()


@pytest.mark.parametrize("name", ["ninh-binh-2024-population.csv", "ninh-binh-2024-targets.xlsx"])
def test_lists_have_a_file_of_their_own(name, folder):
    before = run("inspect", SAMPLES / name, "-f", "json").report()["tables"][0]
    assert run("init", SAMPLES / name).code == 0
    after = run("inspect", SAMPLES / name, "-f", "json").report()["tables"][0]
    assert (after["rows"], after["units"], after["whole"]) == (
        before["rows"],
        before["units"],
        before["whole"],
    )
    assert [column["role"] for column in after["columns"]] == [
        column["role"] for column in before["columns"]
    ]


def test_what_it_writes(folder):
    run("init", SAMPLES / "ninh-binh-2024-05.xlsx")
    assert active(written(folder)) == {
        "columns": {
            "code": "Mã xã",
            "unit": "Đơn vị",
            "population": "Dân số",
            "labour_force": "LLLĐ trong độ tuổi",
            "social_compulsory": "BHXH > Bắt buộc",
            "social_voluntary": "BHXH > Tự nguyện",
            "unemployment_insured": "BHTN",
            "health_insured": "BHYT > Tổng số",
            "health_insured_household": "BHYT > Trong đó: > HGĐ",
            "target_health_insured": "BHYT > Chỉ tiêu giao (%)",
        }
    }
    assert '#name = "T*-*"' in written(folder)
    assert '#header_rows = "7-9"' in written(folder)
    assert "# Not used: N 'Ghi chú'" in written(folder)


def test_a_word_corrected_in_it_holds_for_every_later_month(folder):
    run("init", SAMPLES / "ninh-binh-2024-03.xlsx")
    file = folder / "coverage-cli.toml"
    file.write_text(
        written(folder).replace('health_insured = "BHYT > Tổng số"', 'health_insured = "J"'),
        encoding="utf-8",
    )
    for month in ("04", "05"):
        report = run(
            "compute",
            SAMPLES / f"ninh-binh-2024-{month}.xlsx",
            "-f",
            "json",
            "-i",
            "health_insurance",
        )
        assert report.report()["sources"][0]["columns"]["health_insured"] == "J"


def test_every_line_behind_a_hash_can_be_taken(folder):
    """Taking the # away from any setting gives a file that can be read; examples of several lines are taken whole."""
    run("init", "--lang", "vi")
    lines = written(folder).splitlines()
    settings = [
        at
        for at, line in enumerate(lines[: lines.index("#[[accepted]]")])
        if line.startswith("#") and not line.startswith("# ")
    ]
    assert len(settings) >= 20
    for at in settings:
        text = "\n".join([*lines[:at], lines[at][1:], *lines[at + 1 :]])
        (folder / "coverage-cli.toml").write_text(text, encoding="utf-8")
        result = run("compute", "nothing.csv")
        assert result.code == 3, (lines[at], result.err)
    for at in settings:
        lines[at] = lines[at][1:]
    (folder / "coverage-cli.toml").write_text("\n".join(lines), encoding="utf-8")
    assert run("compute", "nothing.csv").code == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_remarks_in_each_language_and_no_line_too_wide(lang, folder):
    result = run("init", SAMPLES / "ninh-binh-2024-05.xlsx", "--lang", lang)
    assert result.code == 0
    text = written(folder)
    assert active(text)["output"] == {"lang": lang}
    assert all(len(line) <= 120 for line in text.splitlines())
    assert "{" not in "".join(line for line in text.splitlines() if line.startswith("# "))
    assert {"en": "column D", "vi": "cột D", "de": "Spalte D"}[lang] in text
    assert len(result.err.splitlines()) == 2
    assert "coverage-cli.toml" in result.err
    assert "coverage-cli inspect" in result.err


def test_what_was_told_counts_in_the_file(folder):
    run("init", SAMPLES / "ninh-binh-2024-05.xlsx", "--sheet", "T5-2024", "--header-rows", "7-9", "--numerator", "J",
        "--number-style", "vi", "--scale", "1", "--hidden", "exclude")  # fmt: skip
    found = active(written(folder))
    assert found["sheet"] == {"name": "T5-2024", "header_rows": "7-9"}
    assert found["columns"]["enrolled"] == "J"
    assert found["reading"] == {"number_style": "vi", "scale": 1, "hidden": "exclude"}


def test_headings_that_no_heading_path_can_name_are_named_by_letter(folder):
    sheet = folder / "odd-2024-05.csv"
    sheet.write_text(
        'Xã,Dân số (>6 tuổi),"BHYT ""thẻ"""\nXã A,1000,900\nXã B,2000,1700\n', encoding="utf-8"
    )
    before = rows([sheet])
    run("init", sheet)
    assert active(written(folder))["columns"] == {
        "unit": "Xã",
        "population": "B",
        "health_insured": 'BHYT "thẻ"',
    }
    assert rows([sheet]) == before


def test_columns_that_differ_between_inputs_are_left_to_their_words(folder):
    inputs = [SAMPLES / "ninh-binh-2024-04.xlsx", SAMPLES / "nho-quan-2024-05.xls"]
    run("init", *inputs)
    assert "unemployment_insured" not in active(written(folder))["columns"]
    assert "#unemployment_insured = " in written(folder)


MINE = """\
# Kept by Lan, ext. 214

[columns]
# the office moved this one in March
health_insured = "BHYT > Tổng số"   # all groups
#labour_force = "LLLĐ trong độ tuổi"

# ours
[output]
lang = "vi"  # for the committee

[[accepted]]
code = "over-100"
why = "students of other provinces"
"""


def test_a_file_that_is_there_is_updated_and_keeps_what_people_wrote(folder):
    (folder / "coverage-cli.toml").write_text(MINE, encoding="utf-8")
    sheet = SAMPLES / "ninh-binh-2024-05.xlsx"
    before = rows([sheet])
    result = run("init", sheet, "--number-style", "vi")
    assert result.code == 0, result.err
    made = written(folder)
    left = iter(made.splitlines())
    assert [line for line in MINE.splitlines() if line not in left] == []  # all of it, in its order
    told = tomllib.loads(made)
    assert told["columns"]["population"] == "Dân số"
    assert told["reading"] == {"number_style": "vi"}
    assert "labour_force" not in told["columns"]  # somebody put a # before it
    assert made.index("population =") < made.index("# ours") < made.index("[output]")
    assert rows([sheet]) == before


def test_a_second_time_nothing_is_new(folder):
    sheet = SAMPLES / "ninh-binh-2024-05.xlsx"
    run("init", sheet)
    before = written(folder)
    result = run("init", sheet)
    assert (result.code, written(folder)) == (0, before)
    assert "stays as it is" in result.err


def test_what_an_option_tells_replaces_the_value_and_keeps_its_remark(folder):
    (folder / "coverage-cli.toml").write_text(MINE, encoding="utf-8")
    result = run("init", "--lang", "de", "--map", "health_insured=I")
    assert result.code == 0, result.err
    changed = MINE.replace('lang = "vi"', 'lang = "de"')
    assert written(folder) == changed.replace('"BHYT > Tổng số"', '"I"')
    assert "output.lang" in result.err and "columns.health_insured" in result.err


@pytest.mark.parametrize("text", ["columns = { unit = 'A' }\n", "columns.unit = 'A'\n"])
def test_other_ways_of_writing_are_kept_or_refused_but_never_broken(text, folder):
    (folder / "coverage-cli.toml").write_text(text, encoding="utf-8")
    result = run("init", "--lang", "vi")
    told = tomllib.loads(written(folder))
    assert told["columns"] == {"unit": "A"}
    assert (result.code, told.get("output")) in [(0, {"lang": "vi"}), (2, None)]


def test_force_writes_it_anew(folder):
    (folder / "coverage-cli.toml").write_text("# mine\n", encoding="utf-8")
    assert run("init", "--force").code == 0
    assert "mine" not in written(folder)


def test_another_place(folder):
    (folder / "sub").mkdir()
    assert run("init", "--project", "sub/coverage-cli.toml").code == 0
    assert (folder / "sub" / "coverage-cli.toml").exists()
    assert run("init", "--project", "none/coverage-cli.toml").code == 4


def test_a_folder_of_that_name_is_left_alone(folder):
    (folder / "coverage-cli.toml").mkdir()
    assert run("init").code == 2
    assert run("init", "--force").code == 4


def test_an_input_is_never_replaced(folder):
    sheet = folder / "few-2024-05.csv"
    sheet.write_text("Xã,Dân số,BHYT\nXã A,1000,900\nXã B,2000,1700\n", encoding="utf-8")
    before = sheet.read_bytes()
    assert run("init", sheet, "--project", sheet, "--force").code == 4
    assert sheet.read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [("-",), ("--lock",)], ids=["standard input", "lock without input"]
)
def test_what_cannot_be_asked_for(arguments, folder):
    result = run("init", *arguments)
    assert result.code == 2
    assert len(result.err.splitlines()) == 2
    assert list(folder.iterdir()) == []


def test_an_input_that_cannot_be_read_leaves_nothing(folder):
    assert run("init", "nothing.xlsx").code == 3
    assert list(folder.iterdir()) == []


def test_one_of_several_inputs_refused_is_5_and_the_file_is_written(folder):
    (folder / "bad.xlsx").write_bytes(b"%PDF-1.7")
    result = run("init", SAMPLES / "ninh-binh-2024-05.xlsx", "bad.xlsx")
    assert result.code == 5
    assert "bad.xlsx" in result.err
    assert written(folder)


def test_the_same_inputs_give_the_same_bytes(folder):
    run("init", SAMPLES / "ninh-binh-2024-05.xlsx", "--lock")
    first = written(folder), (folder / "coverage-cli.lock.json").read_bytes()
    run("init", SAMPLES / "ninh-binh-2024-05.xlsx", "--lock", "--force")
    assert (written(folder), (folder / "coverage-cli.lock.json").read_bytes()) == first


MUSEUM = Path(__file__).parent / "sheets"


@pytest.mark.parametrize(
    "name",
    [
        "days-as-rows.xlsx",
        "quarters-in-a-column-of-their-own.csv",
        "levels-in-a-column-of-their-own.xlsx",
        "months-heading-groups-of-communes.xlsx",
        "district-code-and-commune-code.xlsx",
    ],
)
def test_periods_and_levels_in_columns_are_written_down_and_read_back(name, folder):
    (folder / "quarters-in-a-column-of-their-own.csv").write_text(
        "Năm,Quý,Xã,Dân số,BHYT\n2024,1,A,1000,900\n2024,1,B,900,800\n2024,2,A,1000,910\n2024,2,B,900,810\n",
        "utf-8",
    )
    sheet = MUSEUM / name if (MUSEUM / name).exists() else folder / name
    before = rows([sheet])
    assert run("init", sheet).code == 0
    assert rows([sheet]) == before


def test_a_column_of_periods_is_told_by_a_key(folder):
    (folder / "long.csv").write_text(
        "Lúc,Xã,Dân số,BHYT\n31/5/2024,A,1000,900\n31/5/2024,B,900,800\n30/4/2024,A,1000,910\n30/4/2024,B,900,810\n",
        "utf-8",
    )
    (folder / "coverage-cli.toml").write_text('[columns]\nperiod = "Lúc"\n', "utf-8")
    found = {
        (row["period"], row["unit"]): row["numerator"] for row in rows([folder / "long.csv"])[0]
    }
    assert (found["2024-05", "A"], found["2024-04", "B"]) == (900, 810)


def test_what_no_sheet_tells_is_shown_and_can_be_taken(folder):
    assert run("init").code == 0
    text = written(folder)
    examples = text[text.index("#expect") :].splitlines()
    taken = [examples[0][1:]]
    for first in ("#[[accepted]]", "#[jobs.monthly]"):
        at = examples.index(first)
        taken += [line[1:] for line in examples[at : at + 5]]
    (folder / "coverage-cli.toml").write_text("\n".join([*taken, ""]), encoding="utf-8")
    (folder / "communes.csv").write_text("Đơn vị\nXã Một\n", encoding="utf-8")
    assert run("run", "--dry-run").code == 3  # understood; there is no inbox
