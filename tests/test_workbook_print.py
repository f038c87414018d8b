"""What the workbooks look like on paper: A4, nothing smaller than nine points, the cover on one page."""

import importlib.util
import shutil
from pathlib import Path

import pytest
from office import converted, needs_soffice
from program import SAMPLES, run

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
MONTHS = sorted(SAMPLES.glob("ninh-binh-202[34]-??.xlsx"))
INSURED = ("-i", "health_insurance")
JOBS = [
    ("compute", MAY, "--lang", "de"),
    ("gaps", *MONTHS, *INSURED, "--lang", "vi"),
    ("trend", *MONTHS, *INSURED, "--lang", "en"),
]


def gallery():
    path = Path(__file__).parent.parent / "docs" / "make_gallery.py"
    spec = importlib.util.spec_from_file_location("make_gallery", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_soffice
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job[0])
def test_nothing_is_printed_smaller_than_nine_points(job, tmp_path):
    out = tmp_path / "out.xlsx"
    assert run(*job, "-q", "-o", out).code == 0
    pages = gallery().points_of(converted(out.read_bytes(), "pdf"))
    assert len(pages) > 5
    assert min(pages) >= 9


@needs_soffice
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_the_cover_is_one_page_with_its_chart(tmp_path):
    import subprocess

    out, printed = tmp_path / "out.xlsx", tmp_path / "out.pdf"
    assert run("compute", MAY, "-q", "-o", out).code == 0
    printed.write_bytes(converted(out.read_bytes(), "pdf"))
    command = ["pdftotext", "-layout", str(printed), "-"]
    pages = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")
    assert "Tỉnh Ninh Bình, May 2024" in pages[0]
    assert pages[0].count("Huyện Yên Mô") == 2  # in the table and beside its bars
    assert "Health insurance: Tỉnh Ninh Bình, May 2024" in pages[1]
