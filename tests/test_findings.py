"""One entry a finding: what it is worth, what it says in each language, and that the program uses just these."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from coverage_cli.datafiles import data_names
from coverage_cli.findings import NOWHERE, Where, about, finding
from coverage_cli.model import Severity
from coverage_cli.project import Thresholds
from coverage_cli.words import LANGUAGES, load_words

CODES = data_names("findings")
SOURCE = Path(about.__wrapped__.__code__.co_filename).parent
SEVERITIES = set(get_args(Severity))


@pytest.mark.parametrize("code", CODES)
class TestEveryEntry:
    def test_says_in_every_language_what_is_found_and_what_to_do(self, code):
        for lang in LANGUAGES:
            told = about(code)[lang]
            assert set(told) <= {"rule", "do", "says", "variants"}
            assert all(told[key].strip() and "!" not in told[key] for key in ("rule", "do"))
            assert "says" in told or told["variants"]

    def test_has_the_same_variants_in_every_language(self, code):
        variants = [set(about(code)[lang].get("variants", {})) for lang in LANGUAGES]
        assert all(own == variants[0] for own in variants)
        assert len({"says" in about(code)[lang] for lang in LANGUAGES}) == 1

    def test_is_worth_something(self, code):
        told = about(code)
        assert {
            told["severity"],
            told.get("graver", "error"),
            *told.get("severities", {}).values(),
        } <= SEVERITIES
        assert told["means"].strip()
        assert set(told.get("thresholds", [])) <= set(Thresholds._fields)


def test_every_threshold_belongs_to_a_finding():
    assert set(Thresholds._fields) == {
        name for code in CODES for name in about(code).get("thresholds", [])
    }


def test_every_code_is_found_somewhere():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    assert [code for code in CODES if f'"{code}"' not in text] == []


def test_every_code_built_has_an_entry():
    calls = [
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("finding", "Finding")
    ]
    codes = {
        call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert len(codes) > 30
    assert codes <= set(CODES)


def test_a_finding_has_the_severity_of_its_entry_or_of_its_variant():
    assert finding("outlier").severity == "warning"
    assert finding("outlier", variant="often").severity == "error"
    assert finding("jump", graver=True).severity == "error"
    with pytest.raises(KeyError):
        finding("over-100", graver=True)


def test_a_finding_says_where_it_is_and_fills_its_message():
    place = Where("a.xlsx", "T5", ("B7", "B9"), count=2)
    made = finding("copied-down", place, value=1000, first="B7", last="B9")
    assert (made.file, made.sheet, made.cell, made.count) == ("a.xlsx", "T5", "B7", 2)
    assert re.match("the same number, 1,000, stands in 2 rows", load_words().finding(made))
    assert finding("one-period", NOWHERE, period="2024").cells == ()


def rules() -> dict[str, Path]:
    """Return the files of rules by the code of the finding that they are named by."""
    files = (SOURCE / "rules").glob("*.py")
    return {
        path.stem.replace("_", "-"): path
        for path in files
        if "\ndef judge(" in path.read_text(encoding="utf-8")
    }


def test_every_rule_is_named_by_the_code_of_its_finding():
    assert len(rules()) > 35
    assert set(rules()) <= set(CODES)


def test_every_rule_on_figures_builds_its_own_finding():
    built = {
        code for code, path in rules().items() if f'"{code}"' in path.read_text(encoding="utf-8")
    }
    of_history = {"copied-forward", "denominator-changed", "denominator-unchanged", "digit-error"}
    of_history |= {
        "jump",
        "off-parent",
        "outlier",
        "reporting-incomplete",
    }  # flags, gathered into findings
    assert set(rules()) - of_history <= built
