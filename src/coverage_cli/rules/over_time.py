"""All rules over time, one after another; what one rule explains better another does not say again."""

from __future__ import annotations

from coverage_cli.model import Finding
from coverage_cli.project import Thresholds
from coverage_cli.rules.copied import copied_forward
from coverage_cli.rules.denominators import changed_denominators, unchanged_denominators
from coverage_cli.rules.digits import wrong_digits
from coverage_cli.rules.history import Flag, History, grouped
from coverage_cli.rules.moves import jumps
from coverage_cli.rules.outliers import outliers
from coverage_cli.rules.parents import off_parents
from coverage_cli.rules.reporting import incomplete_reporting


def check_history(history: History, thresholds: Thresholds) -> list[Finding]:
    """Return the findings on the periods that are told about."""
    digits = wrong_digits(history, thresholds)
    doubtful = {flag.place for flag in digits}
    sound = history.without(doubtful)
    by_rule = {
        "digit-error": digits,
        "jump": jumps(history, thresholds, doubtful),
        "outlier": outliers(sound, thresholds),
        "off-parent": off_parents(sound, thresholds),
        "copied-forward": copied_forward(history, thresholds),
        "denominator-changed": changed_denominators(sound, thresholds),
        "denominator-unchanged": unchanged_denominators(history, thresholds),
        "reporting-incomplete": incomplete_reporting(history, thresholds),
    }
    found = [finding for code, flags in by_rule.items() for finding in grouped(history, code, _told(history, flags))]
    return _each_cell_once(found)


def _each_cell_once(findings: list[Finding]) -> list[Finding]:
    """Return the findings without those that say the same of the same cells: a told column may be two measures."""
    said = {(one.code, one.severity, one.variant, one.file, one.sheet, one.cells): one for one in reversed(findings)}
    kept = set(map(id, said.values()))
    return [one for one in findings if not one.cells or id(one) in kept]


def _told(history: History, flags: list[Flag]) -> list[Flag]:
    return [flag for flag in flags if flag.place.period in history.told]
