"""The museum: every oddity of real office sheets as a small file, and what it must be read as.

`tests/sheets/make.py` builds the files, `tests/sheets/expected.toml` says what each must give.
"""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

import pytest
from program import run

FOLDER = Path(__file__).parent / "sheets"
BOOK = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
SHEETS: dict[str, dict[str, Any]] = BOOK["sheets"]
KEYS = {
    "n": "numerator",
    "d": "denominator",
    "target": "target_count",
    "gap": "gap_people",
    "shortfall": "shortfall_people",
    "status": "status",
    "code": "code",
}
RANKS = ("whole", "province", "region", "district", "group", "commune", "hamlet")


def exhibits():
    for name, entry in SHEETS.items():
        failing = (
            [pytest.mark.xfail(reason=entry["fails"], strict=True)] if "fails" in entry else []
        )
        yield pytest.param(name, entry, id=name, marks=failing)


@pytest.mark.parametrize(("name", "entry"), list(exhibits()))
def test_a_sheet_of_the_museum_is_read_as_a_statistician_would(name, entry):
    result = run("compute", FOLDER / name, "--format", "json", *entry["options"])
    if "refused" in entry:
        assert refusal(result) == (entry.get("code", 3), [])
        assert [word for word in entry["refused"] if word not in result.err] == [], result.err
        return
    assert result.code == 0, result.err
    report = result.report()
    periods = sorted({row["period"] for row in report["rows"]}, key=str)
    if len(periods) == 1:
        assert periods[0] == entry.get("period")
    expected = (
        entry["figures"]
        if isinstance(entry["figures"], dict)
        else BOOK["figures"][entry["figures"]]
    )
    wanted = {key: fields(value) for key, value in expected.items()}
    assert seen(report["rows"], wanted) == {
        key: {at: value for at, value in values.items() if value != "*"}
        for key, values in wanted.items()
    }
    assert unlike(report["findings"], entry["findings"]) == ([], [])


def refusal(result) -> tuple[int, list[str]]:
    """Return the exit code, and what is not in the form of a refusal."""
    wrong = [
        line
        for line in result.err.splitlines()
        if not line.startswith(("error: ", "hint: ", "note: "))
    ]
    return result.code, wrong + ([result.out[:200]] if result.out else [])


def fields(value: Any) -> dict[str, Any]:
    """Return what an entry of expected.toml says of a unit."""
    return dict(zip("nd", value, strict=True)) if isinstance(value, list) else value


def seen(
    rows: list[dict[str, Any]], wanted: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the rows by their key, with the fields that are asked for."""
    several = [len({row[key] for row in rows}) > 1 for key in ("indicator", "period")]
    top = {
        row["unit"]
        for row in rows
        if row["level"] == min((row["level"] for row in rows), key=RANKS.index)
    }
    made: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = (
            row["unit"]
            if row["parent"] is None or row["parent"] in top
            else f"{row['parent']} > {row['unit']}"
        )
        before = [
            row[key] for key, shown in zip(("indicator", "period"), several, strict=True) if shown
        ]
        key = " | ".join([*map(str, before), name])
        while key in made:
            key += " (again)"
        asked = [at for at, value in wanted.get(key, {"n": 0, "d": 0}).items() if value != "*"]
        made[key] = {at: "-" if row[KEYS[at]] is None else row[KEYS[at]] for at in asked}
    return made


def unlike(findings: list[dict[str, Any]], wanted: list[str]) -> tuple[list[str], list[str]]:
    """Return what should be found and is not, and the warnings and errors that should not be there."""
    missing = [
        one
        for one in wanted
        if not one.startswith("?") and not any(fits(at, one) for at in findings)
    ]
    too_much = [
        f"{at['code']}@{at['cell']}: {at['message']}"
        for at in findings
        if at["severity"] != "info" and not any(fits(at, one) for one in wanted)
    ]
    return missing, too_much


def fits(finding: dict[str, Any], wanted: str) -> bool:
    """Tell whether a finding is the one that is written as `code`, `code@CELL` or `code|code@CELL`."""
    codes, _, cell = wanted.lstrip("?").partition("@")
    return finding["code"] in codes.split("|") and cell in ("", finding["cell"])


def test_the_folder_and_its_catalogue_name_the_same_files():
    files = {path.name for path in FOLDER.iterdir() if path.is_file()} - {
        "make.py",
        "expected.toml",
    }
    assert files == set(SHEETS)


def test_building_the_museum_again_gives_the_same_bytes():
    spec = importlib.util.spec_from_file_location("museum", FOLDER / "make.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    built = made.build()
    assert set(built) == set(SHEETS)
    assert [
        name for name, content in built.items() if (FOLDER / name).read_bytes() != content
    ] == []
