"""What holds for every test: no project file of a folder above tells the program anything."""

import os

# Where lxml is installed openpyxl writes other bytes with it: the sheets of the tests must not depend on that.
os.environ["OPENPYXL_LXML"] = "False"
# The help goes by the locale; what the tests say of it is English.
os.environ["LC_ALL"] = "C.UTF-8"

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="session")
def in_an_empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Stand where no coverage-cli.toml lies in reach, wherever pytest was started; a test may go elsewhere."""
    started = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("nowhere"))
    yield
    os.chdir(started)
