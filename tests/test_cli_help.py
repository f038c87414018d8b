"""The help: sections, two examples a command, in the language asked for; reports do not go by the locale."""

from __future__ import annotations

import re
import shlex

import pytest
from program import SAMPLES, run

from coverage_cli.cli.app import COMMANDS
from coverage_cli.cli.help import SECTIONS
from coverage_cli.cli.options import table
from coverage_cli.datafiles import read_data

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"


@pytest.mark.parametrize("lang", ["vi", "de"])
def test_every_option_command_and_section_is_told_in_every_language(lang):
    told = read_data("help", lang)
    assert set(told["options"]) == set(table())
    assert set(told["commands"]) == set(COMMANDS)
    assert set(told["sections"]) == set(read_data("help", "en")["sections"])


def test_every_option_has_its_section():
    assert {told["section"] for told in table().values()} == set(SECTIONS)


@pytest.mark.parametrize("command", COMMANDS)
def test_options_stand_in_sections_and_none_is_lost(command):
    shown = run(command, "--help").out
    names = read_data("help", "en")["sections"]
    assert f"{names['arguments']}:" in shown
    assert f"{names['output']}:" in shown
    listed = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", shown, re.MULTILINE))
    known = {"run": ["--job", "--log"], "units": ["--as-of", "--units"]}
    for option in known.get(command, ["--sheet", "--unit"]):
        assert option in listed


@pytest.mark.parametrize("command", COMMANDS)
def test_two_examples_stand_at_the_end_and_their_options_exist(command):
    examples = read_data("help", "en")["examples"][command]
    assert len(examples) == 2
    shown = " ".join(run(command, "--help").out.split())
    known = set(re.findall(r"-{1,2}[a-z][a-z-]*", shown.rpartition("Examples:")[0]))
    for example in examples:
        assert example in shown
        words = shlex.split(example)
        assert words[:2] == ["coverage-cli", command]
        assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize(
    ("arguments", "locale", "said"),
    [
        (["--lang", "vi"], "C", "Cách đọc bảng:"),
        ([], "vi_VN.UTF-8", "Cách đọc bảng:"),
        (["--lang", "en"], "vi_VN.UTF-8", "How the table is read:"),
        ([], "de_DE.UTF-8", "Wie die Tabelle gelesen wird:"),
        ([], "fr_FR.UTF-8", "How the table is read:"),
    ],
)
def test_its_language_is_that_of_the_option_else_of_the_reader(
    monkeypatch, arguments, locale, said
):
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setattr("sys.argv", ["coverage", "compute", *arguments, "--help"])
    assert said in run("compute", *arguments, "--help").out


def test_the_project_file_s_language_is_the_help_s(monkeypatch, tmp_path):
    (tmp_path / "coverage-cli.toml").write_text('[output]\nlang = "de"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["coverage", "gaps", "--help"])
    assert "Wie die Tabelle gelesen wird:" in run("gaps", "--help").out


def test_a_report_does_not_go_by_the_locale(monkeypatch):
    plain = run("compute", MAY, "-i", "health_insurance")
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert run("compute", MAY, "-i", "health_insurance") == plain


def test_the_list_of_commands_is_told_in_the_reader_s_language(monkeypatch):
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    monkeypatch.setattr("sys.argv", ["coverage", "--help"])
    assert "Xếp hạng các đơn vị chưa đạt" in run("--help").out


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
@pytest.mark.parametrize(
    ("typed", "near"),
    [
        (["comput", "x.csv"], "compute"),
        (["compute", "x.csv", "--topp", "3"], "--top"),
        (["gaps", "x.csv", "--by-dat", "2024-12"], "--by-date"),
        (["inspect", "--shet", "T5"], "--sheet"),
    ],
)
def test_what_is_mistyped_is_wrong_use_with_the_nearest_in_the_reader_s_language(typed, near, lang):
    done = run(*typed, "--lang", lang)
    assert (done.code, done.out) == (2, "")
    error, hint = done.err.splitlines()
    assert near in hint
    assert ("there is no" in error) is (lang == "en")


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
@pytest.mark.parametrize(
    "typed",
    [
        ["compute"],
        ["gaps", "x.csv", "--top", "x"],
        ["gaps", "x.csv", "--top", "0"],
        ["gaps", "x.csv", "--in"],
    ],
)
def test_wrong_use_has_words_in_every_language(typed, lang):
    done = run(*typed[:1], *(["--lang", lang] if lang != "en" else []), *typed[1:])
    assert done.code == 2
    english = ("missing", "expecting", "there is", "requires", "invalid")
    assert any(word in done.err for word in english) is (lang == "en")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_usage_and_the_line_of_help_are_told_in_the_reader_s_language(command, monkeypatch):
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    told = run(*command.split(), "--help").out
    assert told.startswith("Cách dùng: ")
    assert not command or "Show this message" not in told
