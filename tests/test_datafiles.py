"""The short way of reading data files reads what `tomllib` reads, or leaves it to it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coverage_cli
from coverage_cli.datafiles import plain_table, read_data

FILES = sorted((Path(coverage_cli.__file__).parent / "data").rglob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_data_file_is_read_as_toml_reads_it(path: Path) -> None:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    assert read_data(path.parent.name, path.stem) == told
    assert plain_table(path.read_text(encoding="utf-8")) in (told, None)


@pytest.mark.parametrize("folder", ["lang", "headings", "profiles", "findings"])
def test_what_every_run_reads_is_plain(folder: str) -> None:
    assert all(
        plain_table(path.read_text(encoding="utf-8"))
        for path in FILES
        if path.parent.name == folder
    )


@pytest.mark.parametrize(
    "text",
    [
        'name = "a\\u1ea1b"\n',
        'name = """a\nb"""\n',
        "name = 'a'\n",
        "day = 2025-07-01\n",
        "share = 0.5\n",
        '[[reform]]\nname = "a"\n',
        'name = "a"  # why\n',
        'names = [\n  "a",  # why\n]\n',
        "names = [1, 2]\n",
        'a.b = "c"\n',
        'name="a"\n',
        'name = "a"',
        'name = "a\n',
    ],
)
def test_any_other_form_is_left_to_toml(text: str) -> None:
    assert plain_table(text) is None


_texts = st.text('aộ"\\#[]{},= \t')


@given(
    st.lists(
        st.booleans() | st.integers(0, 10**6) | _texts | st.lists(_texts, max_size=4), max_size=6
    )
)
def test_both_ways_agree(values: list[object]) -> None:
    text = "[a.b]\n" + "".join(f"key-{at} = {written(value)}\n" for at, value in enumerate(values))
    assert plain_table(text) == tomllib.loads(text)


def written(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
