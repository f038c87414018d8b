"""What the program refuses: two lines that say what was expected, found, where, and what to do; never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter
from program import SAMPLES, run, run_process

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"


def csv_file(folder: Path, text: str, name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(*arguments: object, code: int = 3) -> tuple[str, str]:
    result = run(*map(str, arguments))
    assert result.code == code, result.err
    assert result.out == ""
    lines = result.err.splitlines()
    assert len(lines) == 2, result.err
    assert lines[0].startswith("error: ")
    assert lines[1].startswith("hint: ")
    return lines[0], lines[1]


def test_a_missing_file():
    error, _ = refused("compute", "no such file.xlsx")
    assert "no such file.xlsx" in error


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (MAY.read_bytes()[:9000], "cut off"),
        (b"\x05x", "expecting"),
        (b"\x1f\x8b\x08\x00 gzip", "compressed"),
    ],
    ids=["empty", "pdf", "truncated", "binary", "gzip"],
)
def test_a_file_that_is_no_spreadsheet(content, said, tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(content)
    error, hint = refused("compute", path)
    assert said in error
    assert "sheet.xlsx" in error
    assert hint


def test_a_sheet_without_a_table(tmp_path):
    error, hint = refused("compute", csv_file(tmp_path, "a,b\nc,d\n"))
    assert "expecting a table" in error
    assert "--header-rows" in hint


def test_no_population_column_lists_the_headings(tmp_path):
    error, hint = refused("compute", csv_file(tmp_path, "Xã,Số liệu,BHYT\nA,10,9\nB,20,18\n"))
    assert "population" in error
    assert "--population" in hint
    assert "B 'Số liệu'" in hint


def test_no_numerator_lists_the_headings(tmp_path):
    _, hint = refused("compute", csv_file(tmp_path, "Xã,Dân số,Số liệu\nA,10,9\nB,20,18\n"))
    assert "--numerator" in hint
    assert "C 'Số liệu'" in hint


@pytest.mark.parametrize("cell", ["#REF!", "khoảng"])
def test_rejected_columns_of_an_indicator_are_said_before_another_s_missing_denominator(
    tmp_path, cell
):
    text = f"Xã,Dân số,HSSV tham gia BHYT,BHYT\nA,10,5,{cell}\nB,20,8,{cell}\n"
    error, hint = refused("compute", csv_file(tmp_path, text))
    assert "no value of D 'BHYT'" in error
    assert "pupils" not in error
    assert "correct the cells" in hint


def test_rejected_columns_that_would_make_no_indicator_whole_do_not_hide_a_missing_denominator(
    tmp_path,
):
    error, _ = refused("compute", csv_file(tmp_path, "Xã,BHYT,BHTN\nA,10,#REF!\nB,20,#REF!\n"))
    assert "denominator (population)" in error


def test_a_measure_told_two_columns_is_refused_with_both(tmp_path):
    text = "Xã,Dân số,BHYT,KH 1 (%),KH 2 (%)\nA,10,9,95,96\nB,20,18,95,96\n"
    told = ("--map", "target_health_insured=D", "--map", "target_health_insured=E")
    result = run("compute", csv_file(tmp_path, text), *told)
    assert result.code == 2
    assert "'target_health_insured' in --map, found several: D, E" in result.err


def test_two_columns_that_could_both_be_the_numerator_are_refused_with_both(tmp_path):
    text = "Xã,Dân số,Số thẻ BHYT,Số người BHYT\nA,10,9,8\nB,20,18,17\n"
    error, hint = refused("compute", csv_file(tmp_path, text))
    assert "C 'Số thẻ BHYT'" in error
    assert "D 'Số người BHYT'" in error
    assert "--map health_insured=C" in hint
    assert run("compute", csv_file(tmp_path, text), "--map", "health_insured=D").code == 0


def test_a_told_column_that_is_not_there(tmp_path):
    error, hint = refused("compute", MAY, "--numerator", "Số hộ")
    assert "'Số hộ'" in error
    assert "D 'Dân số'" in hint


def test_a_told_sheet_that_is_not_there():
    error, hint = refused("compute", MAY, "--sheet", "Tháng 6")
    assert "Tháng 6" in error
    assert "'T5-2024'" in hint


def test_two_sheets_that_contradict_each_other(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, plus in (("A", 0), ("B", 7)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Xã", "Dân số", "BHYT"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [f"Xã {row}", 1000 + row, 900 + row + plus])
    book.close()
    error, hint = refused("compute", path)
    assert "[A]" in error
    assert "[B]" in error
    assert "--sheet" in hint
    assert run("compute", path, "--sheet", "A").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("compute",),
        ("compute", str(MAY), "--no-such-option"),
        ("compute", str(MAY), "--format", "pdf"),
        ("compute", str(MAY), "--header-rows", "five"),
        ("compute", str(MAY), "--target", "many"),
        ("compute", str(MAY), "--target", "health_insurance=0"),
        ("compute", str(MAY), "--map", "health_insured"),
        ("compute", str(MAY), "--map", "no_measure=C"),
        ("compute", str(MAY), "--lang", "fr"),
        ("compute", str(MAY), "--fail-on", "anything"),
        ("compute", str(MAY), "--output", "report.docx"),
        ("compute", str(MAY), "--format", "xlsx"),
        ("compute", str(MAY), "--level", "hamlet"),
        ("compute", str(MAY), "--in", "Xã Không Có"),
        ("nonsense",),
    ],
    ids=lambda arguments: (
        " ".join(arguments[1:] if len(arguments) > 1 else arguments).replace(str(MAY), "").strip()
        or "none"
    ),
)
def test_wrong_use_is_exit_2(arguments):
    refused(*arguments, code=2)


def test_the_bare_program_shows_its_help():
    result = run()
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Usage: coverage")
    assert "compute " in result.err
    assert len(result.err.splitlines()) > 5


@pytest.mark.parametrize("command", ["compute", "inspect"])
def test_a_wrong_option_points_to_the_help_of_its_command(command):
    _, hint = refused(command, MAY, "--no-such-option", code=2)
    assert f"`coverage-cli {command} --help`" in hint
    assert "`coverage-cli --help`" in refused("nonsense", code=2)[1]


def test_a_unit_that_nothing_comes_near_is_told_how_to_find():
    _, hint = refused("compute", MAY, "--in", "XX", code=2)
    assert "no name comes near" in hint
    assert "--in" in hint


def test_an_unknown_indicator_lists_those_there_are():
    _, hint = refused("compute", MAY, "-i", "vaccination", code=2)
    assert "health_insurance" in hint


def test_an_unknown_unit_is_answered_with_names_that_come_near():
    _, hint = refused("compute", MAY, "--in", "Dong Phong", code=2)
    assert "Xã Đồng Phong" in hint


@pytest.mark.parametrize("lang", ["vi", "de"])
def test_errors_speak_the_language_asked_for(lang):
    english = run("compute", "nothing.xlsx").err
    assert run("compute", "nothing.xlsx", "--lang", lang).err != english


def test_an_output_folder_that_is_not_there(tmp_path):
    error, _ = refused("compute", MAY, "-o", tmp_path / "no" / "report.csv", code=4)
    assert "no" in error


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_standard_output_is_exit_4():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "coverage_cli", "compute", str(MAY)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error():
    done = subprocess.run(
        f"{sys.executable} -m coverage_cli compute '{MAY}' --quiet | head -2; echo ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_a_process_that_ends_at_once_has_written_everything():
    command = [sys.executable, "-m", "coverage_cli", "compute", str(MAY), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, run("compute", MAY, "--format", "json").out)
    to_nobody = subprocess.run(
        [*command[:-1], "xyz"], stdout=subprocess.DEVNULL, check=False, stderr=subprocess.PIPE
    )
    assert (to_nobody.returncode, to_nobody.stderr.count(b"\n")) == (2, 2)


def test_whoever_measures_the_program_sees_it_end(tmp_path):
    measured = tmp_path / "profile"
    command = [
        sys.executable,
        "-m",
        "cProfile",
        "-o",
        str(measured),
        "-m",
        "coverage_cli",
        "--version",
    ]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert measured.stat().st_size > 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_run_and_leaves_nothing_behind(sign, code, tmp_path):
    output = tmp_path / "report.xlsx"
    output.write_bytes(b"last month's")
    script = (
        "import sys, time, coverage_cli.features.compute as story, coverage_cli.cli as door\n"
        "def slow(job, *more):\n    print('started', file=sys.stderr, flush=True)\n    time.sleep(30)\n"
        "story.report = slow\n"
        "door.run()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, "compute", str(MAY), "-o", str(output)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    assert child.stderr.readline().strip() == "started"
    time.sleep(0.1)
    child.send_signal(sign)
    assert child.wait(timeout=20) == code
    assert output.read_bytes() == b"last month's"
    assert list(tmp_path.iterdir()) == [output]


def test_a_fault_of_the_program_is_exit_70_and_said_in_two_lines():
    script = (
        "import sys, coverage_cli.features.compute as story, coverage_cli.cli as door\n"
        "def broken(job):\n    raise ZeroDivisionError('of ours')\n"
        "story.report = broken\n"
        "door.run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "compute", str(MAY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 70
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_letters_that_the_terminal_cannot_show_do_not_stop_it():
    done = subprocess.run(
        [sys.executable, "-m", "coverage_cli", "compute", str(MAY), "-i", "health_insurance"],
        capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )  # fmt: skip
    assert done.returncode == 0
    assert b"4,700" in done.stdout


def test_text_of_a_sheet_never_commands_the_terminal_or_a_spreadsheet(tmp_path):
    nasty = "=cmd|' /C calc'!A0"
    path = tmp_path / "nasty.csv"
    path.write_text(
        f'Xã,Dân số,BHYT\n"{nasty}",10,9\n[/b] \x1b[31mred,20,18\n\u202eevil,30,20\n',
        encoding="utf-8",
    )
    plain = run_process("compute", path, "--period", "2024-05")
    assert plain.code == 0
    assert "\x1b" not in plain.out + plain.err
    assert "\u202e" not in plain.out
    assert "[/b]" in plain.out
    assert f"'{nasty}" in run("compute", path, "-f", "csv").out


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a shell closes the stream")
@pytest.mark.parametrize(("closing", "code"), [(">&-", 4), ("-o out.csv >&-", 0), ("2>&-", 0)])
def test_streams_that_the_caller_closed_end_the_run_with_its_code(closing, code, tmp_path):
    command = f"{sys.executable} -m coverage_cli compute {MAY} -i health_insurance -q {closing}"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out.csv").exists() is ("out.csv" in closing)


@pytest.mark.parametrize(
    "told", [("--unit", "Site", "--numerator", "365 days", "--denominator", "7 days"), ()]
)
def test_where_no_heading_is_found_the_hint_names_header_rows_and_it_works(tmp_path, told):
    path = tmp_path / "sites.csv"
    path.write_text("Readings,,\nSite,7,365\nAlda,4000,3500\nBorna,8000,7000\n", encoding="utf-8")
    refused = run("compute", path, *told)
    assert refused.code == 3
    assert "--header-rows" in refused.err
    columns = ("--unit", "Site", "--numerator", "365", "--denominator", "7")
    report = run("compute", path, "--header-rows", "2", *columns, "--format", "json").report()
    assert (report["rows"][0]["numerator"], report["rows"][0]["denominator"]) == (10500, 12000)
