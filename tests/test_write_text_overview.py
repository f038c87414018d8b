"""The first screen: the answer on it, no line too many, none too wide, nothing left out elsewhere."""

from __future__ import annotations

import os
import re
import sys

import pytest
from program import SAMPLES, run

from coverage_cli.cli.jobs import job_of, project_of
from coverage_cli.cli.options import Options
from coverage_cli.features.compute import report
from coverage_cli.features.over_time.gaps import Ranking, gaps
from coverage_cli.features.over_time.headlines import headlines_of
from coverage_cli.words import load_words
from coverage_cli.write.text.overview import Beside, Room, overview
from coverage_cli.write.text.width import width

MAY = str(SAMPLES / "ninh-binh-2024-05.xlsx")
MONTHS = [str(SAMPLES / f"ninh-binh-2024-0{month}.xlsx") for month in (3, 4, 5)]


@pytest.fixture(scope="module")
def reports():
    return {
        "one": report(job_of(Options([MAY]))).report,
        "several": report(job_of(Options(MONTHS))).report,
        "no target": report(job_of(Options([MAY], indicator=["social_insurance"]))).report,
        "district": report(job_of(Options([MAY], inside="Huyện Nho Quan"))).report,
    }


def screen(made, columns, lines, lang="en", headlines=None):
    words = load_words(lang)
    beside = Beside(made.findings, "confirmed by something", headlines or {})
    shown = overview(made, beside, words, Room(columns, lines))
    return ["".join(text for text, _ in line) for line in shown]


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
@pytest.mark.parametrize("size", [(60, 24), (80, 24), (80, 30), (120, 40), (200, 60)])
@pytest.mark.parametrize("name", ["one", "several", "no target", "district"])
def test_it_is_no_higher_and_no_wider_than_the_terminal(reports, name, size, lang):
    shown = screen(reports[name], *size, lang)
    assert len(shown) <= size[1] - 1
    if size[0] >= 80:
        assert [line for line in shown if width(line) > size[0]] == []


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_the_answer_stands_on_it(reports, lang):
    words = load_words(lang)
    shown = "\n".join(screen(reports["one"], 80, 24, lang))
    for told in (words.number(15_833), "48", "143", "Huyện Kim Sơn", words.number(5_895)):
        assert told in shown


def test_districts_stand_in_the_order_of_the_sheet_where_all_of_them_fit(reports):
    shown = screen(reports["one"], 80, 30)
    rows = [line.split("  ")[0] for line in shown if line.startswith(("Thành phố", "Huyện"))]
    assert rows[0] == "Thành phố Ninh Bình"
    assert len(rows) == 8


def test_a_higher_terminal_shows_the_communes_that_lack_most(reports):
    assert any(line.startswith("Xã Lưu Phương") for line in screen(reports["one"], 120, 45))
    assert len(screen(reports["one"], 120, 60)) > len(screen(reports["one"], 120, 45))


def test_the_last_period_is_where_things_stand(reports):
    assert any("May 2024" in line for line in screen(reports["several"], 80, 24))
    assert not any("March 2024" in line for line in screen(reports["several"], 80, 24))


@pytest.mark.parametrize("level", ["district", "commune"])
def test_no_unit_stands_for_an_indicator_where_the_whole_is_not_shown(level):
    """The first of several districts is not the province: its coverage must not be told as that of all."""
    made = report(job_of(Options([MAY], indicator=["health_insurance"], level=level))).report
    (told,) = (line for line in screen(made, 100, 30) if line.startswith("Health insurance  "))
    first = load_words("en").percent(made.figures[0].coverage_pct)
    assert first not in told
    assert "–" in told


def test_without_a_target_the_lowest_coverage_comes_first_and_is_said_to(reports):
    made = reports["no target"]
    shown = screen(made, 100, 40)
    assert not any("Target" in line for line in shown)
    assert any("lowest coverage first" in line for line in shown)
    assert not any("missing first" in line for line in shown)
    deepest = max(figure.depth for figure in made.figures)
    lowest = [figure for figure in made.figures if figure.depth == deepest]
    worst = min(lowest, key=lambda one: one.coverage_pct.over / one.coverage_pct.under)
    table = shown[next(at for at, line in enumerate(shown) if "lowest coverage" in line) :]
    assert next(line for line in table if line.startswith(("Xã", "Phường", "Thị"))).startswith(
        worst.unit
    )


@pytest.mark.parametrize(
    ("targets", "said"),
    [(None, "highest rate first"), (["drop_out_dtp=5"], "furthest above the target first")],
)
def test_where_less_is_better_the_highest_come_first(tmp_path, targets, said):
    rows = "\n".join(f"Ward {at},{1000 + at},{900 - 7 * at}" for at in range(1, 30))
    path = tmp_path / "doses.csv"
    path.write_text(f"Ward,DTP1,DTP3\n{rows}\n", encoding="utf-8")
    options = Options([str(path)], indicator=["drop_out_dtp"], target=targets)
    made = report(job_of(options, project_of(None, "immunisation"))).report
    shown = screen(made, 100, 30)
    assert any(said in line for line in shown)
    heading = shown[next(at for at, line in enumerate(shown) if line.startswith("Indicator")) - 1]
    assert "Drop-out" in heading  # its own, where the other rates of the profile are coverages
    assert next(line for line in shown if line.startswith("Ward ")).startswith("Ward 29 ")


def test_rates_of_several_kinds_are_named_in_one_table(tmp_path):
    rows = "\n".join(f"Ward {at},{1200 + at},{1000 + at},{900 - 7 * at}" for at in range(1, 30))
    path = tmp_path / "doses.csv"
    path.write_text(f"Ward,Target population,DTP1,DTP3\n{rows}\n", encoding="utf-8")
    made = report(job_of(Options([str(path)]), project_of(None, "immunisation"))).report
    shown = screen(made, 120, 30)
    assert any(line.startswith("Drop-out from DTP 1 to DTP 3 (Drop-out %)") for line in shown)
    heading = shown[next(at for at, line in enumerate(shown) if line.startswith("Indicator")) - 1]
    assert "Coverage" in heading


def test_columns_that_were_told_are_named(tmp_path):
    path = tmp_path / "list.csv"
    rows = "\n".join(f"Ward {at},{1000 + at},{30 + at}" for at in range(30))
    path.write_text(f"County,# of Students,# with Exemption\n{rows}\n", encoding="utf-8")
    made = report(job_of(Options([str(path)], unit="A", denominator="B", numerator="C"))).report
    shown = screen(made, 80, 24)
    assert "Numerator: # with Exemption · Denominator: # of Students" in shown
    assert len(shown) <= 23


def test_of_many_findings_a_line_a_cause(tmp_path):
    rows = "\n".join(f"Ward {at},{1000 + at},{2000 + 3 * at}" for at in range(40))
    path = tmp_path / "odd.csv"
    path.write_text(f"Ward,Population,Insured\n{rows}\n", encoding="utf-8")
    made = report(job_of(Options([str(path)]))).report
    shown = screen(made, 80, 24)
    assert sum("over-100" in line for line in shown) == 1
    assert len(shown) <= 23


def test_acknowledged_findings_are_counted(reports):
    made = reports["several"]
    told = made._replace(findings=made.findings[1:], accepted=made.findings[:1])
    assert any("accepted: 1" in line for line in screen(told, 80, 24))
    assert not any("accepted: 1" in line for line in screen(made, 80, 24))


def test_what_changed_since_an_earlier_delivery_stands_in_each_line():
    outcome = report(job_of(Options([MAY], previous=[MONTHS[0]])))
    shown = screen(outcome.report, 100, 24, headlines=headlines_of(outcome))
    (heading,) = (line for line in shown if line.startswith("Indicator"))
    assert "2024" in heading
    lines = {line.split("  ")[0]: line for line in shown[:10]}
    assert re.search(r"\+6,009\s+\+0\.61$", lines["Health insurance"])  # 919,276 - 913,267
    assert re.search(r"\+1,029\s+\+0\.19$", lines["Social insurance"])
    assert len(shown) <= 23


def test_a_change_that_cannot_be_told_is_a_dash_with_its_reason():
    """Of April one commune is missing: the province would seem to have lost its people."""
    outcome = report(job_of(Options([MONTHS[1]], previous=[MONTHS[0]])))
    shown = screen(outcome.report, 100, 24, headlines=headlines_of(outcome))
    (line,) = (line for line in shown if line.startswith("Health insurance  "))
    assert line.endswith("–")
    assert any(line.startswith("warning[change-not-comparable]") for line in shown)


def test_few_units_hold_most_of_what_is_missing():
    outcome = report(job_of(Options([MAY])))
    headlines = headlines_of(outcome)
    short = sorted(
        (
            one.gap_people
            for one in outcome.report.figures
            if one.level == "commune" and one.status == "short"
        ),
        reverse=True,
    )
    few = next(at for at in range(len(short)) if sum(short[:at]) >= 0.8 * sum(short))
    (line,) = (
        line for line in screen(outcome.report, 120, 50, headlines=headlines) if " hold " in line
    )
    assert line.startswith(f"{few} of {len(short)} short units hold")


@pytest.mark.parametrize("columns", [80, 120])
def test_a_ranking_answers_first_too(columns):
    outcome = gaps(job_of(Options([MAY])), Ranking())
    shown = screen(outcome.report, columns, 24, headlines=headlines_of(outcome))
    assert len(shown) <= 23
    assert any(line.startswith("Health insurance  ") and "48 of 143" in line for line in shown)
    first = next(at for at, line in enumerate(shown) if line.startswith("TỈNH NINH BÌNH "))
    assert shown[first + 1].startswith("Huyện Kim Sơn")
    assert "Target" in shown[first - 2]


def test_a_target_that_all_share_is_told_above_the_table_and_headings_stay_low():
    today = str(SAMPLES / "today" / "ninh-binh-2026-05.xlsx")
    outcome = report(job_of(Options([today], indicator=["health_insurance"])))
    assert outcome.report.levels["district"] == "BHXH cơ sở"
    for lang, told in (("en", "Target %: 95.50"), ("vi", "Chỉ tiêu %: 95,50")):
        shown = screen(outcome.report, 80, 24, lang)
        at = next(at for at, line in enumerate(shown) if told in line)
        names = [line.partition("  ")[0] for line in shown[at:]]
        assert names.index("BHXH cơ sở Hoa Lư") <= 4


def test_every_row_is_printed_off_a_terminal_and_with_all():
    assert run("compute", MAY, "--all").out == run("compute", MAY).out
    assert run("compute", MAY).out.count("\n") > 600


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize(
    ("arguments", "least", "most"),
    [([], 15, 23), (["--all"], 600, 900), (["--level", "province"], 10, 60)],
)
def test_a_terminal_shows_the_first_screen_and_all_where_it_is_asked_for(
    arguments, least, most, tmp_path
):
    shown = on_a_terminal(["compute", MAY, *arguments], 80, 24)
    assert least <= len(shown) <= most
    assert any("919,276" in line or "15,833" in line for line in shown)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
@pytest.mark.parametrize(
    ("arguments", "paged"), [(["compute", MAY, "--all"], True), (["gaps", MAY], False)]
)
def test_only_what_is_asked_for_whole_goes_through_a_pager(arguments, paged):
    shown = on_a_terminal(arguments, 80, 24, pager="sed s/^/PAGED/")
    assert any(line.startswith("PAGED") for line in shown) is paged


def on_a_terminal(arguments, columns, lines, pager="cat"):
    """Run the program on a terminal of its own, and return the lines that were written to it."""
    import fcntl
    import pty
    import struct
    import subprocess
    import termios

    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    environment = {**os.environ, "PAGER": pager, "TERM": "xterm", "NO_COLOR": "1"}
    for name in ("COLUMNS", "LINES"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "coverage_cli", *arguments]
    process = subprocess.Popen(command, stdin=side, stdout=side, stderr=side, env=environment)
    os.close(side)
    written = b""
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        written += piece
    os.close(main)
    assert process.wait() == 0
    return written.decode().splitlines()
