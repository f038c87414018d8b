"""What `check` found, rule by rule, as lines for a person and as JSON; the workbook is `check_sheet`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli import __version__
from coverage_cli.errors import CoverageError
from coverage_cli.model import Finding
from coverage_cli.words import Words
from coverage_cli.write.machine.explanation import json_escaped_lines
from coverage_cli.write.machine.records import finding_object, source_object
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.explanation import stored
from coverage_cli.write.text.findings import SEVERITIES
from coverage_cli.write.text.lines import Line

SCHEMA = "coverage-cli/check/1"
Record = Mapping[str, Any]
_CELLS_SHOWN = 6
_FINDINGS_SHOWN = 10


def check_lines(
    checked: Record, missing: CoverageError | None, words: Words, *, verbose: bool
) -> list[Line]:
    """Return the summary and a block a rule; unless verbose, the first findings and cells of each."""
    lines = [Line(_summary(checked, words), 0, "title")]
    if missing is None and all(rule["code"] != "unconfirmed" for rule in checked["rules"]):
        lines.append(
            Line(proof_line([source.evidence for source in checked["sources"]], words), 0, "dim")
        )
    if missing is not None:
        error, hint = words.error(missing)
        lines += [
            Line(words.label("check_not_computed", reason=error), 0, "warning"),
            Line(hint, 2, "dim"),
        ]
    for rule in checked["rules"]:
        lines += [Line(), *_rule_lines(rule, words, verbose=verbose)]
    return lines if checked["rules"] else [*lines, Line(words.label("no_findings"), 0, "good")]


def check_json(checked: Record, missing: CoverageError | None, words: Words) -> str:
    """Return the one object of the schema (docs/json.md)."""
    import json

    content = {
        "schema": SCHEMA,
        "version": __version__,
        "sources": [source_object(source) for source in checked["sources"]],
        "counts": tally(checked),
        "not_computed": None
        if missing is None
        else dict(zip(("error", "hint"), words.error(missing), strict=True)),
        "rules": [_rule_object(rule, words) for rule in checked["rules"]],
    }
    if checked["accepted"]:
        content["accepted"] = [finding_object(one, words) for one in checked["accepted"]]
    return (
        json_escaped_lines(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False))
        + "\n"
    )


def tally(checked: Record) -> dict[str, int]:
    """Return how many findings there are of each severity."""
    severities = [
        told["finding"].severity for rule in checked["rules"] for told in rule["findings"]
    ]
    return {severity: severities.count(severity) for severity in SEVERITIES}


def of_severity(checked: Record, severities: Sequence[str]) -> dict[str, Any]:
    """Return the record with the findings of these severities alone."""
    rules = []
    for rule in checked["rules"]:
        kept = [told for told in rule["findings"] if told["finding"].severity in severities]
        if kept:
            rules.append({**rule, "findings": kept})
    return {**checked, "rules": rules}


def _summary(checked: Record, words: Words) -> str:
    counts = tally(checked)
    files = len({source.file for source in checked["sources"]})
    shown = words.label(
        "findings_shown", errors=counts["error"], warnings=counts["warning"], infos=counts["info"]
    )
    accepted = len(checked["accepted"])
    beside = [words.label("findings_accepted", count=accepted)] if accepted else []
    read = words.label(
        "check_read", files=files, tables=len(checked["sources"]), units=checked["units"]
    )
    return " · ".join([read, shown, *beside])


def _rule_lines(rule: Record, words: Words, *, verbose: bool) -> list[Line]:
    severity = rule["severity"]
    lines = [
        Line(
            f"{words.severity(severity)} · {words.rule(rule['code'])} [{rule['code']}]", 0, severity
        ),
        Line(_extent(rule, words), 2, "dim"),
    ]
    lines.append(Line(f"{words.label('check_do')}: {words.advice(rule['code'])}", 2))
    findings = rule["findings"] if verbose else rule["findings"][:_FINDINGS_SHOWN]
    for told in findings:
        lines += _finding_lines(told, words, verbose=verbose)
    more = len(rule["findings"]) - len(findings)
    return [*lines, Line(words.label("check_more", count=more), 2, "dim")] if more else lines


def _extent(rule: Record, words: Words) -> str:
    """Tell how many findings, cells, units and people a rule concerns."""
    facts = [words.label("check_count", count=rule["count"])]
    if rule["units"]:
        facts.append(words.label("check_units", units=rule["units"]))
    if rule["people"] is not None:
        known = "" if rule["people_known_units"] == rule["units"] else "_at_least"
        facts.append(words.label(f"check_people{known}", people=rule["people"]))
    if rule["people_apart"]:
        facts.append(words.label("check_apart", people=rule["people_apart"]))
    return " · ".join(facts)


def _finding_lines(told: Record, words: Words, *, verbose: bool) -> list[Line]:
    """Return a finding's place and message, and below it the further cells with what they hold."""
    finding: Finding = told["finding"]
    place = " ".join(
        part
        for part in (finding.file, f"[{finding.sheet}]" if finding.sheet else "", finding.cell)
        if part
    )
    lines = [Line(f"{place}: {words.finding(finding)}" if place else words.finding(finding), 2)]
    affected = told["affected"][1:]
    shown = affected if verbose else affected[:_CELLS_SHOWN]
    cells = [_held(cell, words) for cell in shown]
    if len(affected) > len(shown):
        cells.append(f"+{len(affected) - len(shown)}")
    return (
        [*lines, Line(f"{words.label('check_also')}: {'; '.join(cells)}", 6, "dim")]
        if cells
        else lines
    )


def _held(cell: Record, words: Words) -> str:
    unit = f" {cell['unit']}" if cell["unit"] else ""
    held = (
        f" {stored(cell, words)}"
        if cell["stored_as"] in ("text", "number", "error", "date")
        else ""
    )
    return f"{cell['cell']}{unit}{held}"


def _rule_object(rule: Record, words: Words) -> dict[str, Any]:
    findings = [
        {
            **finding_object(told["finding"], words),
            "people_apart": told["finding"].people,
            "affected": told["affected"],
        }
        for told in rule["findings"]
    ]
    about = {"rule": words.rule(rule["code"]), "what_to_do": words.advice(rule["code"])}
    numbers = {
        name: rule[name]
        for name in ("count", "units", "people", "people_known_units", "people_apart")
    }
    return {
        "code": rule["code"],
        "severity": rule["severity"],
        **about,
        **numbers,
        "findings": findings,
    }
