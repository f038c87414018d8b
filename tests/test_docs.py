"""The documentation is run: README commands, the formulas of docs/method.md, the pages made from the program itself."""

from __future__ import annotations

import doctest
import importlib.util
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from program import run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("coverage ")
]
CONSOLE = re.findall(r"```console\n\$ (coverage .*?)\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def at_root(tmp_path, monkeypatch):
    """Stand in a copy of the project's root, so that outputs land nowhere else."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", SHELL)
def test_every_command_of_the_readme_runs(command, at_root):
    words = [word for part in shlex.split(command)[1:] for word in (sorted(map(str, Path().glob(part))) or [part])]
    result = run(*words)
    assert result.code == 0, result.err
    assert "--output" in words or result.out.strip()


@pytest.mark.parametrize(("command", "shown"), CONSOLE)
def test_what_the_readme_shows_is_what_the_program_prints(command, shown, at_root):
    expected = shown.removesuffix("...\n")
    assert run(*shlex.split(command)[1:]).out.startswith(expected)


def test_the_readme_has_examples_of_every_command():
    assert len(SHELL) >= 12
    assert {line.split()[1] for line in [*SHELL, *(command for command, _ in CONSOLE)]} == {"compute", "inspect"}


def test_every_formula_of_the_method_holds():
    result = doctest.testfile(str(ROOT / "docs" / "method.md"), module_relative=False, encoding="utf-8")
    assert result.attempted >= 12
    assert result.failed == 0


def test_the_page_of_commands_is_the_program_s_own_help():
    spec = importlib.util.spec_from_file_location("make_commands", ROOT / "docs" / "make_commands.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == module.text(), "run `make docs`"


def test_every_finding_of_the_wording_is_explained():
    wording = tomllib.loads((ROOT / "src/coverage_cli/data/lang/en.toml").read_text(encoding="utf-8"))
    codes = {code.partition(".")[0] for code in wording["findings"]}
    explained = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert {code for code in codes if f"`{code}`" not in explained} == set()


def test_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
