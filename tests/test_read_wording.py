"""Every refusal of the read room has its wording, and every wording its use."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import Formatter

import coverage_cli.read


def wording() -> dict[str, object]:
    path = resources.files("coverage_cli") / "data" / "lang" / "en.toml"
    errors: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))["errors"]
    return errors


def sources() -> str:
    folder = Path(str(coverage_cli.read.__file__)).parent
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))


def test_every_error_key_has_its_two_lines() -> None:
    keys = set(re.findall(r'(?:UnreadableInput|UsageFault)\(\s*"([a-z0-9-]+)"', sources()))
    keys |= set(re.findall(r'"((?:kind|text|folder|pattern)-[a-z0-9-]+)"', sources()))
    errors = wording()
    assert len(keys) > 40
    assert keys - set(errors) == set()
    for key in keys:
        lines = errors[key]
        assert isinstance(lines, dict)
        assert set(lines) == {"error", "hint"}
        assert "!" not in lines["error"]


def refusals() -> Iterator[tuple[str, set[str]]]:
    """Yield the key and the names of the values of every refusal whose key and values stand in its call."""
    for node in ast.walk(ast.parse(sources().replace("from __future__ import annotations", ""))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
            "UnreadableInput",
            "UsageFault",
        ):
            names = {keyword.arg for keyword in node.keywords}
            if isinstance(node.args[0], ast.Constant) and None not in names:
                yield node.args[0].value, {str(name) for name in names}


def test_every_placeholder_is_given_a_value() -> None:
    errors = wording()
    found = list(refusals())
    assert len(found) > 40
    for key, given in found:
        lines = errors[key]
        assert isinstance(lines, dict)
        wanted = {
            name for line in lines.values() for _, name, _, _ in Formatter().parse(line) if name
        }
        assert wanted <= given, key
