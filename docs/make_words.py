"""Write docs/words.md from the program's own data, so that it cannot be wrong (a test compares the two)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from coverage_cli.datafiles import data_names, read_data
from coverage_cli.indicator import Indicator, Sum, written
from coverage_cli.locate.vocabulary import LANGUAGES as HEADING_LANGUAGES
from coverage_cli.profiles import DEFAULT, Profile, load_profile
from coverage_cli.words import LANGUAGES

NAMES = {"en": "English", "vi": "Vietnamese", "de": "German", "ja": "Japanese", "other": "others"}
HEAD = """# Words

Written by `make docs` from the program's own data (profile `{profile}`).

A **measure** is a counted column: people of one kind, such as everybody who has health insurance. An **indicator** is a
rate with a name: a measure over another one, times 100, and a target to be reached.

## Indicators

The ids are those of `--indicator` (`-i`) and `--target ID=95`. An indicator with several numerators takes the first
whose measures are all found; `coverage` is computed where no named one fits, or where its columns are told. What is on
request is computed where `-i ID` asks for it.
"""
MEASURES = """
## Measures

The ids are those of `--map MEASURE=COL`; `--numerator` tells the column of `enrolled`, `--denominator` that of
`population`. With `target_` in front it is the column of the targets for that measure (a rate or people), with `new_`
the column of people newly enrolled. A heading names the measure whose subjects it speaks of.
"""
PROFILES = """
## Other profiles

`--profile NAME`, or `profile = "NAME"` at the top of the project file, counts something else; a profile of your own is
a file in the same form ([profiles.md](profiles.md)).
"""
HEADINGS = """
## Words of headings

What a heading is understood by, in every language at once. Case, blanks and the place of tone marks do not matter, and
the longest phrase wins. Other words: tell the column with `--map`, `--unit` and their like ([sheets.md](sheets.md)).
"""
SECTIONS = {
    "subjects": "What a column counts.",
    "effects": "What a heading says besides: a part, the opposite, no people, another time, the whole, a source.",
    "aspects": "What a column says about it: besides counts there are targets, printed rates and gaps, changes.",
    "columns": "Columns that count nothing; these must be the whole heading.",
    "codes": "Columns of codes, by level; the whole heading.",
    "units": "Columns of names, by level; the whole heading.",
    "types": "Words before a name that tell its level (`city` is a province or a district).",
    "tiers": "What a column that tells the level of each row may call it, besides the words of `types`.",
    "usual": "Type words that lists leave out: a bare name beside one with such a word is the same unit.",
    "abbreviations": "Short forms of them.",
    "totals": "Names of the whole, of totals, and what stands behind a name to make it one.",
    "rows": "Labels of rows that are no units.",
    "scales": "Multiples, in a heading or a line above a table: one unit of its figures stands for so many people.",
    "units_of_measure": "What such a multiple counts (`counted`), and words for people in brackets.",
}
"""The sections of the headings that are shown, in this order, and what each is for."""
Spoken = Mapping[str, Mapping[str, object]]
"""Of each language: names and the phrases that say them."""


def text() -> str:
    """Return the page."""
    profile = load_profile()
    parts = [
        HEAD.format(profile=DEFAULT),
        _indicators(profile),
        MEASURES,
        _measures(profile),
        PROFILES,
    ]
    others = [name for name in data_names("profiles") if name != DEFAULT]
    parts += [_profile(load_profile(name)) for name in others]
    parts.append(HEADINGS)
    tables = {language: read_data("headings", language) for language in HEADING_LANGUAGES}
    for section, said in SECTIONS.items():
        spoken = {
            language: table[section] for language, table in tables.items() if section in table
        }
        parts += [f"\n### {section}\n\n{said}\n", _words(spoken)]
    return "\n".join(parts) + "\n"


def _profile(profile: Profile) -> str:
    """Return another profile's indicators, and the words of headings that name its measures in any language."""
    words: dict[str, list[str]] = {}
    for table, name, word in profile.phrases:
        if table == "subjects":
            words.setdefault(name, []).append(word)
    measures = _table(
        ["measure", "words of its headings"],
        [[f"`{at}`", _listed(said)] for at, said in words.items()],
    )
    return f"\n### {profile.name}\n\n{_indicators(profile)}\n\n{measures}"


def _indicators(profile: Profile) -> str:
    rows = [
        [
            f"`{indicator.id}`{_remark(indicator)}",
            *(indicator.label(language) for language in LANGUAGES),
            _sums(indicator.numerators),
            _sums(indicator.denominators),
        ]
        for indicator in profile.indicators.values()
    ]
    return _table(
        ["id", *(NAMES[language] for language in LANGUAGES), "numerator", "denominator"], rows
    )


def _remark(indicator: Indicator) -> str:
    facts = {
        "share": indicator.share,
        "lower is better": indicator.lower,
        f"per {indicator.per:,}": indicator.per != 100,
        "on request": indicator.on_request,
    }
    said = ", ".join(fact for fact, holds in facts.items() if holds)
    return f" ({said})" if said else ""


def _sums(alternatives: Sequence[Sum]) -> str:
    return ", or ".join(f"`{written(terms)}`" for terms in alternatives) or "–"


def _measures(profile: Profile) -> str:
    subjects = {language: read_data("headings", language)["subjects"] for language in LANGUAGES}
    rows = [
        [
            f"`{measure}`",
            f"`target_{measure}`",
            f"`new_{measure}`",
            " + ".join(sorted(spoken)),
            *(
                " + ".join(subjects[language][subject][0] for subject in sorted(spoken))
                for language in LANGUAGES
            ),
        ]
        for measure, spoken in profile.measures.items()
    ]
    return _table(
        [
            "id",
            "its target",
            "its new people",
            "subjects",
            *(f"{NAMES[at]}, e.g." for at in LANGUAGES),
        ],
        rows,
    )


def _words(spoken: Spoken) -> str:
    """Return a row a name and a column a language; where single words stand for others, a row a language."""
    if not all(
        isinstance(phrases, list) for table in spoken.values() for phrases in table.values()
    ):
        rows = [
            [NAMES[at], " · ".join(f"{k} = {v}" for k, v in table.items())]
            for at, table in spoken.items()
        ]
        return _table(["language", "words"], rows)
    names = dict.fromkeys(name for table in spoken.values() for name in table)
    rows = [
        [f"`{name}`", *(_listed(table.get(name)) for table in spoken.values())] for name in names
    ]
    return _table(["", *(NAMES[language] for language in spoken)], rows)


def _listed(phrases: object) -> str:
    return " · ".join(map(str, phrases)) if isinstance(phrases, list) else ""


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


if __name__ == "__main__":
    (Path(__file__).parent / "words.md").write_text(text(), encoding="utf-8", newline="\n")
