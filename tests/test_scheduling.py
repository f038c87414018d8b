"""The inbox of the samples, night after night, and the examples of docs/scheduling.md, each tried where it can be."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from program import SAMPLES, run

from coverage_cli.cli.jobs import project_of

PAGE = (SAMPLES.parent / "docs" / "scheduling.md").read_text(encoding="utf-8")
SCHEMA = json.loads((SAMPLES.parent / "docs" / "run-report.schema.json").read_text("utf-8"))


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.S)


@pytest.fixture
def inbox(tmp_path) -> Path:
    shutil.copytree(SAMPLES, tmp_path / "sample_data")
    return tmp_path / "sample_data" / "inbox"


def made(inbox: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in (inbox / "reports").iterdir()
        if not path.name.startswith(".")
    }


def test_the_inbox_is_done_as_a_careful_clerk_would_twice_in_a_row(inbox):
    first = run("run", inbox, "--if-changed")
    report = json.loads((inbox / "coverage-cli.run.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, SCHEMA)
    assert first.code == report["code"] == 5
    monthly, short, restated, faults = report["jobs"]
    states = {one["file"]: one["state"] for one in monthly["files"]}
    assert states == {
        **dict.fromkeys([f"ninh-binh-2024-0{month}.xlsx" for month in (3, 4, 5)], "read"),
        "monthly-2024-03.xlsx": "own-output",
        "tam-diep-2024-05.xlsx": "refused",
    }
    assert monthly["units"] == {"expected": 143, "counted": 142, "missing": 1}
    assert [(one["unit"], one["last_delivered"]) for one in monthly["missing"]] == [
        ("Xã Kim Trung", "2024-03")
    ]
    assert {one["code"] for one in monthly["findings"] if one["severity"] == "error"} == {
        "unit-missing"
    }
    assert (monthly["accepted"], report["accepted"][0]["state"]) == (1, "held")
    assert [one["code"] for one in (short, restated, faults)] == [0, 0, 5]
    before = made(inbox)
    assert sorted(before) == [
        "faults-2024-05.xlsx",
        "monthly-2024-05.xlsx",
        "restated-2024-04.xlsx",
        "short-2024-05.csv",
    ]
    again = run("run", inbox, "--if-changed")
    assert again.code == 5
    assert again.out == first.out.replace(": done", ": unchanged")
    assert made(inbox) == before
    anew = run("run", inbox)
    assert anew.out == first.out
    assert {name: content for name, (content, _) in made(inbox).items()} == {
        name: content for name, (content, _) in before.items()
    }


def test_the_correction_is_told_unit_by_unit(inbox, monkeypatch):
    monkeypatch.chdir(inbox)
    files = "ninh-binh-2024-04.xlsx", "nho-quan-2024-04-correction.xls"
    result = run(
        "compare", *files, "-i", "health_insurance", "--in", "Huyện Nho Quan", "-f", "json"
    )
    rows = {row["unit"]: row for row in json.loads(result.out)["rows"]}
    assert (rows["Xã Gia Tường"]["old_numerator"], rows["Xã Gia Tường"]["new_numerator"]) == (
        5090,
        5104,
    )


@pytest.mark.parametrize("text", blocks("toml"))
def test_every_example_of_a_project_file_is_understood(text, tmp_path):
    path = tmp_path / "coverage-cli.toml"
    path.write_text(text, encoding="utf-8")
    project = project_of(str(path))
    assert project.jobs or project.run.settle == 2


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_systemd_takes_the_units(tmp_path):
    service, timer = blocks("ini")
    here = Path(sys.executable).parent / "coverage"
    (tmp_path / "coverage.service").write_text(
        service.replace("/usr/local/bin/coverage", str(here)).replace("/srv/coverage", "/tmp"),
        encoding="utf-8",
    )
    (tmp_path / "coverage.timer").write_text(timer, encoding="utf-8")
    for name in ("coverage.service", "coverage.timer"):
        done = subprocess.run(
            ["systemd-analyze", "verify", str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "coverage" not in done.stderr, done.stderr
    calendar = re.findall(r"OnCalendar=(.*)", timer)[0]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], check=False).returncode == 0


def commands() -> list[str]:
    cron = re.findall(r"^\d[\d *]+\* (cd .*)$", PAGE, re.M)
    unit = re.findall(r"^ExecStart=(.*)$", PAGE, re.M)
    windows = re.findall(r'/TR "cmd /c (.*)"$', PAGE, re.M)
    assert len([*cron, *unit, *windows]) == 3
    return [*cron, *unit, *windows]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("command", commands())
def test_every_scheduled_command_runs(command, inbox):
    command = command.replace("/srv/coverage", str(inbox)).replace("cd /d C:\\coverage", "true")
    command = command.replace("/usr/local/bin/", "")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=inbox,
        capture_output=True,
        check=False,
        env={"PATH": path, "HOME": "/nonexistent"},  # a scheduler hands over next to nothing
    )
    assert done.returncode == 5, done.stderr
    assert len(made(inbox)) == 4
    assert list(inbox.glob("coverage.log*")) or list(inbox.glob("coverage.jsonl"))
