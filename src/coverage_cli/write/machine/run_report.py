"""The report of a run as JSON (docs/run-report.schema.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from coverage_cli.write.machine.explanation import json_escaped_lines


def run_report_json(report: Mapping[str, Any]) -> bytes:
    """Return the file's content; what was measured stands under `measured`, for comparisons to leave out."""
    text = json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{json_escaped_lines(text)}\n".encode()
