"""A figure -> the steps that lead to it: formula, operands, result; they repeat what was computed, exactly.

The formulas are those of docs/method.md in the names of the machine columns, so that a reader can redo them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.indicator import Sum, written
from coverage_cli.model import Count, Figure, Indicator, Quotient

Step = dict[str, Any]
ATTAINMENT = {
    "count": ("numerator", "target_count"),
    "new": ("new_people", "target_count"),
    "rate": ("coverage_pct", "target_pct"),
}
"""By kind of target, what is divided by what; turned round where lower is better."""


def steps_of(
    figure: Figure, indicator: Indicator, sums: Sequence[Step], *, is_lowest: bool
) -> list[Step]:
    """Return the steps of a unit's figures in the order in which they are computed; a missing result has none.

    `sums` are the steps that lead to the numerator, where it is no single cell.
    """
    lower = indicator.lower
    known = {**figure._asdict(), "new_people": _new_people(figure, lower=lower)}
    over, under = _turned(ATTAINMENT[figure.target_kind or "rate"], lower=lower)
    per = indicator.per
    if per != 100 and figure.coverage_pct is not None:
        known["rate_per"] = Quotient(
            per * figure.coverage_pct.over, 100 * figure.coverage_pct.under
        )
    formulas = {
        "coverage_pct": "100 * numerator / denominator",
        **({"rate_per": f"{per} * numerator / denominator"} if "rate_per" in known else {}),
        **_target_formulas(figure, lower=lower),
        "attainment_pct": f"100 * {over} / {under}",
        "gap_people": " - ".join(_turned(("target_count", _reached(figure)), lower=lower)),
        "gap_pp": " - ".join(_turned(("target_pct", "coverage_pct"), lower=lower)),
        "shortfall_people": "max(gap_people, 0)" if is_lowest else "sum_of_shortfalls",
    }
    steps = [*sums, *(_step(name, formula, known) for name, formula in formulas.items())]
    return [step for step in steps if step["result"] is not None]


def _turned(pair: tuple[str, str], *, lower: bool) -> tuple[str, str]:
    return (pair[1], pair[0]) if lower else pair


def sum_step(
    name: str, terms: Sum, counts: Mapping[str, Count | None], result: Count | None
) -> Step:
    """Return the step that adds several measures up to one numerator or denominator, or takes some away."""
    return {"step": name, "formula": written(terms), "operands": dict(counts), "result": result}


def parts_step(name: str, addends: Sequence[Count], result: Count | None) -> Step:
    """Return the step that adds up what the complete parts have."""
    return {
        "step": name,
        "formula": "sum_of_parts",
        "operands": {"sum_of_parts": list(addends)},
        "result": result,
    }


def _reached(figure: Figure) -> str:
    return "new_people" if figure.target_kind == "new" else "numerator"


def _target_formulas(figure: Figure, *, lower: bool) -> dict[str, str]:
    if figure.target_kind == "rate":
        return {"target_count": f"{'floor' if lower else 'ceil'}(target_pct * denominator / 100)"}
    return (
        {"target_pct": "100 * target_count / denominator"} if figure.target_kind == "count" else {}
    )


def _step(name: str, formula: str, known: Mapping[str, Any]) -> Step:
    named = formula.replace("(", " ").replace(",", " ").split()
    operands = {key: known[key] for key in known if key in named}
    return {"step": name, "formula": formula, "operands": operands, "result": known[name]}


def _new_people(figure: Figure, *, lower: bool) -> Count | None:
    if figure.target_kind != "new" or figure.target_count is None or figure.gap_people is None:
        return None
    return figure.target_count + (figure.gap_people if lower else -figure.gap_people)
