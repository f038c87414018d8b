"""Every refusal and finding of the read room has its wording, and every wording its use."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import Formatter

import coverage_cli.read


def wording() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {"errors": {}, "findings": {}}
    for name in ("en.toml", "read.en.toml"):
        path = resources.files("coverage_cli") / "data" / "lang" / name
        if path.is_file():
            text = tomllib.loads(path.read_text(encoding="utf-8"))
            for table in found:
                found[table] |= text.get(table, {})
    return found


def sources() -> str:
    folder = Path(str(coverage_cli.read.__file__)).parent
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))


def test_every_error_key_has_its_two_lines() -> None:
    keys = set(re.findall(r'(?:UnreadableInput|UsageFault)\(\s*"([a-z0-9-]+)"', sources()))
    keys |= set(re.findall(r'"((?:kind|text|folder|pattern)-[a-z0-9-]+)"', sources()))
    errors = wording()["errors"]
    assert len(keys) > 40
    assert keys - set(errors) == set()
    for key in keys:
        lines = errors[key]
        assert isinstance(lines, dict)
        assert set(lines) == {"error", "hint"}
        assert "!" not in lines["error"]


def test_every_finding_has_its_line() -> None:
    findings = wording()["findings"]
    for key in ("file-skipped.owner-file", "sheet-skipped.empty", "sheet-skipped.same-name", "row-limit"):
        assert key in findings
    assert {"layout-repaired.xls-fallback", "legacy-encoding.text"} <= set(findings)


def refusals() -> Iterator[tuple[str, set[str]]]:
    """Yield the key and the names of the values of every refusal whose key and values stand in its call."""
    for node in ast.walk(ast.parse(sources().replace("from __future__ import annotations", ""))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("UnreadableInput", "UsageFault"):
            names = {keyword.arg for keyword in node.keywords}
            if isinstance(node.args[0], ast.Constant) and None not in names:
                yield node.args[0].value, {str(name) for name in names}


def test_every_placeholder_is_given_a_value() -> None:
    errors = wording()["errors"]
    found = list(refusals())
    assert len(found) > 40
    for key, given in found:
        lines = errors[key]
        assert isinstance(lines, dict)
        wanted = {name for line in lines.values() for _, name, _, _ in Formatter().parse(line) if name}
        assert wanted <= given, key
