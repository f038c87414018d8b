"""Rows for other programs: the contract's columns, unrounded, and what is written reads back the same."""

import csv
import io
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import SOURCES, figure, load_test_words, province_report

from coverage_cli import __version__
from coverage_cli.model import MACHINE_COLUMNS, Figure, Finding, Quotient, Report
from coverage_cli.write import encoded, file_bytes
from coverage_cli.write.machine.records import (
    csv_text,
    json_text,
    machine_count,
    ndjson_text,
    tsv_text,
)
from coverage_cli.write.safety import inert, visible

WORDS = load_test_words()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", 'a "b", c', "x\r\ny", "\t"]
)
COUNTS = st.none() | st.integers() | st.fractions(max_denominator=1000)
PERCENTS = st.none() | st.builds(Quotient, st.integers(-(10**12), 10**12), st.integers(1, 10**9))
FIGURES = st.builds(
    Figure,
    period=st.none() | TEXTS, level=TEXTS, code=st.none() | TEXTS, unit=TEXTS, parent=st.none() | TEXTS,
    indicator=TEXTS, numerator=COUNTS, denominator=COUNTS, coverage_pct=PERCENTS,
    target_kind=st.sampled_from([None, "rate", "count", "new"]),
    target_pct=PERCENTS, target_count=st.none() | st.integers(), attainment_pct=PERCENTS, gap_people=COUNTS,
    gap_pp=PERCENTS, shortfall_people=COUNTS, status=st.sampled_from(["met", "short", "no_data"]),
    units_complete=st.integers(0, 9), units_expected=st.integers(0, 9), depth=st.integers(0, 2), place=st.none(),
)  # fmt: skip


def report_of(*figures):
    return Report("T", tuple(figures), (), (), {})


def expected(row):
    """Return the machine values of a figure, computed one by one."""
    values = []
    for value in row[: len(MACHINE_COLUMNS)]:
        if isinstance(value, Quotient):
            values.append(value.over / value.under)
        else:
            values.append(machine_count(value) if isinstance(value, Fraction) else value)
    return values


def test_csv_report(snapshot):
    assert csv_text(province_report(), WORDS) == snapshot


def test_json_report(snapshot):
    assert json_text(province_report(), WORDS).replace(__version__, "VERSION") == snapshot


@given(st.lists(FIGURES, max_size=5))
def test_json_reads_back_the_same(figures):
    rows = json.loads(json_text(report_of(*figures), WORDS))["rows"]
    assert [list(row) for row in rows] == [list(MACHINE_COLUMNS)] * len(figures)
    assert [list(row.values()) for row in rows] == [expected(row) for row in figures]


@given(st.lists(FIGURES, max_size=5))
def test_ndjson_is_the_rows_of_json_a_line_each(figures):
    lines = ndjson_text(report_of(*figures), WORDS).split("\n")
    assert lines.pop() == ""
    assert list(map(json.loads, lines)) == json.loads(json_text(report_of(*figures), WORDS))["rows"]


@given(st.lists(FIGURES, max_size=5), st.sampled_from(["csv", "tsv"]))
def test_raw_delimited_text_reads_back_the_same(figures, form):
    write, dialect = (csv_text, "excel") if form == "csv" else (tsv_text, "excel-tab")
    text = write(report_of(*figures), WORDS, raw=True)
    heading, *rows = csv.reader(io.StringIO(text, newline=""), dialect)
    assert heading == list(MACHINE_COLUMNS)
    assert rows == [
        ["" if v is None else v if isinstance(v, str) else repr(v) for v in expected(row)]
        for row in figures
    ]


@given(st.lists(FIGURES, max_size=5))
def test_delimited_text_changes_only_what_would_run(figures):
    heading, *rows = csv.reader(io.StringIO(csv_text(report_of(*figures), WORDS), newline=""))
    del heading
    for row, written in zip(figures, rows, strict=True):
        assert written[3] == visible(inert(row.unit))
        assert written[6] == ("" if row.numerator is None else repr(machine_count(row.numerator)))


def test_percentages_are_the_nearest_floats_and_counts_whole():
    row = figure("Xã Đồng Phong", 197_247, 240_986)
    line = csv_text(report_of(row), WORDS).splitlines()[1].split(",")
    assert line[6:9] == ["197247", "240986", "81.84998298656353"]
    assert float(line[8]) == 19_724_700 / 240_986


@pytest.mark.parametrize(
    ("count", "written"), [(Fraction(4, 2), "2"), (Fraction(3, 2), "1.5"), (10**20, str(10**20))]
)
def test_fractional_people_are_whole_where_they_can_be(count, written):
    line = csv_text(report_of(figure("A", 1, 2)._replace(numerator=count)), WORDS).splitlines()[1]
    assert line.split(",")[6] == written


def test_negative_figures_are_numbers_and_get_no_apostrophe():
    line = csv_text(report_of(figure("-A", 100, 100)), WORDS).splitlines()[1].split(",")
    assert line[3] == "'-A"
    assert line[MACHINE_COLUMNS.index("gap_people")] == "-5"


def test_json_is_the_contracts_object():
    finding = Finding(
        "total-mismatch",
        "error",
        {"printed": 3, "computed": 2},
        "a.xlsx",
        "T5",
        ("H12", "H13"),
        None,
        2,
    )
    row = figure("Xã Đồng Phong", 4_700, 5_000, parent="Huyện Nho Quan", code="14416")
    found = json.loads(json_text(Report("", (row,), (finding,), SOURCES, {}), WORDS))
    assert list(found) == ["schema", "version", "sources", "rows", "findings"]
    assert found["schema"] == "coverage-cli/report/1"
    assert found["sources"] == [
        {"file": "thang 5.xlsx", "sha256": "ab" * 32, "sheet": "T5", "range": "A5:L20", "header_rows": [5, 6, 7],
         "period": "2024-05", "columns": {"unit": "B", "population": "C", "health_insured": "H"}, "evidence": {}}
    ]  # fmt: skip
    assert found["rows"] == [
        {"period": "2024-05", "level": "commune", "code": "14416", "unit": "Xã Đồng Phong",
         "parent": "Huyện Nho Quan", "indicator": "health_insurance",
         "numerator": 4700, "denominator": 5000, "coverage_pct": 94.0, "target_kind": "rate",
         "target_pct": 95.0, "target_count": 4750, "attainment_pct": 98.94736842105263,
         "gap_people": 50, "gap_pp": 1.0, "shortfall_people": 50, "status": "short",
         "units_complete": 1, "units_expected": 1}
    ]  # fmt: skip
    assert found["findings"] == [
        {"code": "total-mismatch", "severity": "error", "message": "the printed total is 3, its parts add up to 2",
         "file": "a.xlsx", "sheet": "T5", "cell": "H12", "cells": ["H12", "H13"], "count": 2, "unit": None}
    ]  # fmt: skip


def test_json_without_anything_is_still_the_object():
    assert json.loads(json_text(report_of(), WORDS)) == {
        "schema": "coverage-cli/report/1", "version": __version__, "sources": [], "rows": [], "findings": [],
    }  # fmt: skip


def test_json_keeps_vietnamese_letters_and_survives_lone_surrogates():
    text = json_text(report_of(figure("Xã Đồng\udcff", 1, 2)), WORDS)
    assert '"unit": "Xã Đồng\\udcff"' in text
    assert json.loads(encoded(text))["rows"][0]["unit"] == "Xã Đồng\udcff"


def test_csv_on_a_pipe_has_plain_line_feeds_and_in_a_file_what_excel_needs():
    report = report_of(figure("Xã\nA", 1, 2))
    assert csv_text(report, WORDS).count("\r") == 0
    content = file_bytes(report, "csv", WORDS)
    assert content.startswith(b"\xef\xbb\xbfperiod,level,")
    assert content.endswith(b",1,1\r\n")
    assert b"X\xc3\xa3\\x0aA" in content
    raw = file_bytes(report, "csv", WORDS, raw=True)
    assert b'"X\xc3\xa3\nA"' in raw  # a line feed inside a name is the name's own


@pytest.mark.parametrize("write", [csv_text, tsv_text, json_text, ndjson_text])
def test_rows_on_a_terminal_cannot_command_it(write):
    text = write(report_of(figure("\x1b[2J\x9b\u202e\x00\U000e0041", 1, 2)), WORDS)
    assert not set(text) & {"\x1b", "\x9b", "\u202e", "\x00", "\U000e0041"}


def test_json_escapes_read_back_as_they_were():
    name = "\x1b[2J\x9b\u202e\x00\x7f\U000e0041\udcff"
    assert json.loads(json_text(report_of(figure(name, 1, 2)), WORDS))["rows"][0]["unit"] == name


def test_empty_report_is_a_heading():
    assert csv_text(report_of(), WORDS) == ",".join(MACHINE_COLUMNS) + "\n"
    assert tsv_text(report_of(), WORDS) == "\t".join(MACHINE_COLUMNS) + "\n"
    assert ndjson_text(report_of(), WORDS) == ""
