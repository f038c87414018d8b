"""`coverage allocate`: split a target of the whole, or of one unit, among the units below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.ending import Ending
from coverage_cli.cli.reporting import Request, asking
from coverage_cli.errors import UsageFault
from coverage_cli.targets.parse import number_of

if TYPE_CHECKING:
    from coverage_cli.features.allocate import Allotted
    from coverage_cli.model import Quotient
    from coverage_cli.pipeline import Outcome
    from coverage_cli.project import Job, Split
    from coverage_cli.words import Words

_HIGHEST = 150


@asking
def allocate(
    request: Request,
    amount: str | None = None,
    rule: str | None = None,
    cap: str | None = None,
    floor: str | None = None,
) -> Ending:
    """Split a target among the units: head counts for every district and commune that sum to it exactly."""
    from coverage_cli.cli.deliver import deliver

    wanted = _split_of(amount, rule, cap, floor)
    return deliver(
        lambda job: _titled(job, wanted, request.words),
        request.job,
        request.words,
        request.delivery,
    )


def _split_of(amount: str | None, rule: str | None, cap: str | None, floor: str | None) -> Split:
    """Return how the amount is to be split. Raises `UsageFault` for what is missing or cannot be."""
    from coverage_cli.project import Split

    if amount is None:
        raise UsageFault("allocate-without-amount")
    if rule is None:
        raise UsageFault("allocate-without-rule")
    told = opt.choice_of("rule", rule, "allocate")
    keeps_reached = opt.choice_of("floor", floor, "allocate") != "none"
    if not keeps_reached and told != "equal-rate":
        raise UsageFault("allocate-floor-of-growth", rule=told)
    people, rate = _amount_of(amount)
    return Split(people, rate, told, _cap_of(cap), keeps_reached)


def _amount_of(text: str) -> tuple[int | None, Quotient | None]:
    """Return the amount as people, or as a rate where it is written with a percent sign."""
    number = number_of(text)
    if number is None or number.over <= 0:
        raise UsageFault("allocate-amount", value=text)
    if "%" in text:
        if number.over > _HIGHEST * number.under:
            raise UsageFault("allocate-amount", value=text)
        return None, number
    if not text.strip().isdigit():
        raise UsageFault("allocate-amount-grouped", value=text)
    return number.over, None


def _cap_of(text: str | None) -> Quotient:
    """Return the highest rate a unit may be given; a share such as 0.98 is no rate in percent."""
    number = number_of("100" if text is None else text)
    if (
        number is None
        or not 2 * number.over > 3 * number.under
        or number.over > _HIGHEST * number.under
    ):
        raise UsageFault("allocate-cap", value=text)
    return number


def _titled(job: Job, wanted: Split, words: Words) -> Outcome:
    """Make the report, and let its title say first that it is a split, and of what."""
    from coverage_cli.features.allocate import allocate as split

    outcome, allotted = split(job, wanted)
    report = outcome.report
    title = " · ".join(part for part in (_title(allotted, outcome, words), report.title) if part)
    return outcome._replace(report=report._replace(title=title))


def _title(allotted: Allotted, outcome: Outcome, words: Words) -> str:
    from coverage_cli.features.allocate import shown_rate

    rule = allotted.ask.rule.replace("-", "_")
    name = outcome.report.indicators[allotted.indicator].label(words.lang)
    values = {
        "people": allotted.people,
        "unit": allotted.unit,
        "indicator": " ".join(part for part in (name, words.period(allotted.period)) if part),
        "rule": words.label(f"rule_{rule}"),
        "cap": shown_rate(allotted.ask.cap_pct),
        "floor": words.label("floor_reached" if allotted.ask.keeps_reached else "floor_none"),
    }
    return words.label("allotted_title", **values)
