"""What outputs call files, whatever order and whatever paths they are given by."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from program import run

from coverage_cli.shown import naming, shown


def district(folder: Path, name: str, first: int) -> Path:
    rows = "".join(
        f"Huyện {name},Xã {name}{at}z,{1000 + first + at},{900 + at}\n" for at in range(5)
    )
    path = folder / f"huyen-{name}.csv"
    path.write_text(f"BÁO CÁO THÁNG 5 NĂM 2024\nHuyện,Xã,Dân số,BHYT\n{rows}", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["plain", "csv", "json", "ndjson", "markdown"])
@pytest.mark.parametrize("command", ["compute", "gaps", "check", "inspect"])
def test_neither_order_nor_paths_change_an_output(command, form, tmp_path, monkeypatch):
    if command in ("check", "inspect") and form not in ("plain", "json"):
        pytest.skip("a form that the command has not")
    files = [district(tmp_path, name, 7 * at) for at, name in enumerate("KHABD")]
    files += [tmp_path / "letter.csv"]
    files[-1].write_text("Dear colleagues\n", "utf-8")
    told = [] if command == "inspect" else ["--target", "95"]
    monkeypatch.chdir(tmp_path)
    made = set()
    for seed in range(4):
        shuffled = random.Random(seed).sample(files, len(files))
        named = shuffled if seed % 2 else [file.name for file in shuffled]
        ended = run(command, *named, *told, "--format", form)
        assert ended.code == 5
        made.add((ended.out, ended.err))
    (only,) = made
    assert str(tmp_path) not in "".join(only)


def test_a_path_from_the_root_is_shown_from_the_project_file(tmp_path):
    project = str(tmp_path / "office" / "coverage-cli.toml")
    assert shown(f"{tmp_path}/office/inbox/may.csv", project) == "inbox/may.csv"
    assert shown(f"{tmp_path}/elsewhere/may.csv", project) == "may.csv"
    assert shown("inbox/../may.csv", project) == "inbox/../may.csv"


def test_files_of_one_name_are_told_apart(tmp_path):
    with naming():
        names = [shown(f"/{folder}/may.csv") for folder in ("a/x", "b/x", "a/y", "a/x")]
    assert names == ["may.csv", "x/may.csv", "y/may.csv", "may.csv"]


def test_old_and_new_deliveries_of_one_name_are_told_apart(tmp_path):
    for at, folder in enumerate(("new", "old")):
        (tmp_path / folder).mkdir()
        district(tmp_path / folder, "A", 100 * at)
    new, old = (tmp_path / folder / "huyen-A.csv" for folder in ("new", "old"))
    ended = run("compute", new, "--previous", old, "--format", "json")
    assert "old/huyen-A.csv" in ended.out + ended.err
    assert str(tmp_path) not in ended.out + ended.err


def test_a_project_file_above_goes_by_its_name(tmp_path, monkeypatch):
    district(tmp_path, "A", 1)
    (tmp_path / "below").mkdir()
    (tmp_path / "coverage-cli.toml").write_text('[output]\nlang = "en"\n', "utf-8")
    monkeypatch.chdir(tmp_path / "below")
    ended = run("check", "../huyen-A.csv", "--format", "json")
    assert "coverage-cli.toml" in ended.out and str(tmp_path) not in ended.out
