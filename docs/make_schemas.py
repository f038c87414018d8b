"""Write the JSON Schemas of docs/schemas from the program's own tables, so that they cannot be wrong (a test compares).

`coverage-cli.schema.json` is that of a project file: editors complete and check it. The others are those of the JSON
that the commands print; tests/test_schemas.py holds every output of the samples against them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coverage_cli import job_keys, project_keys
from coverage_cli.datafiles import data_names, read_data
from coverage_cli.indicator import MEASURE_KINDS, Measure
from coverage_cli.model import MACHINE_COLUMNS
from coverage_cli.profiles import load_profile
from coverage_cli.words import LANGUAGES

FOLDER = Path(__file__).parent / "schemas"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}
PRESENT: Schema = {"type": "string", "pattern": r"\S"}
PHRASES: Schema = {"type": "array", "items": PRESENT, "minItems": 1}
SEVERITY: Schema = {"enum": ["error", "warning", "info"]}
STATUS: Schema = {"enum": ["met", "short", "no_target", "no_data", "incomplete", None]}
STORED: Schema = {"type": ["string", "number", "boolean", "null"]}


def listed(items: Schema) -> Schema:
    """Return a list of something."""
    return {"type": "array", "items": items}


def maybe(schema: Schema) -> Schema:
    """Return something that may be missing."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def record(needed: Mapping[str, Schema], more: Mapping[str, Schema] | None = None) -> Schema:
    """Return an object that has the needed keys and may have more; keys may be added to it."""
    return {"type": "object", "properties": {**needed, **(more or {})}, "required": list(needed)}


def by_name(schema: Schema) -> Schema:
    """Return an object whose keys are names."""
    return {"type": "object", "additionalProperties": schema}


# What a project file takes, key by key.


def project() -> Schema:
    """Return the schema of `coverage-cli.toml`."""
    profile = load_profile()
    counted = [str(Measure(name, kind)) for kind in MEASURE_KINDS for name in profile.measures]
    known = project_keys.schema_of({}, profile.measures, profile.indicators)
    names = {
        "columns": dict.fromkeys(("unit", "parent", "code", "target", "period", "level"), PRESENT),
        "targets": {name: _target() for name in (*profile.indicators, project_keys.EVERY)},
        "headings": dict.fromkeys(known["headings"], PHRASES),
    }
    names["columns"] |= dict.fromkeys(counted, PRESENT)
    names["targets"][project_keys.FURTHER] = PHRASES
    names["headings"]["types"] = by_name(PHRASES)
    sections = {section: _closed(_as_options(section)) for section in ("sheet", "output", "faults")}
    reading = _as_options("reading") | {"scale": {"anyOf": [_scale(), by_name(_scale())]}}
    places = dict.fromkeys(("place", "position", "signer"), PRESENT)
    lines = {"anyOf": [PRESENT, PHRASES]}
    sections |= {
        "reading": _closed(reading),
        "thresholds": _closed(_thresholds()),
        "levels": _closed({"names": {**PHRASES, "uniqueItems": True}}),
        "periods": _closed({"closing_day": _whole(1, 31)}),
        "report": _closed({"letterhead": lines, **places}),
        "run": _closed({"report": PRESENT, "settle": _whole(0, 3600)}),
        "accepted": listed(_accepted()),
        "jobs": by_name(_job()),
        # A profile of one's own has measures and indicators of other names.
        "columns": by_name(PRESENT) | {"properties": names["columns"]},
        "targets": by_name(_target()) | {"properties": names["targets"]},
        "headings": by_name(PHRASES) | {"properties": names["headings"]},
    }
    return {
        **_head("coverage-cli.toml", "The project file of coverage-cli."),
        **_closed({"profile": PRESENT, "expect": PRESENT, **sections}),
    }


def _head(name: str, title: str) -> Schema:
    return {"$schema": DRAFT, "$id": name, "title": title}


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _whole(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _scale() -> Schema:
    return _whole(1, 10**9)


def _as_options(section: str) -> dict[str, Schema]:
    """Return the keys of a section that are options, too, with what the help says of them."""
    found = {}
    for told in read_data("settings", "options").values():
        of, _, key = told.get("key", "").partition(".")
        if of == section:
            found[key] = {**_option(told), "description": told["help"]}
    return found


def _option(told: Mapping[str, Any]) -> Schema:
    key = told["key"]
    if "choices" in told:
        return {"enum": list(told["choices"])}
    if "max" in told:
        return _whole(told["min"], told["max"])
    rows = {"anyOf": [_whole(1, 10**7), {"type": "string", "pattern": r"^\s*\d+(\s*-\s*\d+)?\s*$"}]}
    where = listed({"type": "string", "pattern": "=[^=]*[^ =]"}) | {"minItems": 1}
    delimiter = {"type": "string", "pattern": "^(.|tab)$"}
    of_keys = {
        "sheet.header_rows": rows,
        "sheet.rows": rows,
        "sheet.where": where,
        "reading.delimiter": delimiter,
    }
    return of_keys.get(key, PRESENT)


def _target() -> Schema:
    rate = {"type": "number", "minimum": 0}
    people = {"type": "integer", "minimum": 1}
    kinds = {"rate": rate, "count": people, "new": people}
    one = _closed(kinds) | {"minProperties": 1, "maxProperties": 1}
    return {"anyOf": [rate, one]}


def _thresholds() -> dict[str, Schema]:
    return {
        name: {
            "type": "number" if told.get("fraction") else "integer",
            "minimum": told["least"],
            "maximum": told["most"],
        }
        for name, told in read_data("settings", "thresholds").items()
    }


def _accepted() -> Schema:
    keys = dict.fromkeys(project_keys.schema_of({}, {}, {})["accepted"].schema, PRESENT)
    keys["code"] = {"enum": sorted(data_names("findings"))}
    # A date of TOML is a day.
    keys["until"] = {"type": ["string", "object"]}
    return _closed(keys) | {"required": ["code", "why"]}


def _job() -> Schema:
    plain = {"type": ["string", "integer", "number", "boolean", "array"]}
    tables = job_keys.jobs_schema()
    keys = dict.fromkeys(tables.schema, plain)
    keys["command"] = {"enum": list(job_keys.COMMANDS)}
    keys["inputs"] = {"anyOf": [PRESENT, PHRASES]}
    keys["output"] = PRESENT
    return _closed(keys) | {"required": list(tables.needed)}


# What the commands print.

_KINDS: Mapping[str, Schema] = {
    "text": maybe(TEXT),
    "word": maybe(TEXT),
    "yes_no": maybe(FLAG),
    "count": maybe(NUMBER),
    "percent": maybe(NUMBER),
}


def _row() -> Schema:
    """Return a row of figures: the columns of every report, and those that commands add, also under a name."""
    columns = {key: _KINDS[told["kind"]] for key, told in read_data("settings", "columns").items()}
    columns |= {"status": STATUS, "target_kind": {"enum": ["rate", "count", "new", None]}}
    columns |= {"units_complete": WHOLE, "units_expected": WHOLE, "unit": TEXT, "indicator": TEXT}
    needed = {key: columns[key] for key in MACHINE_COLUMNS}
    named = {f"^.+\\.{key}$": schema for key, schema in columns.items()}
    return record(needed, columns) | {"patternProperties": named}


_EVIDENCE = record(
    {
        f"{kind}_{verdict}": WHOLE
        for kind in ("totals", "rates", "gaps", "rate_pairs")
        for verdict in ("confirmed", "contradicted")
    }
    | {"series": maybe(FLAG)}
)
_SOURCE = record(
    {
        "file": TEXT,
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "sheet": TEXT,
        "range": TEXT,
        "header_rows": listed(WHOLE),
        "period": maybe(TEXT),
        "columns": by_name({"type": "string", "pattern": "^[A-Z]+$"}),
        "evidence": _EVIDENCE,
    }
)
_FINDING = record(
    {
        "code": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "severity": SEVERITY,
        "message": TEXT,
        "file": maybe(TEXT),
        "sheet": maybe(TEXT),
        "cell": maybe(TEXT),
        "cells": listed(TEXT),
        "count": WHOLE,
        "unit": maybe(TEXT),
    },
    {"causes": listed(record({"unit": TEXT, "cell": TEXT, "cause": TEXT, "evidence": {}}))},
)
_CELL = record(
    {
        "file": TEXT,
        "sheet": TEXT,
        "cell": TEXT,
        "stored": STORED,
        "stored_as": TEXT,
        "heading": listed(TEXT),
        "heading_cells": maybe(TEXT),
        "repairs": listed(record({"repair": TEXT})),
    },
    {"value": STORED, "measure": TEXT},
)
_FACT = {"type": "object", "properties": {"for": TEXT, "fact": TEXT, "weight": NUMBER}}


def _output(name: str, title: str, needed: Mapping[str, Schema]) -> Schema:
    own = {"schema": {"const": name}, "version": TEXT}
    told = _head(name, title) | {"description": "Keys may be added, never renamed or taken away."}
    return {**told, **record({**own, **needed}, {"accepted": listed(_FINDING)})}


def report() -> Schema:
    """Return the schema of `compute`, `gaps`, `trend` and `allocate`."""
    parts = {"sources": listed(_SOURCE), "rows": listed(_row()), "findings": listed(_FINDING)}
    return _output("coverage-cli/report/1", "A report of coverage-cli", parts)


def comparison() -> Schema:
    """Return the schema of `compare`."""
    sides = {
        f"{side}_{key}": schema
        for key, schema in {
            **dict.fromkeys(
                ("numerator", "denominator", "coverage_pct", "target_count"), maybe(NUMBER)
            ),
            "status": STATUS,
        }.items()
        for side in ("old", "new")
    }
    texts = dict.fromkeys(("period", "code", "parent", "follows_from"), maybe(TEXT))
    words = dict.fromkeys(("level", "unit", "indicator", "effect", "text"), TEXT)
    changes = dict.fromkeys(("change_people", "change_pp", "people_affected"), maybe(NUMBER))
    kind = {"enum": ["restated", "added", "removed"]}
    row = record({**texts, **words, "kind": kind, **sides, **changes})
    names = ("compared", "only_old", "only_new")
    parts = {
        "sources": record({"old": listed(_SOURCE), "new": listed(_SOURCE)}),
        "periods": record(dict.fromkeys(names, listed(maybe(TEXT)))),
        "rows": listed(row),
        "findings": listed(_FINDING),
    }
    return _output("coverage-cli/comparison/1", "A comparison of two deliveries", parts)


def explanation() -> Schema:
    """Return the schema of `explain`."""
    side = record({"measures": listed(TEXT), "value": maybe(NUMBER), "cells": listed(_CELL)})
    counts = dict.fromkeys(("numerator", "denominator", "shortfall_people"), maybe(NUMBER))
    cells = dict.fromkeys(("numerator_cells", "denominator_cells"), listed(TEXT))
    complete = {"units_complete": WHOLE, "units_expected": WHOLE, "counted": FLAG}
    named = {"unit": TEXT, "code": maybe(TEXT), "level": TEXT}
    part = record({**named, "basis": TEXT, **counts, **cells, **complete})
    left_out = record(
        {
            "unit": TEXT,
            "code": maybe(TEXT),
            "parent": maybe(TEXT),
            "measure": maybe(TEXT),
            "cells": listed(_CELL),
            "finding": maybe(_FINDING),
            "reported": FLAG,
        }
    )
    target = record(
        {
            "kind": maybe(TEXT),
            "target_pct": maybe(NUMBER),
            "target_count": maybe(NUMBER),
            "from": {"enum": ["cell", "targets-file", "option", "parts-rate", "parts-sum", None]},
            "cell": maybe(_CELL),
        }
    )
    step = record(
        {
            "step": TEXT,
            "formula": TEXT,
            "operands": by_name({"type": ["number", "array", "null"]}),
            "result": maybe(NUMBER),
            "exact": maybe(TEXT),
            "rounded": maybe(NUMBER),
            "text": TEXT,
        }
    )
    printed = record(
        {
            "figure": TEXT,
            "cells": listed(_CELL),
            "printed": maybe(NUMBER),
            "computed": maybe(NUMBER),
            "difference": maybe(NUMBER),
            "agrees": maybe(FLAG),
        }
    )
    one = record(
        {
            **named,
            "parent": maybe(TEXT),
            "period": maybe(TEXT),
            "indicator": TEXT,
            "labels": record(dict.fromkeys(LANGUAGES, TEXT)),
            "basis": {"enum": ["row", "sum", "printed"]},
            "name": maybe(_CELL),
            "numerator": side,
            "denominator": side,
            "target": target,
            "parts": listed(part),
            "left_out": listed(left_out),
            "arithmetic": listed(step),
            "figures": _row(),
            "printed": listed(printed),
            "findings": listed(_FINDING),
        }
    )
    parts = {"explanations": listed(one)}
    return _output("coverage-cli/explanation/1", "What stands behind figures", parts)


def check() -> Schema:
    """Return the schema of `check`."""
    affected = record(
        {
            "cell": TEXT,
            "heading": listed(TEXT),
            "stored": STORED,
            "stored_as": TEXT,
            "unit": maybe(TEXT),
            "within": by_name(TEXT),
        }
    )
    finding = {
        **_FINDING,
        "properties": {
            **_FINDING["properties"],
            "people_apart": maybe(NUMBER),
            "affected": listed(affected),
        },
        "required": [*_FINDING["required"], "people_apart", "affected"],
    }
    rule = record(
        {
            "code": TEXT,
            "severity": SEVERITY,
            "rule": TEXT,
            "what_to_do": TEXT,
            "count": WHOLE,
            "units": WHOLE,
            "people": maybe(NUMBER),
            "people_known_units": WHOLE,
            "people_apart": maybe(NUMBER),
            "findings": listed(finding),
        }
    )
    parts = {
        "sources": listed(_SOURCE),
        "counts": record(dict.fromkeys(("error", "warning", "info"), WHOLE)),
        "not_computed": maybe(record({"error": TEXT, "hint": TEXT})),
        "rules": listed(rule),
    }
    return _output("coverage-cli/check/1", "What a check found", parts)


def inspection() -> Schema:
    """Return the schema of `inspect`."""
    days = dict.fromkeys(("country", "day", "expected", "other"), TEXT)
    in_force = record({**days, "known": WHOLE, "count": WHOLE, "strangers": listed(TEXT)})
    column = record(
        {
            "column": TEXT,
            "heading": listed(TEXT),
            "role": TEXT,
            **dict.fromkeys(("measure", "level", "period", "kind", "runner_up"), maybe(TEXT)),
            "told": FLAG,
            "why": TEXT,
            "not_understood": listed(TEXT),
            "evidence": listed(_FACT),
            "examples": listed(TEXT),
            "example_values": listed(STORED),
        }
    )
    row = record(
        {
            "row": WHOLE,
            "class": TEXT,
            "level": maybe(TEXT),
            **{name: maybe(TEXT) for name in ("unit", "code", "parent")},
        }
    )
    table = record(
        {
            **dict.fromkeys(("file", "sha256", "kind", "sheet", "range", "hierarchy"), TEXT),
            "header_rows": listed(WHOLE),
            "data_rows": listed(WHOLE),
            "title": listed(TEXT),
            "period": maybe(TEXT),
            "period_found": listed(
                record(dict.fromkeys(("period", "where", "text", "role"), maybe(TEXT)))
            ),
            "scale": {"type": ["integer", "object"]},
            "whole": maybe(record({"name": maybe(TEXT), "level": TEXT, "named": FLAG})),
            "units": by_name(WHOLE),
            "in_force": maybe(in_force),
            "level_names": by_name(TEXT),
            "columns": listed(column),
            "heading_evidence": maybe({"type": "object"}),
            "sums": listed({"type": "object"}),
            "rows": listed(row),
            "left_out": listed(record({"row": WHOLE, "text": TEXT, "why": TEXT})),
            "evidence": {"anyOf": [_EVIDENCE, {"type": "object", "maxProperties": 0}]},
            "cells": by_name(WHOLE),
        }
    )
    parts = {"profile": TEXT, "tables": listed(table)}
    return _output("coverage-cli/inspection/1", "How sheets were understood", parts)


def units() -> Schema:
    """Return the schema of `units`."""
    days = {"valid_from": maybe(TEXT), "valid_to": maybe(TEXT)}
    named = {"code": maybe(TEXT), "unit": maybe(TEXT)}
    told = {"on": TEXT, "share": maybe(NUMBER), "kind": maybe(TEXT), "source": maybe(TEXT)}
    change = record({**named, **told}, {"parents": listed(TEXT), **days})
    unit = record(
        {
            **named,
            "parents": listed(TEXT),
            **days,
            "made_of": listed(change),
            "became": listed(change),
        }
    )
    parts = {"table": TEXT, "day": maybe(TEXT), "units": listed(unit)}
    return _output("coverage-cli/units/1", "Administrative units, and what became of them", parts)


SCHEMAS = {
    "coverage-cli": project,
    "report": report,
    "comparison": comparison,
    "explanation": explanation,
    "check": check,
    "inspection": inspection,
    "units": units,
}


def text(name: str) -> str:
    """Return a schema as it is written."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SCHEMAS:
        path = FOLDER / f"{name}.schema.json"
        path.write_text(text(name), encoding="utf-8", newline="\n")
