"""Which format is meant, and that each one is rendered."""

import json
import os
import subprocess
import sys

import pytest
from reports import load_test_words, province_report

from coverage_cli.write import FORMATS, file_bytes, format_of_path, render

WORDS = load_test_words()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("out/THÁNG 5.XLSX", "xlsx"),
        ("a.csv", "csv"),
        ("a.tab", "tsv"),
        ("a.jsonl", "ndjson"),
        ("a.json", "json"),
        ("a.md", "markdown"),
        ("a.txt", "plain"),
        ("a.pdf", None),
        ("csv", None),
        ("a.csv.gz", None),
    ],
)
def test_suffix_means_format(path, form):
    assert format_of_path(path) == form


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_rendered_the_same_twice(form):
    content = render(province_report(), form, WORDS)
    assert content
    assert content == render(province_report(), form, WORDS)
    assert file_bytes(province_report(), form, WORDS)


def test_raw_reaches_the_delimited_formats():
    assert "'=1+1" in render(province_report(), "csv", WORDS)
    assert "'=1+1" not in render(province_report(), "tsv", WORDS, raw=True)
    assert b"'=1+1" not in file_bytes(province_report(), "csv", WORDS, raw=True)


def test_unknown_format_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="docx"):
        render(province_report(), "docx", WORDS)


def test_text_for_pipes_loads_no_library():
    code = (
        "import sys, json; from reports import *; from coverage_cli.write import place, render;"
        "words = load_test_words(); render(province_report(), 'plain', words); render(province_report(), 'csv', words);"
        "heavy = ('rich', 'xlsxwriter', 'pandas', 'numpy', 'csv', 'openpyxl');"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=paths)
    assert json.loads(done.stdout) == []
