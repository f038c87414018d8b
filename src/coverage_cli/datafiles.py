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
    with open(os.path.join(_FOLDER, *parts) + ".toml", "rb") as file:  # noqa: PTH118, PTH123
        return tomllib.load(file)
