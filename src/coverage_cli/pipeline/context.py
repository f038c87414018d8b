"""What a job resolves to at the door, carried to whoever needs it: its profile, and the words its headings may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverage_cli.locate import Vocabulary, load_vocabulary
from coverage_cli.profiles import Profile, load_profile
from coverage_cli.project import Job
from coverage_cli.records import NamedTuple

if TYPE_CHECKING:
    from coverage_cli.pipeline.corrections import Answer


class Context(NamedTuple):
    """A job with its profile and vocabulary, and the answers to faults that take the place of what cells hold."""

    job: Job
    profile: Profile
    vocabulary: Vocabulary
    answers: tuple[Answer, ...] = ()


def context_of(job: Job) -> Context:
    """Resolve a job's profile, vocabulary and answers. Raises `CoverageError` where one cannot be read."""
    return Context(
        job,
        load_profile(job.profile),
        load_vocabulary(phrases=job.told.phrases, levels=job.told.levels),
        _answers(job),
    )


def _answers(job: Job) -> tuple[Answer, ...]:
    """Return the answers to lists of faults that a job names; most name none."""
    if not job.corrections:
        return ()
    from coverage_cli.pipeline.corrections import read_answers

    return read_answers(job.corrections)
