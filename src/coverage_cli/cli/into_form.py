"""Hand a report over in the office's own form: `--form FORM.xlsx -o FILLED.xlsx`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coverage_cli.cli.ending import Ending
from coverage_cli.errors import UsageFault

if TYPE_CHECKING:
    from coverage_cli.cli.deliver import Delivery
    from coverage_cli.pipeline import Outcome
    from coverage_cli.project import Job
    from coverage_cli.words import Words

_SUFFIX = ".xlsx"


def deliver_into(
    form: str, make: Callable[[Job], Outcome], job: Job, words: Words, ask: Delivery
) -> Ending:
    """Make the report, fill the form with it, say what was found, and return how that ended."""
    from coverage_cli.cli.deliver import concluded, input_files
    from coverage_cli.features.into_form.fill import fill
    from coverage_cli.pipeline.lists import parse_address
    from coverage_cli.read import read_source
    from coverage_cli.write.foreign.form import filled_form, formulas_in
    from coverage_cli.write.place import claim, claim_of_period, replace

    file = parse_address(form).file
    _check(file, ask)
    inputs = [*input_files(job), file]
    with claim(str(ask.output), inputs):
        content = read_source(file)
        outcome = make(job)
        filled = fill(outcome, form, formulas_in(file, content), words.places)
        made = filled_form(file, content, filled.cells)
        with claim_of_period(str(ask.output), outcome.report.periods(), inputs) as place:
            replace(place, made)
    findings = (*outcome.report.findings, *filled.findings)
    outcome = outcome._replace(report=outcome.report._replace(findings=findings))
    count = sum(map(len, filled.cells.values()))
    wrote = words.label("form_filled", path=place, cells=count, form=file)
    return concluded(outcome, words, ask._replace(output=place), wrote=wrote)


def _check(file: str, ask: Delivery) -> None:
    """Refuse a form, or an output, of another kind than workbooks that can be changed in some cells alone."""
    if not file.lower().endswith(_SUFFIX):
        raise UsageFault("form-kind", file=file)
    if ask.output is None or not ask.output.lower().endswith(_SUFFIX) or ask.summary:
        raise UsageFault("form-needs-output", file=file)
