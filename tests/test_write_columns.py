"""The table of report columns: whole, in every language, and obeyed by every output."""

import pytest
from reports import load_test_words

from coverage_cli.comparison import Revision
from coverage_cli.features.over_time.change import Change
from coverage_cli.figures.pace import Outlook, Standing
from coverage_cli.model import MACHINE_COLUMNS, Quotient
from coverage_cli.words import LANGUAGES, load_words
from coverage_cli.write.columns import (
    KINDS,
    about,
    heading_of,
    in_words,
    left_out_first,
    number_format,
    report_columns,
    shown,
)

WORDS = load_test_words()
MADE = (
    *MACHINE_COLUMNS,
    *Outlook._fields,
    *Standing._fields,
    *Change._fields,
    *Revision._fields,
    "text",
)


@pytest.mark.parametrize("key", MADE)
def test_every_column_that_is_made_is_in_the_table(key):
    assert about(key).kind in KINDS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_a_heading_in_every_language(lang):
    words = load_words(lang)
    for key in {*report_columns(), *MADE}:
        assert heading_of(key, words)


def test_no_two_columns_have_the_same_turn_to_go():
    turns = [column.drops for column in report_columns().values() if column.drops]
    assert sorted(turns) == list(range(1, len(turns) + 1))
    assert len(left_out_first()) == len(turns)


def test_a_column_under_a_name_or_of_one_side_is_like_its_end():
    assert about("Tỉnh ủy.gap_people") == about("old_gap_people") == about("gap_people")
    assert heading_of("Tỉnh ủy.gap_people", WORDS).endswith("(Tỉnh ủy)")
    assert heading_of("old_numerator", WORDS).endswith(", old")


def test_ids_are_said_in_words_and_other_cells_stay():
    assert in_words("status", ["met", None, "short"], WORDS) == [
        WORDS.status("met"),
        None,
        WORDS.status("short"),
    ]
    assert in_words("on_track", [True, False, None], WORDS) == ["yes", "no", None]
    assert in_words("unit", ["met", None], WORDS) == ["met", None]


def test_a_kind_is_written_alike_on_paper_and_in_a_workbook():
    assert list(shown("change_pp", [Quotient(1, 3), None], WORDS).cells) == ["0.33", "–"]
    assert number_format("change_pp", 0.33, WORDS) == "#,##0.00"
    assert number_format("numerator", 5, WORDS) == "#,##0"
    assert number_format("numerator", 5.5, WORDS) == "#,##0.0"
