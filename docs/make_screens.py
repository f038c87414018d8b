"""Draw the first screens of docs/gallery.md as pictures: widths, languages, light and dark; by rich alone."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, MONOKAI

from coverage_cli.cli.jobs import job_of
from coverage_cli.cli.options import Options
from coverage_cli.features.compute import report
from coverage_cli.features.over_time.headlines import headlines_of
from coverage_cli.words import load_words
from coverage_cli.write.text.evidence import proof_line
from coverage_cli.write.text.overview import Beside, Room, overview
from coverage_cli.write.text.screen import print_lines

HOME = Path(__file__).parent
SAMPLES = HOME.parent / "sample_data" / "today"
PICTURES = HOME / "gallery"
PAGE = HOME / "gallery.md"
MAY, BEFORE = "ninh-binh-2026-05.xlsx", "ninh-binh-2025-12.xlsx"
LANGUAGES = {"en": "English", "vi": "Tiếng Việt", "de": "Deutsch"}
WIDTHS = (60, 80, 120, 200)
HEIGHT = 24
THEMES = {"light": DEFAULT_TERMINAL_THEME, "dark": MONOKAI}
START, END = "<!-- screens -->\n", "<!-- end of screens -->\n"
# A picture asks the network for nothing: letters are the reader's own.
_FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_CLIP = re.compile(r"terminal-\d+")


def screen(lang: str, columns: int, theme: str) -> str:
    """Return the first screen of the month's sheet as an SVG."""
    job = job_of(Options([str(SAMPLES / MAY)], previous=[str(SAMPLES / BEFORE)]))
    outcome, words = report(job), load_words(lang)
    proof = proof_line([source.evidence for source in outcome.report.sources], words)
    beside = Beside(outcome.report.findings, proof, headlines_of(outcome))
    lines = overview(outcome.report, beside, words, Room(columns, HEIGHT))
    console = Console(
        record=True,
        width=columns,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
    )
    print_lines(lines, console)
    told = "" if lang == "en" else f" --lang {lang}"
    title = f"coverage-cli compute {MAY} --previous {BEFORE}{told}"
    drawn = console.export_svg(title=title if columns > 60 else "coverage-cli", theme=THEMES[theme])
    named = _CLIP.sub(f"terminal-{lang}-{columns}-{theme}", _FONT_FACES.sub("", drawn))
    return "\n".join(line.rstrip() for line in named.splitlines()) + "\n"


def lines_of() -> Iterator[str]:
    """Draw the pictures, and yield the lines of the page about them."""
    yield "## On a terminal\n"
    yield f"`coverage-cli compute {MAY} --previous {BEFORE}` on terminals of {HEIGHT} lines and 60 to 200 columns."
    yield "The answer stands on the first screen, whatever its width; `make screens` draws these anew.\n"
    for lang, language in LANGUAGES.items():
        yield f"### {language}\n"
        for columns in WIDTHS:
            for theme in THEMES:
                name = f"screen-{columns}-{lang}-{theme}.svg"
                (PICTURES / name).write_text(screen(lang, columns, theme), encoding="utf-8")
                yield f"![{columns} columns, {language}, {theme}](gallery/{name})\n"


def section() -> str:
    """Return the part of the page between its marks."""
    return START + "\n".join(lines_of()).rstrip() + "\n" + END


def main() -> None:
    """Draw the screens, and put them into the page, its other parts as they are."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    PAGE.write_text(before + section() + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
