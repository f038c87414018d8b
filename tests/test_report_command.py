"""`coverage report`: the same content as page, Word document and PDF; every text of a sheet stays a text."""

from __future__ import annotations

import builtins
import re
from html.parser import HTMLParser

import docx
import pytest
from program import SAMPLES, run

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
MONTHS = [SAMPLES / f"ninh-binh-2024-0{month}.xlsx" for month in (3, 4, 5)]
HEALTH = ["-i", "health_insurance"]


def made(tmp_path, suffix, *arguments):
    path = tmp_path / f"report{suffix}"
    result = run("report", *arguments, "-o", path)
    assert result.code == 0, result.err
    return path


def text_of(path):
    document = docx.Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "Đến hết tháng 5/2024, tỉnh Ninh Bình có 919.276 người tham gia bảo hiểm y tế"),
        (
            "en",
            "At the end of May 2024, 919,276 of 989,533 people in Tỉnh Ninh Bình had health insurance",
        ),
        (
            "de",
            "Ende Mai 2024 hatten in Tỉnh Ninh Bình 919.276 von 989.533 Personen Krankenversicherung",
        ),
    ],
)
def test_the_answer_is_the_first_sentence(tmp_path, lang, said):
    page = made(tmp_path, ".html", *MONTHS, *HEALTH, "--lang", lang).read_text(encoding="utf-8")
    assert said in page
    assert said in text_of(made(tmp_path, ".docx", *MONTHS, *HEALTH, "--lang", lang))


def test_who_is_short_is_ranked_by_people_missing(tmp_path):
    document = docx.Document(str(made(tmp_path, ".docx", MAY, *HEALTH)))
    ranked = document.tables[-1]
    assert [cell.text for cell in ranked.rows[1].cells][:2] == ["1", "Xã Lưu Phương"]
    gaps = [int(row.cells[5].text.replace(",", "")) for row in ranked.rows[1:]]
    assert gaps == sorted(gaps, reverse=True)


def test_the_head_of_a_table_is_repeated_and_letters_are_large_enough(tmp_path):
    document = docx.Document(str(made(tmp_path, ".docx", MAY, *HEALTH)))
    assert "w:tblHeader" in document.tables[-1].rows[0]._tr.xml
    sizes = [
        run_.font.size.pt
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run_ in paragraph.runs
        if run_.font.size
    ]
    assert min(sizes) >= 11
    assert document.styles["Normal"].font.size.pt >= 11


def test_a_chart_a_table_and_the_course_of_the_months_stand_in_each(tmp_path):
    page = made(tmp_path, ".html", *MONTHS, *HEALTH).read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert page.count("<table") == 2
    assert len(docx.Document(str(made(tmp_path, ".docx", *MONTHS, *HEALTH))).inline_shapes) == 2
    content = made(tmp_path, ".pdf", *MONTHS, *HEALTH).read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"SourceSerifPro" in content.replace(b"-", b"")


def test_indicators_without_a_target_have_no_verdict(tmp_path):
    page = made(tmp_path, ".html", MAY, "-i", "social_insurance").read_text(encoding="utf-8")
    assert "Status" not in page
    assert "short of target" not in page


@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf"])
def test_the_same_sheets_give_the_same_bytes(tmp_path, suffix):
    first = made(tmp_path, suffix, MAY, *HEALTH).read_bytes()
    assert made(tmp_path, suffix, MAY, *HEALTH).read_bytes() == first


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()
        self.links = []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.links += [value for name, value in attrs if name in ("src", "href", "onload")]


ODD = "<script>alert(1)</script>#import{}&amp;x"


@pytest.fixture
def odd(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text(
        f'Ward,Population,Insured\n"{ODD}",1000,900\nHill,2000,1500\n', encoding="utf-8"
    )
    return path


def test_names_are_texts_in_every_format(tmp_path, odd):
    page = made(tmp_path, ".html", odd).read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(page)
    assert "script" not in tags.seen
    assert tags.links == []
    assert ODD in text_of(made(tmp_path, ".docx", odd))
    assert made(tmp_path, ".pdf", odd).read_bytes().startswith(b"%PDF-")


def test_letterhead_and_signature_come_from_the_project_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "coverage-cli.toml").write_text(
        '[report]\nletterhead = ["HARBOUR OFFICE", "Department of Health"]\nplace = "Harbour"\n'
        'position = "Director"\nsigner = "A. Example"\n',
        encoding="utf-8",
    )
    told = text_of(made(tmp_path, ".docx", MAY, *HEALTH))
    page = made(tmp_path, ".html", MAY, *HEALTH).read_text(encoding="utf-8")
    for line in ("HARBOUR OFFICE", "Department of Health", "Director", "A. Example"):
        assert line in told
        assert line in page


@pytest.mark.parametrize("output", [[], ["-o", "report.xlsx"], ["-o", "report"]])
def test_a_report_needs_a_name_that_says_its_kind(output):
    result = run("report", MAY, *output)
    assert result.code == 2
    assert ".docx" in result.err


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_what_is_not_installed_is_named_with_the_way_to_get_it(tmp_path, monkeypatch, suffix):
    real = builtins.__import__

    def lacking(name, *rest, **more):
        if name.split(".")[0] in ("docx", "typst", "font_source_sans_pro", "font_source_serif_pro"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", lacking)
    result = run("report", MAY, *HEALTH, "-o", tmp_path / f"report{suffix}")
    assert result.code == 2
    assert re.search(r"pip install 'coverage-cli\[report\]'", result.err)
    assert not (tmp_path / f"report{suffix}").exists()


def test_doubts_and_sources_stand_at_the_end(tmp_path):
    page = made(tmp_path, ".html", *MONTHS, *HEALTH).read_text(encoding="utf-8")
    assert "not reported, which is not zero" in page
    assert "ninh-binh-2024-05.xlsx [T5-2024] A7:N162" in page


def course_of(page):
    """Return the figures of the last chart of a page, which is the course of the months."""
    drawn = page.rpartition("<polyline")[2].partition("</svg>")[0]
    return re.findall(r">(\d+\.\d\d(?: \*)?)</text>", drawn)


@pytest.mark.parametrize("unit", [None, "Huyện Nho Quan", "Huyện Gia Viễn", "Xã Đồng Phong"])
def test_the_course_is_that_of_the_unit_the_report_is_about(tmp_path, unit):
    chosen = ["--in", unit] if unit else []
    page = made(tmp_path, ".html", *MONTHS, *HEALTH, *chosen).read_text(encoding="utf-8")
    by_month = [
        run("compute", month, *HEALTH, *chosen, "--format", "json").report()["rows"][0][
            "coverage_pct"
        ]
        for month in MONTHS
    ]
    assert [text.removesuffix(" *") for text in course_of(page)] == [
        f"{one:.2f}" for one in by_month
    ]


def test_a_month_in_which_other_units_reported_is_marked(tmp_path):
    page = made(tmp_path, ".html", *MONTHS, *HEALTH).read_text(encoding="utf-8")
    assert [text.endswith("*") for text in course_of(page)] == [False, True, False]
    assert "other units reported" in page


def test_several_units_without_their_whole_have_no_course(tmp_path):
    page = made(tmp_path, ".html", *MONTHS, *HEALTH, "--level", "district").read_text(
        encoding="utf-8"
    )
    assert "<polyline" not in page
    assert page.count("<svg") == 1


def test_units_that_do_not_fit_are_counted_and_those_that_lack_most_stay(tmp_path):
    rows = "\n".join(f"Ward {at},1000,{900 - at}" for at in range(40))
    path = tmp_path / "flat.csv"
    path.write_text(f"Ward,Population,Insured\n{rows}\n", encoding="utf-8")
    page = made(tmp_path, ".html", path, "--target", "95").read_text(encoding="utf-8")
    assert page.count("and 10 more") == 2  # the chart and the table of all; of the ranking 25
    assert page.index("Ward 39") < page.index("Ward 12")
    assert ">Ward 3</text>" not in page
