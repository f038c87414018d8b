"""The page of a report: one file whose markup is whole without a script, and whose policy lets only ours run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from program import SAMPLES, compute, run

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
MONTHS = [SAMPLES / f"ninh-binh-2024-0{month}.xlsx" for month in (3, 4, 5)]
HEALTH = ["-i", "health_insurance"]
ODD = """Huyện,Xã,Dân số,Số người tham gia BHYT,Chỉ tiêu %
Huyện A,<script>alert(1)</script>,1000,900,95
Huyện A,"Xã ""B"" & </script><img src=x onerror=alert(2)>",2000,1950,95
Huyện C,Xã D,3000,2000,95
"""
# Tags that have no end, or whose end HTML lets out.
OPEN = {
    "meta",
    "br",
    "img",
    "input",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "path",
    "circle",
}


class Tree(HTMLParser):
    """Elements with attributes and their text; complains of ends that close nothing."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.current = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in OPEN:
            self.open.append(tag)
        self.current = tag

    def handle_endtag(self, tag):
        if tag not in OPEN:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.setdefault(self.current, []).append(data)
        if self.current in ("td", "th"):
            self.rows[-1][-1] += data.strip("\n")

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def page(tmp_path, *arguments, command="compute"):
    path = tmp_path / "page.html"
    result = run(command, *arguments, "-o", path)
    assert result.code == 0, result.err
    return path.read_text(encoding="utf-8")


def told(text):
    return json.loads(re.search(r'id="told">(.*?)</script>', text, re.DOTALL)[1])


def story(held, section, row):
    stories = held["stories"][section]
    template, *values = stories["rows"][row].split("\t")

    def value(place):
        found = values[int(place[1])]
        return stories["lines"][int(found[1:])] if found.startswith("\ue002") else found

    return re.sub("⟦(\\d+)⟧", value, stories["templates"][int(template)])


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
@pytest.mark.parametrize("command", ["compute", "gaps", "trend"])
def test_the_page_is_sound_and_needs_nothing_else(tmp_path, lang, command):
    text = page(tmp_path, *MONTHS, *HEALTH, "--lang", lang, command=command)
    tree = Tree(text)
    assert tree.open == []
    assert tree.all("html") == [{"lang": lang}]
    loaded = [
        one for _, has in tree.found for one in ("src", "href", "style", "onclick") if has.get(one)
    ]
    assert set(loaded) <= {"href"}
    assert all(has["href"].startswith("#") for has in tree.all("a"))
    assert "http" not in re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL).replace(
        "http-equiv", ""
    )
    ids = [has["id"] for _, has in tree.found if "id" in has]
    assert len(ids) == len(set(ids))
    pointed = [has["href"][1:] for has in tree.all("a")]
    pointed += [one for _, has in tree.found for one in (has.get("aria-labelledby") or "").split()]
    assert set(pointed) <= set(ids)


def test_the_policy_knows_our_script_and_style_by_hash_and_nothing_else(tmp_path):
    text = page(tmp_path, MAY)
    policy = next(has["content"] for has in Tree(text).all("meta") if "http-equiv" in has)
    script = re.search(r"<script>(.*)</script>", text, re.DOTALL)[1]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    for kind, content in (("script", script), ("style", style)):
        known = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{known}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("command", ["compute", "gaps", "trend"])
def test_markup_in_a_name_is_text(tmp_path, command):
    (tmp_path / "odd-2024-05.csv").write_text(ODD, encoding="utf-8")
    text = page(tmp_path, tmp_path / "odd-2024-05.csv", command=command)
    tree = Tree(text)
    assert len(tree.all("script")) == 2
    assert tree.all("img") == []
    assert any("<script>alert(1)</script>" in row[0] for row in tree.rows)
    assert "alert(1)" in json.dumps(told(text))


def test_the_table_says_what_the_report_says(tmp_path):
    rows = [row for row in Tree(page(tmp_path, MAY, *HEALTH)).rows if row]
    head, *body = rows[: 1 + 152]
    assert head[:3] == ["Unit", "Insured", "Population"]
    figures = compute(MAY, *HEALTH).report()["rows"]
    assert len(figures) == 152
    for row, figure in zip(body, figures, strict=True):
        assert row[1] == f"{figure['numerator']:,}"
        assert row[head.index("Coverage %")] == f"{figure['coverage_pct']:.2f}"
        assert row[-1] == figure["status"]


def test_behind_a_figure_stands_what_explain_tells(tmp_path):
    held = told(page(tmp_path, MAY, *HEALTH))
    explained = run("explain", MAY, *HEALTH, "--in", "Xã Đồng Phong").out
    rows = [row["unit"] for row in compute(MAY, *HEALTH).report()["rows"]]
    lines = [
        line[2:] if line[:2] in ("# ", "+ ", "- ") else line
        for line in story(held, 0, rows.index("Xã Đồng Phong")).splitlines()
    ]
    assert len(lines) > 10
    said = [line.strip().replace(str(SAMPLES), "") for line in explained.splitlines()]
    assert [
        line.strip().replace(str(SAMPLES), "")
        for line in lines
        if line.strip().replace(str(SAMPLES), "") not in said
    ] == []
    assert all(held["stories"][0]["rows"])


def test_units_that_tell_the_same_story_share_its_template(tmp_path):
    stories = told(page(tmp_path, MAY, *HEALTH))["stories"][0]
    assert len(stories["rows"]) == 152
    assert len(stories["templates"]) < 40


@pytest.mark.parametrize("command", ["compute", "gaps", "trend"])
def test_the_same_report_is_the_same_bytes(tmp_path, command):
    assert page(tmp_path, *MONTHS, command=command) == page(tmp_path, *MONTHS, command=command)


def test_what_many_units_share_is_told_once(tmp_path):
    lines = ["Huyện,Xã,Dân số,Số người tham gia BHYT"]
    lines += [f"Huyện {at % 9},Xã Số {at},1000,{'' if at % 3 else 900}" for at in range(300)]
    (tmp_path / "gaps.csv").write_text("\n".join(lines), encoding="utf-8")
    text = page(tmp_path, tmp_path / "gaps.csv")
    stories = told(text)["stories"][0]
    assert len(stories["templates"]) < 40
    assert "Xã Số 0" in story(told(text), 0, 2)
    # Those left out of the whole are too many to list.
    assert re.search(r"and 3\d\d more", story(told(text), 0, 0))


def test_each_unit_is_a_tile_and_the_legend_counts_them(tmp_path):
    tree = Tree(page(tmp_path, MAY, *HEALTH))
    tiles = [has for has in tree.all("i") if "data-row" in has]
    assert len(tiles) == 143
    statuses = [
        row["status"] for row in compute(MAY, *HEALTH).report()["rows"] if row["level"] == "commune"
    ]
    assert sum(has["class"] == "bm" for has in tiles) == statuses.count("met")


def test_tiles_without_targets_show_rates(tmp_path):
    lines = ["Huyện,Xã,Dân số,Số người tham gia BHYT"]
    lines += [f"Huyện {at % 2},Xã {at},1000,{800 + 15 * at}" for at in range(12)]
    (tmp_path / "plain.csv").write_text("\n".join(lines), encoding="utf-8")
    tree = Tree(page(tmp_path, tmp_path / "plain.csv"))
    marks = [has["class"] for has in tree.all("i") if "data-row" in has]
    assert len(marks) == 12
    assert len(set(marks)) > 2
    assert all(mark.startswith("br") for mark in marks)


def test_a_trend_draws_the_course_of_the_whole_and_of_its_parts(tmp_path):
    text = page(tmp_path, *MONTHS, *HEALTH, command="trend")
    courses = [has for has in Tree(text).all("svg") if has.get("class") == "course"]
    assert len(courses) == 1 + 8
    assert "March 2024: 92.29" in courses[0]["aria-label"]


def test_a_ranking_lists_those_that_are_short_alone(tmp_path):
    text = page(tmp_path, MAY, *HEALTH, "--level", "commune", command="gaps")
    rows = [
        row for row in Tree(text).rows if row and row[0].startswith(("Xã", "Phường", "Thị trấn"))
    ]
    gaps = run("gaps", MAY, *HEALTH, "--level", "commune", "--format", "json").report()["rows"]
    assert [row[0] for row in rows] == [row["unit"] for row in gaps]


def test_a_finding_leads_to_the_row_of_its_unit(tmp_path):
    text = page(tmp_path, MAY, *HEALTH)
    linked = re.findall(r'<span data-row="(\d+)" data-section="0">([^<]*)</span>\n', text)
    rows = [row["unit"] for row in compute(MAY, *HEALTH).report()["rows"]]
    assert linked
    assert all(rows[int(row)] == name for row, name in linked)


def test_the_page_on_standard_output_is_the_page_in_a_file(tmp_path):
    text = page(tmp_path, MAY, *HEALTH)
    assert run("compute", MAY, *HEALTH, "--format", "html").out == text


def test_what_paper_has_no_room_for_stays_on_the_screen(tmp_path):
    text = page(tmp_path, *MONTHS, *HEALTH, command="trend")
    kinds = next(has["class"] for has in Tree(text).all("table")).split()
    head = next(row for row in Tree(text).rows if row)
    hidden = {int(kind[1:]) for kind in kinds if kind.startswith("x")}
    kept = [name for place, name in enumerate(head, start=1) if place not in hidden]
    assert hidden
    assert kept[0] == "Unit"
    assert {"May 2024", "Status"} <= set(kept)


def test_a_page_that_would_be_too_long_says_what_it_leaves_out(tmp_path, monkeypatch):
    monkeypatch.setattr("coverage_cli.write.page.parts._MOST_ROWS", 200)
    text = page(tmp_path, *MONTHS, *HEALTH)
    assert "Earlier periods that would make the page too long to use: 2." in text
    assert "Health insurance · May 2024" in text
    assert "March 2024" not in text.partition('<section id="findings"')[0].partition("</header>")[2]
