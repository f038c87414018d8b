"""Run the program as a user does: arguments in, exit code and both streams out."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from coverage_cli import cli

SAMPLES = Path(__file__).parent.parent / "sample_data"


class Run(NamedTuple):
    code: int
    out: str
    err: str

    def report(self) -> dict[str, Any]:
        return json.loads(self.out)

    def row(
        self, unit: str, indicator: str = "coverage", period: str | None = None
    ) -> dict[str, Any]:
        rows = [
            row
            for row in self.report()["rows"]
            if row["unit"] == unit
            and row["indicator"] == indicator
            and period in (None, row["period"])
        ]
        assert len(rows) == 1, f"{len(rows)} rows of {unit} in {self.out[:300]} {self.err}"
        return rows[0]

    def codes(self) -> list[str]:
        return [finding["code"] for finding in self.report()["findings"]]


def run(*arguments: str | Path) -> Run:
    """Run in this process; quick, and the exit code is the real one."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return Run(code, out.getvalue(), err.getvalue())


def compute(*arguments: str | Path) -> Run:
    """Run `coverage compute … --format json`, which must succeed."""
    result = run("compute", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return result


def run_process(*arguments: str | Path, **options: Any) -> Run:
    """Run in a process of its own, as a scheduler does."""
    done = subprocess.run(
        [sys.executable, "-m", "coverage_cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONUTF8": "1"},
        **options,
    )
    return Run(done.returncode, done.stdout, done.stderr)
