"""A figure -> the steps that lead to it: formula, operands, result; they repeat what was computed, exactly.

The formulas are those of docs/method.md in the names of the machine columns, so that a reader can redo them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverage_cli.model import Count, Figure

Step = dict[str, Any]
COUNT_FORMULA = {
    "count": "100 * numerator / target_count",
    "new": "100 * new_people / target_count",
    "rate": "100 * coverage_pct / target_pct",
}


def steps_of(figure: Figure, sums: Sequence[Step], *, is_lowest: bool) -> list[Step]:
    """Return the steps of a unit's figures in the order in which they are computed; a missing result has none.

    `sums` are the steps that lead to the numerator, where it is no single cell.
    """
    steps = [
        *sums,
        _step("coverage_pct", "100 * numerator / denominator", figure.coverage_pct, figure),
        *_target_steps(figure),
        _step("attainment_pct", COUNT_FORMULA[figure.target_kind or "rate"], figure.attainment_pct, figure),
        _step("gap_people", f"target_count - {_reached(figure)}", figure.gap_people, figure),
        _step("gap_pp", "target_pct - coverage_pct", figure.gap_pp, figure),
        _shortfall(figure, is_lowest=is_lowest),
    ]
    return [step for step in steps if step["result"] is not None]


def sum_step(name: str, terms: Sequence[tuple[str, Count | None]], result: Count | None) -> Step:
    """Return the step that adds several measures up to one numerator."""
    return {"step": name, "formula": " + ".join(term for term, _ in terms), "operands": dict(terms), "result": result}


def parts_step(name: str, addends: Sequence[Count], result: Count | None) -> Step:
    """Return the step that adds up what the complete parts have."""
    return {"step": name, "formula": "sum_of_parts", "operands": {"sum_of_parts": list(addends)}, "result": result}


def _reached(figure: Figure) -> str:
    return "new_people" if figure.target_kind == "new" else "numerator"


def _target_steps(figure: Figure) -> list[Step]:
    if figure.target_kind == "rate":
        return [_step("target_count", "ceil(target_pct * denominator / 100)", figure.target_count, figure)]
    if figure.target_kind == "count":
        return [_step("target_pct", "100 * target_count / denominator", figure.target_pct, figure)]
    return []


def _shortfall(figure: Figure, *, is_lowest: bool) -> Step:
    formula = "max(gap_people, 0)" if is_lowest else "sum_of_shortfalls"
    return _step("shortfall_people", formula, figure.shortfall_people, figure)


def _step(name: str, formula: str, result: object, figure: Figure) -> Step:
    known = {**figure._asdict(), "new_people": _new_people(figure)}
    operands = {key: known[key] for key in known if key in formula.replace("(", " ").replace(",", " ").split()}
    return {"step": name, "formula": formula, "operands": operands, "result": result}


def _new_people(figure: Figure) -> Count | None:
    if figure.target_kind != "new" or figure.target_count is None or figure.gap_people is None:
        return None
    return figure.target_count - figure.gap_people
