"""Columns that a report has beyond the contract's: every writer shows them, in words and numbers of its kind."""

import csv
import io
import json
from fractions import Fraction

import pandas
import pytest
from office import opened, records
from reports import load_test_words, province_report

from coverage_cli.model import MACHINE_COLUMNS, Quotient
from coverage_cli.write import file_bytes, render
from coverage_cli.write.blocks import blocks_of, columns_of
from coverage_cli.write.machine.frame import report_frame

COLUMNS = {
    "months_left": lambda at: 7 + 0 * at,
    "recent_per_month": lambda at: Fraction(at, 2) if at else None,
    "on_track": lambda at: at % 2 == 0 if at else None,
    "previous_period": lambda at: "2024-04" if at else None,
    "change_pp": lambda at: Quotient(at, 3),
    "Tỉnh ủy.status": lambda at: "met" if at % 2 else "short",
}


@pytest.fixture
def report():
    made = province_report()
    further = {
        name: [cell(at) for at in range(len(made.figures))] for name, cell in COLUMNS.items()
    }
    return made._replace(further=further)


def test_machine_formats_carry_them_behind_the_columns_of_the_contract(report):
    rows = list(csv.reader(io.StringIO(render(report, "csv", load_test_words()))))
    assert rows[0] == [*MACHINE_COLUMNS, *COLUMNS]
    assert rows[2][len(MACHINE_COLUMNS) :] == ["7", "0.5", "false", "2024-04", repr(1 / 3), "met"]
    assert rows[1][len(MACHINE_COLUMNS) :] == ["7", "", "", "", "0.0", "short"]
    row = json.loads(render(report, "json", load_test_words()))["rows"][1]
    assert (row["on_track"], row["recent_per_month"], row["Tỉnh ủy.status"]) == (False, 0.5, "met")


def test_people_read_them_in_words_with_the_name_of_the_further_target(report):
    block = blocks_of(report)[0]
    columns = {column.key: column for column in columns_of(block, load_test_words())}
    assert columns["Tỉnh ủy.status"].heading == "Status (Tỉnh ủy)"
    assert list(columns["Tỉnh ủy.status"].cells[:2]) == ["short", "met"]
    assert list(columns["on_track"].cells[:3]) == ["–", "no", "yes"]
    assert list(columns["recent_per_month"].cells[:2]) == ["–", "0.5"]
    assert columns["months_left"].right


def test_a_block_has_the_rows_of_its_own_figures_only(report):
    further = {"rank": list(range(len(report.figures)))}
    ranks = [
        rank
        for block in blocks_of(report._replace(further=further))
        for rank in block.further["rank"]
    ]
    assert sorted(ranks) == list(range(len(report.figures)))
    for block in blocks_of(report._replace(further=further)):
        assert [report.figures[rank] for rank in block.further["rank"]] == list(block.figures)


def test_the_workbook_has_them_as_numbers_and_words(report):
    book = opened(file_bytes(report, "xlsx", load_test_words()))
    row = records(book["Health insurance coverage"])[1]
    told = {
        "Months left": 7,
        "Recent a month": 0.5,
        "On track": "no",
        "Earlier period": "April 2024",
        "Change, points": pytest.approx(1 / 3),
        "Status (Tỉnh ủy)": "met",
    }
    assert {name: row[name] for name in told} == told


def test_a_frame_has_them_in_types_of_their_own(report):
    frame = report_frame(report)
    assert frame["on_track"].dtype == pandas.BooleanDtype()
    assert frame["months_left"].dtype == pandas.Int64Dtype()
    assert frame["recent_per_month"].isna()[0]
