"""How `inspect` shows what was understood: fitted to a terminal, whole on a pipe, numbers as the reader writes them."""

import json

import pytest
from program import SAMPLES, run

from coverage_cli.features.inspect import explained
from coverage_cli.pipeline import context_of, understand
from coverage_cli.project import Job
from coverage_cli.words import load_words
from coverage_cli.write.text.inspection import inspection_text
from coverage_cli.write.text.width import width

WORDS = load_words("en")


@pytest.fixture(scope="module")
def tables():
    return explained(understand(context_of(Job((str(SAMPLES / "ninh-binh-2024-05.xlsx"),)))))


def column(**values):
    return {
        "column": "C", "heading": ["BHYT"], "role": "measure", "measure": "health_insured", "level": None,
        "period": None, "kind": None, "told": False, "why": "words", "not_understood": [], "evidence": [], "examples": [],
        "example_values": [], **values,
    }  # fmt: skip


def table(tables, **values):
    return {**tables[0], "columns": [column(**values)]}


@pytest.mark.parametrize("room", [60, 80, 100, 120, 160])
@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_no_line_is_longer_than_the_terminal(tables, room, lang):
    assert max(map(width, inspection_text(tables, load_words(lang), room).splitlines())) <= room


@pytest.mark.parametrize("room", [60, 80, 100])
def test_the_ruling_stands_under_the_headings_and_no_id_is_broken(tables, room):
    lines = inspection_text(tables, WORDS, room).splitlines()
    heading, rule = next(
        (lines[at], lines[at + 1]) for at, line in enumerate(lines) if line.startswith("Col ")
    )
    starts = [at for at in range(len(rule)) if rule[at] == "-" and (at == 0 or rule[at - 1] == " ")]
    assert all(heading[at] != " " and (at == 0 or heading[at - 1] == " ") for at in starts)
    assert "health_insured_household" in "\n".join(lines)


def test_examples_go_first_and_that_is_said(tables):
    wide, narrow = inspection_text(tables, WORDS, 120), inspection_text(tables, WORDS, 80)
    assert "Examples" in wide
    assert "left out to fit" not in wide
    assert "left out to fit 80 columns: Examples" in narrow
    assert "words of the heading" in narrow


def test_off_a_terminal_nothing_is_folded_or_cut(tables):
    heading = "Số người tham gia bảo hiểm y tế " * 6
    text = inspection_text([table(tables, heading=[heading.strip()])], WORDS)
    assert heading.strip() in text
    assert "left out to fit" not in text


@pytest.mark.parametrize(
    ("lang", "role", "values", "shown"),
    [
        ("en", "rate", [103.646620328397, 94.6, 96], "103.65 | 94.6 | 96"),
        ("vi", "rate", [103.646620328397, 94.6, 96], "103,65 | 94,6 | 96"),
        ("en", "rate", [0.93964, 0.5], "0.94 | 0.5"),
        ("de", "measure", [135378, 10500.0], "135.378 | 10.500"),
        (
            "en",
            "measure",
            ["4.700", "khoảng 5"],
            "4.700 | khoảng 5",
        ),  # text is shown as it stands there
        ("en", "code", [14323, "00014"], "14323 | 00014"),
        ("en", "note", ["x" * 60], "x" * 39 + "…"),
    ],
)
def test_examples_are_written_as_the_reader_writes_numbers(tables, lang, role, values, shown):
    lines = inspection_text(
        [table(tables, role=role, example_values=values)], load_words(lang)
    ).splitlines()
    row = next(line for line in lines if line.startswith("C  "))
    assert row.endswith(f"  {shown}")


def test_examples_are_the_first_rows(tables):
    by_column = {column["column"]: column for column in tables[0]["columns"]}
    assert by_column["A"]["examples"] == ["I", "1", "2"]
    assert by_column["C"]["examples"][0] == "Thành phố Ninh Bình"
    assert by_column["D"]["example_values"] == [135378, 10500, 10763]


@pytest.mark.parametrize(("lang", "said"), [("en", "rate"), ("vi", "tỷ lệ"), ("de", "Quote")])
def test_the_kind_of_a_target_is_said_in_the_readers_language(tables, lang, said):
    assert f"health_insured, {said}" in inspection_text(tables, load_words(lang))
    assert {column["kind"] for column in tables[0]["columns"] if column["role"] == "target"} == {
        "rate"
    }


def test_the_json_form_keeps_the_ids_and_the_values():
    found = json.loads(run("inspect", SAMPLES / "ninh-binh-2024-05.xlsx", "--format", "json").out)[
        "tables"
    ][0]
    rate = next(column for column in found["columns"] if column["column"] == "K")
    assert rate["example_values"] == [94.6, 93.28, 93.55]
    assert rate["examples"] == ["94.6", "93.28", "93.55"]


def test_sums_and_headings_are_shown_with_what_speaks_for_them(tmp_path):
    path = tmp_path / "t.csv"
    rows = "Ashby,4100,3800\nBarrow,5200,4700\nNorth,9300,8500\nColdwell,3300,3000\nDunsop,1200,1100\nSouth,4500,4100\n"
    path.write_text(f"Area,Population,Insured\n{rows}", encoding="utf-8")
    table = json.loads(run("inspect", path, "--format", "json").out)["tables"][0]
    assert [(one["row"], one["unit"], one["part_rows"]) for one in table["sums"]] == [
        (4, "North", [2, 3]),
        (7, "South", [5, 6]),
    ]
    assert all(
        one["bits"] == round(sum(fact["bits"] for fact in one["evidence"]), 1)
        for one in table["sums"]
    )
    heading = table["heading_evidence"]
    assert heading["row"] == 1
    assert heading["weight"] == sum(
        fact["weight"] for fact in heading["evidence"] if fact["for"] == "heading"
    )
    shown = run("inspect", path).out
    assert "4 North: of 2 rows, 2 to 3" in shown
