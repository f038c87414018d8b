"""Write docs/commands.md from the program's own help, so that it cannot be wrong (a test compares the two)."""

import os
import subprocess
import sys
from pathlib import Path

from coverage_cli.cli.app import COMMANDS

PAGES = ("", *COMMANDS)
HEAD = "# Commands\n\nWritten by `make docs` from the program's own help.\n"


def text() -> str:
    """Return the page."""
    blocks = [HEAD]
    for command in PAGES:
        words = [*command.split(), "--help"]
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "coverage_cli", *words],
            capture_output=True, text=True, check=True, encoding="utf-8",
            env={**os.environ, "COLUMNS": "120", "LINES": "50", "PYTHONUTF8": "1", "LC_ALL": "C"},
        )  # fmt: skip
        help_text = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
        blocks.append(
            f"## `{' '.join(['coverage-cli', command]).strip()}`\n\n```text\n{help_text}\n```\n"
        )
    return "\n".join(blocks)


if __name__ == "__main__":
    (Path(__file__).parent / "commands.md").write_text(text(), encoding="utf-8", newline="\n")
