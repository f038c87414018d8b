"""What a first screen says of each indicator: what changed for its whole, how few units hold most of the gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage_cli.features.over_time.change import change_of
from coverage_cli.features.over_time.gaps import by_shortfall, few_that_hold
from coverage_cli.features.over_time.timeline import Timeline, not_comparable, timelines
from coverage_cli.grouping import grouped
from coverage_cli.model import Figure, Phrase
from coverage_cli.pipeline import Outcome
from coverage_cli.write.text.headline import Headline, Headlines


def headlines_of(outcome: Outcome) -> Headlines:
    """Return what is said of each period and indicator of a report."""
    worked = outcome.worked
    lines: Mapping[str, Timeline] = {}
    if len(worked.with_earlier) > 1:
        lines = timelines(worked.with_earlier, worked.context.vocabulary.kinds)
    report = outcome.report
    blocks = report.ranked or grouped(((one.period, one.indicator), one) for one in report.figures)
    return {
        key: _headline(block, lines.get(key[1]), report.notes.get(key, ()))
        for key, block in blocks.items()
    }


def _headline(block: Sequence[Figure], line: Timeline | None, notes: Sequence[Phrase]) -> Headline:
    """Return what is said of one indicator and period; its whole stands first in the block."""
    few = next(iter(notes or few_that_hold(by_shortfall(block, block))), None)
    whole = block[0]
    if line is None or whole.period not in line.periods:
        return Headline(few=few)
    change = change_of(line, line.track_of(whole), line.periods.index(whole.period))
    doubts = tuple(not_comparable(line, whole.period)) if change.change_people is None else ()
    return Headline(change.previous_period, change.change_people, change.change_pp, few, doubts)
