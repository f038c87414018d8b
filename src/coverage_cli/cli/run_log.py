"""The log of runs: a line an event, text or JSON; codes, counts and file names, never what stands in a cell."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from coverage_cli.errors import UnwritableOutput

_COUNTED = (("error", "errors"), ("warning", "warnings"), ("info", "notes"))
_JSON = (".jsonl", ".ndjson", ".json")


class Log:
    """A log that lines are added to; without a path none is kept."""

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.is_json = bool(path) and str(path).lower().endswith(_JSON)

    def add(self, event: str, **facts: object) -> None:
        """Add a line. Raises `UnwritableOutput` where the file cannot be written."""
        if self.path is None:
            return
        at = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        line = self._line({"time": at, "event": event, **facts})
        try:
            with open(self.path, "a", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
                file.write(f"{line}\n")
        except (OSError, ValueError) as fault:
            reason = getattr(fault, "strerror", None) or str(fault)
            raise UnwritableOutput("log-unwritable", path=self.path, reason=reason) from fault

    def job(self, entry: Mapping[str, Any]) -> None:
        """Add the line of a job, and one for each file that it did not take."""
        for one in entry["files"]:
            if one["state"] != "read":
                why = one["error"]["key"] if one["error"] else one["state"]
                self.add("file", job=entry["job"], file=one["file"], state=one["state"], why=why)
        units = entry["units"] or {}
        self.add(
            "job",
            job=entry["job"],
            state=entry["state"],
            code=entry["code"],
            error=entry["error"] and entry["error"]["key"],
            read=sum(one["state"] == "read" for one in entry["files"]),
            missing=units.get("missing"),
            **{name: _findings(entry, severity) for severity, name in _COUNTED},
            output=next((one["file"] for one in entry["outputs"]), None),
            **entry["measured"],
        )

    def _line(self, facts: Mapping[str, object]) -> str:
        from coverage_cli.write.safety import json_escaped, visible

        if self.is_json:
            return json_escaped(json.dumps(facts, ensure_ascii=False))
        told = (f"{name}={value}" for name, value in facts.items() if value is not None)
        return visible(" ".join(told)).removeprefix("time=")


def _findings(entry: Mapping[str, Any], severity: str) -> int:
    return sum(one["findings"] for one in entry["findings"] if one["severity"] == severity)
