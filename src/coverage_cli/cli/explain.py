"""`coverage explain`: the cells and the arithmetic behind a unit's figures."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coverage_cli.cli import options as opt
from coverage_cli.cli.reporting import Request, asking
from coverage_cli.errors import UsageFault

if TYPE_CHECKING:
    from coverage_cli.write.text.lines import Line

FORMATS = ("table", "plain", "json")


@asking
def explain(request: Request, inside: str | None = None, form: str | None = None) -> int:
    """Show the cells, the repairs and the arithmetic behind a unit's figures."""
    from coverage_cli.cli.deliver import say_refused
    from coverage_cli.features.compute import report
    from coverage_cli.features.explain.explanation import explain_unit

    if not (inside and inside.strip()):
        raise UsageFault("explain-without-unit")
    shown, words = shown_as(form, "explain"), request.words
    job = request.job._replace(choice=request.job.choice._replace(inside=inside))
    outcome = report(job)
    explanations = explain_unit(outcome)
    words = words.calling(outcome.report.levels)
    if shown == "json":
        from coverage_cli.write.machine.explanation import explanation_json

        sys.stdout.write(explanation_json(explanations, words))
    else:
        from coverage_cli.write.text.explanation import explanation_lines

        print_lines(
            explanation_lines(explanations, words), shown, no_color=request.delivery.no_color
        )
    sys.stdout.flush()
    say_refused(outcome.refused, words)
    return 5 if outcome.refused else 0


def shown_as(form: str | None, command: str) -> str:
    """Return the format told, else `table` where there is a terminal and `plain` elsewhere."""
    told = opt.one_of("--format", form, FORMATS, command)
    return str(told) if told else "table" if sys.stdout.isatty() else "plain"


def print_lines(lines: Sequence[Line], shown: str, *, no_color: bool) -> None:
    """Print lines as they are, or for a table on a terminal folded to its width and coloured."""
    if shown == "table" and sys.stdout.isatty():
        from rich.console import Console

        from coverage_cli.write.text.lines import show_lines

        show_lines(lines, Console(no_color=True if no_color else None, highlight=False))
        return
    from coverage_cli.write.text.lines import plain_lines

    sys.stdout.write(plain_lines(lines))
