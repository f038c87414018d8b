"""Read the data files that come with the program: headings, profiles, wording. They are TOML, as a user's own would be.

Plain paths: `importlib.resources` would cost more time than all else that starts a month's sheet.
"""

from __future__ import annotations

import os
import tomllib
from typing import Any

_FOLDER = os.path.join(os.path.dirname(__file__), "data")  # noqa: PTH118, PTH120 - pathlib costs 5 ms to import


def read_data(*parts: str) -> dict[str, Any]:
    """Return a data file as a table, named by the parts of its path without the suffix."""
    with open(data_path(*parts), "rb") as file:  # noqa: PTH123
        return tomllib.load(file)


def data_path(*parts: str) -> str:
    """Return the path of a data file."""
    return os.path.join(_FOLDER, *parts) + ".toml"  # noqa: PTH118


def data_names(folder: str) -> tuple[str, ...]:
    """Return the names of the data files of a folder, in the order of the alphabet."""
    files = os.listdir(os.path.join(_FOLDER, folder))  # noqa: PTH118, PTH208
    return tuple(sorted(file.removesuffix(".toml") for file in files if file.endswith(".toml")))
