"""Lines of a project file -> its text: TOML with a remark on everything, in the reader's language.

It chooses no setting; a line that does not count stands behind a #, ready to be taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from coverage_cli.model import Quotient
from coverage_cli.project import Setting
from coverage_cli.words import Words
from coverage_cli.write.safety import visible

_USUAL_PROFILE = "vn-social-insurance"
# Examples of what no sheet tells; they count as soon as somebody takes them.
_ACCEPTED = (
    "#[[accepted]]",
    '#code = "over-100"',
    '#unit = "Xã Đồng Phong"',
    '#until = "2024-12"',
    '#why = "settled with the district on 3 May"',
)
_JOB = (
    "#[jobs.monthly]",
    '#command = "compute"',
    '#inputs = ["inbox/*.xlsx"]',
    '#output = "outbox/{job}-{period}.xlsx"',
    '#fail_on = "error"',
)
_WIDTH = 100
_WIDEST = 118


def project_text(
    settings: Sequence[Setting],
    sources: Sequence[str],
    words: Words,
    filled: Mapping[str, Mapping[str, object]],
) -> str:
    """Return the file's text; `sources` are the sheets it was made from, `filled` fills the sections' remarks."""
    lines = _remark(words.label("project_head"))
    if sources:
        lines += _remark(words.label("project_head_from", sources=tuple(sources)))
    lines += _remark(words.label("project_head_check"))
    lines += ["", *_remark(words.label("project_profile")), f'#profile = "{_USUAL_PROFILE}"']
    lines += [*_remark(words.label("project_expect")), '#expect = "communes.csv"']
    for section, members in groupby(settings, key=lambda setting: setting.section):
        lines += [
            "",
            f"[{section}]",
            *_remark(words.label(f"project_{section}", **filled.get(section, {}))),
        ]
        if section == "columns":
            lines += _remark(words.label("project_columns_more", **filled.get("columns", {})))
        for setting in members:
            lines += _lines(setting, words)
    for label, example in (("project_accepted", _ACCEPTED), ("project_jobs", _JOB)):
        lines += ["", *_remark(words.label(label)), *example]
    return "\n".join(lines) + "\n"


def _lines(setting: Setting, words: Words) -> list[str]:
    """Return a setting's line with its remark behind it, or above it where that would be too wide."""
    said = remark_of(setting, words)
    if not setting.key:
        return _remark(said)
    line = f"{'' if setting.active else '#'}{setting.key} = {value_text(setting.value)}"
    if not said:
        return [line]
    behind = f"{line}  # {visible(said)}"
    return [behind] if len(behind) <= _WIDEST else [*_remark(said), line]


def remark_of(setting: Setting, words: Words) -> str:
    """Return what is said of a setting: its own remark, else that of its key, else nothing."""
    if setting.remark:
        return words.label(setting.remark.key, **setting.remark.values)
    label = f"project_{setting.section}_{setting.key}"
    return words.label(label) if label in words.messages["labels"] else ""


def _remark(text: str) -> list[str]:
    """Return a text as lines of remarks, broken between words only."""
    lines = [""]
    for word in visible(text).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [f"# {line}" for line in lines]


def value_text(value: str | int | Quotient | tuple[str, ...] | Mapping[str, int]) -> str:
    """Return a value as TOML."""
    if isinstance(value, Quotient):
        return f"{value.over // value.under}.{value.over * 10 // value.under % 10}"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {number}" for name, number in value.items()) + " }"
    if isinstance(value, tuple):
        return f"[{', '.join(_quoted(str(part)) for part in value)}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    r"""Return a text as a TOML string.

    >>> print(_quoted('Tỷ lệ "thô" \\ 5'))
    "Tỷ lệ \"thô\" \\ 5"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(
            letter if letter >= " " and letter != "\x7f" else f"\\u{ord(letter):04X}"
            for letter in escaped
        )
        + '"'
    )
