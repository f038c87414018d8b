"""Find the file, sheet and cells that print a target: a list of targets is a file of its own, one told has none."""

from __future__ import annotations

from coverage_cli.model import Observations, Target


def origin_of(observations: Observations, goal: Target) -> tuple[str | None, str | None]:
    """Return the file and sheet that print a target; those of the whole where its source is not known."""
    return (
        observations.origins.get(goal.source or 0, observations.origin(0))
        if goal.source
        else observations.origin(0)
    )


def source_of(observations: Observations, goal: Target, at: int) -> int | None:
    """Return the source that prints a unit's target: its own, else that of the unit's counts."""
    if goal.cell is None or goal.source is not None:
        return None if goal.cell is None else goal.source
    places = (places[at] for places in observations.places.values())
    return next((place[0] for place in places if place is not None), None)
