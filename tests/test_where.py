"""Rows that something else tells apart: kept by --where, refused with a hint that works, measures read from rows."""

import re
import shlex

import pytest
from program import compute, run


def sheet(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


AREAS = """Province,Area,Eligible,Vaccinated
Alda,Rural,700,600
Alda,Urban,300,290
Alda,Total,1000,890
Borna,Rural,1500,1200
Borna,Urban,500,480
Borna,Total,2000,1680
Cosel,Rural,400,300
Cosel,Urban,600,570
Cosel,Total,1000,870
"""
DOSES = """Xã,Mũi tiêm,Đối tượng,Số trẻ được tiêm
Xã An,Mũi 1,100,98
,Mũi 2,100,90
Xã Bình,Mũi 1,200,180
,Mũi 2,200,150
Xã Cẩm,Mũi 1,150,149
,Mũi 2,150,120
Xã Dân,Mũi 1,120,110
,Mũi 2,120,100
"""
YEARS = """id;Gemeinde;Einwohner;Versicherte;Erhebung
1;Adorf;5000;4000;2021
2;Bdorf;7000;6000;2021
3;Cdorf;9000;8000;2021
4;Adorf;5100;4100;2022
5;Bdorf;7100;6200;2022
6;Cdorf;9100;8300;2022
"""
TWO = """Kecamatan,Jenis kelamin,Tahun anggaran,Penduduk,Peserta
A,L,2022,100,80
A,P,2022,110,90
A,L,2023,105,85
A,P,2023,115,95
B,L,2022,200,150
B,P,2022,210,160
B,L,2023,205,155
B,P,2023,215,165
"""
COLUMNS = {
    "areas": (
        AREAS,
        ["--unit", "Province", "--numerator", "Vaccinated", "--denominator", "Eligible"],
    ),
    "doses": (
        DOSES.replace("\n,", "\nX,"),
        ["--unit", "Xã", "--numerator", "Số trẻ được tiêm", "--denominator", "Đối tượng"],
    ),
    "years": (
        YEARS,
        ["--unit", "Gemeinde", "--numerator", "Versicherte", "--denominator", "Einwohner"],
    ),
    "two": (TWO, ["--unit", "Kecamatan", "--numerator", "Peserta", "--denominator", "Penduduk"]),
}


@pytest.mark.parametrize(
    ("condition", "total"),
    [("Area=Total", (3440, 4000)), ("area=RURAL", (2100, 2600)), ("B= urban ", (1340, 1400))],
)
def test_the_rows_that_say_so_are_kept(tmp_path, condition, total):
    made = compute(sheet(tmp_path, "areas.csv", AREAS), *COLUMNS["areas"][1], "--where", condition)
    whole = made.report()["rows"][0]
    assert (whole["numerator"], whole["denominator"]) == total
    assert "rows-kept" in made.codes()


def test_a_name_written_once_is_that_of_the_rows_kept_below_it(tmp_path):
    made = compute(
        sheet(tmp_path, "doses.csv", DOSES), *COLUMNS["doses"][1], "--where", "Mũi tiêm=Mũi 2"
    )
    assert [(row["unit"], row["numerator"]) for row in made.report()["rows"][1:]] == [
        ("Xã An", 90), ("Xã Bình", 150), ("Xã Cẩm", 120), ("Xã Dân", 100),
    ]  # fmt: skip


def test_conditions_of_several_columns_hold_together_and_those_of_one_are_alternatives(tmp_path):
    path = sheet(tmp_path, "two.csv", TWO)
    conditions = ("--where", "Jenis kelamin=L", "--where", "Tahun anggaran=2023")
    assert compute(path, *COLUMNS["two"][1], *conditions).report()["rows"][0]["numerator"] == 240
    again = run(
        "compute",
        path,
        *COLUMNS["two"][1],
        *conditions,
        "--where",
        "Jenis kelamin=P",
        "--format",
        "json",
    )
    assert again.code == 3
    assert "'Jenis kelamin' (L, P)" in again.err


@pytest.mark.parametrize(
    ("text", "column", "numerator"),
    [
        ("District,Kind,Population,Health insured\nAlton,Public,50,44\nAlton,Private,7,6\nBrook,Public,30,26\nBrook,Private,9,8\n", "Kind", 70),
        ("Huyện,Lần gửi,Dân số,BHYT\nHải Lăng,Đợt 1,500,440\nHải Lăng,Đợt 2,500,450\nGio Linh,Đợt 1,300,260\nGio Linh,Đợt 2,300,265\n", "Lần gửi", 700),
        ("Kreis,Alter,Einwohner,Krankenversicherte\nAu,0-17,90,80\nAu,18+,310,300\nTal,0-17,70,60\nTal,18+,210,200\n", "Alter", 140),
        ("Distrito,Mês,População,Segurados\nAlto,maio,500,440\nAlto,junho,510,450\nBaixo,maio,300,260\nBaixo,junho,305,265\n", "Mês", 700),
    ],
)  # fmt: skip
def test_two_rows_of_each_of_two_units_are_refused_by_what_tells_them_apart(
    tmp_path, text, column, numerator
):
    path = sheet(tmp_path, "long.csv", text)
    told = ("--denominator", "C", "--numerator", "D")
    refused = run("compute", path, *told)
    assert (refused.code, f"'{column}'" in refused.err) == (3, True)
    condition = refused.err.partition('--where "')[2].partition('"')[0]
    assert compute(path, *told, "--where", condition).report()["rows"][0]["numerator"] == numerator


def test_one_unit_among_others_typed_twice_stays_a_duplicate(tmp_path):
    text = "Xã,Ghi chú,Dân số,BHYT\nAn,a,500,440\nAn,b,510,450\nBình,a,300,260\nCẩm,a,305,265\n"
    assert "duplicate-unit" in compute(sheet(tmp_path, "twice.csv", text)).codes()


@pytest.mark.parametrize("command", ["compute", "gaps", "check", "inspect", "explain", "allocate"])
def test_every_command_that_reads_sheets_takes_it(tmp_path, command):
    path = sheet(tmp_path, "areas.csv", AREAS)
    more = {
        "gaps": ["--target", "95"],
        "explain": ["--in", "Alda"],
        "allocate": ["--amount", "3600", "--rule", "equal-rate"],
    }.get(command, [])
    result = run(command, path, *COLUMNS["areas"][1], "--where", "Area=Total", *more)
    assert result.code in (0, 1), result.err
    assert "1,200" not in result.out.replace("1200", "1,200")  # of the rural rows


def test_a_project_file_tells_it(tmp_path):
    project = sheet(tmp_path, "coverage-cli.toml", '[sheet]\nwhere = ["Area = Total"]\n')
    made = compute(sheet(tmp_path, "areas.csv", AREAS), *COLUMNS["areas"][1], "--project", project)
    assert made.report()["rows"][0]["denominator"] == 4000
    project.write_text('[sheet]\nwhere = ["Total"]\n', encoding="utf-8")
    assert run("compute", tmp_path / "areas.csv", "--project", project).code == 2


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ("Zone=Total", "B 'Area'"),
        ("Area=Town", "'Rural', 'Urban', 'Total'"),
        ("Area", "COL=VALUE"),
        ("=x", "COL=VALUE"),
    ],
)
def test_an_unknown_column_or_value_lists_those_there_are(tmp_path, condition, named):
    result = run(
        "compute", sheet(tmp_path, "areas.csv", AREAS), *COLUMNS["areas"][1], "--where", condition
    )
    assert result.code in (2, 3)
    assert named in result.err


@pytest.mark.parametrize("name", ["areas", "years", "two"])
def test_long_format_is_refused_with_a_hint_that_works(tmp_path, name):
    text, told = COLUMNS[name]
    path = sheet(tmp_path, f"{name}.csv", text)
    refused = run("compute", path, *told)
    assert refused.code == 3
    hint = [
        word for found in re.findall(r'--where "[^"]+"', refused.err) for word in shlex.split(found)
    ]
    assert hint
    followed = compute(path, *told, *hint)
    units = [row["unit"] for row in followed.report()["rows"]]
    assert len(set(units)) == len(units) > 2
    assert "duplicate-unit" not in followed.codes()


def test_a_running_number_makes_no_units_of_repeated_rows(tmp_path):
    assert run("compute", sheet(tmp_path, "years.csv", YEARS), *COLUMNS["years"][1]).code == 3


LONG = """State,Coverage,Estimate
ALDA,Total,4794
,Any plan,4345
,No plan,449
BORNA,Total,2000
,Any plan,1800
,No plan,200
COSEL,Total,3000
,Any plan,2600
,No plan,400
"""


@pytest.mark.parametrize("unit", ["", "full"])
def test_measures_that_stand_as_rows_are_told_by_their_names(tmp_path, unit):
    text = (
        LONG
        if not unit
        else "\n".join(
            line.replace(",", f"{name},", 1) if line.startswith(",") else line
            for line, name in zip(
                LONG.splitlines(),
                ["", *(state for state in ("ALDA", "BORNA", "COSEL") for _ in "abc")],
                strict=False,
            )
        )
    )
    made = compute(
        sheet(tmp_path, "long.csv", text),
        "--unit",
        "State",
        "--numerator",
        "Any plan",
        "--denominator",
        "total",
    )
    assert [
        (made.row(unit)["numerator"], made.row(unit)["denominator"]) for unit in ("ALDA", "COSEL")
    ] == [
        (4345, 4794),
        (2600, 3000),
    ]
    assert made.report()["rows"][0]["numerator"] == 8745


def test_one_of_them_may_be_a_column(tmp_path):
    text = (
        "Ward,Kind,People,Seen\nA,seen,100,90\nA,missed,100,10\nB,seen,200,150\nB,missed,200,50\n"
    )
    result = run(
        "compute", sheet(tmp_path, "part.csv", text), "--numerator", "missed", "--denominator", "C"
    )
    assert (result.code, '--where "B=missed"' in result.err) == (3, True)


def test_rows_of_measures_are_refused_by_the_column_that_tells_them(tmp_path):
    result = run("compute", sheet(tmp_path, "long.csv", LONG))
    assert result.code == 3
    assert "B 'Coverage'" in result.err
    assert "--where" in result.err


def test_a_sorted_column_of_upper_units_tells_of_no_measures(tmp_path):
    rows = [f"{upper},{upper}{at},{50 + at}" for upper in ("North", "South") for at in range(6)]
    result = run(
        "compute", sheet(tmp_path, "sorted.csv", "\n".join(["Side,Place,Cows", *rows]) + "\n")
    )
    assert (result.code, "tells what each row counts" in result.err) == (3, False)


def test_counts_of_people_tell_no_rows_apart(tmp_path):
    people = zip("ABCD", (90, 80, 70, 60), strict=True)
    rows = [
        f"{name},{all_of},{kind},{all_of - 5}"
        for name, all_of in people
        for kind in ("polio", "mmr")
    ]
    told = ["--unit", "Ward", "--denominator", "Enrolled", "--numerator", "Done"]
    result = run(
        "compute",
        sheet(tmp_path, "long.csv", "\n".join(["Ward,Enrolled,Vaccine,Done", *rows]) + "\n"),
        *told,
    )
    assert (result.code, '--where "C=polio"' in result.err, "'Enrolled'" in result.err) == (
        3,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("groups", "names", "heading"),
    [
        (("Public", "Private", "Both"), ("Grade 1", "Grade 2", "Grade 3", "Grade 4"), "Enrolled"),
        (
            ("Công lập", "Tư thục", "Cộng đồng"),
            ("Mầm non", "Lớp 1", "Lớp 6", "Lớp 10"),
            "Số người tham gia BHYT",
        ),
        (
            ("Stadt", "Land", "Insel"),
            ("Klasse 1", "Klasse 5", "Klasse 7", "Klasse 9"),
            "Versicherte",
        ),
    ],
)
def test_rows_that_no_column_tells_apart_are_refused_with_rows_that_can_be_told(
    tmp_path, groups, names, heading
):
    population = {"Enrolled": "Population", "Versicherte": "Einwohner"}.get(heading, "Dân số")
    lines = [f",{population},{heading}"]
    for at, group in enumerate(groups, start=1):
        lines += [
            f"{group},,",
            *(
                f"{name},{700 + at * 100 + row * 13},{500 + at * 70 + row}"
                for row, name in enumerate(names)
            ),
        ]
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    refused = run("compute", path)
    assert (refused.code, "--rows 3-6" in refused.err, "–" in refused.err) == (3, True, False), (
        refused.err
    )
    made = compute(path, "--rows", "3-6").report()["rows"]
    assert sorted(row["unit"] for row in made if row["units_expected"] == 1) == sorted(names)
