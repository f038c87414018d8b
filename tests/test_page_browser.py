"""The page in a real browser: it sorts, searches, folds, opens and prints, by mouse and by keys, without a complaint."""

from __future__ import annotations

import pytest
from browser import PROGRAM, Browser
from program import SAMPLES, run
from test_page import HEALTH, MONTHS, ODD

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="needs Chromium")

NAMES = "[...document.querySelectorAll('#s0 tbody th')].map(one => one.childNodes[0].textContent)"
FIGURES = (
    "[...document.querySelectorAll('#s0 tbody tr')].map(row => row.cells[{at}].textContent.trim())"
)
SEARCH = """(text => {{
    const field = document.querySelector('#s0 input');
    field.value = text;
    field.dispatchEvent(new Event('input'));
}})('{text}')"""


@pytest.fixture(scope="module")
def browser():
    with Browser() as started:
        yield started


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that opens the page of a command, and holds that nothing was complained of or loaded."""

    def open_page(command, *arguments):
        path = tmp_path / "page.html"
        assert run(command, *arguments, "-o", path).code == 0
        browser.errors.clear()
        browser.requests.clear()
        browser.open(path)
        return browser

    yield open_page
    assert browser.errors == []
    assert [one for one in browser.requests if not one.startswith("file:")] == []


def head(browser, name):
    return browser.ask(
        f"[...document.querySelectorAll('#s0 thead th')].findIndex(one => one.textContent === '{name}')"
    )


def test_it_sorts_by_a_click_and_by_a_key(opened):
    page = opened("compute", SAMPLES / "ninh-binh-2024-05.xlsx", *HEALTH, "--lang", "vi")
    assert page.ask(NAMES)[0] in ("", "Tỉnh Ninh Bình")
    at = head(page, "Còn thiếu, người")
    button = f"document.querySelectorAll('#s0 thead button')[{at}]"
    page.ask(f"{button}.click()")
    gaps = [int(text.replace(".", "")) for text in page.ask(FIGURES.format(at=at))]
    assert gaps == sorted(gaps, reverse=True)
    assert page.ask(f"{button}.parentElement.getAttribute('aria-sort')") == "descending"
    page.ask(f"{button}.focus()")
    page.press("Enter", 13)
    turned = [int(text.replace(".", "")) for text in page.ask(FIGURES.format(at=at))]
    assert turned == sorted(gaps)
    assert page.ask(f"{button}.parentElement.getAttribute('aria-sort')") == "ascending"
    assert "từ nhỏ đến lớn" in page.ask("document.querySelector('#s0 [role=status]').textContent")
    page.ask("document.querySelector('#s0 .tools button:not([hidden])').click()")
    assert page.ask("document.querySelectorAll('#s0 [aria-sort]').length") == 0


def test_it_searches_without_marks_and_filters_by_verdict(opened):
    page = opened("compute", SAMPLES / "ninh-binh-2024-05.xlsx", *HEALTH)
    page.ask(SEARCH.format(text="dong phong"))
    assert page.ask(NAMES) == ["Xã Đồng Phong"]
    assert "Huyện Nho Quan" in page.ask("document.querySelector('#s0 tbody small').textContent")
    page.ask(SEARCH.format(text="nobody"))
    assert page.ask("document.querySelector('#s0 [role=status]').textContent") == "no unit fits"
    page.ask(SEARCH.format(text=""))
    page.ask(
        "(choice => { choice.value = 'met'; choice.dispatchEvent(new Event('change')); })(document.querySelector('#s0 select'))"
    )
    assert set(page.ask(FIGURES.format(at=head(page, "Status")))) == {"met"}
    assert len(page.ask(NAMES)) == 49


def test_a_name_opens_what_stands_behind_it_and_escape_closes_it(opened):
    page = opened("compute", SAMPLES / "ninh-binh-2024-05.xlsx", *HEALTH)
    page.ask(SEARCH.format(text="dong phong"))
    page.ask("document.querySelector('#s0 tbody button.story').focus()")
    page.press("Enter", 13)
    assert page.ask("document.querySelector('dialog').open")
    said = page.ask("document.querySelector('dialog').textContent")
    assert "Xã Đồng Phong" in said
    assert "100 × Numerator / Denominator" in said
    page.press("Escape", 27)
    assert not page.ask("document.querySelector('dialog').open")
    assert page.ask("document.activeElement.textContent") == "Xã Đồng Phong"
    page.ask("document.querySelector('#s0 .groups i').click()")
    assert page.ask("document.querySelector('dialog').open")


def test_parts_fold_under_their_whole(opened):
    page = opened("compute", SAMPLES / "ninh-binh-2024-05.xlsx", *HEALTH)
    assert len(page.ask(NAMES)) == 152
    page.ask("document.querySelectorAll('#s0 button.fold')[1].click()")
    assert len(page.ask(NAMES)) == 152 - 14
    assert page.ask("document.activeElement.getAttribute('aria-expanded')") == "false"


def test_a_trend_and_a_ranking_open_without_a_complaint(opened):
    page = opened("trend", *MONTHS, *HEALTH, "--lang", "de")
    assert page.ask("document.querySelectorAll('svg.spark').length") == 152
    page = opened("gaps", *MONTHS, "--lang", "vi")
    assert page.ask("document.querySelectorAll('section[id^=s] table').length") > 1


def test_markup_in_a_name_stays_text_wherever_it_is_shown(opened, tmp_path):
    (tmp_path / "odd-2024-05.csv").write_text(ODD, encoding="utf-8")
    page = opened("compute", tmp_path / "odd-2024-05.csv")
    page.ask(SEARCH.format(text="alert"))
    page.ask("document.querySelector('#s0 tbody button.story').click()")
    assert "<script>alert(1)</script>" in page.ask(
        "document.querySelector('dialog h2').textContent"
    )
    assert page.ask("document.querySelectorAll('img').length") == 0


def test_it_fits_a_telephone_and_a_sheet_of_paper(opened):
    page = opened("compute", SAMPLES / "ninh-binh-2024-05.xlsx", *HEALTH)
    for width in (390, 800, 1280):
        page.sized(width, 900)
        assert page.ask("document.documentElement.scrollWidth") <= width
    printed = page.printed()
    assert printed.startswith(b"%PDF")
    assert 4 <= printed.count(b"/Type /Page\n") <= 9


def test_dark_and_light_can_be_chosen(opened):
    page = opened("compute", SAMPLES / "ninh-binh-2024-05.xlsx", *HEALTH)
    colour = "getComputedStyle(document.body).backgroundColor"
    assert page.ask(colour) == "rgb(255, 255, 255)"
    page.ask("document.getElementById('theme').click()")
    assert page.ask(colour) == "rgb(20, 24, 29)"


def test_without_the_script_the_table_is_whole(browser, tmp_path):
    path = tmp_path / "page.html"
    assert run("compute", SAMPLES / "ninh-binh-2024-05.xlsx", *HEALTH, "-o", path).code == 0
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(path)
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    assert len(browser.ask(NAMES)) == 152
