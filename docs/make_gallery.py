"""Write docs/gallery.md and its pictures: workbooks as LibreOffice prints them on A4, pages as Chromium shows them.

Needs LibreOffice (soffice), poppler (pdftoppm) and Chromium. The sizes of letters are read from the printed pages.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parent
sys.path[:0] = [str(HOME), str(HOME.parent / "tests")]
SAMPLES = HOME.parent / "sample_data"
PICTURES = HOME / "gallery"
MAY = "ninh-binh-2024-05.xlsx"
MONTHS = ["ninh-binh-2023-12.xlsx", "ninh-binh-2024-03.xlsx", "ninh-binh-2024-04.xlsx", MAY]
FURTHER = "vi"  # the language in which the second page is shown, too
LANGUAGES = {"en": "English", "vi": "Vietnamese", "de": "German"}
INSURED = ["-i", "health_insurance"]
# A job's name, its arguments, and the pages that are shown of it.
JOBS = {
    "month": ("A month", ["compute", MAY, "--target", "social_insurance=24"], (1, 2)),
    "gaps": ("Who is short", ["gaps", *MONTHS[1:], *INSURED], (1, 2)),
    "trend": ("Over time", ["trend", *MONTHS, *INSURED], (1, 2)),
    "faults": (
        "Faults sent back",
        ["check", *MONTHS[2:], "--to", "BHXH {unit}", "--answer-by", "10/6/2024", "--verbose"],
        (1, 3),
    ),
    "template": ("A template", ["template", MAY, "--period", "2024-06", *INSURED], (1, 2)),
}
FORM = "ninh-binh-form.xlsx"
# A picture's name, its job, language, width, height, whether it is dark, and what is done in the page before.
OPENED = (
    "[...document.querySelectorAll('tbody button.story')]"
    ".find(one => one.textContent.includes('Đồng Phong')).click()"
)
SCREENS = {
    "page-month-vi": ("month", "vi", 1280, 1500, False, ""),
    "page-gaps-en": ("gaps", "en", 390, 1100, False, ""),
    "page-story-en": ("month", "en", 1000, 760, False, OPENED),
    "page-trend-de": ("trend", "de", 1280, 1400, True, ""),
}
PRINTED = "page-month-vi"
_SIZE = re.compile(r'<fontspec [^>]*size="(\d+)"')
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_LETTERS = re.compile(rb"/F\d+ ([\d.]+) Tf")


def points_of(printed: bytes) -> list[float]:
    """Return the smallest size of letters of each page of a PDF that LibreOffice wrote."""
    pages = []
    for stream in _STREAM.finditer(printed):
        try:
            sizes = _LETTERS.findall(zlib.decompress(stream[1]))
        except zlib.error:
            continue
        if sizes:
            pages.append(min(map(float, sizes)))
    return pages


def printed(folder: Path, arguments: list[str], lang: str, name: str) -> Path:
    """Return a job's workbook as a PDF."""
    book = folder / f"{name}-{lang}.xlsx"
    inputs = [str(SAMPLES / one) if one.endswith(".xlsx") else one for one in arguments]
    program = [sys.executable, "-m", "coverage_cli", *inputs, "--lang", lang, "-q", "-o", str(book)]
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    home = f"-env:UserInstallation=file://{folder}/home"
    office = [
        "soffice",
        "--headless",
        home,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(book),
    ]
    subprocess.run(office, check=True, capture_output=True)  # noqa: S603
    return book.with_suffix(".pdf")


def shown(pdf: Path, page: int) -> str:
    """Draw a page of a PDF into the gallery; return the picture's name."""
    name = f"{pdf.stem}-{page}"
    command = [
        "pdftoppm",
        "-r",
        "50",
        "-png",
        "-singlefile",
        "-f",
        str(page),
        "-l",
        str(page),
    ]
    subprocess.run([*command, str(pdf), str(PICTURES / name)], check=True)  # noqa: S603
    return f"{name}.png"


def lines_of(folder: Path) -> Iterator[str]:
    """Yield the lines of the page."""
    import make_screens

    yield "# What it looks like\n"
    yield "The Excel workbooks of the sample data (illustrative figures), printed on A4 by"
    yield "LibreOffice; `make gallery` draws this page anew. Nothing is printed smaller than nine"
    yield "points; the smallest letters were measured in the pages.\n"
    yield make_screens.section()
    for name, (title, arguments, pages) in JOBS.items():
        yield f"## {title}\n"
        yield f"`coverage-cli {' '.join(arguments)} -o summary.xlsx`\n"
        for lang, language in LANGUAGES.items():
            pdf = printed(folder, arguments, lang, name)
            points = points_of(pdf.read_bytes())
            pictures = [shown(pdf, page) for page in (pages if lang == FURTHER else pages[:1])]
            yield f"**{language}**: {len(points)} pages, the smallest letters have {min(points):.1f} points.\n"
            yield (
                " ".join(f"![{title}, {language}](gallery/{picture})" for picture in pictures)
                + "\n"
            )


def form_of(folder: Path) -> Iterator[str]:
    """Yield the lines about an office's own form, whose letters are as small as the office sets them."""
    arguments = ["compute", MAY, "--form", FORM]
    pdf = printed(folder, arguments, FURTHER, "form")
    yield "## An office's own form\n"
    yield f"`coverage-cli {' '.join(arguments)} -o filled.xlsx`: how it looks is the office's own.\n"
    yield f"![An office's own form](gallery/{shown(pdf, 1)})\n"


def smallest(pdf: Path) -> float:
    """Return the smallest size of letters of a PDF in points."""
    command = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "3", str(pdf)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    return min(map(float, _SIZE.findall(told))) / 3


def pages_of(folder: Path) -> Iterator[str]:
    """Yield the lines about the pages; pictures of a telephone, a dark screen and a printed sheet."""
    from browser import Browser

    yield "## The page\n"
    yield "`-o page.html` in Chromium: on a screen, printed on A4, on a telephone, what a name opens, dark.\n"
    for name, (job, lang, width, height, dark, script) in SCREENS.items():
        page = folder / f"{name}.html"
        inputs = [str(SAMPLES / one) if one.endswith(".xlsx") else one for one in JOBS[job][1]]
        program = [
            sys.executable,
            "-m",
            "coverage_cli",
            *inputs,
            "--lang",
            lang,
            "-q",
            "-o",
            str(page),
        ]
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        with Browser(width, height, dark=dark) as browser:
            browser.open(page)
            if script:
                browser.ask(script)
            browser.picture(PICTURES / f"{name}.png")
            page.with_suffix(".pdf").write_bytes(browser.printed())
        yield f"![{JOBS[job][0]}, {LANGUAGES[lang]}](gallery/{name}.png)\n"
        if name == PRINTED:
            yield f"![Printed](gallery/{shown(page.with_suffix('.pdf'), 1)})\n"
            points = smallest(page.with_suffix(".pdf"))
            yield f"Printed, the smallest letters have {points:.1f} points.\n"


def main() -> None:
    """Draw the pictures and write the page."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        made = [*lines_of(at), *form_of(at), *pages_of(at)]
        text = "\n".join(made).rstrip() + "\n"
    (HOME / "gallery.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
