"""Name the profile that knows the headings of sheets which the usual one does not understand (vaccination, schools)."""

from __future__ import annotations

from coverage_cli.datafiles import data_names
from coverage_cli.errors import CoverageError, UnreadableInput
from coverage_cli.pipeline import work_through
from coverage_cli.profiles import DEFAULT, load_profile
from coverage_cli.project import Job

_NOT_UNDERSTOOD = ("headings-unknown", "no-numerator-column", "no-denominator-column", "no-table")


def named_profile(fault: UnreadableInput, job: Job) -> UnreadableInput:
    """Return the refusal that names the only other profile by which figures come out, else the refusal as it is."""
    # Who told a profile is not sent to another one.
    if job.profile is not None or fault.key not in _NOT_UNDERSTOOD:
        return fault
    # Several that fit would be one question more, and no answer.
    fitting = [name for name in data_names("profiles") if name != DEFAULT and _computes(name, job)]
    where = fault.values.get("where") or job.inputs[0]
    return (
        UnreadableInput("other-profile", where=where, profile=fitting[0])
        if len(fitting) == 1
        else fault
    )


def _computes(name: str, job: Job) -> bool:
    told = job.told._replace(phrases=(*job.told.phrases, *load_profile(name).phrases))
    try:
        return work_through(job._replace(profile=name, told=told)).missing is None
    except CoverageError:
        return False
