"""Whose a time is: of the counts, a plan, a comparison, a signature, a print, a letter, the population; and which is taken."""

import datetime

import pytest
from grids import grid

from coverage_cli.locate import OF_PLANS, period_of
from coverage_cli.locate.table_period import lines_above
from coverage_cli.locate.times import period_in, periods_of_headings, spoken_in


def taken(*lines, sheet="", file="x.xlsx"):
    return [found.period for found in period_of(lines, sheet, file)]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("KẾT QUẢ THÁNG 5, PHƯƠNG HƯỚNG NHIỆM VỤ THÁNG 6 NĂM 2024", "2024-05"),
        ("Báo cáo công tác tháng 8 và kế hoạch tháng 9 năm 2023", "2023-08"),
        ("KẾT QUẢ CÔNG TÁC QUÝ II, CHƯƠNG TRÌNH CÔNG TÁC QUÝ III/2024", "2024-Q2"),
        ("BÁO CÁO THÁNG 12, NHIỆM VỤ TRỌNG TÂM THÁNG 1 NĂM 2025", "2024-12"),
        ("Sơ kết 6 tháng đầu năm, phương hướng 6 tháng cuối năm 2024", "2024-06"),
        ("KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU BHXH, BHYT THÁNG 3/2024", "2024-03"),
        ("TÌNH HÌNH THỰC HIỆN KẾ HOẠCH NĂM 2024 (đến hết tháng 7)", "2024-07"),
        ("KẾT QUẢ THÁNG 5/2024 VÀ CHỈ TIÊU NĂM 2025", "2024-05"),
        ("Thực hiện 7T/2023 và kế hoạch năm 2024", "2023-07"),
        ("TH 11T đầu năm 2022", "2022-11"),
        ("Số người tham gia tháng 10/2024 (kế hoạch năm 2025 kèm theo)", "2024-10"),
        ("Insured people in May 2024 and targets for 2025", "2024-05"),
        ("Enrolment, June 2023 (plan 2024 in column F)", "2023-06"),
        ("Insured, March 2024; 2025 targets beside", "2024-03"),
        ("Versicherte im Mai 2024, Zielwerte 2025", "2024-05"),
        ("Versicherte Juni 2024 (Prognose Dezember 2024)", "2024-06"),
        ("Peserta JKN Mei 2024, rencana 2025", "2024-05"),
        ("HEALTH INSURANCE COVERAGE YEAR 2022 AND 2021 COMPARED", "2022"),
        ("Versicherte 03/2020 und 2019 im Vergleich", "2020-03"),
        ("Ergebnisse April, Planung Mai 2024", "2024-04"),
        ("Resultados de abril de 2024 e metas para maio de 2024", "2024-04"),
        ("SO SÁNH SỐ THAM GIA BHYT THÁNG 5/2024 VỚI THÁNG 4/2024", "2024-05"),
    ],
)
def test_plans_estimates_and_tasks_to_come_are_not_the_counts_time(line, period):
    assert taken(line) == [period]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("TỔNG HỢP BHYT QUẬN 8 THÁNG 7 NĂM 2023", "2023-07"),
        ("Danh sách đợt 1 tháng 11 năm 2022", "2022-11"),
        ("BHYT TỔ DÂN PHỐ 14 THÁNG 2 NĂM 2025", "2025-02"),
        ("Bhyt phuong 6 thang 3 nam 2024", "2024-03"),
        ("Phường 10 tháng 4/2024", "2024-04"),
        ("Số thẻ phường 10 đến ngày 20 tháng 4 năm 2024", "2024-04-20"),
        ("THẺ BHYT ĐẾN HẾT 30 THÁNG 9 NĂM 2023", "2023-09-30"),
        ("Thẻ BHYT tính từ 1 đến 15 tháng 8 năm 2023", "2023-08-15"),
        ("Bao phủ (15 tháng 8 năm 2023)", "2023-08-15"),
        ("Health insurance in District 9 May 2024", "2024-05"),
        ("Enrolment of Ward 12 June 2022", "2022-06"),
        ("Insured as at 9 May 2024", "2024-05-09"),
        ("Members on 1st of July 2023", "2023-07-01"),
    ],
)
def test_the_number_of_a_place_or_round_before_a_month_is_no_day(line, period):
    assert taken(line) == [period]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Couverture maladie au 30 avril 2023", "2023-04-30"),
        ("Effectifs du système de soins, du 1er janvier 2022 au 31 août 2022", "2022-08-31"),
        ("Assurés en décembre 2021", "2021-12"),
        ("Cobertura al 31 de enero del año 2022", "2022-01-31"),
        ("Asegurados de septiembre de 2024", "2024-09"),
        ("Beneficiários em 30 de novembro de 2023", "2023-11-30"),
        ("Kepesertaan per 31 Oktober 2023", "2023-10-31"),
        ("Assistiti al 28 febbraio 2023", "2023-02-28"),
        ("Verzekerden op 31 maart 2022", "2022-03-31"),
        ("Ubezpieczeni, stan na 30 czerwca 2024 r.", "2024-06-30"),
        ("Assurés au 31 mars 2024 (objectif décembre 2024)", "2024-03-31"),
        ("Membership in County Mayo, 2022", "2022"),
    ],
)
def test_months_of_further_languages_date_a_sheet(line, period):
    assert taken(line) == [period]


@pytest.mark.parametrize(
    ("line", "periods"),
    [
        ("SỐ THẺ BHYT (chốt đến 30/9/23)", ["2023-09-30"]),
        ("Thẻ còn hạn đến ngày 05.10.24", ["2024-10-05"]),
        ("Versicherte, Stand 30.11.22", ["2022-11-30"]),
        ("Members to 3/28/25", ["2025-03-28"]),
        ("Mục 1.2.24", []),
        ("Số 15/3/24/TB", []),
        ("Tỷ lệ 2/31/45", []),
    ],
)
def test_a_date_of_numbers_may_have_a_short_year(line, periods):
    assert taken(line) == periods


@pytest.mark.parametrize(
    "line",
    [
        "PHƯƠNG HƯỚNG, NHIỆM VỤ CÔNG TÁC THÁNG 6 NĂM 2024",
        "DỰ KIẾN SỐ NGƯỜI THAM GIA BHYT ĐẾN 31/12/2025",
        "Ước thực hiện năm 2024",
        "Phấn đấu đến năm 2030",
        "TÌNH HÌNH THAM GIA BHYT (in ngày 03/06/2024)",
        "DANH SÁCH ĐƠN VỊ - Ngày in: 14/02/2025",
        "Kết xuất lúc 10:22 ngày 03/06/2024",
        "Ngày lập: 05/7/2023",
        "Xuất ngày 3 tháng 6 năm 2024",
        "Lập ngày 03/6/2024",
        "Đề nghị gửi trước ngày 10/6/2024",
        "Printed on 3 June 2024",
        "Report generated 2024-06-03 10:22",
        "Enrolment by district (exported 4 June 2024)",
        "Released March 2023",
        "Stand der Auswertung: 03.06.2024",
        "Versicherte (erstellt am 3. Juni 2024)",
        "Druckdatum 03.06.2024",
        "Dicetak: 3 Juni 2024",
        "Cập nhật lúc 10:05 03/06/2024",
        "Người in: Nguyễn Văn A - 03/06/2024",
        "08h30 ngày 3/6/2024",
        "Số: 125/BC-BHXH ngày 05/6/2024",
        "Nho Quan, ngày … tháng 6 năm 2024",
        "(Kèm theo Công văn số 15/BHXH ngày 5 tháng 1 năm 2024)",
        "Căn cứ Quyết định số 546/QĐ-TTg ngày 29/4/2022",
        "Theo Nghị quyết số 12/2023/NQ-HĐND",
        "Thông tư 06/2024/TT-BYT",
        "Luật số 41/2024/QH15",
        "gemäß Erlass vom 12.03.2024",
        "Circular 12 of 5 March 2024",
        "Nho Quan ngày 05 tháng 01 năm 2025",
        "Yên Khánh, ngày 2 tháng 8 năm 2023",
        "TP. Hồ Chí Minh, ngày 03/6/2024",
        "Kim Sơn ngày 04/10/2024",
        "NINH BÌNH, NGÀY 5 THÁNG 7 NĂM 2024",
        "Hannover, den 5. Januar 2025",
        "Dân số đến ngày 1/4/2019",
        "(dân số trung bình năm 2023)",
        "Số liệu dân số năm 2023",
        "Ghi chú: số liệu dân số theo kết quả Tổng điều tra 1/4/2019",
        "Population estimates 2023",
        "Bevölkerung am 31.12.2022",
        "Tăng, giảm so với tháng 4/2024",
        "So tháng 4/2024",
        "Cùng kỳ năm 2023",
        "Change since 31 December 2023",
        "Veränderung gegenüber Mai 2023",
    ],
)
def test_times_of_something_else_alone_are_no_period(line):
    assert taken(line) == []
    assert taken(line, "BÁO CÁO THÁNG 4/2021") == ["2021-04"]
    assert taken("Enrolled, April 2021", line) == ["2021-04"]


@pytest.mark.parametrize(
    ("lines", "period"),
    [
        (["Tình hình tháng 5, tham gia BHYT năm 2024"], "2024-05"),
        (["Tham gia BHYT năm 2024, số liệu đến hết tháng 5"], "2024-05"),
        (["Năm 2024 (đến tháng 5)"], "2024-05"),
        (["BÁO CÁO THÁNG 9", "NĂM 2023"], "2023-09"),
        (["Tham gia BHYT năm 2023 (in ngày 03/6)"], "2023"),
        (["Tham gia BHYT năm 2023, đến ngày 20 tháng 4"], "2023-04-20"),
        (["BÁO CÁO NĂM 2024", "(tính đến ngày 20/5)"], "2024-05-20"),
        (["Quý III", "Năm 2023"], "2023-Q3"),
        (["Results for May", "Health insurance 2024"], "2024-05"),
    ],
)
def test_month_and_year_may_stand_apart(lines, period):
    assert taken(*lines) == [period]


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("People tested, 28 May 2020 - 26 May 2021", "2021-05-26"),
        ("2021-05-20 to 2021-05-26", "2021-05-26"),
        ("2021-05-20–2021-05-26", "2021-05-26"),
        ("từ 01/01 đến 31/05/2024", "2024-05-31"),
        ("Từ ngày 01/01/2024 đến ngày 20/05/2024", "2024-05-20"),
        ("tuần 20/5 - 26/5/2021", "2021-05-26"),
        ("Từ tháng 1 đến tháng 8 năm 2023", "2023-08"),
        ("Tháng 1 - tháng 8/2023", "2023-08"),
        ("01.01.2024 bis 12.05.2024", "2024-05-12"),
        ("1. Januar bis 12. Mai 2024", "2024-05-12"),
        ("May 20-26, 2021", "2021-05-26"),
        ("20–26 May 2021", "2021-05-26"),
        ("January 2023 through March 2024", "2024-03"),
        ("từ năm 2019 đến năm 2023", "2023"),
        ("Tuần 21 năm 2021", "2021-05-30"),
        ("KW 3/2022", "2022-01-23"),
        ("Week 5, 2021", "2021-02-07"),
    ],
)
def test_a_range_ends_at_its_end_and_a_week_on_its_sunday(line, end):
    assert taken(line) == [end]


@pytest.mark.parametrize(
    ("lines", "sheet", "periods"),
    [
        (["BÁO CÁO THÁNG 5/2024", "(Số liệu đến 31/3/2024)"], "", ["2024-03-31", "2024-05"]),
        (["Tháng 4/2024", "Tháng 5/2024"], "", ["2024-04", "2024-05"]),
        (["Enrolled, April 2024", "May 2024"], "", ["2024-04", "2024-05"]),
        (["Tham gia BHYT tháng 4/2024"], "Tháng 5-2024", ["2024-04", "2024-05"]),
    ],
)
def test_two_different_times_of_the_counts_contradict_each_other(lines, sheet, periods):
    assert taken(*lines, sheet=sheet) == periods


@pytest.mark.parametrize(
    "line",
    [
        "Đến ngày 30/06/2024", "ĐẾN NGÀY 30/06/2024", "Tính đến ngày 30 tháng 6 năm 2024", "Kỳ báo cáo: ngày 30/6/2024",
        "BÁO CÁO NGÀY 30/06/2024", "TÌNH HÌNH THAM GIA BHYT, NGÀY 30/6/2024", "Số liệu ngày 30/6/2024", "Tại ngày 30/6/2024",
        "(Stand 30.06.2024)", "Enrolment as of 30 June 2024", "Thống kê ngày 30/06/2024",
    ],
)  # fmt: skip
def test_a_day_of_the_counts_is_no_signature(line):
    assert taken(line) == ["2024-06-30"]


def test_a_bare_date_is_taken_only_where_nothing_else_is_said():
    assert taken("BÁO CÁO BHYT", "Ngày 03/6/2024") == ["2024-06-03"]
    assert taken("BÁO CÁO BHYT THÁNG 5/2024", "Ngày 03/6/2024") == ["2024-05"]
    assert taken("BÁO CÁO BHYT", "Ngày 03/6/2024", sheet="T5-2024") == ["2024-05"]
    assert taken("Enrolled people", "3 June 2024", file="enrolled-2024-05.xlsx") == ["2024-05"]
    for line in (
        "Ngày báo cáo: 03/6/2024",
        "Report date: 3 June 2024",
        "Datum: 03.06.2024",
        "Lisboa, 3 de junho de 2024",
    ):
        assert taken(line, "BHYT 5/2024") == ["2024-05"]
        assert taken(line) == ["2024-06-03"]


def test_a_list_of_targets_or_people_has_the_time_of_its_plan_or_people():
    for line in ("CHỈ TIÊU GIAO NĂM 2025", "Targets 2025", "Bevölkerung 2025"):
        assert period_of([line], "", "x.xlsx") == []
        assert [found.period for found in period_of([line], "", "x.xlsx", besides=OF_PLANS)] == [
            "2025"
        ]


def test_a_place_called_like_a_month_is_none():
    assert taken("BÁO CÁO QUẬN HOÀNG MAI", "Năm 2024") == ["2024"]


def test_cells_with_a_label_left_of_them_are_read_together():
    rows = [
        ["Ngày in:", datetime.datetime(2024, 6, 3)],
        ["Tháng:", 5, "Năm:", 2024],
        ["Xã", "Dân số", "BHYT"],
    ]
    sheet = grid(rows)
    assert lines_above(sheet, 2) == [
        "Ngày in:",
        "Ngày in 03/06/2024",
        "Tháng:",
        "Tháng 5",
        "Năm:",
        "Năm 2024",
    ]
    assert taken(*lines_above(sheet, 2)) == ["2024-05"]
    assert lines_above(grid([["BHXH HUYỆN NHO QUAN", "Ngày 3/6/2024"]]), 1)[1] == "Ngày 3/6/2024"
    beside = grid([["Census 2022: first results\n(28 June 2023)"]])
    assert taken(*lines_above(beside, 1)) == ["2022"]
    signed = grid([["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nNho Quan, ngày 5/1/2025", 7]])
    assert lines_above(signed, 1)[1:] == ["Nho Quan, ngày 5/1/2025"]


@pytest.mark.parametrize(
    ("paths", "periods"),
    [
        (
            [("BHYT", "2024-01-01"), ("BHYT", "2024-02-01"), ("Dân số",)],
            ["2024-01", "2024-02", None],
        ),
        (
            [("Enrolled", "Nov-23"), ("Enrolled", "Dec-23"), ("Enrolled", "Jan-24")],
            ["2023-11", "2023-12", "2024-01"],
        ),
        ([("T11/23",), ("T12/23",)], ["2023-11", "2023-12"]),
        (
            [("Dân số", "2023-12-31"), ("2024-01-01",), ("2024-02-01",)],
            ["2023-12-31", "2024-01", "2024-02"],
        ),
        ([("2024-01-01",), ("2024-01-08",)], ["2024-01-01", "2024-01-08"]),
        ([("Population at", "2024-01-01"), ("Enrolled",)], ["2024-01-01", None]),
        ([("Jan-24",), ("Người",)], [None, None]),
        ([("Tháng 5/2024", "Năm 2024"), ("Tháng 5", "Năm 2023")], ["2024-05", "2023-05"]),
        ([("Năm 2024", "BHYT đến 31/12/2023"), ("Năm 2024", "Tháng 4")], ["2023-12-31", "2024-04"]),
        ([("BHYT", "So với 31/12/2023"), ("BHYT (quyết định ngày 3/4/2023)",)], [None, None]),
        ([("Chỉ tiêu năm 2025",), ("Dân số năm 2023",)], ["2025", "2023"]),
    ],
)
def test_headings_as_a_series(paths, periods):
    assert periods_of_headings(paths, None) == periods


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("May", "2024-05"),
        ("Jan (people)", "2024-01"),
        ("Tháng 12 năm trước", None),
        ("BHYT 5 tháng", None),
        ("Oktober", "2024-10"),
    ],
)
def test_months_of_headings_take_the_year_of_the_title(text, period):
    assert period_in(text, "2024") == period


def test_every_time_of_a_line_keeps_its_role():
    line = (
        "Kết quả tháng 5/2024 so với tháng 4/2024 và cùng kỳ 2023, kế hoạch 2025 (in ngày 3/6/2024)"
    )
    assert [(one.period, one.role) for one in spoken_in(line)] == [
        ("2024-05", "counts"),
        ("2024-04", "comparison"),
        ("2023", "comparison"),
        ("2025", "plan"),
        ("2024-06-03", "print"),
    ]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("BÁO CÁO THÁNG NĂM NĂM 2024", "2024-05"),
        ("Số liệu đến hết tháng tư năm 2023", "2023-04"),
        ("TÌNH HÌNH BHYT THÁNG MƯỜI HAI NĂM 2022", "2022-12"),
        ("Kết quả tháng mười một 2021", "2021-11"),
        ("Báo cáo tháng giêng năm 2025", "2025-01"),
        ("Số liệu đến ngày 31 tháng mười năm 2024", "2024-10-31"),
        ("BÁO CÁO CÁC THÁNG NĂM 2024", "2024"),
        ("Báo cáo tháng năm 2024", "2024"),
    ],
)
def test_months_in_words_are_months_and_nam_is_five_only_before_a_year(line, period):
    assert taken(line) == [period]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Version 3 of 2 June 2024: data for May 2024", "2024-05"),
        ("Revision 2 from 4 July 2023 - figures for June 2023", "2023-06"),
        ("Data up to March 2024 (version of 8 April 2024)", "2024-03"),
        ("Version 2 vom 5. Juni 2024: Zahlen für Mai 2024", "2024-05"),
        ("Phiên bản 2 ngày 3/6/2024: số liệu tháng 5/2024", "2024-05"),
    ],
)
def test_the_day_of_a_version_is_not_that_of_the_data_told_beside_it(line, period):
    assert taken(line) == [period]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Tổng đài 1900 9068, tháng 3 năm 2023", "2023-03"),
        ("Hotline: 1900 545 481 - Kỳ báo cáo Quý II/2022", "2022-Q2"),
        ("Call 1900.6132 · data for June 2021", "2021-06"),
    ],
)
def test_a_telephone_is_no_year(line, period):
    assert taken(line) == [period]
