"""`coverage run`: jobs of a project file as they would be typed, what they leave, remember and tell."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from program import SAMPLES, run, run_process

from coverage_cli.features.run.arguments import arguments_of, values_of
from coverage_cli.features.run.choose import Written, choose, still_growing
from coverage_cli.features.run.report import code_of
from coverage_cli.project import JobSetting
from coverage_cli.write.place import claim
from coverage_cli.write.run_lock import held_for

SCHEMA = json.loads(
    (SAMPLES.parent / "docs" / "run-report.schema.json").read_text(encoding="utf-8")
)
HEAD = "Mã xã,Đơn vị,Dân số,BHYT"
MONTHLY = (
    '[jobs.monthly]\ncommand = "compute"\ninputs = "in/*"\noutput = "out/{job}-{period}.csv"\n'
)
CHECK = '[jobs.faults]\ncommand = "check"\ninputs = "in/*"\noutput = "out/faults.json"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    return tmp_path


def sheet(name: str, *rows: str) -> Path:
    rows = rows or ("00101,Xã Một,100,90", "00102,Xã Hai,200,180")
    path = Path("in") / name
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return path


def project(*parts: str, settle: int = 0) -> None:
    text = "\n".join([*parts, f"[run]\nsettle = {settle}", ""])
    Path("coverage-cli.toml").write_text(text, encoding="utf-8")


def reported() -> dict[str, Any]:
    report = json.loads(Path("coverage-cli.run.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, SCHEMA)
    return report


def job(name: str = "monthly") -> dict[str, Any]:
    return next(one for one in reported()["jobs"] if one["job"] == name)


def states(name: str = "monthly") -> dict[str, str]:
    return {one["file"]: one["state"] for one in job(name)["files"]}


def without_measured(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_measured(one) for key, one in value.items() if key != "measured"}
    return [without_measured(one) for one in value] if isinstance(value, list) else value


@pytest.mark.usefixtures("folder")
class TestJobs:
    def test_a_job_makes_what_its_command_line_makes(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY, CHECK)
        result = run("run")
        assert result.code == 0, result.err
        assert [line.partition(":")[0] for line in result.out.splitlines()] == ["monthly", "faults"]
        assert run("compute", "in/*", "--output", "by-hand.csv").code == 0
        assert run("check", "in/*", "--output", "by-hand.json").code == 0
        assert Path("out/monthly-2024-05.csv").read_bytes() == Path("by-hand.csv").read_bytes()
        assert Path("out/faults.json").read_bytes() == Path("by-hand.json").read_bytes()

    def test_every_command_that_writes_can_be_a_job_with_its_options(self):
        for month in ("03", "04", "05"):
            shutil.copy(SAMPLES / f"ninh-binh-2024-{month}.xlsx", f"in/{month}.xlsx")
        shutil.copy(SAMPLES / "redelivered-2024-04.xlsx", "corrected.xlsx")
        told = 'inputs = ["in/*.xlsx"]\nindicator = "health_insurance"\n'
        project(
            f'[jobs.gaps]\ncommand = "gaps"\noutput = "out/g.csv"\ntop = 3\nlevel = "commune"\n{told}',
            f'[jobs.trend]\ncommand = "trend"\noutput = "out/{{job}}.xlsx"\nin = "Huyện Hoa Lư"\n{told}',
            '[jobs.compare]\ncommand = "compare"\ninputs = ["in/04.xlsx", "corrected.xlsx"]\noutput = "out/c.csv"\n',
            f'[jobs.split]\ncommand = "allocate"\noutput = "out/s.csv"\namount = "97%"\nrule = "equal-growth"\nperiod = "2024-05"\n{told}',
            f'[jobs.words]\ncommand = "compute"\noutput = "out/w.md"\nsummary = true\n{told}',
        )
        planned = run("run", "--dry-run").out
        result = run("run")
        assert result.code == 0, result.out + result.err
        import shlex

        for line in planned.splitlines():
            _, *typed = shlex.split(line.partition(": ")[2])
            at = typed.index("--output") + 1
            made, typed[at] = Path(typed[at]), typed[at].replace("out/", "hand-")
            assert run(*typed).code == 0
            assert made.read_bytes() == Path(typed[at]).read_bytes(), line

    def test_it_runs_beside_its_project_file_wherever_it_is_started(self, folder, monkeypatch):
        sheet("xa-2024-05.csv")
        project(MONTHLY)
        monkeypatch.chdir("/")
        assert run("run", folder).code == 0
        assert run("run", folder / "coverage-cli.toml").code == 0
        assert Path.cwd() == Path("/")
        report = (folder / "coverage-cli.run.json").read_text(encoding="utf-8")
        assert str(folder) not in report
        assert str(folder) not in (folder / "out" / "monthly-2024-05.csv").read_text("utf-8")

    def test_one_job_alone(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY, CHECK)
        assert run("run").code == 0
        before = job("monthly")
        assert run("run", "--job", "faults").out.startswith("faults: done")
        assert job("monthly") == before
        assert run("run", "--job", "yearly").code == 2

    def test_a_job_that_fails_ends_no_other(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY.replace("in/*", "nowhere/*").replace("monthly", "lost"), MONTHLY)
        result = run("run")
        assert (result.code, job("lost")["state"], job()["state"]) == (5, "failed", "done")
        assert job("lost")["error"]["key"] == "pattern-without-match"
        assert "error: lost: " in result.err

    def test_a_broken_file_costs_itself(self):
        sheet("xa-2024-05.csv")
        Path("in/broken.xlsx").write_bytes(b"PK\3\4 and no more")
        project(MONTHLY)
        assert run("run").code == 5
        assert states() == {"in/broken.xlsx": "refused", "in/xa-2024-05.csv": "read"}

    def test_a_comparison_is_of_two_files(self):
        sheet("xa-2024-05.csv")
        project('[jobs.c]\ncommand = "compare"\ninputs = "in/*"\noutput = "out/c.csv"\n')
        assert (run("run").code, job("c")["error"]["key"]) == (3, "run-compares-two")

    def test_a_job_that_is_killed_is_told(self, monkeypatch):
        sheet("xa-2024-05.csv")
        project(MONTHLY, CHECK)
        from coverage_cli.cli import job_apart

        real = job_apart._answer

        def killed(process, asked):
            if b'"compute"' in asked:
                process.kill()
            return real(process, asked)

        monkeypatch.setattr(job_apart, "_answer", killed)
        result = run("run")
        assert (result.code, job()["error"]["key"]) == (70, "job-ended")
        assert job("faults")["state"] == "done"

    def test_places_told_in_full_are_shown_from_the_project(self, folder):
        sheet("xa-2024-05.csv")
        project(MONTHLY.replace("in/", f"{folder}/in/").replace("out/", f"{folder}/out/"))
        assert run("run").code == 0
        assert states() == {"in/xa-2024-05.csv": "read"}
        for path in (Path("coverage-cli.run.json"), *Path("out").iterdir()):
            assert str(folder) not in path.read_text(encoding="utf-8")

    @pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
    @pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGINT", 130)])
    def test_an_interrupted_run_leaves_nothing_half_written(self, folder, name, code):
        rows = [f"{number:06d},Xã {number},1000,{number % 900}" for number in range(60_000)]
        sheet("xa-2024-05.csv", *rows)
        project(MONTHLY.replace(".csv", ".xlsx"))
        process = subprocess.Popen(
            [sys.executable, "-m", "coverage_cli", "run"], stderr=subprocess.PIPE
        )
        time.sleep(2.5)
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=60)
        assert process.returncode == code
        left = [path for path in folder.rglob("*") if path.is_file()]
        locks = [".coverage-cli.run.json.lock"]
        kept = [path.name for path in left if path.name not in locks]
        assert sorted(kept) == ["coverage-cli.toml", "xa-2024-05.csv"]

    @pytest.mark.skipif(os.name == "nt", reason="needs a shell")
    def test_a_reader_that_goes_ends_no_job(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY, CHECK)
        command = f"'{sys.executable}' -m coverage_cli run | true"
        subprocess.run(["sh", "-c", command], check=False, timeout=120)
        assert (job()["state"], job("faults")["state"]) == ("done", "done")

    def test_a_period_that_nobody_knows_is_no_name(self):
        sheet("xa.csv")
        project(MONTHLY)
        result = run("run")
        assert (result.code, job()["error"]["key"]) == (3, "output-without-period")
        assert list(Path("out").iterdir()) == []

    def test_the_last_of_several_periods_names_the_output(self):
        sheet("a-2024-04.csv")
        sheet("b-2024-05.csv", "00101,Xã Một,100,95", "00102,Xã Hai,200,190")
        assert run("compute", "in/*", "--output", "{period}.csv").code == 0
        assert Path("2024-05.csv").exists()

    @pytest.mark.parametrize(
        ("day", "month"), [((2024, 1), "2023-12"), ((2024, 12), "2024-11"), ((2024, 3), "2024-02")]
    )
    def test_last_month(self, day, month):
        told = JobSetting("m", "compute", ("x",), "{job}.csv", (("period", "{last-month}"),))
        typed = arguments_of(told, ["x.csv"], values_of("m", *day))
        assert typed == ["compute", "x.csv", "--output", "m.csv", "--period", month]

    def test_a_dry_run_writes_nothing(self, folder):
        sheet("xa-2024-05.csv")
        project(MONTHLY)
        before = sorted(folder.rglob("*"))
        result = run("run", "--dry-run")
        assert result.code == 0
        assert result.out == (
            "monthly: coverage-cli compute in/xa-2024-05.csv --output 'out/monthly-{period}.csv'\n"
        )
        assert sorted(folder.rglob("*")) == before

    @pytest.mark.parametrize(
        ("codes", "code"),
        [
            ([0, 0], 0), ([0, 1], 1), ([1, 5], 5), ([0, 3], 5), ([3, 3], 3), ([2], 2),
            ([3, 4], 4), ([0, 75], 75), ([75, 70, 0], 70), ([4, 75], 75), ([1, 2], 5),
        ],
    )  # fmt: skip
    def test_the_worst_job_is_the_code(self, codes, code):
        assert code_of([{"code": one} for one in codes]) == code

    def test_quiet_tells_what_is_not_well(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY, MONTHLY.replace("in/*", "no/*").replace("monthly", "lost"))
        assert run("run", "--quiet").out.startswith("lost: failed")

    def test_it_speaks_the_language_of_the_project(self):
        sheet("xa-2024-05.csv")
        project('[output]\nlang = "vi"', MONTHLY)
        assert "monthly: xong · tệp: 1" in run("run").out


@pytest.mark.usefixtures("folder")
class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("", "coverage-cli.toml has no jobs"),
            ('[jobs.a]\ncommand = "comput"\ninputs = "x"', "line 2: expecting one of compute, gaps, trend, compare, check, allocate for command in [jobs.a], found 'comput'"),
            ('[jobs.a]\ncommand = "compute"', "line 1: [jobs.a] has no inputs"),
            ('[jobs.a]\ncommand = "compute"\ninputs = []', "line 3: expecting a pattern or a list of them"),
            ('[jobs.a]\ncommand = "compute"\ninputs = "x"', "job a has no output"),
            ('[jobs.a]\ncommand = "compute"\ninputs = "x"\noutput = "{month}.csv"', "line 4: expecting a name with nothing in braces but {period}, {job}, {last-month} for output"),
            ('[jobs.a]\ncommand = "compute"\ninputs = "x"\noutput = "a.csv"\nindicater = "x"', "line 5: [jobs.a] has no key indicater"),
            ('[jobs.a]\ncommand = "compute"\ninputs = "x"\noutput = "a.csv"\nfigures = "made-up"', "expecting one of computed, printed for figures in [jobs.a]"),
            ('[jobs.a]\ncommand = "compute"\ninputs = "x"\noutput = "a.csv"\nstrict = "yes"', "expecting true or false for strict"),
            ('[jobs.a]\ncommand = "compute"\ninputs = "x"\noutput = "a.csv"\nlevel = ["a", "b"]', "job a: --level takes one value"),
            ('[jobs.a]\ncommand = "compute"\ninputs = "x"\noutput = "a.csv"\nshare = 3', "job a: no such option: --share"),
            ('[jobs.a]\ncommand = "compute"\ninputs = "x"\noutput = "a.csv"\nmap = "x"', "expecting"),
            ('[jobs.a]\ncommand = "gaps"\ninputs = "x"\noutput = "a.csv"\n[jobs.b]\ncommand = "gaps"\ninputs = "x"\noutput = "a.csv"', "the jobs a, b write one file, a.csv"),
            ("jobs = 3", "line 1: expecting sections such as [jobs.monthly], found jobs = 3"),
            ("[run]\nsettle = -1", "expecting a whole number from 0 to 3,600 for settle in [run]"),
        ],
    )  # fmt: skip
    def test_are_said_before_anything_is_run(self, text, error):
        sheet("xa-2024-05.csv")
        Path("coverage-cli.toml").write_text(text + "\n", encoding="utf-8")
        result = run("run")
        assert (result.code, error in result.err) == (2, True), result.err
        assert not Path("coverage-cli.run.json").exists()

    def test_without_a_project_file(self):
        result = run("run", "in")
        assert (result.code, "expecting a project file" in result.err) == (2, True)

    def test_other_commands_take_no_harm_from_jobs(self):
        name = sheet("xa-2024-05.csv")
        project(MONTHLY)
        assert run("compute", name).code == 0


@pytest.mark.usefixtures("folder")
class TestInbox:
    def test_what_the_program_wrote_is_never_read(self):
        sheet("xa-2024-05.csv")
        for suffix in ("xlsx", "csv", "tsv"):
            assert (
                run("compute", "in/xa-2024-05.csv", "--output", f"in/last-night.{suffix}").code == 0
            )
        project(MONTHLY)
        result = run("run")
        assert result.code == 0, result.err
        assert states() == {
            "in/xa-2024-05.csv": "read",
            **dict.fromkeys(
                [f"in/last-night.{one}" for one in ("csv", "tsv", "xlsx")], "own-output"
            ),
        }
        assert "in/last-night.xlsx: left: this program wrote it" in result.out

    def test_text_without_a_mark_is_known_by_its_place_and_content(self):
        sheet("xa-2024-05.csv")
        shown = MONTHLY.replace("out/", "in/") + 'format = "plain"\n'
        project(shown)
        assert run("run").code == 0
        assert run("run").code == 0
        assert states()["in/monthly-2024-05.csv"] == "own-output"
        before = Path("in/monthly-2024-05.csv").read_bytes()
        assert run("run", "--if-changed").out.startswith("monthly: unchanged")
        assert Path("in/monthly-2024-05.csv").read_bytes() == before

    def test_what_somebody_made_of_it_is_theirs(self):
        written = Written(("out/*.csv",), frozenset({"0" * 64}))
        assert not written.has("out/a.csv", b"Xa,Dan so\n")
        import hashlib

        content = b"Xa,Dan so\n"
        known = Written(("out/*.csv",), frozenset({hashlib.sha256(content).hexdigest()}))
        assert known.has("out/a.csv", content)
        assert not known.has("in/a.csv", content)

    def test_patterns_may_leave_files_out(self):
        sheet("xa-2024-05.csv")
        sheet("xa-2024-05-draft.csv")
        project(MONTHLY.replace('"in/*"', '["in/*", "!in/*-draft.*"]'))
        assert run("run").code == 0
        assert states() == {"in/xa-2024-05.csv": "read"}

    def test_a_pattern_without_a_file_is_said_beside_others(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY.replace('"in/*"', '["in/*.csv", "in/*.xls"]'))
        assert run("run").code == 0
        assert states() == {"in/*.xls": "no-match", "in/xa-2024-05.csv": "read"}

    @pytest.mark.skipif(sys.platform != "linux", reason="names that other systems do not take")
    def test_files_may_be_called_anything(self):
        names = [
            "-o x 2024-01.csv",
            "[x] 2024-02.csv",
            "b\x1b[31m=1 2024-03.csv",
            "a\u0301o 2024-04.csv",
        ]
        for at, name in enumerate(names):
            sheet(name, f"00101,Xã Một,100,{90 + at}")
        sheet(os.fsdecode(b"\xff\xfe 2024-05.csv"), "00101,Xã Một,100,97")
        project(MONTHLY)
        result = run("run", "--log", "log.jsonl")
        assert result.code == 0, result.err
        assert set(states().values()) == {"read"}
        assert len(states()) == 5
        assert "\x1b" not in result.out + run("run", "--dry-run").out
        assert run("run", "--if-changed").out.startswith("monthly: unchanged")

    def test_a_folder_stands_for_its_spreadsheets(self):
        sheet("xa-2024-05.csv")
        Path("in/scan.pdf").write_text("x", encoding="utf-8")
        project(MONTHLY.replace("in/*", "in"))
        assert run("run").code == 0
        assert states() == {"in/scan.pdf": "no-spreadsheet", "in/xa-2024-05.csv": "read"}

    def test_projects_in_one_folder_have_a_report_each(self):
        sheet("xa-2024-05.csv")
        for name in ("north", "south"):
            text = f"{MONTHLY.replace('{job}', name)}[run]\nsettle = 0\n"
            Path(f"{name}.toml").write_text(text, encoding="utf-8")
            assert run("run", f"{name}.toml").code == 0
        assert sorted(path.name for path in Path().glob("*.run.json")) == [
            "north.run.json",
            "south.run.json",
        ]
        assert "--project north.toml" in run("run", "north.toml", "--dry-run").out

    def test_what_is_no_spreadsheet_is_said(self):
        sheet("xa-2024-05.csv")
        for name in ("scan.pdf", "~$xa.xlsx", "notes.txt"):
            Path("in", name).write_text("x", encoding="utf-8")
        project(MONTHLY.replace('"in/*"', '["in/*", "!*.txt"]').replace("out/", "in/"), CHECK)
        result = run("run")
        assert result.code == 0
        assert states() == {
            "in/scan.pdf": "no-spreadsheet",
            "in/xa-2024-05.csv": "read",
            "in/~$xa.xlsx": "leftover",
        }
        assert "in/scan.pdf: left: no spreadsheet by its name" in result.out
        assert states("faults")["in/notes.txt"] == "no-spreadsheet"

    def test_the_files_of_the_run_itself_are_nobody_s(self):
        Path("xa-2024-05.csv").write_text(f"{HEAD}\n00101,Xã Một,100,90\n", encoding="utf-8")
        project(MONTHLY.replace("in/*", "*").replace(".csv", ".md"))
        assert run("run").code == 0
        assert run("run").code == 0
        assert states() == {"xa-2024-05.csv": "read"}

    def test_a_file_that_grows_is_left_for_the_next_run(self):
        sheet("xa-2024-05.csv")
        growing = sheet("xb-2024-05.csv", "00103,Xã Ba,10,9")
        project(MONTHLY, settle=1)
        ended = threading.Event()

        def grow() -> None:
            with growing.open("a", encoding="utf-8") as file:
                while not ended.wait(0.02):
                    file.write("0")
                    file.flush()

        writer = threading.Thread(target=grow)
        writer.start()
        try:
            result = run("run")
        finally:
            ended.set()
            writer.join()
        assert (result.code, states()["in/xb-2024-05.csv"]) == (0, "growing")
        assert "it is still growing" in result.out
        growing.write_text(f"{HEAD}\n00103,Xã Ba,10,9\n", encoding="utf-8")
        assert run("run", "--if-changed").out.startswith("monthly: done · files: 2")

    def test_where_all_files_grow_there_is_nothing_to_compute(self):
        path = str(sheet("xa-2024-05.csv"))
        chosen = choose(["in/*"], Written(), {path})
        assert (chosen.files, chosen.left[0].why) == ((), "growing")

    def test_old_files_are_not_waited_for(self):
        path = sheet("xa-2024-05.csv")
        waited: list[float] = []
        later = time.time() + 100
        assert not still_growing([str(path)], 5, now=lambda: later, wait=waited.append)
        assert waited == []

        def write(_seconds: float) -> None:
            path.write_text("more", encoding="utf-8")

        assert still_growing([str(path)], 5, wait=write) == {str(path)}


@pytest.mark.usefixtures("folder")
class TestIfChanged:
    def started(self) -> int:
        sheet("xa-2024-05.csv")
        Path("who.csv").write_text("Mã xã,Đơn vị\n00101,Xã Một\n00102,Xã Hai\n", encoding="utf-8")
        project('expect = "who.csv"', MONTHLY)
        assert run("run", "--if-changed").out.startswith("monthly: done")
        return Path("out/monthly-2024-05.csv").stat().st_mtime_ns

    def test_nothing_new_leaves_the_output_alone(self):
        before = self.started()
        Path("in/xa-2024-05.csv").touch()
        report = without_measured(reported())
        result = run("run", "--if-changed")
        assert (result.code, result.out.startswith("monthly: unchanged")) == (0, True)
        assert Path("out/monthly-2024-05.csv").stat().st_mtime_ns == before
        report["jobs"][0]["state"] = "unchanged"
        assert without_measured(reported()) == report

    def test_a_remark_or_another_job_is_nothing_new(self):
        self.started()
        text = Path("coverage-cli.toml").read_text(encoding="utf-8")
        Path("coverage-cli.toml").write_text(f"# hello\n{text}\n{CHECK}", encoding="utf-8")
        assert run("run", "--if-changed").out.splitlines()[0].startswith("monthly: unchanged")

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            ("in/xa-2024-05.csv", "180", "181"),
            ("who.csv", "Xã Hai", "Xã Hài"),
            ("coverage-cli.toml", "[jobs", "[thresholds]\nover_100 = 105\n[jobs"),
            ("coverage-cli.toml", "[run]", 'level = "commune"\n[run]'),
            ("out/monthly-2024-05.csv", "90", "91"),
        ],
    )
    def test_what_is_new_is_made_anew(self, path, old, new):
        self.started()
        text = Path(path).read_text(encoding="utf-8")
        assert old in text
        Path(path).write_text(text.replace(old, new, 1), encoding="utf-8")
        assert run("run", "--if-changed").out.startswith("monthly: done")

    def test_another_file_and_a_lost_output_too(self):
        self.started()
        Path("out/monthly-2024-05.csv").unlink()
        assert run("run", "--if-changed").out.startswith("monthly: done")
        sheet("xb-2024-05.csv", "00103,Xã Ba,10,9")
        assert run("run", "--if-changed").out.startswith("monthly: done")

    def test_what_failed_is_tried_again_and_what_warns_goes_on_warning(self):
        sheet("xa-2024-05.csv", "00101,Xã Một,100,190")
        project(MONTHLY + 'fail_on = "warning"\n')
        assert run("run", "--if-changed").code == 1
        assert (run("run", "--if-changed").code, job()["state"]) == (1, "unchanged")

    def test_a_damaged_report_of_the_last_run_remembers_nothing(self):
        self.started()
        for text in ("{", "[]", '{"schema": "coverage-cli/run/1", "jobs": 3}', '{"jobs": []}'):
            Path("coverage-cli.run.json").write_text(text, encoding="utf-8")
            assert run("run", "--if-changed").out.startswith("monthly: done")


@pytest.mark.usefixtures("folder")
class TestLocks:
    def test_a_second_run_of_a_project_ends_at_once(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY)
        with held_for("coverage-cli.run.json", "coverage-cli.toml"):
            result = run_process("run")
        assert (result.code, "another run of coverage-cli.toml" in result.err) == (75, True)
        assert list(Path("out").iterdir()) == []
        assert run("run").code == 0

    def test_an_output_that_another_program_run_holds_costs_its_job(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY, CHECK)
        with claim("out/faults.json"):
            result = run("run")
        assert (result.code, job("faults")["state"], job()["state"]) == (75, "locked", "done")


@pytest.mark.usefixtures("folder")
class TestLog:
    def test_text_and_json_tell_the_same_without_names_of_units(self):
        sheet("xa-2024-05.csv", "00101,Xã Một,100,190", "00102,Xã Hai,khoảng 5,7")
        Path("in/broken.xlsx").write_bytes(b"PK\3\4 and no more")
        project(MONTHLY)
        assert run("run", "--log", "log.txt").code == 5
        assert run("run", "--log", "log.jsonl").code == 5
        assert run("run", "--log", "log.jsonl").code == 5
        text = Path("log.txt").read_text(encoding="utf-8").splitlines()
        assert [line.partition("event=")[2].split()[0] for line in text] == [
            "run-started", "file", "job", "run-ended",
        ]  # fmt: skip
        lines = [json.loads(line) for line in Path("log.jsonl").read_text("utf-8").splitlines()]
        assert [one["event"] for one in lines] == ["run-started", "file", "job", "run-ended"] * 2
        told = next(one for one in lines if one["event"] == "job")
        assert (told["job"], told["code"], told["read"]) == ("monthly", 5, 1)
        assert told["seconds"] > 0
        assert told["peak_memory_bytes"] > 1 << 20
        assert not any("Xã" in line or "khoảng" in line for line in text)

    def test_a_log_that_cannot_be_written_is_said_before_any_job(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY)
        assert run("run", "--log", "nowhere/log.txt").code == 4
        assert list(Path("out").iterdir()) == []


@pytest.mark.usefixtures("folder")
class TestMemory:
    def test_who_is_silent_since_when(self):
        Path("who.csv").write_text(
            "Mã xã,Đơn vị\n00101,Xã Một\n00102,Xã Hai\n00103,Xã Ba\n", encoding="utf-8"
        )
        project('expect = "who.csv"', MONTHLY)
        sheet("xa-2024-03.csv")
        assert run("run").code == 0
        assert [(one["unit"], one["last_delivered"]) for one in job()["missing"]] == [
            ("Xã Ba", None)
        ]
        Path("in/xa-2024-03.csv").unlink()
        sheet("xa-2024-04.csv", "00101,Xã Một,100,90")
        result = run("run")
        assert job()["units"] == {"expected": 3, "counted": 1, "missing": 2}
        assert {one["unit"]: one["last_delivered"] for one in job()["missing"]} == {
            "Xã Hai": "2024-03",
            "Xã Ba": None,
        }
        assert "not delivered: Xã Hai, last for March 2024; Xã Ba, never yet" in result.out
        sheet("xa-2024-05.csv", "00101,Xã Một,100,90", "00103,Xã Ba,300,200")
        assert run("run").code == 0
        assert {one["unit"]: one["last_delivered"] for one in job()["missing"]} == {
            "Xã Hai": "2024-03"
        }

    def test_earlier_months_in_the_same_run_tell_too(self):
        sheet("xa-2024-03.csv")
        sheet("xa-2024-04.csv", "00101,Xã Một,100,90", "00102,Xã Hai,200,")
        project(MONTHLY)
        assert run("run").code == 0
        assert [(one["unit"], one["last_delivered"]) for one in job()["missing"]] == [
            ("Xã Hai", "2024-03")
        ]

    def test_what_was_accepted_comes_back_when_its_figure_changes(self):
        accepted = '[[accepted]]\ncode = "over-100"\nunit = "Xã Hai"\nwhy = "a garrison"\n'
        project(accepted, MONTHLY + 'fail_on = "warning"\n')
        sheet("xa-2024-05.csv", "00101,Xã Một,100,90", "00102,Xã Hai,200,220")
        assert run("run").code == 0
        assert [(one["state"], len(one["figures"])) for one in reported()["accepted"]] == [
            ("held", 1)
        ]
        assert run("run").code == 0
        sheet("xa-2024-05.csv", "00101,Xã Một,100,91", "00102,Xã Hai,200,220")
        assert (run("run").code, job()["accepted"]) == (0, 1)
        sheet("xa-2024-05.csv", "00101,Xã Một,100,91", "00102,Xã Hai,200,260")
        assert (run("run").code, reported()["accepted"][0]["state"]) == (1, "came-back")
        assert (run("run").code, job()["accepted"]) == (1, 0)
        assert run("compute", "in/xa-2024-05.csv", "--fail-on", "warning").code == 1
        project(accepted.replace("garrison", "garrison of 60"), MONTHLY + 'fail_on = "warning"\n')
        assert run("run").code == 0
        assert run("compute", "in/xa-2024-05.csv", "--fail-on", "warning").code == 0

    def test_two_runs_over_the_same_files_report_the_same(self):
        sheet("xa-2024-05.csv")
        project(MONTHLY, CHECK)
        assert run("run").code == 0
        first, made = without_measured(reported()), Path("out/monthly-2024-05.csv").read_bytes()
        assert run("run").code == 0
        assert without_measured(reported()) == first
        assert Path("out/monthly-2024-05.csv").read_bytes() == made
        assert {"measured", "started"} <= {"measured", *reported()["measured"]}
