"""What the functions return: figures as a frame, what was found, what confirms it, and ways to hand it on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from coverage_cli.model import Finding, Source
from coverage_cli.write.machine.records import finding_object, source_object

if TYPE_CHECKING:
    import pandas

    from coverage_cli.errors import CoverageError
    from coverage_cli.pipeline import Outcome
    from coverage_cli.words import Words

_SHOWN_IN_NOTEBOOK = 20
_FEW = 10


class Found:
    """What every result has: sources with what confirms their reading, findings, inputs that could not be used."""

    def __init__(
        self,
        sources: Sequence[Source],
        findings: Sequence[Finding],
        refused: Sequence[CoverageError],
        words: Words,
    ) -> None:
        self._words = words
        self.sources: list[Mapping[str, Any]] = [source_object(source) for source in sources]
        self.findings: list[Mapping[str, Any]] = [finding_object(one, words) for one in findings]
        self.refused: tuple[CoverageError, ...] = tuple(refused)

    @property
    def evidence(self) -> list[Mapping[str, Any]]:
        """Return, a source each, how many printed totals and rates confirm or contradict what was read."""
        return [{key: one[key] for key in ("file", "sheet", "evidence")} for one in self.sources]

    def wording(self, fault: CoverageError) -> tuple[str, str]:
        """Return what is wrong and what to do about it."""
        error, hint = self._words.error(fault)
        return error, hint

    def _findings_html(self) -> str:
        """Return the first findings, worst first, as a list."""
        worst = [one for one in self.findings if one["severity"] != "info"][:_FEW]
        items = "".join(
            f"<li><b>{escape(one['severity'])}</b> {escape(str(one['message']))}</li>"
            for one in worst
        )
        return f"<ul>{items}</ul>" if items else ""


class Result(Found):
    """The figures of `compute`, `gaps` and `trend`.

    `frame` has a row a unit, indicator and period, with the columns of the CSV (docs/json.md): counts are `Int64`,
    percentages `Float64`, missing is `pandas.NA`.
    """

    def __init__(
        self,
        outcome: Outcome,
        words: Words,
        inputs: Sequence[str],
        explain: Callable[[str], Explanation],
    ) -> None:
        report = outcome.report
        super().__init__(report.sources, report.findings, outcome.refused, words)
        self._outcome = outcome
        self._report = report
        self._inputs = inputs
        self._explain = explain
        self.title: str = report.title

    @cached_property
    def frame(self) -> pandas.DataFrame:
        """Return the figures as a pandas frame."""
        from coverage_cli.write.machine.frame import report_frame

        return report_frame(self._report)

    def explain(self, unit: str) -> Explanation:
        """Return the cells and the arithmetic behind a unit's figures, as `coverage explain --in UNIT` tells them."""
        return self._explain(unit)

    def to_excel(self, path: str | os.PathLike[str]) -> None:
        """Write the Excel summary, whole or not at all, as `coverage … -o summary.xlsx` does."""
        self._write(path, "xlsx")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the report in the format of the suffix: xlsx, html, parquet, csv, tsv, json, ndjson, md, txt."""
        from coverage_cli.cli.deliver import format_of

        self._write(path, format_of(None, os.fspath(path)))

    def _write(self, path: str | os.PathLike[str], form: str) -> None:
        from coverage_cli.cli.deliver import behind_of
        from coverage_cli.write import file_bytes
        from coverage_cli.write.place import put

        behind = behind_of(self._outcome, form)
        content = file_bytes(self._report, form, self._words, behind=behind)
        put(os.fspath(path), content, inputs=self._inputs)

    def __repr__(self) -> str:
        """Show how much there is; the figures are in `frame`."""
        return f"<{self.title or 'report'}: {len(self._report.figures)} rows, {len(self.findings)} findings>"

    def _repr_html_(self) -> str:
        """Show title, first rows and the worst findings in a notebook; every text is escaped."""
        shown = self.frame.dropna(axis=1, how="all")
        table = shown.to_html(max_rows=_SHOWN_IN_NOTEBOOK, index=False, na_rep="")
        return f"<p><b>{escape(self.title)}</b></p>{table}{self._findings_html()}"


class Explanation:
    """The story behind a unit's figures: `text` for people, `data` as `coverage explain --format json` has it."""

    def __init__(self, text: str, content: str) -> None:
        self.text = text
        self.data: Mapping[str, Any] = json.loads(content)

    def __str__(self) -> str:
        """Return the story as text."""
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Show the story in a notebook as it is printed."""
        return f"<pre>{escape(self.text)}</pre>"


class Checked(Found):
    """What `check` found, rule by rule: `rules` as `coverage check --format json` has them, `frame` a row a finding."""

    def __init__(self, content: str, found: Found, faults: Callable[[], bytes]) -> None:
        self.__dict__.update(found.__dict__)
        told = json.loads(content)
        self.counts: Mapping[str, int] = told["counts"]
        self.rules: list[Mapping[str, Any]] = told["rules"]
        self.not_computed: Mapping[str, str] | None = told["not_computed"]
        self.findings = [one for rule in self.rules for one in rule["findings"]]
        self._faults = faults

    @property
    def ok(self) -> bool:
        """Tell whether the figures could be computed and no error was found."""
        return not (self.counts["error"] or self.not_computed or self.refused)

    @cached_property
    def frame(self) -> pandas.DataFrame:
        """Return a row a finding: code, severity, message, file, sheet, cell, unit, count."""
        import pandas

        names = ["code", "severity", "message", "file", "sheet", "cell", "unit", "count"]
        return pandas.DataFrame(self.findings, columns=names).convert_dtypes()

    def to_excel(self, path: str | os.PathLike[str]) -> None:
        """Write the list of faults to send back, as `coverage check -o faults.xlsx` does."""
        from coverage_cli.write.place import put

        put(os.fspath(path), self._faults())

    def __repr__(self) -> str:
        """Show how many findings there are of each severity."""
        return f"<check: {', '.join(f'{count} {name}' for name, count in self.counts.items())}>"

    def _repr_html_(self) -> str:
        """Show the findings in a notebook, worst first."""
        return f"<p>{escape(repr(self))}</p>{self._findings_html()}"


class Inspected(Found):
    """How the sheets are understood: `tables` as `coverage inspect --format json` has them, `frame` a row a column."""

    def __init__(self, content: str, text: str, found: Found) -> None:
        self.__dict__.update(found.__dict__)
        self.tables: list[Mapping[str, Any]] = json.loads(content)["tables"]
        self.text = text

    @property
    def evidence(self) -> list[Mapping[str, Any]]:
        """Return, a table each, how many printed totals and rates confirm or contradict what was read."""
        return [{key: one[key] for key in ("file", "sheet", "evidence")} for one in self.tables]

    @cached_property
    def frame(self) -> pandas.DataFrame:
        """Return a row a column of each table: its letter, heading, role, measure, level, period and why."""
        import pandas

        names = ["column", "heading", "role", "measure", "level", "period", "why"]
        rows = [
            {"file": table["file"], "sheet": table["sheet"], **column}
            | {"heading": " > ".join(column["heading"])}
            for table in self.tables
            for column in table["columns"]
        ]
        return pandas.DataFrame(rows, columns=["file", "sheet", *names]).convert_dtypes()

    def __str__(self) -> str:
        """Return what `coverage inspect` prints."""
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Show in a notebook what is printed."""
        return f"<pre>{escape(self.text)}</pre>"
