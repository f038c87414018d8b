"""Find parts that are larger than what they are part of: more insured households than insured people."""

from __future__ import annotations

from coverage_cli.findings import at_counts, finding
from coverage_cli.model import Finding
from coverage_cli.rules.case import Case
from coverage_cli.rules.partly_counted import above_partly_counted


def judge(case: Case) -> list[Finding]:
    """Return an error for each pair of measures of which the part exceeds the whole somewhere."""
    counts = case.observations.counts
    pairs = [
        (part, whole) for part, whole in case.profile.parts if part in counts and whole in counts
    ]
    return [made for part, whole in pairs for made in _exceeding(case, part, whole)]


def _exceeding(case: Case, part: str, whole: str) -> list[Finding]:
    observations = case.observations
    parts, wholes = observations.counts[part], observations.counts[whole]
    pairs = enumerate(zip(parts, wholes, strict=True))
    larger = [
        at
        for at, (small, large) in pairs
        if small is not None and large is not None and small > large
    ]
    # Asked only where something is odd, for it goes through all units.
    apart = above_partly_counted(observations, [part, whole]) if larger else frozenset()
    off = [at for at in larger if at not in apart]
    return [
        finding(
            "component-exceeds-total",
            at_counts(observations, part, group),
            unit=observations.units[group[0]].name,
            part=part,
            whole=whole,
            part_count=parts[group[0]],
            whole_count=wholes[group[0]],
            whole_cell=observations.cell(whole, group[0]) or "–",
        )
        for group in case.apart("component-exceeds-total", off)
    ]
