"""Which of several columns is a measure: words with effects, sums beside it, printed rates; in doubt said or refused."""

import pytest
from grids import PROFILE, grid, table
from program import compute, run

from coverage_cli.errors import UnreadableInput
from coverage_cli.locate import load_vocabulary, locate
from coverage_cli.profiles import load_profile
from coverage_cli.project import Told
from coverage_cli.rules import check_columns

PEOPLE = (5000, 4000, 6000)


def columns(*headings, figures=(), title="BHYT THÁNG 5 NĂM 2024", merged=()):
    """Return the columns of a sheet: a heading each (storeys parted by >), figures for those that need their own."""
    depth = max(heading.count(">") for heading in headings) + 1
    storeys = [
        [part.strip() for part in heading.split(">")] + [None] * depth for heading in headings
    ]
    rows = [
        [title],
        *([None if at else "Xã", *(storey[at] for storey in storeys)] for at in range(depth)),
    ]
    for at, people in enumerate(PEOPLE):
        own = [
            figures[index][at] if index < len(figures) and figures[index] else people
            for index in range(len(headings))
        ]
        rows.append([f"Xã {'ABC'[at]}", *own])
    return table(grid(rows, *merged)).columns


def measures(*headings, **options):
    """Return the measure of each column by its letter."""
    return {at.letter: at.subject for at in columns(*headings, **options) if at.role == "measure"}


def said(made):
    findings = check_columns(table(made), table(made).columns, PROFILE.default_indicators)
    return [
        (at.code, at.variant, at.severity, at.cells) for at in findings if at.severity == "warning"
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "BHYT hưu trí", "BHYT nghèo", "BHYT > NLĐ", "BHYT tự đóng", "BHYT được hỗ trợ", "BHYT bảo trợ xã hội", "BHYT nữ",
        "Health insured, retired", "Health insured > Pensioners", "Health insured (urban)", "Krankenversicherte Rentner",
        "Krankenversicherte > Frauen",
    ],
)  # fmt: skip
def test_a_part_is_never_the_whole(heading):
    made = columns("Dân số", heading)
    assert (made[-1].role, made[-1].why) == ("other", "excluded")


@pytest.mark.parametrize(
    "heading",
    [
        "Số người cần tham gia BHYT", "Số người thuộc diện BHYT", "BHYT ngừng đóng", "Thẻ BHYT hết hạn", "Chưa có BHYT",
        "People who need health insurance", "Health insurance lapsed", "Expired health cards", "Eligible for health insurance",
        "Nicht krankenversichert", "Krankenversicherung erforderlich",
        "Thu BHYT", "Dự toán BHYT", "Kinh phí BHYT", "Đại lý BHYT", "Số hộ BHYT", "Mật độ dân số (người/km2)",
        "Diện tích", "Health insurance revenue", "Population density (Person/km2)", "Einwohner je km²", "Krankenversicherte Haushalte",
        "Chỉ tiêu thu BHYT", "Kế hoạch kinh phí BHYT (triệu đồng)", "Target revenue, health insurance", "Tỷ lệ nợ BHYT",
    ],
)  # fmt: skip
def test_the_opposite_and_what_is_no_people_is_no_measure_target_or_rate(heading):
    made = columns("Dân số", heading)
    assert made[-1].role in ("other", "target")  # a target of something else is said
    assert made[-1].why == "excluded"


@pytest.mark.parametrize(
    ("others", "today"),
    [
        (("BHYT đầu năm",), "BHYT hiện nay"),
        (("BHYT đầu kỳ", "BHYT > Tăng", "BHYT > Giảm"), "BHYT cuối kỳ"),
        (("BHYT năm trước",), "BHYT"),
        (("BHYT cùng kỳ năm trước",), "BHYT tháng này"),
        (("Dự kiến BHYT cuối năm",), "BHYT"),
        (("Phấn đấu BHYT đến 31/12/2024",), "BHYT"),
        (("Ước thực hiện BHYT tháng 6",), "Thực hiện BHYT"),
        (
            ("Health insured, opening", "Health insured > Increase", "Health insured > Decrease"),
            "Health insured, closing",
        ),
        (("Health insured at the beginning of the year",), "Health insured now"),
        (("Health insured (forecast)", "Health insured last year"), "Health insured (actual)"),
        (
            ("Krankenversicherte Jahresanfang", "Krankenversicherte Vorjahr"),
            "Krankenversicherte aktuell",
        ),
        (("Krankenversicherte (Prognose)",), "Krankenversicherte Ende"),
    ],
)
def test_another_time_is_not_this_one(others, today):
    for headings in ((*others, today), (today, *others)):
        found = measures("Dân số", *headings)
        assert [found.get("BCDEF"[1 + headings.index(today)])] == ["health_insured"]
        assert list(found.values()).count("health_insured") == 1


def test_a_population_of_the_start_of_the_year_serves_where_no_other_is_there():
    assert measures("Dân số đầu năm", "BHYT")["B"] == "population"
    assert measures("Dân số đầu năm", "Dân số", "BHYT") == {
        "C": "population",
        "D": "health_insured",
    }
    assert measures("Projected population", "Health insured")["B"] == "population"


@pytest.mark.parametrize(
    ("groups", "total"),
    [
        (("BHYT > NLĐ", "BHYT > HSSV", "BHYT > HGĐ"), "Tổng cộng"),
        (("BHYT > Công ty", "BHYT > Trường học", "BHYT > Còn lại"), "Cộng"),
        (
            ("Health insured > Employees", "Health insured > Pupils", "Health insured > Household"),
            "Total",
        ),
        (
            (
                "Krankenversicherte > Arbeitnehmer",
                "Krankenversicherte > Schüler",
                "Krankenversicherte > Rentner",
            ),
            "Insgesamt",
        ),
    ],
)
@pytest.mark.parametrize("first", [False, True])
def test_a_total_outside_its_group_is_the_total_where_the_figures_say_so(groups, total, first):
    parts = [[2000, 1000, 2000], [1500, 1200, 2000], [1000, 1000, 1300]]
    whole = [sum(part) for part in zip(*parts, strict=True)]
    headings, figures = [*groups, total], [None, *parts, whole]
    if first:
        headings, figures = [total, *groups], [None, whole, *parts]
    made = columns("Dân số", *headings, figures=figures)
    (taken,) = [at for at in made if (at.role, at.subject) == ("measure", "health_insured")]
    assert taken.name == total
    assert ("sum", 6) in taken.evidence


def test_a_total_outside_its_group_that_is_no_sum_of_it_is_not_taken():
    made = measures("Dân số", "BHYT > NLĐ", "BHYT > HSSV", "BHYT > HGĐ", "Tổng cộng")
    assert "health_insured" not in made.values()
    with pytest.raises(UnreadableInput):
        measures("Dân số", "BHYT > Công ty", "BHYT > Trường", "Tổng cộng")


def test_the_insured_and_the_others_come_to_all_people_not_to_the_insured():
    insured, others = [4700, 3500, 5000], [300, 500, 1000]
    found = measures("BHYT", "Chưa có BHYT", "Tổng cộng", figures=[insured, others, list(PEOPLE)])
    assert found == {"B": "health_insured"}


def test_one_with_a_blank_or_a_corrected_cell_among_its_parts_is_still_their_sum():
    rows = [
        ["BHYT T5/2024"],
        ["Xã", "Dân số", "BHYT", None, None, "Cộng"],
        [None, None, "Khối 1", "HSSV", "HGĐ", None],
    ]
    for at in range(10):
        rows.append([f"Xã {at}", 900, 200 + at, 100, 50 if at else None, 350 + at if at else 300])
    rows[-1][-1] += 7
    made = table(grid(rows, "C2:E2"))
    assert {
        at.letter for at in made.columns if at.subject == "health_insured" and at.role == "measure"
    } == {"F"}


def test_a_printed_rate_tells_which_of_two_columns_it_is_of():
    first, second = [4700, 3500, 5000], [4500, 3600, 4900]
    rates = [round(100 * one / people, 2) for one, people in zip(second, PEOPLE, strict=True)]
    headings = ("Dân số", "BHYT lần 1", "BHYT lần 2", "Tỷ lệ (%)")
    made = columns(*headings, figures=[None, first, second, rates])
    (taken,) = [at for at in made if (at.role, at.subject) == ("measure", "health_insured")]
    assert (taken.letter, taken.rival) == ("D", None)
    assert dict(taken.evidence)["rate"] > 0
    with pytest.raises(UnreadableInput):
        columns(*headings[:3], figures=[None, first, second])


def test_a_thin_lead_is_taken_and_said():
    rows = [
        ["Xã", "Dân số", "Tổng số BHYT", "BHYT"],
        ["A", 1000, 900, 800],
        ["B", 2000, 1900, 1500],
        ["C", 900, 800, 700],
    ]
    (taken,) = [
        at for at in table(rows).columns if (at.role, at.subject) == ("measure", "health_insured")
    ]
    assert (taken.letter, taken.rival) == ("C", "D")
    assert said(rows) == [("column-guessed", "rival", "warning", ("C1",))]


@pytest.mark.parametrize(
    "headings",
    [
        ("Versicherte Kinder", "Versicherte Erwachsene"),
        ("BHYT trẻ em", "BHYT người lớn"),
        ("Insured children", "Insured adults"),
    ],
)
def test_children_beside_adults_are_not_all_people(tmp_path, headings):
    lines = [
        ",".join(["Unit,Population", *headings]),
        "Rauma,6226,1027,4500",
        "Lierne,7399,1393,5480",
    ]
    (tmp_path / "ages.csv").write_text("\n".join(lines), encoding="utf-8")
    assert run("compute", tmp_path / "ages.csv").code == 3


@pytest.mark.parametrize("words", ["ngoài giờ", "xyz", "zonal", "kỳ lạ"])
def test_words_that_nobody_understands_are_a_doubt_that_is_said(words):
    rows = [["Xã", "Dân số", f"BHYT {words}"], ["A", 1000, 900], ["B", 2000, 1500]]
    assert said(rows) == [("column-guessed", "", "warning", ("C1",))]
    (finding,) = check_columns(table(rows), table(rows).columns, PROFILE.default_indicators)
    assert finding.values["measure"] == "health_insured"


@pytest.mark.parametrize(
    "heading",
    [
        "Số người đang tham gia BHYT đến hết tháng 5/2024", "Tổng số người có thẻ BHYT", "Kết quả thực hiện BHYT",
        "Số thẻ BHYT còn giá trị sử dụng"[:-8], "Lũy kế số người tham gia BHYT", "Number of people with health insurance",
        "Total health insured persons", "Anzahl der Krankenversicherten"[:-1], "Krankenversicherte insgesamt (Personen)",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_doubt(heading):
    rows = [["Xã", "Tổng số dân", heading], ["A", 1000, 900], ["B", 2000, 1500]]
    assert said(rows) == []


def test_doubt_is_not_said_of_what_sets_no_rate():
    rows = [
        ["Xã", "Dân số", "BHYT", "BHYT HGĐ mức xyz"],
        ["A", 1000, 900, 90],
        ["B", 2000, 1500, 150],
    ]
    assert said(rows) == []


def test_a_count_dated_as_the_title_and_one_without_date_are_rivals():
    found = measures("Dân số", "Số người tham gia BHYT tháng 5/2024", "BHYT thợ xyz")
    assert found == {"B": "population", "C": "health_insured"}
    earlier = measures("Dân số", "BHYT tháng 4/2024", "BHYT")
    assert earlier == {"B": "population", "C": "health_insured", "D": "health_insured"}


@pytest.mark.parametrize(
    "lone",
    [
        "Số người trong độ tuổi lao động",
        "Working-age population",
        "Bevölkerung im erwerbsfähigen Alter",
    ],
)
def test_people_of_working_age_are_the_labour_force_only_in_want_of_it_and_said(lone):
    alone = [["Xã", lone, "BHXH TN"], ["A", 3100, 130], ["B", 2500, 90]]
    assert said(alone) == [("column-guessed", "", "warning", ("B1",))]
    for force in (
        "LLLĐ trong độ tuổi",
        "Lực lượng lao động",
        "Labour force",
        "LLLĐ từ 15 tuổi trở lên",
    ):
        both = [["Xã", lone, force, "BHXH TN"], ["A", 3100, 2500, 130], ["B", 2500, 2000, 90]]
        taken = [
            at.letter
            for at in table(both).columns
            if (at.role, at.subject) == ("measure", "labour_force")
        ]
        assert taken == ["C"]
        assert said(both) == []


@pytest.mark.parametrize(
    ("vaccine", "dose"),
    [
        ("DPT-VGB-Hib", "Mũi {}"),
        ("DTP", "{}. Dosis"),
        ("DPT", "Mũi {}"),
        ("Sechsfach", "{}. Dosis"),
    ],
)
def test_phrases_run_over_the_storeys_of_a_heading(vaccine, dose):
    profile = load_profile("immunisation")
    rows = [
        ["Xã", "Trẻ < 1 tuổi", vaccine, None, None, "Ghi chú"],
        [None, None, *(dose.format(at) for at in (1, 2, 3)), None],
    ]
    rows += [[f"Xã {name}", 90, 86, 85, 84, "x"] for name in "ABC"]
    told = Told(header_rows=(1, 2))
    (made,) = locate(
        grid(rows, "C1:E1"), told, profile.measures, load_vocabulary(phrases=profile.phrases)
    )
    found = {at.letter: at.subject for at in made.columns if at.role == "measure"}
    assert found == {"B": "infants", "C": "dtp1", "E": "dtp3"}


@pytest.mark.parametrize(
    "head", ["Dân số (Công an)", "Nhân khẩu do công an quản lý", "Dân số do Công an cung cấp"]
)
def test_the_office_that_counted_the_people_makes_them_no_part(tmp_path, head):
    path = tmp_path / "t.csv"
    path.write_text(f"Xã,{head},BHYT\nXã A,5000,4500\nXã B,4000,3700\n", encoding="utf-8")
    assert compute(path).report()["rows"][0]["denominator"] == 9000
    both = f"Xã,{head},Dân số (Thống kê),BHYT\nXã A,5000,5100,4500\nXã B,4000,4050,3700\n"
    path.write_text(both, encoding="utf-8")
    assert "denominator-beside" in compute(path).codes()


def test_the_insured_of_that_office_are_a_part(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Xã,Dân số,BHYT Công an\nXã A,5000,45\nXã B,4000,37\n", encoding="utf-8")
    assert run("compute", path).code == 3


@pytest.mark.parametrize("head", ["Total covered", "All lives", "Total", "Gesamtbestand"])
def test_the_sum_of_the_people_found_and_of_a_part_is_their_whole(tmp_path, head):
    path = tmp_path / "t.csv"
    rows = "Ashby,4100,1800,2000,3800\nBarrow,5200,2300,2400,4700\nColdwell,3300,1400,1600,3000\n"
    path.write_text(f"Area,Population,Members,Dependants,{head}\n{rows}", encoding="utf-8")
    report = compute(path).report()
    assert report["rows"][0]["numerator"] == 11500


@pytest.mark.parametrize("head", ["Target group", "Target population", "Đối tượng tiêm"])
def test_a_target_group_beside_the_population_is_another_count_of_people_and_asked_for(
    tmp_path, head
):
    path = tmp_path / "t.csv"
    path.write_text(
        f"Area,Population,{head},Vaccinated\nAshby,4100,900,800\nBarrow,5200,1100,950\n",
        encoding="utf-8",
    )
    refused = run("compute", path)
    assert refused.code == 3
    assert "population" in refused.err


@pytest.mark.parametrize(
    "headings",
    [
        (
            "Dân số",
            "Số người tham gia BHYT do NSNN đóng",
            "Số người tham gia BHYT do người tham gia đóng",
        ),
        (
            "Dân số",
            "Tham gia BHYT > Người lao động đóng",
            "Tham gia BHYT > Chủ sử dụng lao động đóng",
        ),
        ("Population", "Health insured paid by the government", "Health insured paid by members"),
        (
            "Einwohner",
            "Krankenversicherte (vom Staat bezahlt)",
            "Krankenversicherte (Selbstzahler)",
        ),
    ],
)
def test_who_pays_tells_parts_and_never_the_whole(headings):
    assert measures(*headings) == {"B": "population"}


@pytest.mark.parametrize(
    ("headings", "subject"),
    [
        (("Dân số", "Số người tham gia đóng BHYT"), "health_insured"),
        (("LLLĐ", "Số người tham gia đóng BHXH"), "social_insured"),
        (("LLLĐ", "Người lao động đóng BHTN"), "unemployment_insured"),
    ],
)
def test_people_who_pay_are_the_whole_where_no_part_is_named(headings, subject):
    assert measures(*headings)["C"] == subject


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("Dân số theo Công an", "Dân số theo Niên giám 2023", "population#Niên giám 2023"),
        ("Population (register)", "Population (census 2019)", "population#census 2019"),
        ("Einwohner (Melderegister)", "Einwohner (Zensus 2022)", "population#Zensus 2022"),
        (
            "Dân số trung bình",
            "Dân số theo tổng điều tra 2019",
            "population#theo tổng điều tra 2019",
        ),
    ],
)
def test_people_by_a_source_of_its_own_year_stand_beside_those_of_another(first, second, name):
    assert measures(first, second, "BHYT") == {"B": "population", "C": name, "D": "health_insured"}
    rows = [["Xã", first, second, "BHYT"], ["A", 1000, 990, 900], ["B", 2000, 1800, 1500]]
    assert said(rows) == [("denominator-beside", "", "warning", ("C1",))]


@pytest.mark.parametrize(
    "headings",
    [
        ("Population", "Registered", "Active"),
        ("Population", "Members registered", "Members active"),
        ("Dân số", "BHYT đã đăng ký", "BHYT đang hoạt động"),
        ("Dân số", "Số người đăng ký BHYT", "Đang hoạt động"),
        ("Einwohner", "Versicherte", "Aktiv"),
        ("Einwohner", "Krankenversicherte gemeldet", "Krankenversicherte aktiv"),
    ],
)
def test_the_registered_and_the_active_are_rivals(headings):
    with pytest.raises(UnreadableInput) as refused:
        columns(*headings, figures=[None, (4400, 3500, 5200), (4100, 3300, 4800)])
    assert refused.value.key == "measure-ambiguous"


@pytest.mark.parametrize(
    "heading", ["Dân số TB", "Dân số TB năm 2024", "DSTB", "Dân số bình quân", "Average population"]
)
def test_the_average_population_is_people(heading):
    rows = [["Xã", heading, "BHYT"], ["A", 1000, 900], ["B", 2000, 1500]]
    assert said(rows) == []
