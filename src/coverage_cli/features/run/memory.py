"""What the report of an earlier run remembers: outputs by their hash, accepted figures, who delivered when.

A report that is not there, or is none of ours, remembers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coverage_cli.grouping import first_where

SCHEMA = "coverage-cli/run/1"
_LARGEST = 1 << 28


def read_memory(path: str) -> dict[str, Any]:
    """Return the report of the last run, an empty one where there is none that can be read."""
    import json

    try:
        with open(path, "rb") as file:  # noqa: PTH123
            found = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    is_ours = isinstance(found, dict) and found.get("schema") == SCHEMA
    return found if is_ours and isinstance(found.get("jobs"), list) else {}


def job_in(memory: Mapping[str, Any], job: str) -> Mapping[str, Any]:
    """Return what is remembered of a job, nothing where it never ran."""
    jobs: Iterable[Mapping[str, Any]] = memory.get("jobs", ())
    return first_where(lambda one: one.get("job") == job, jobs, {})


def hashes_in(memory: Mapping[str, Any]) -> frozenset[str]:
    """Return the hashes of all outputs that are remembered."""
    return frozenset(
        str(output["sha256"])
        for job in memory.get("jobs", ())
        for output in job.get("outputs", ())
        if output.get("sha256")
    )
