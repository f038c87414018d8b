"""Write the table of docs/findings.md from the program's own data, so that it cannot be wrong (a test compares)."""

from pathlib import Path

from coverage_cli.datafiles import data_names
from coverage_cli.findings import about

PAGE = Path(__file__).parent / "findings.md"
START = "<!-- From here to the end mark: written by `make docs` from src/coverage_cli/data/findings. -->\n"
END = "<!-- end -->\n"
SUBJECTS = (
    "cells",
    "rows and columns",
    "units",
    "sums",
    "rates",
    "targets",
    "time",
    "files",
    "forms",
)
SEVERITIES = {"error": "error", "warning": "warning", "info": "note"}


def text() -> str:
    """Return the page: its prose as it is, its table made anew."""
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    return f"{before}{START}{''.join(map(section, SUBJECTS))}\n{END}{rest.split(END)[1]}"


def section(subject: str) -> str:
    """Return the findings about one subject, in the order of the alphabet."""
    codes = [code for code in data_names("findings") if about(code)["about"] == subject]
    head = f"\n### About {subject}\n\n| code | severity | what it means |\n|---|---|---|\n"
    return head + "".join(
        f"| `{code}` | {severities(code)} | {about(code)['means']} |\n" for code in codes
    )


def severities(code: str) -> str:
    """Return the severities that findings of a code have, the usual one first."""
    told = about(code)
    found = [told["severity"], told.get("graver"), *told.get("severities", {}).values()]
    return ", ".join(SEVERITIES[one] for one in dict.fromkeys(filter(None, found)))


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8", newline="\n")
