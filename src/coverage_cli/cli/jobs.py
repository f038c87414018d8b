"""Turn the options of a command and the project file into a job: an option wins over the file.

Every mistake in either is said before any input is read.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

from coverage_cli.cli.options import (
    Options,
    choice_of,
    conditions_of,
    day_told,
    level_told,
    lists_of,
    pairs_of,
    period_told,
    rows_of,
    scales_of,
    targets_of,
)
from coverage_cli.errors import UsageFault
from coverage_cli.grouping import first_where
from coverage_cli.indicator_names import indicator_named
from coverage_cli.profiles import Profile, address_of, load_profile
from coverage_cli.project import Choice, Job, Project, Reading, Told
from coverage_cli.project_file import (
    NAME,
    beside,
    find_upwards,
    line_of_key,
    profile_of,
    read_project,
)

if TYPE_CHECKING:
    from coverage_cli.words import Words

LOCK_NAME = "coverage-cli.lock.json"


def project_of(told: str | None, profile: str | None = None) -> Project:
    """Return what the project file says: the one told, else the nearest here or in a folder above, else nothing.

    Its keys go by the `profile` of the option, else by the one that the file itself names; the result has its name.
    """
    path = told or find_upwards(NAME, os.curdir)
    if path is None:
        return Project(profile=profile)
    named = profile_of(path)
    chosen = profile or (address_of(named, path) if named else None)
    try:
        known = load_profile(chosen)
    except UsageFault as fault:
        raise _of_project(fault, path, told=profile) from fault
    project = read_project(path, known.measures, known.indicators)._replace(profile=chosen)
    return _remembering(project) if project.accepted else project


def report_place(project: Project) -> str:
    """Return where the report of a run stands: beside the project file, and called as that is where nothing is told."""
    file = project.file or NAME
    own = os.path.splitext(os.path.basename(file))[0]  # noqa: PTH119, PTH122
    return beside(file, project.run.report or f"{own}.run.json")


def _remembering(project: Project) -> Project:
    """Return a project whose accepted findings know the figures they were met with, as far as a run remembers."""
    from coverage_cli.features.run.memory import read_memory
    from coverage_cli.features.run.report import figures_remembered

    memory = read_memory(report_place(project))
    accepted = (one._replace(figures=figures_remembered(memory, one)) for one in project.accepted)
    return project._replace(accepted=tuple(accepted))


def _of_project(fault: UsageFault, path: str, *, told: str | None) -> UsageFault:
    """Let the fault of a profile that the project file names say so."""
    if told is None:
        line = line_of_key(path, "profile")
        fault.told_by = (path, line) if line and fault.key.startswith("profile-") else None
    return fault


def words_of(
    lang: str | None, decimals: int | None, project: Project, command: str = "compute"
) -> Words:
    """Return the wording in the language asked for, else in the project's, with as many decimals."""
    from coverage_cli.words import load_words

    asked = choice_of("lang", lang, command) or project.lang or "en"
    told = first_where(lambda places: places is not None, (decimals, project.decimals))
    names = {key: one.label(asked) for key, one in load_profile(project.profile).indicators.items()}
    words = load_words(asked, 2 if told is None else told)
    return words._replace(told_places=told is not None, indicators=names)


def job_of(options: Options, project: Project | None = None) -> Job:
    """Return the job that the options and the project file ask for; the file is looked for where none is given.

    Raises `UsageFault` for a value that no option or key takes.
    """
    project = project_of(options.project) if project is None else project
    profile = load_profile(project.profile)
    figures: Literal["computed", "printed"]
    figures = choice_of("figures", options.figures) or "computed"
    asked = tuple(indicator_named(name, profile.indicators) for name in options.indicator or ())
    population, further_populations = lists_of("--population", options.population)
    targets, further_targets = lists_of("--targets", options.targets)
    return Job(
        inputs=tuple(options.inputs or ()),
        reading=Reading(
            options.encoding or project.reading.encoding,
            options.delimiter or project.reading.delimiter,
            options.limit_cells or project.reading.limit_cells,
        ),
        told=_told(options, project.told, profile, asked),
        choice=Choice(
            indicators=asked,
            level=level_told(options.level, project.told.levels),
            inside=options.inside,
            period=period_told(options.period),
            figures=figures,
        ),
        targets=(
            *project.targets,
            *targets_of(options.target, profile.indicators, project.told.levels),
        ),
        population=population,
        targets_file=targets,
        further_populations=further_populations,
        further_targets=further_targets,
        expect=options.expect or project.expect,
        previous=tuple(options.previous or ()),
        corrections=tuple(options.corrections or ()),
        as_of=day_told("--as-of", options.as_of),
        units=options.units,
        lock=_lock_of(options, project),
        strict=options.strict,
        project=project.file,
        profile=project.profile,
        thresholds=project.thresholds,
        accepted=project.accepted,
    )


def _told(options: Options, project: Told, profile: Profile, asked: tuple[str, ...]) -> Told:
    """Return what is told about the table, each thing by its option, else by the project file.

    A numerator and a denominator told are those of the indicator `asked` for (ids), where one is.
    Words of the project file come before those of the profile, and win over equal ones.
    """
    measures = pairs_of(options.mapped, tuple(profile.measures))
    counted, base = profile.sides(asked)
    if options.numerator:
        if counted is None:
            raise UsageFault(
                "numerator-of-several", profile=profile.name, choices=tuple(profile.measures)
            )
        measures[counted] = options.numerator
    if options.denominator:
        measures[base] = options.denominator
    scale, scales = scales_of(options.scale, tuple(profile.measures))
    typed: dict[str, Any] = {
        "sheet": options.sheet,
        "header_rows": rows_of("--header-rows", options.header_rows),
        "rows": rows_of("--rows", options.rows),
        "where": conditions_of(options.where) or None,
        "unit": options.unit,
        "parent": options.parent,
        "code": options.code,
        "target_column": options.target_column,
        "number_style": choice_of("number_style", options.number_style),
        "percent": choice_of("percent", options.percent),
        "scale": scale,
        "hidden": choice_of("hidden", options.hidden),
        "period": period_told(options.period),
    }
    told = {name: value for name, value in typed.items() if value is not None}
    phrases = (*project.phrases, *profile.phrases)
    told |= {"measures": {**project.measures, **measures}, "scales": {**project.scales, **scales}}
    return project._replace(**told, phrases=phrases)


def _lock_of(options: Options, project: Project) -> str | None:
    """Return the layout to compare with: the file told, else the nearest beside the project file or above it."""
    beside = os.path.dirname(project.file or "") or os.curdir  # noqa: PTH120
    found = options.lock or find_upwards(LOCK_NAME, beside)
    if found is None and options.strict:
        raise UsageFault("strict-without-lock")
    return found
