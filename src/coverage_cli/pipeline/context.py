"""What a job resolves to at the door, carried to whoever needs it: its profile, and the words its headings may use."""

from __future__ import annotations

from typing import NamedTuple

from coverage_cli.locate import Vocabulary, load_vocabulary
from coverage_cli.profiles import Profile, load_profile
from coverage_cli.project import Job


class Context(NamedTuple):
    """A job with its profile and vocabulary."""

    job: Job
    profile: Profile
    vocabulary: Vocabulary


def context_of(job: Job) -> Context:
    """Resolve a job's profile and vocabulary. Raises `UsageFault` where the profile cannot be read."""
    return Context(
        job,
        load_profile(job.profile),
        load_vocabulary(phrases=job.told.phrases, levels=job.told.levels),
    )
