"""All rules over time, one after another; what one rule explains better another does not say again."""

from __future__ import annotations

from coverage_cli.model import Finding
from coverage_cli.project import Thresholds
from coverage_cli.rules import (
    copied_forward,
    denominator_changed,
    denominator_unchanged,
    digit_error,
    jump,
    off_parent,
    outlier,
    reporting_incomplete,
)
from coverage_cli.rules.history import History, grouped


def check_history(history: History, thresholds: Thresholds) -> list[Finding]:
    """Return the findings on the periods that are told about."""
    digits = digit_error.judge(history, thresholds)
    doubtful = {flag.place for flag in digits}
    # A slip must neither widen what is usual for the others nor be said a second time.
    sound = history.without(doubtful) if doubtful else history
    by_rule = {
        "digit-error": digits,
        "jump": jump.judge(history, thresholds, doubtful),
        "outlier": outlier.judge(sound, thresholds),
        "off-parent": off_parent.judge(sound, thresholds),
        "copied-forward": copied_forward.judge(history, thresholds),
        "denominator-changed": denominator_changed.judge(sound, thresholds),
        "denominator-unchanged": denominator_unchanged.judge(history, thresholds),
        "reporting-incomplete": reporting_incomplete.judge(history, thresholds),
    }
    told = {
        code: [flag for flag in flags if flag.place.period in history.told]
        for code, flags in by_rule.items()
    }
    return _each_cell_once(
        [made for code, flags in told.items() for made in grouped(history, code, flags)]
    )


def _each_cell_once(findings: list[Finding]) -> list[Finding]:
    """Return the findings without those that say the same of the same cells: a told column may be two measures."""
    kept: dict[tuple[object, ...], Finding] = {}
    for one in findings:
        same = (
            (one.code, one.severity, one.variant, one.file, one.sheet, one.cells)
            if one.cells
            else (id(one),)
        )
        kept.setdefault(same, one)
    return list(kept.values())
