"""The documentation is run: README commands, the formulas of docs/method.md, the pages made from the program itself."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from program import compute, run

from coverage_cli import profile_keys, profiles
from coverage_cli.cli.app import COMMANDS
from coverage_cli.profiles import load_profile

ROOT = Path(__file__).parent.parent
REAL = os.environ.get("REAL_SHEETS")
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("coverage-cli ")
]
CONSOLE = re.findall(r"```console\n\$ (coverage-cli .*?)\n(.*?)```", README, re.DOTALL)
SHEETS = (ROOT / "docs" / "sheets.md").read_text(encoding="utf-8")
SEEN = re.findall(r"```console\n\$ (coverage-cli .*?)\n(.*?)```", SHEETS, re.DOTALL)
OPTIONS = sorted(set(re.findall(r"--[a-z][a-z-]+", SHEETS)))
LINES = [
    f"[{table}]\n{line}"
    for table, lines in re.findall(
        r"under\s+`\[(\w+)\]`:\s+((?:`[^`]+`(?:,\s+|\s+or\s+)?)+)", SHEETS
    )
    for line in re.findall(r"`([^`]+)`", lines)
]


@pytest.fixture
def at_root(tmp_path, monkeypatch):
    """Stand in a copy of the project's root, so that outputs land nowhere else."""
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", SHELL)
def test_every_command_of_the_readme_runs(command, at_root):
    for one in command.split(" && "):
        words = [
            word
            for part in shlex.split(one)[1:]
            for word in (sorted(map(str, Path().glob(part))) or [part])
        ]
        result = run(*words)
        assert result.code == 0, result.err
        assert "--output" in words or words[0] == "init" or result.out.strip()


@pytest.mark.parametrize(("command", "shown"), CONSOLE)
def test_what_the_readme_shows_is_what_the_program_prints(command, shown, at_root):
    expected = shown.removesuffix("...\n")
    assert run(*shlex.split(command)[1:]).out.startswith(expected)


BY_HAND = ("tutorial", "huong-dan", "how-to")
STEPS = {page: (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8") for page in BY_HAND}


@pytest.mark.parametrize("page", BY_HAND)
def test_a_page_to_work_along_with_runs_from_top_to_bottom(page, at_root):
    """As its reader types it: in one folder, one step after the other."""
    steps = [
        line.partition("  #")[0].strip()
        for block in re.findall(r"```(?:sh|console)\n(.*?)```", STEPS[page], re.DOTALL)
        for line in block.splitlines()
        if line.removeprefix("$ ").startswith("coverage-cli ")
    ]
    assert len(steps) >= 10
    for step in steps:
        words = [
            word
            for part in shlex.split(step.removeprefix("$ "))[1:]
            for word in (sorted(map(str, Path().glob(part))) or [part])
        ]
        result = run(*words)
        assert result.code == (5 if words[:2] == ["run", "sample_data/inbox"] and "--dry-run" not in words else 0), (step, result.err)  # fmt: skip
        assert "--output" not in words or Path(words[words.index("--output") + 1]).stat().st_size


@pytest.mark.parametrize("page", ["tutorial", "huong-dan"])
def test_what_a_tutorial_shows_is_what_the_program_prints(page, at_root):
    shown = re.findall(r"```console\n\$ (coverage-cli .*?)\n(.*?)```", STEPS[page], re.DOTALL)
    assert len(shown) == 4
    for command, printed in shown:
        expected = printed.removesuffix("...\n")
        assert run(*shlex.split(command)[1:]).out.startswith(expected), command


def test_the_tutorials_have_the_same_steps():
    commands = [
        re.findall(r"^(?:\$ )?(coverage-cli \w+)", STEPS[page], re.MULTILINE)
        for page in ("tutorial", "huong-dan")
    ]
    assert commands[0] == commands[1]


def test_the_python_of_the_how_tos_is_run(at_root):
    result = doctest.testfile(
        str(ROOT / "docs" / "how-to.md"), module_relative=False, encoding="utf-8"
    )
    assert (result.attempted >= 6, result.failed) == (True, 0)


def test_the_gallery_shows_every_screen_and_the_answer_on_it():
    gallery = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    screens = sorted((ROOT / "docs" / "gallery").glob("screen-*.svg"))
    assert len(screens) == 4 * 3 * 2
    for picture in screens:
        assert f"(gallery/{picture.name})" in gallery
        drawn = picture.read_text(encoding="utf-8")
        assert re.search(r"10[,.]882", drawn), picture.name
        assert "url(http" not in drawn and "src:" not in drawn


def test_every_page_is_in_the_site():
    told = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert {page for page in pages if f" {page}\n" not in told} == set()


def test_the_page_of_sheets_has_examples():
    assert len(SEEN) >= 35
    assert len(LINES) >= 25


@pytest.fixture(scope="module")
def museum(tmp_path_factory):
    """The built sheets in a folder that no project file lies above."""
    folder = tmp_path_factory.mktemp("museum")
    for sheet in (ROOT / "tests" / "sheets").iterdir():
        (folder / sheet.name).symlink_to(sheet)
    return folder


@pytest.mark.parametrize(("command", "shown"), SEEN)
def test_what_the_page_of_sheets_shows_is_what_the_program_prints(
    command, shown, museum, monkeypatch
):
    monkeypatch.chdir(museum)
    result = run(*shlex.split(command)[1:])
    printed = [" ".join(line.split()) for line in (result.out + result.err).splitlines()]
    assert [line for line in shown.splitlines() if " ".join(line.split()) not in printed] == []


@pytest.mark.parametrize("line", LINES)
def test_every_project_line_of_the_page_of_sheets_is_understood(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("coverage-cli.toml").write_text(line, encoding="utf-8")
    shutil.copy(ROOT / "tests" / "sheets" / "one-row-heading.csv", "plain.csv")
    assert run("inspect", "plain.csv").code in (0, 3)


def test_every_option_of_the_page_of_sheets_exists():
    known = run("compute", "--help").out
    assert [
        option for option in OPTIONS if f"{option} " not in known and f"{option}\n" not in known
    ] == []


def test_the_readme_has_examples_of_every_command():
    assert len(SHELL) >= 12
    assert {line.split()[1] for line in [*SHELL, *(command for command, _ in CONSOLE)]} == set(
        COMMANDS
    )


def test_every_formula_of_the_method_holds():
    result = doctest.testfile(
        str(ROOT / "docs" / "method.md"), module_relative=False, encoding="utf-8"
    )
    assert result.attempted >= 12
    assert result.failed == 0


@pytest.mark.parametrize("page", ["commands", "findings", "words"])
def test_pages_made_from_the_program_are_up_to_date(page):
    assert (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8") == made(page), (
        "run `make docs`"
    )


def test_the_page_of_words_names_every_measure_and_indicator():
    text, profile = made("words"), load_profile()
    for measure in profile.measures:
        assert all(f"| `{form}{measure}` |" in text for form in ("", "target_", "new_"))
    for indicator in profile.indicators.values():
        assert all(f"| {label} |" in text for label in indicator.labels.values())
    assert "thẻ bhyt" in text


def made(page: str) -> str:
    spec = importlib.util.spec_from_file_location(f"make_{page}", ROOT / "docs" / f"make_{page}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.text()


def test_every_value_that_the_rules_of_understanding_name_is_the_one_of_the_source():
    said = (ROOT / "docs" / "decisions" / "0003-understanding.md").read_text(encoding="utf-8")
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    named = re.findall(r"`([A-Z_]+)`\s+=\s+(\d[\d.*]*)", said)
    assert len(named) >= 20
    assert [(name, value) for name, value in named if f"\n{name} = {value}\n" not in source] == []
    assert [
        path
        for path in re.findall(r"`((?:locate|hierarchy|clean|units|rules)/\w+\.py)`", said)
        if not (ROOT / "src" / "coverage_cli" / path).exists()
    ] == []


def test_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_what_the_samples_readme_says_of_targets_is_so():
    said = (ROOT / "sample_data" / "README.md").read_text(encoding="utf-8")
    with_targets = ("--targets", ROOT / "sample_data" / "ninh-binh-2024-targets.xlsx")
    rows = compute(ROOT / "sample_data" / "ninh-binh-2024-05.xlsx", *with_targets).report()["rows"]
    for indicator, more in (("health_insurance", 5), ("voluntary_social_insurance", 0)):
        of = [row for row in rows if row["indicator"] == indicator]
        districts = [row for row in of if row["level"] == "district"]
        handed_out = {
            row["unit"]: sum(part["target_count"] for part in of if part["parent"] == row["unit"])
            for row in districts
        }
        sums = (of[0]["target_count"], sum(row["target_count"] for row in districts))
        assert all(f"{people:,}" in said for people in sums)
        assert sum(row["target_count"] > handed_out[row["unit"]] for row in districts) == more


def test_every_key_of_a_profile_is_explained_and_every_example_of_the_page_is_one():
    page = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
    assert [key for key in profile_keys._INDICATOR if f"| `{key}` |" not in page] == []
    examples = [
        text for text in re.findall(r"```toml\n(.*?)```", page, re.S) if "[indicators" in text
    ]
    assert len(examples) == 2
    for text in examples:
        assert profiles._read("mine.toml", text, ()).indicators


@pytest.mark.skipif(not REAL, reason="needs the real sheets")
def test_what_the_page_of_profiles_shows_is_what_the_program_prints(tmp_path):
    page = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
    profile = tmp_path / "exemptions.toml"
    profile.write_text(
        next(text for text in re.findall(r"```toml\n(.*?)```", page, re.S) if "per = 1000" in text),
        encoding="utf-8",
    )
    sheet = Path(REAL) / "us-nm-exemptions" / "nm-2022.csv"
    printed = run(
        "compute", sheet, "--profile", profile, "--target", "exemptions=10"
    ).out.splitlines()
    shown = next(
        text for text in re.findall(r"```text\n(.*?)```", page, re.S) if "Catron" in text
    ).splitlines()
    assert [line for line in shown if line not in printed] == []
