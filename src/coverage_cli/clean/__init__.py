"""Table -> observations and findings: numbers, targets and printed rates made honest; old encodings made readable."""

from __future__ import annotations

from coverage_cli.clean.doubt import settle_doubts
from coverage_cli.clean.legacy import decode
from coverage_cli.clean.measures import style_of
from coverage_cli.clean.observe import Reading, RowSum, observe

__all__ = ["Reading", "RowSum", "decode", "observe", "settle_doubts", "style_of"]
