"""The story behind a unit's figures, as lines for a person and as JSON; it shows records and computes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverage_cli.words import Words
from coverage_cli.write.columns import Column
from coverage_cli.write.safety import visible
from coverage_cli.write.text.arithmetic import exactly, filled, shown
from coverage_cli.write.text.findings import finding_line
from coverage_cli.write.text.lines import Line
from coverage_cli.write.text.plain import table_lines

Record = Mapping[str, Any]
_LONGEST_HEADING = 60


def explanation_lines(explanations: Sequence[Record], words: Words) -> list[Line]:
    """Return the lines of every explanation: cells, parts, arithmetic, verdict, printed figures, findings."""
    lines: list[Line] = []
    for record in explanations:
        said = _of_indicator(record, words)
        lines += [
            *_title(record, said),
            *_cells(record, said),
            *_parts(record, said),
            *_left_out(record, said),
        ]
        lines += [
            *_arithmetic(record, said),
            *_printed(record, said),
            *_findings(record, said),
            Line(),
        ]
    return lines[:-1]


def story_lines(record: Record, words: Words) -> list[Line]:
    """Return what stands behind one figure, for a place that names the unit itself and shows its parts beside it."""
    said = _of_indicator(record, words)
    told = (_cells, _left_out, _arithmetic, _printed, _findings)
    return [line for tell in told for line in tell(record, said)]


def _of_indicator(record: Record, words: Words) -> Words:
    """Return the wording with the rate called what it is: a share is no coverage, a drop-out neither."""
    is_coverage = record["per"] == 100 and record["better"] == "higher"
    rate = "group_share_pct" if record["share"] else "coverage_pct" if is_coverage else "rate_pct"
    plain = words.messages["labels"]
    labels = {
        **plain,
        "coverage_pct": plain[rate],
        "rate_per": words.label("rate_per", per=record["per"]),
    }
    return words._replace(messages={**words.messages, "labels": labels})


def _title(record: Record, words: Words) -> list[Line]:
    label = record["labels"].get(words.lang) or record["labels"].get("en") or record["indicator"]
    code = f" ({record['code']})" if record["code"] else ""
    above = (
        f" · {words.label('parent')}: {words.unit(record['parent'])}" if record["parent"] else ""
    )
    period = f" · {words.period(record['period'])}" if record["period"] else ""
    return [
        Line(
            f"{words.unit(record['unit'])}{code} · {words.level(record['level'])}{above}",
            0,
            "title",
        ),
        Line(f"{label}{period}", 0, "title"),
    ]


def _cells(record: Record, words: Words) -> list[Line]:
    """Tell each cell: where, what it holds, what it was read as, under which heading, and what was repaired."""
    figure = record["figures"]
    basis = {"complete": figure.units_complete, "expected": figure.units_expected}
    lines = [Line(), Line(words.label("explain_cells"), 0, "heading")]
    places = dict.fromkeys(_place(cell) for _, cell in _told_cells(record, words))
    for place in places:
        lines.append(Line(place, 2, "dim"))
        for label, cell in _told_cells(record, words):
            if _place(cell) == place:
                lines += _cell_lines(label, cell, words)
    return [*lines, Line(words.label(f"basis_{record['basis']}", **basis), 2)]


def _told_cells(record: Record, words: Words) -> list[tuple[str, Record]]:
    told = [(words.label("unit"), record["name"])] if record["name"] else []
    told += [
        (words.label(side), cell)
        for side in ("numerator", "denominator")
        for cell in record[side]["cells"]
    ]
    target = record["target"]["cell"]
    return [*told, (words.label("explain_target"), target)] if target else told


def _place(cell: Record) -> str:
    return f"{cell['file']} [{cell['sheet']}]" if cell["sheet"] else str(cell["file"])


def _cell_lines(label: str, cell: Record, words: Words) -> list[Line]:
    value = cell["value"]
    read = "" if value is None or isinstance(value, str) else f" → {shown(value, words)}"
    measure = f" · {words.measure(cell['measure'])}" if cell.get("measure") else ""
    heading = _heading(cell)
    first = f"{label}: {cell['cell']} {stored(cell, words)}{read}{heading}{measure}"
    return [Line(first, 4), *(Line(_repair(repair, words), 8, "dim") for repair in cell["repairs"])]


def _heading(cell: Record) -> str:
    path = " > ".join(cell["heading"])
    if not path:
        return ""
    path = path if len(path) <= _LONGEST_HEADING else f"{path[: _LONGEST_HEADING - 1]}…"
    return f" · {path} ({cell['heading_cells']})" if cell["heading_cells"] else f" · {path}"


def stored(cell: Record, words: Words) -> str:
    """Return what a cell holds as it is stored: text in quotes, numbers bare, else its kind in words."""
    if cell["stored_as"] == "number":
        return str(cell["stored"])
    if cell["stored_as"] == "text":
        return f"'{cell['stored']}'"
    kind = words.label(f"stored_{cell['stored_as'].replace(' ', '_')}")
    return (
        kind
        if cell["stored"] in (None, "") or cell["stored_as"] == "blank"
        else f"{kind} {cell['stored']}"
    )


def _repair(repair: Record, words: Words) -> str:
    kind = repair["repair"].replace("-", "_")
    if kind == "text_read":
        why = words.label(f"decided_{repair['decided_by'].replace(' ', '_')}")
        return words.label(f"repair_text_read_{repair['style'] or 'bare'}", why=why)
    if kind == "rate_scale":
        return words.label(f"repair_rate_{repair['scale'].replace('-', '_')}")
    values = {"old": repair.get("from"), "new": repair.get("to"), "scale": repair.get("scale")}
    values["answered"] = repair.get("answered")
    return words.label(f"repair_{kind}", **values)


def _parts(record: Record, words: Words) -> list[Line]:
    if not record["parts"]:
        return []
    parts, figure = record["parts"], record["figures"]
    rows = table_lines(_part_columns(parts, figure, words))
    total = rows[-1]
    rows = [*rows[:-1], rows[1], total]
    return [
        Line(),
        Line(words.label("explain_parts", count=len(parts)), 0, "heading"),
        *_rows(rows),
    ]


def _part_columns(parts: Sequence[Record], figure: Any, words: Words) -> list[Column]:
    columns = [
        Column(
            "unit",
            words.label("unit"),
            [*(visible(p["unit"]) for p in parts), words.label("total")],
            right=False,
        )
    ]
    for side in ("numerator", "denominator"):
        cells = [
            ", ".join(part[f"{side}_cells"]) or words.label("explain_summed") for part in parts
        ]
        counts = [_counted(part, side, words) for part in parts]
        columns.append(
            Column(
                side, words.label(side), [*counts, shown(getattr(figure, side), words)], right=True
            )
        )
        columns.append(Column(f"{side}_cells", words.label("cell"), [*cells, ""], right=False))
    complete = [f"{part['units_complete']}/{part['units_expected']}" for part in parts]
    complete.append(f"{figure.units_complete}/{figure.units_expected}")
    return [*columns, Column("complete", words.label("units_complete"), complete, right=True)]


def _counted(part: Record, side: str, words: Words) -> str:
    """Return a part's count, in brackets where it is known but in no sum because its partner is missing."""
    count = shown(part[side], words)
    return count if part["counted"] or part[side] is None else f"({count})"


def _rows(rows: Sequence[str]) -> list[Line]:
    return [Line(row, 2, "", is_row=True) for row in rows]


def _left_out(record: Record, words: Words) -> list[Line]:
    if not record["left_out"]:
        return []
    lines = [
        Line(),
        Line(words.label("explain_left_out", count=len(record["left_out"])), 0, "heading"),
    ]
    for lacking in record["left_out"]:
        held = "; ".join(f"{cell['cell']} {stored(cell, words)}" for cell in lacking["cells"])
        above = f" ({lacking['parent']})" if lacking["parent"] else ""
        why = held or words.label("explain_no_row")
        lines.append(
            Line(
                f"{lacking['unit']}{above}, {words.measure(lacking['measure'])}: {why}",
                2,
                "warning",
            )
        )
        if lacking["finding"] is not None and lacking["finding"] not in record["findings"]:
            lines.append(Line(finding_line(lacking["finding"], words), 6, "dim"))
    return lines


def _arithmetic(record: Record, words: Words) -> list[Line]:
    target = record["target"]
    cell = target["cell"]["cell"] if target["cell"] else words.label("missing")
    lines = [Line(), Line(words.label("explain_arithmetic"), 0, "heading")]
    told = words.label(f"target_from_{(target['from'] or 'none').replace('-', '_')}", cell=cell)
    steps = {step["step"]: step for step in record["arithmetic"]}
    before = [
        name for name in ("numerator", "denominator", "coverage_pct", "rate_per") if name in steps
    ]
    lines += [Line(filled(steps[name], words), 2) for name in before]
    lines.append(Line(f"{words.label('explain_target')}: {_goal(target, words)}{told}", 2))
    lines += [Line(filled(step, words), 2) for name, step in steps.items() if name not in before]
    return [*lines, _verdict(record, words)]


def _goal(target: Record, words: Words) -> str:
    if target["kind"] is None:
        return ""
    if target["kind"] == "rate":
        return f"{exactly(target['target_pct'], words)[1]} %, "
    return f"{shown(target['target_count'], words)} ({words.label('kind_' + target['kind'])}), "


def _verdict(record: Record, words: Words) -> Line:
    """Say the status and the comparison that decides it."""
    figure, status = record["figures"], record["figures"].status
    judged = status in ("met", "short")
    turned = "_lower" if judged and record["better"] == "lower" else ""
    gap = -figure.gap_people if turned else figure.gap_people
    reached = figure.target_count - gap if judged else None
    values = {
        "reached": reached,
        "target": figure.target_count,
        "gap": figure.gap_people,
        "missing": figure.units_expected - figure.units_complete,
    }
    look = {"met": "good", "short": "bad"}.get(status, "warning")
    return Line(
        f"{words.label('status')}: {words.label(f'verdict_{status}{turned}', **values)}", 2, look
    )


def _printed(record: Record, words: Words) -> list[Line]:
    if not record["printed"]:
        return []
    lines = [Line(), Line(words.label("explain_printed"), 0, "heading")]
    for beside in record["printed"]:
        cells = "; ".join(f"{cell['cell']} {stored(cell, words)}" for cell in beside["cells"])
        values = {
            "difference": shown(beside["difference"], words),
            "computed": shown(beside["computed"], words),
        }
        agrees = {True: "agrees", False: "differs", None: "alone"}[beside["agrees"]]
        told = words.label(f"printed_{agrees}", **values)
        lines.append(
            Line(
                f"{words.label(beside['figure'])}: {cells}; {told}",
                2,
                "" if beside["agrees"] else "warning",
            )
        )
    return lines


def _findings(record: Record, words: Words) -> list[Line]:
    if not record["findings"]:
        return []
    lines = [
        Line(finding_line(finding, words), 2, finding.severity) for finding in record["findings"]
    ]
    return [Line(), Line(words.label("explain_findings"), 0, "heading"), *lines]
