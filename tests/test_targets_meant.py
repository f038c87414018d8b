"""A target speaks of its own measure, group and kind; a printed rate belongs to its own count."""

import pytest
from grids import found, reading, targets
from program import compute


def goals(heading, *values, told=None, counted="BHYT"):
    """Return the targets of a sheet with one column of them, by measure, and the codes said."""
    rows = [["Xã", "Dân số", counted, heading]]
    rows += [
        [f"Xã {name}", 5000 - 100 * at, 4500 - 90 * at, value]
        for at, (name, value) in enumerate(zip("ABCD", values, strict=False))
    ]
    read = reading(rows, **(told or {}))
    (made,) = read.observations
    kinds = {
        measure: [goal.kind for goal in values if goal] for measure, values in made.targets.items()
    }
    return kinds, [code for code, _, _ in found(read.findings) if code.startswith("target")]


@pytest.mark.parametrize(
    "heading",
    ["Kế hoạch thu (triệu đồng)", "Chỉ tiêu số hộ", "Kế hoạch số tiền đóng", "Target, premiums in USD", "Ziel Beiträge (Euro)",
     "Chỉ tiêu số đơn vị tham gia"],
)  # fmt: skip
@pytest.mark.parametrize("told", [{}, {"target_column": "D"}])
def test_a_target_of_money_or_things_is_none_of_people(heading, told):
    assert goals(heading, 4725, 4600, 4500, told=told) == ({}, ["target-unclear.other"])


@pytest.mark.parametrize(
    "heading",
    [
        "Kế hoạch phát triển BHYT năm 2024",
        "Chỉ tiêu phát triển mới",
        "Kế hoạch tăng thêm",
        "Target, newly enrolled",
        "Ziel Neuzugänge",
    ],
)
def test_a_target_of_growth_is_one_of_new_people(heading):
    assert goals(heading, 120, 95, 80) == ({"health_insured": ["new"] * 3}, [])


@pytest.mark.parametrize(
    ("done", "goal", "other", "other_goal"),
    [
        ("2 doses result", "2 doses target", "3 doses result", "3 doses target"),
        ("Mũi 1 thực hiện", "Mũi 1 kế hoạch", "Mũi 2 thực hiện", "Mũi 2 kế hoạch"),
        ("Capaian dosis 1", "Target dosis 1", "Capaian dosis 2", "Target dosis 2"),
        ("Nhóm A > Thực hiện", "Nhóm A > Chỉ tiêu", "Nhóm B > Thực hiện", "Nhóm B > Chỉ tiêu"),
        ("Bắc đã cấp", "Bắc chỉ tiêu", "Nam định đã cấp", "Nam định chỉ tiêu"),
    ],
)
def test_a_target_of_another_dose_or_group_is_not_this_one_s(
    tmp_path, done, goal, other, other_goal
):
    def sheet(name, *columns):
        paths = [["Xã"], ["Dân"], *(column.split(" > ") for column in columns)]
        depth = max(map(len, paths))
        head = [[path[at] if at < len(path) else "" for path in paths] for at in range(depth)]
        rows = [
            *head,
            *(
                [f"Xã {unit}", 1000 + at, *(500 + 10 * at + place for place in range(len(columns)))]
                for at, unit in enumerate("ABC")
            ),
        ]
        path = tmp_path / name
        path.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n", encoding="utf-8")
        return path

    told = ["--unit", "A", "--denominator", "B", "--numerator", "C", "--period", "2024"]
    alone = compute(sheet("alone.csv", done, other, other_goal), *told)
    assert [row["target_count"] for row in alone.report()["rows"]] == [None] * 4
    assert "target-unclear" in alone.codes()
    both = compute(sheet("both.csv", done, other, other_goal, goal), *told)
    assert both.row("Xã A")["target_count"] == 503


def test_a_target_without_a_subject_is_that_of_the_only_count():
    assert goals("Chỉ tiêu giao", 4600, 4500, 4400) == ({"health_insured": ["count"] * 3}, [])


def test_a_target_far_from_the_people_counted_is_none():
    assert goals("Chỉ tiêu giao (người)", 150, 140, 130) == ({}, ["target-unclear.size"])


def test_a_told_target_column_is_obeyed_whatever_its_size():
    assert goals("Chỉ tiêu giao (người)", 150, 160, 170, told={"target_column": "D"})[0] == {
        "health_insured": ["count"] * 3
    }


def test_a_told_target_column_of_another_measure_serves_only_that():
    kinds, _ = goals("Chỉ tiêu BHXH tự nguyện", 450, 440, 430, told={"target_column": "D"})
    assert "health_insured" not in kinds


RATES = "Ward,Pupils,{0},{1},{2},{3}\nA,442,1,0.23%,0,0.90%\nB,2440,22,0.90%,24,0.98%\nC,2957,40,1.35%,28,0.95%\nD,1014,11,1.08%,10,{4}\n"


@pytest.mark.parametrize(
    "heads",
    [("Medical Count", "Medical %", "Religious Count", "Religious %"), ("Exempt A", "Exempt A rate", "Exempt B", "Exempt B rate"),
     ("Đã uống lần 1", "Tỷ lệ lần 1", "Đã uống lần 2", "Tỷ lệ lần 2")],
)  # fmt: skip
def test_a_printed_rate_is_held_against_its_own_count(tmp_path, heads):
    path = tmp_path / "rates.csv"
    path.write_text(RATES.format(*heads, "0.99%"), encoding="utf-8")
    made = compute(path, "--unit", "Ward", "--denominator", "Pupils", "--numerator", "E")
    cells = [
        cell
        for at in made.report()["findings"]
        if at["code"] == "printed-rate-differs"
        for cell in at["cells"]
    ]
    assert cells == ["F2"]


@pytest.mark.parametrize("text", ["#DIV/0!", "#N/A", "Err", "Err:502", "Error", "#REF!", "Lỗi"])
def test_an_error_text_in_a_printed_rate_is_said(tmp_path, text):
    path = tmp_path / "rates.csv"
    path.write_text(
        RATES.format("Medical Count", "Medical %", "Religious Count", "Religious %", text),
        encoding="utf-8",
    )
    made = compute(path, "--unit", "Ward", "--denominator", "Pupils", "--numerator", "E")
    assert ("error-cell", ["F5"]) in [(at["code"], at["cells"]) for at in made.report()["findings"]]


def test_a_bare_rate_beside_a_count_that_is_not_computed_is_that_one_s():
    rows = [
        ["Xã", "Dân số", "Số hộ khẩu rà soát", "%", "BHYT"],
        *([f"Xã {name}", 1000, 300 + at, 30 + at, 900 + at] for at, name in enumerate("ABC")),
    ]
    read = reading(rows)
    assert ("rate", "health_insured") not in read.observations[0].printed


def test_targets_are_read_as_before_where_the_heading_names_the_measure():
    rows = [
        ["Xã", "Dân số", "BHYT", "Chỉ tiêu BHYT (%)"],
        ["A", 5000, 4500, 95],
        ["B", 4000, 3700, 94],
    ]
    assert [
        float(goal.value) for goal in targets(reading(rows).observations[0]).values() if goal
    ] == [95.0, 94.0]


@pytest.mark.parametrize(
    "head", ["Target: new enrolments", "Chỉ tiêu phát triển mới (người)", "Ziel: Neuzugänge"]
)
def test_targets_of_new_people_that_nothing_counts_are_said(tmp_path, head):
    path = tmp_path / "t.csv"
    rows = ["Ashby,4100,3800,120", "Barrow,5200,4700,150"]
    path.write_text(f"Area,Population,Health insured,{head}\n" + "\n".join(rows), encoding="utf-8")
    report = compute(path)
    assert report.report()["rows"][0]["target_kind"] == "new"
    found = [one for one in report.report()["findings"] if one["code"] == "target-unclear"]
    assert [one["cells"] for one in found] == [["D2", "D3"]]
    assert "new_health_insured" in found[0]["message"]


@pytest.mark.parametrize(
    ("head", "values"), [("Ziel: Nachzügler", (120, 150)), ("Plan of something", (45, 40))]
)
def test_figures_under_words_that_nobody_knows_are_no_target_rates(tmp_path, head, values):
    """Beyond 100, or far from today's rate, they may as well be people."""
    path = tmp_path / "t.csv"
    rows = [f"Ashby,4100,3800,{values[0]}", f"Barrow,5200,4700,{values[1]}"]
    path.write_text(f"Area,Population,Health insured,{head}\n" + "\n".join(rows), encoding="utf-8")
    report = compute(path)
    assert report.report()["rows"][0]["target_count"] is None
    assert "target-unclear" in report.codes()


@pytest.mark.parametrize(
    ("count", "target"),
    [("Insured persons", "Health insurance target"), ("Members", "BHYT target 2025")],
)
def test_a_target_of_one_insurance_is_of_people_without_a_name(tmp_path, count, target):
    path = tmp_path / "t.csv"
    path.write_text(
        f"Area,Population,{count},{target}\nAshby,4100,3800,3900\nBarrow,5200,4700,4900\n",
        encoding="utf-8",
    )
    report = compute(path)
    assert report.report()["rows"][0]["target_count"] == 8800
    found = [one for one in report.report()["findings"] if one["code"] == "target-unclear"]
    assert [one["severity"] for one in found] == ["info"]


def test_a_target_of_one_insurance_is_not_of_people_who_were_told(tmp_path):
    path = tmp_path / "t.csv"
    rows = "Ashby,4100,800,3900\nBarrow,5200,700,4900\n"
    path.write_text(f"Area,Population,Visits,Health insurance target\n{rows}", encoding="utf-8")
    report = compute(path, "--numerator", "Visits", "--denominator", "Population")
    assert report.report()["rows"][0]["target_count"] is None


@pytest.mark.parametrize(
    ("heading", "measure"),
    [
        ("Chỉ tiêu BHXH tự nguyện", "social_voluntary"),
        ("Ziel Arbeitslosenversicherung", "unemployment_insured"),
        ("Target voluntary", "social_voluntary"),
        ("Kế hoạch giao BHTN", "unemployment_insured"),
    ],
)
def test_a_target_of_people_whom_no_column_counts_is_said_to_be_of_these(
    heading, measure, tmp_path
):
    path = tmp_path / "targets.csv"
    path.write_text(
        f"Xã,Dân số,BHYT,{heading}\nA,6000,5400,150\nB,3000,2600,70\n", encoding="utf-8"
    )
    (said,) = [one for one in compute(path).report()["findings"] if one["code"] == "target-unclear"]
    assert said["severity"] == "info"
    assert f"--map {measure}=" in said["message"]
    assert "rates or people" not in said["message"]


@pytest.mark.parametrize(
    "headings",
    [
        ("Số người tham gia BHXH tự nguyện", "Phát triển BHXH tự nguyện trong tháng", "Lũy kế phát triển BHXH tự nguyện từ đầu năm",
         "Kế hoạch phát triển BHXH tự nguyện"),
        ("BHYT", "BHYT tăng mới trong tháng", "BHYT tăng mới từ đầu năm đến nay", "Chỉ tiêu phát triển mới BHYT"),
        ("Health insured", "Newly health insured this month", "Newly health insured since January", "Target newly health insured"),
        ("Health insured", "New health insured", "New health insured, year to date", "Target new health insured"),
        ("Krankenversicherte", "Neu krankenversichert im Monat", "Neu krankenversichert seit Jahresbeginn", "Ziel neu krankenversichert"),
    ],
)  # fmt: skip
def test_the_new_people_of_the_year_stand_against_the_target_of_new_people(headings, tmp_path):
    lines = [
        "Xã|Dân số|" + "|".join(headings),
        "A|6000|500|12|60|100",
        "B|3000|270|8|40|70",
        "C|2000|180|5|22|40",
    ]
    path = tmp_path / "bhyt-2024-05.csv"
    path.write_text("\n".join(lines).replace(",", ";").replace("|", ","), encoding="utf-8")
    report = compute(path).report()
    whole = next(row for row in report["rows"] if row["target_kind"] == "new")
    assert (whole["target_count"], round(whole["attainment_pct"])) == (210, 58)
    assert "column-guessed" not in [one["code"] for one in report["findings"]]


@pytest.mark.parametrize("remark", ["lỗi CT", "see note", "siehe Anmerkung"])
def test_a_remark_among_printed_rates_is_a_note(tmp_path, remark):
    rates = ["90%", remark, "80%", "85%"]
    path = tmp_path / "t.csv"
    rows = [
        f"{name},{people},{people * 9 // 10},{rate}"
        for name, people, rate in zip("ABCD", (1000, 2000, 3000, 4000), rates, strict=True)
    ]
    path.write_text("\n".join(["Town,Population,Health insured,Coverage", *rows]), encoding="utf-8")
    found = [one for one in compute(path).report()["findings"] if one["code"] == "not-a-number"]
    assert [(one["severity"], one["cells"]) for one in found] == [("info", ["D3"])]
