"""Who is whose part: sums are weighed, put over their parts and said; people are never counted twice."""

import csv
import random

import pytest
from grids import counts, found, observations, simple, tree
from program import compute, run

from coverage_cli.hierarchy import settle
from coverage_cli.hierarchy.propose import _reached
from coverage_cli.hierarchy.siblings import running


def settled(made):
    """Return the observations as they were settled, and what was said."""
    result = settle(made)
    return result.observations, list(result.findings)


A, B, C = ["Xã A", 1000, 900], ["Xã B", 2000, 1500], ["Xã C", 3000, 2700]
WHOLE = [6000, 5100]


def leaves(rows):
    made, _ = settled(observations(rows))
    return [unit.name for unit in made.units if unit.leaf]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("BHXH TỈNH NINH BÌNH", [["NINH BÌNH", *WHOLE], A, B, C]),
        ("BHXH TỈNH NINH BÌNH", [A, B, C, ["Tỉnh Ninh Bình", *WHOLE]]),
        ("BHXH HUYỆN NHO QUAN", [A, B, C, ["Huyện Nho Quan", *WHOLE]]),
        ("Bezirk Oberbayern", [A, B, C, ["Oberbayern", *WHOLE]]),
    ],
)
def test_a_row_of_the_whole_by_its_own_name_is_never_summed_again(title, rows):
    assert leaves([[title], [], *simple(*rows)]) == ["Xã A", "Xã B", "Xã C"]


def test_the_grand_total_below_sections_is_never_a_unit_of_the_last_one():
    rows = [
        ["Area", "Population", "Health insured"],
        ["New South Wales"],
        ["A", 1000, 900],
        ["New South Wales (Total)", 1000, 900],
    ]
    rows += [
        ["Victoria"],
        ["C", 3000, 2700],
        ["Victoria (Total)", 3000, 2700],
        ["Australia", 4000, 3600],
    ]
    assert "Australia" not in leaves(rows)


def test_regions_over_provinces_under_a_country():
    rows = simple(
        ["Cả nước", 21000, 18000],
        ["Đồng bằng sông Hồng", 6000, 5100], ["Hà Nội", 1000, 900], ["Hải Phòng", 2000, 1500], ["Nam Định", 3000, 2700],
        ["Tây Nguyên", 15000, 12900], ["Kon Tum", 4000, 3000], ["Gia Lai", 5000, 4500], ["Đắk Lắk", 6000, 5400],
    )  # fmt: skip
    made, said = settled(observations(rows))
    parents = {name: parent for name, _, parent in tree(made.units)}
    assert parents["Hà Nội"] == "Đồng bằng sông Hồng"
    assert parents["Kon Tum"] == "Tây Nguyên"
    assert parents["Tây Nguyên"] == "Cả nước"
    assert [code for code, _, _ in found(said)] == ["sum-among-units"] * 2
    assert counts(made, "population")["Cả nước"] == 21000


def test_a_total_with_a_fault_in_one_column_is_a_total_all_the_same():
    rows = simple(["Ninh Bình", 6000, 5101], A, B, C)
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C"]
    assert found(settled(observations(rows))[1]) == [("sum-among-units.nearly", "warning", ("A2",))]


def test_each_column_must_be_about_the_sum():
    assert leaves(simple(["Ninh Bình", 6000, 4101], A, B, C)) == [
        "Ninh Bình",
        "Xã A",
        "Xã B",
        "Xã C",
    ]
    assert leaves(simple(["Ninh Bình", 6700, 5800], A, B, C)) == [
        "Ninh Bình",
        "Xã A",
        "Xã B",
        "Xã C",
    ]


def test_small_counts_that_add_up_by_chance_prove_nothing():
    rows = simple(["Xã A", 15, 9], ["Xã B", 5, 4], ["Xã C", 10, 5], ["Xã D", 400, 300])
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C", "Xã D"]


def test_with_one_column_two_parts_prove_nothing():
    rows = [["Xã", "Dân số"], ["A", 3000], ["B", 1000], ["C", 2000], ["D", 4500]]
    assert leaves(rows) == ["A", "B", "C", "D"]


def test_the_row_and_its_parts_are_named():
    rows = simple(["Ninh Bình", *WHOLE], A, B, C, ["Xã D", 4, 3])
    (said,) = settled(observations(rows))[1]
    assert (said.code, said.severity, said.cells, said.unit) == (
        "sum-among-units",
        "info",
        ("A2",),
        "Ninh Bình",
    )
    assert (said.values["parts"], said.values["first"], said.values["last"]) == (3, "3", "5")


def test_a_commune_that_equals_two_others_by_chance_stays_a_commune():
    rows = simple(
        ["Xã A", 1000, 900], ["Xã B", 2000, 1500], ["Xã C", 3000, 2400], ["Xã D", 400, 300]
    )
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C", "Xã D"]


def test_with_one_column_a_large_town_is_no_total_of_all_others():
    rows = [["Đơn vị", "Dân số"], ["Ninh Bình", 6012], ["A", 1000], ["B", 2000], ["C", 3000]]
    assert leaves(rows) == ["Ninh Bình", "A", "B", "C"]
    assert leaves([rows[0], ["Ninh Bình", 6002], *rows[2:]]) == ["A", "B", "C"]


def levels(rows):
    made, _ = settled(observations(rows))
    return {name: parent for name, _, parent in tree(made.units)}


def single(*rows):
    return [["Name", "Population"], *rows]


@pytest.mark.parametrize("place", range(5))
def test_a_total_without_a_word_stands_anywhere(place):
    rows = [
        ["Alba", 31417, 28003],
        ["Brena", 27182, 25190],
        ["Corvo", 16180, 14001],
        ["Dorna", 57721, 50119],
    ]
    rows.insert(place, ["Everything", 132500, 117313])
    assert leaves(simple(*rows)) == ["Alba", "Brena", "Corvo", "Dorna"]


@pytest.mark.parametrize("blank", [1, 2, 3])
def test_a_blank_part_is_no_proof_against_its_total(blank):
    rows = [
        ["Vùng cao", 13017, 11956],
        ["Ba Vì", 5123, 4811],
        ["Mê Linh", 4387, 4044],
        ["Gia Lộc", 3507, 3101],
    ]
    rows[blank][2] = None
    rows += [["Hòa Lạc", 7791, 7018], ["Vân Hồ", 6614, 5932]]
    assert levels(simple(*rows))["Mê Linh"] == "Vùng cao"


def test_one_corrected_cell_does_not_make_a_total_a_unit():
    rows = [["Nord", 8815, 8001], ["Aurich", 5012, 4633], ["Emden", 3803, 3377], ["Sued", 9331, 8120],
            ["Lindau", 4410, 3991], ["Passau", 4921, 4129]]  # fmt: skip
    assert set(leaves(simple(*rows))) == {"Aurich", "Emden", "Lindau", "Passau"}


def test_rounded_regions_of_small_places_prove_each_other():
    rows = single(["All", 913], ["East", 402], ["A", 131], ["B", 118], ["C", 97], ["D", 57],
                  ["West", 511], ["E", 201], ["F", 143], ["G", 99], ["H", 67])  # fmt: skip
    assert leaves(rows) == list("ABCDEFGH")


@pytest.mark.parametrize(
    "districts",
    [
        # the last row of each list is followed by two whose sum is close to the district's own, by chance
        [("Huyện Ea Kao", [("Hòa Thắng", 3.6, 3.1), ("Ea Tu", 3.3, 2.8), ("Cư Êbur", 3.9, 3.2)], (10.9, 9.1)),
         ("Huyện Cư Jút", [("Nam Dong", 4.0, 3.6), ("Tâm Thắng", 4.2, 3.4)], (8.2, 7.0)),
         ("Thị xã Buôn Hồ", [("Ea Blang", 2.8, 2.5), ("Ea Drông", 2.5, 2.1)], (5.4, 4.6))],
        [("Norrland", [("Arvik", 2.1, 1.7), ("Bodal", 3.4, 3.0), ("Edsel", 2.6, 2.3)], (8.0, 7.0)),
         ("Sunnvik", [("Falken", 5.1, 4.4), ("Gamle", 4.4, 4.1)], (9.5, 8.5)),
         ("Tornby", [("Hestra", 3.3, 3.0), ("Ivars", 2.7, 2.4)], (6.1, 5.4))],
    ],
)  # fmt: skip
def test_a_sum_of_rounded_thousands_is_no_weaker_one_of_the_next_rows(tmp_path, districts):
    rows = [
        row for name, parts, printed in districts for row in ([name, *printed], *map(list, parts))
    ]
    whole = [round(sum(printed[at] for _, _, printed in districts), 1) for at in (0, 1)]
    path = sheet(
        tmp_path, [["(in thousands)"], ["Area", "Population", "Insured"], ["Land", *whole], *rows]
    )
    made = {row["unit"]: row["parent"] for row in compute(path).report()["rows"]}
    assert made == {"Land": None} | {name: "Land" for name, _, _ in districts} | {
        part[0]: name for name, parts, _ in districts for part in parts
    }


@pytest.mark.parametrize(
    ("heads", "towns"),
    [
        (("Amt Kell", "Amt Ruhn"), ("Markt Ost", "Stadt Pelm", "Gemeinde Lohr")),
        (("Ahus Division", "Boda Division"), ("Carl Farm", "Dale Estate", "Eke Farm")),
        (("Cụm Đông", "Cụm Tây"), ("Nà Sác", "Pác Bó", "Lũng Mủm")),
    ],
)
@pytest.mark.parametrize("enrolled", [6049, 6021])
def test_a_head_of_one_unit_is_its_total_where_the_others_are_called_so(heads, towns, enrolled):
    rows = [[heads[0], 11205, 10257], [towns[0], 7322, 6642], [towns[1], 3883, 3615],
            [heads[1], 6852, enrolled], [towns[2], 6852, 6021]]  # fmt: skip
    made, said = settled(observations([["Land"], [], *simple(*rows)]))
    assert [unit.name for unit in made.units if unit.leaf] == list(towns)
    assert [finding.severity for finding in said if finding.variant == "alone"] == ["warning"]


def test_two_units_of_one_size_are_two_where_nothing_calls_one_a_head():
    rows = [["Hillerod", 6852, 6021], ["Greve", 6852, 6049], ["Koge", 7322, 6642]]
    assert leaves([["Land"], [], *simple(*rows)]) == ["Hillerod", "Greve", "Koge"]


@pytest.mark.parametrize(
    ("first", "second", "parts"),
    [
        ("Theo xã", "Theo giới tính", ("Nam", "Nữ")),
        ("Chia theo đơn vị", "Chia theo nhóm tuổi", ("Dưới 6 tuổi", "Từ 6 tuổi")),
        ("By ward", "By sex", ("Male", "Female")),
        ("Nach Gemeinden", "Nach Geschlecht", ("Gruppe 1", "Gruppe 2")),
    ],
)
def test_headed_breakdowns_of_one_whole_are_counted_once(tmp_path, first, second, parts):
    places = [["Ostby", 4217, 3650], ["Vestby", 6840, 5912], ["Nordby", 3925, 3518]]
    whole = [14982, 13080]
    halves = [[parts[0], 7100, 6180], [parts[1], 7882, 6900]]
    path = sheet(
        tmp_path,
        [["Area", "Population", "Insured"], [first, *whole], *places, [second, *whole], *halves],
    )
    made = compute(path)
    top = made.report()["rows"][0]
    assert (top["numerator"], top["denominator"]) == (13080, 14982)
    assert "second-breakdown" in made.codes()


def test_a_chance_sum_in_one_column_proves_nothing():
    assert leaves(single(["A", 33], ["B", 58], ["C", 29], ["D", 120], ["E", 77])) == list("ABCDE")


@pytest.mark.parametrize("order", [("places", "kinds"), ("kinds", "places")])
def test_the_same_people_by_another_breakdown_are_left_out_and_said(order):
    blocks = {
        "places": [
            ["An", 12000, 11000],
            ["Ba", 23000, 20000],
            ["Ca", 15000, 14000],
            ["Da", 19000, 18000],
        ],
        "kinds": [["Highland", 35000, 31000], ["Lowland", 34000, 32000]],
    }
    rows = simple(*blocks[order[0]], *blocks[order[1]], ["Total", 69000, 63000])
    made, said = settled(observations(rows))
    assert [unit.name for unit in made.units if unit.leaf] == ["An", "Ba", "Ca", "Da"]
    assert [finding.code for finding in said] == ["second-breakdown"]


def test_two_halves_of_a_list_that_come_to_the_same_are_no_breakdowns():
    rows = simple(
        ["Xã A", 1000, 900], ["Xã B", 2000, 1500], ["Xã C", 1000, 900], ["Xã D", 2000, 1500]
    )
    assert leaves(rows) == ["Xã A", "Xã B", "Xã C", "Xã D"]


def test_a_group_is_no_total_of_the_groups_beside_it():
    rows = [["STT", "Đơn vị", "Dân số", "BHYT"], ["I", "Bắc"], [1, "Ao", 6000, 5100], [2, "Ga", 5020, 4111],
            ["II", "Nam"], [1, "Bo", 5500, 4600], ["III", "Tây"], [1, "Co", 5510, 4610]]  # fmt: skip
    assert leaves(rows) == ["Ao", "Ga", "Bo", "Co"]


def test_blanks_before_names_tell_sums_of_sums():
    rows = single(["All", 9184], ["Renewable", 2081], [" Biomass", 1301], ["  Waste", 574], ["   Gas", 231], ["   Solid", 343],
                  ["  Wood", 727], [" Wind", 780], ["Other", 7103])  # fmt: skip
    tree_of = levels(rows)
    assert (tree_of["Gas"], tree_of["Wood"], tree_of["Wind"]) == ("Waste", "Biomass", "Renewable")
    assert set(leaves(rows)) == {"Gas", "Solid", "Wood", "Wind", "Other"}


def test_a_total_below_takes_the_name_of_the_label_above_its_parts():
    rows = simple(["Fossil fuels"], ["Oil", 4769, 4701], ["Coal", 2488, 2211], ["Fossil fuels total", 7257, 6912],
                  ["Peat", 4185, 4002], ["Total", 11442, 10914])  # fmt: skip
    assert levels(rows)["Oil"] == "Fossil fuels"
    assert leaves(rows) == ["Oil", "Coal", "Peat"]


def test_a_row_in_the_middle_that_is_all_others_is_the_whole_whatever_its_type_word():
    rows = simple(["Xã An", 1588, 1529], ["Xã Bình", 1208, 1143], ["Thị xã Đại Thịnh", 4454, 4193], ["Phường Ca", 686, 600],
                  ["Phường Du", 972, 921])  # fmt: skip
    assert leaves(rows) == ["Xã An", "Xã Bình", "Phường Ca", "Phường Du"]


def test_a_total_among_the_names_of_the_last_group_is_the_whole_and_stays():
    rows = [["#", "Branch", "Area", "Population", "Insured persons"],
            [1, "Delfield District", "Elmton", 588, 557], [2, "Delfield District", "Crewton", 720, 694],
            [None, "Delfield District Total", None, 1308, 1251],
            [1, "Kelton District", "Ireworth", 1115, 929], [2, "Kelton District", "Kelmouth", 667, 624],
            [None, "Kelton District Total", None, 1782, 1553],
            [None, None, "Morcombe County total", 3090, 2804]]  # fmt: skip
    assert leaves(rows) == ["Elmton", "Crewton", "Ireworth", "Kelmouth"]
    assert levels(rows)["Ireworth"] == "Kelton District"


def test_subtotals_below_their_parts_under_a_total_above_all():
    rows = simple(["Land Nord", 3613, 3196], ["Thal", 647, 568], ["Wald", 1027, 942], ["Kreis Ulm zusammen", 1674, 1510],
                  ["Hohen", 973, 879], ["Lauter", 966, 807], ["Amt Berg zusammen", 1939, 1686])  # fmt: skip
    made = levels(rows)
    assert made["Wald"] != made["Hohen"]
    assert set(leaves(rows)) == {"Thal", "Wald", "Hohen", "Lauter"}


def test_a_total_that_is_rounded_apart_from_its_parts_leaves_them_units():
    rows = [["", "Town", "Population (thousand persons)", "People insured (thousand persons)"], ["", "Total county", 5.4, 4.7],
            ["I", "Osmouth", 2.7, 2.4], [1, "Holworth", 0.6, 0.5], [2, "Wenstead", 0.8, 0.7], [3, "Casbridge", 1.4, 1.2],
            ["II", "Torley", 2.7, 2.3], [1, "Selwick", 0.6, 0.5], [2, "Selworth", 1.2, 1.0], [3, "Ireley", 0.9, 0.8]]  # fmt: skip
    assert "Casbridge" in leaves(rows)


def test_heads_below_their_parts_take_the_rows_above_whatever_the_numbering_says():
    rows = [["No", "Place", "Population", "Insured"], [1, "Eich", 3938, 3538], [2, "Dorf", 2422, 2004],
            [None, "Thal", 6360, 5542], [1, "Stett", 2685, 2398], [2, "Ingen", 2402, 1969], [3, "Rode", 3843, 3116],
            [None, "Wald", 8930, 7483]]  # fmt: skip
    made = levels(rows)
    assert (made["Eich"], made["Dorf"], made["Stett"], made["Rode"]) == (
        "Thal",
        "Thal",
        "Wald",
        "Wald",
    )


@pytest.mark.parametrize("word", ["Trong đó:", "davon", "of which:"])
def test_what_a_label_announces_below_the_total_is_no_unit(word):
    rows = [["No", "Place", "Population", "Insured"], [1, "Eich", 3938, 3538], [2, "Dorf", 2422, 2004],
            [None, "Total", 6360, 5542], [None, word], [None, "Coast", 2000, 1800], [None, "Hills", 4360, 3742]]  # fmt: skip
    assert leaves(rows) == ["Eich", "Dorf"]


@pytest.mark.parametrize(
    "heads",
    [
        ("By zone", "By unit"),
        ("CHIA THEO VÙNG", "CHIA THEO HUYỆN"),
        ("nach Lage", "nach Gemeinden"),
    ],
)
@pytest.mark.parametrize("number", [[], ["C"]])
def test_two_announced_lists_below_the_whole_are_counted_once(tmp_path, heads, number):
    """The labels that head the lists are no units, whether a numeral makes them upper ones or not."""
    towns = [["Alda", 1200, 1000], ["Borna", 1800, 1600], ["Cosel", 2500, 2010], ["Delm", 900, 811]]
    whole = [sum(town[at] for town in towns) for at in (1, 2)]
    zones = [["Hills", 3000, 2600], ["Plains", whole[0] - 3000, whole[1] - 2600]]
    rows = [["A", "All places", *whole], ["B", heads[0], "", ""]]
    rows += [[at, *zone] for at, zone in enumerate(zones, 1)] + [["C", heads[1], "", ""]]
    rows += [[at, *town] for at, town in enumerate(towns, 1)]
    rows = rows if number else [row[1:] for row in rows]
    heading = [*(["No."] if number else []), "Unit", "Population", "Health insured"]
    result = compute(sheet(tmp_path, [heading, *rows]))
    assert [row["unit"] for row in result.report()["rows"]] == [
        "All places",
        *["Alda", "Borna", "Cosel", "Delm"],
    ]


@pytest.mark.parametrize("name", ["Cụm Đông", "Vùng cao"])
def test_a_unit_that_has_not_reported_above_the_parts_of_a_sum_is_no_label(name):
    rows = simple(["Xã An", None, None], ["Xã Bình", 5123, 4811], ["Xã Cát", 4387, 4044], [name, 9510, 8855],
                  ["Xã Dân", 3507, 3101], ["Xã Giang", 7791, 7018])  # fmt: skip
    assert "Xã An" in leaves(rows)


def test_clusters_below_their_parts_with_numbers_that_run_on():
    rows = [["STT", "Đơn vị", "Dân số", "BHYT"], [1, "Xã An", None, None], [2, "Xã Bình", 5123, 4811],
            [3, "Xã Cát", 4387, 4044], [None, "Cụm Đông", 9510, 8855], [4, "Xã Dân", 3507, 3101],
            [5, "Xã Giang", 7791, 7018], [None, "Cụm Tây", 11298, 10119]]  # fmt: skip
    made = levels(rows)
    assert (made["Xã Cát"], made["Xã Dân"]) == ("Cụm Đông", "Cụm Tây")
    assert "Xã An" in leaves(rows)


OWNERS = [
    ["Land", 3000, 2400], ["Public", 1450, 1150], ["Private", 1550, 1250],
    ["North", 1000, 800], ["Public", 480, 390], ["Private", 520, 410],
    ["South", 900, 700], ["Public", 430, 330], ["Private", 470, 370],
    ["West", 1100, 900], ["Public", 540, 430], ["Private", 560, 470],
]  # fmt: skip


def sheet(folder, rows):
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_row_that_is_the_sum_of_two_lists_is_counted_once(tmp_path):
    """A country by owner and by province: the provinces are kept, the owners of the whole are a second breakdown."""
    path = sheet(tmp_path, [["Area", "Population", "Insured"], *OWNERS])
    report = compute(path)
    assert (report.row("Land")["numerator"], report.row("Land")["denominator"]) == (2400, 3000)
    assert {"names-repeat", "second-breakdown"} <= set(report.codes())
    public = [row for row in report.report()["rows"] if row["unit"] == "Public"]
    assert [(row["parent"], row["numerator"]) for row in public] == [
        ("North", 390),
        ("South", 330),
        ("West", 430),
    ]


def test_names_that_repeat_without_totals_are_refused(tmp_path):
    rows = [row for row in OWNERS if row[0] in ("Public", "Private")]
    refused = run("compute", sheet(tmp_path, [["Area", "Population", "Insured"], *rows]))
    assert refused.code == 3
    assert "several rows" in refused.err


def test_a_list_that_is_far_from_its_figure_is_no_second_breakdown():
    """What stays below a total, and is about as much only in one column, counts nobody again."""
    rows = [["Receipts total", 9000, 8000], ["Own", 4000, 3500], ["Lent", 5000, 4500],
            ["Spent on A", 3000, 1100], ["Spent on B", 2500, 2000], ["Spent on C", 3600, 900]]  # fmt: skip
    assert "Own" in leaves([["Accounts"], [], *simple(*rows)])


@pytest.mark.parametrize(
    ("announced", "parts"),
    [
        ("By kind of hospital", ["Private", "State"]),
        ("Nach Träger", ["Kommunal", "Kirchlich"]),
        ("Theo loại hình trường", ["Công lập", "Tư thục"]),
        ("Por sector", ["Público", "Privado"]),
        ("Selon le statut", ["Actifs", "Retraités"]),
    ],
)
def test_what_a_row_announces_below_the_total_counts_nobody_again(tmp_path, announced, parts):
    rows = [["Area", "Population", "Insured"], ["Ashby", 4100, 3800], ["Barrow", 5200, 4700], ["Coldwell", 3300, 3000],
            ["Total", 12600, 11500], [announced], [parts[0], 8000, 7300], [parts[1], 4600, 4200]]  # fmt: skip
    report = compute(sheet(tmp_path, rows))
    assert report.report()["rows"][0]["denominator"] == 12600
    assert len(report.report()["rows"]) == 4


@pytest.mark.parametrize(
    "label", ["Average/commune", "Bình quân/xã", "Nachrichtlich: Vorjahr", "Memo: last year"]
)
def test_statistics_and_other_times_below_the_total_are_no_units(tmp_path, label):
    rows = [
        ["Area", "Population", "Insured"],
        ["Ashby", 4100, 3800],
        ["Barrow", 5200, 4700],
        ["Total", 9300, 8500],
    ]
    report = compute(sheet(tmp_path, [*rows, [label, 4650, 4250]]))
    assert report.report()["rows"][0]["denominator"] == 9300


def test_one_column_of_a_list_bears_witness_once(tmp_path):
    """The column that a list is told by is one count, whatever its own heading says it is besides."""
    names = ["Elm School", "Oak College", "Birch Academy", "Grove House"]
    main = [["School", "Pupils insured"], *zip(names, [205, 111, 301, 512], strict=True)]
    people = [["School", "Pupils"], *zip(names, [220, 130, 350, 640], strict=True)]
    (tmp_path / "list").mkdir()
    listed = sheet(tmp_path / "list", people)
    report = compute(
        sheet(tmp_path, main),
        "--unit",
        "School",
        "--numerator",
        "Pupils insured",
        "--population",
        f"{listed}!Pupils",
    )
    assert report.report()["rows"][0]["denominator"] == 1340
    assert "sum-among-units" not in report.codes()


@pytest.mark.parametrize(
    "heads", [("Nho Quan", "Gia Viễn"), ("Landkreis Oberau", "Amt Hohenau"), ("East", "West")]
)
def test_names_alone_head_rows_numbered_on_through_all_groups(tmp_path, heads):
    rows = [["STT", "Đơn vị", "Dân số", "BHYT"], ["", heads[0], "", ""], [1, "Ashby", 1000, 900], [2, "Barrow", 2000, 1800],
            ["", heads[1], "", ""], [3, "Coldwell", 3000, 2700], [4, "Dunsop", 1500, 1200]]  # fmt: skip
    report = compute(sheet(tmp_path, rows))
    parents = {row["unit"]: row["parent"] for row in report.report()["rows"]}
    assert parents["Barrow"] == heads[0]
    assert parents["Dunsop"] == heads[1]


def test_a_name_alone_that_leaves_a_gap_in_the_numbers_has_not_reported(tmp_path):
    rows = [["STT", "Đơn vị", "Dân số", "BHYT"], ["", "Nho Quan", "", ""], [1, "Ashby", 1000, 900], ["", "Barrow", "", ""],
            [3, "Coldwell", 3000, 2700], [4, "Dunsop", 1500, 1200]]  # fmt: skip
    report = compute(sheet(tmp_path, rows))
    assert {row["unit"]: row["parent"] for row in report.report()["rows"]}["Barrow"] == "Nho Quan"


@pytest.mark.parametrize(
    ("heads", "whole"),
    [
        (("Selby District", "Osgood District"), "Province of Linton"),
        (("Kreis Au", "Kreis Born"), "Land Calw"),
    ],
)
def test_heads_without_figures_beside_a_whole_of_a_higher_level(tmp_path, heads, whole):
    rows = [["Area", "Population", "Insured"], [heads[0]], ["Ashby", 4100, 3800], ["Barrow", 5200, 4700], [heads[1]],
            ["Coldwell", 3300, 3000], ["Dunsop", 1200, 1100], [whole, 13800, 12600]]  # fmt: skip
    report = compute(sheet(tmp_path, rows))
    parents = {row["unit"]: row["parent"] for row in report.report()["rows"]}
    assert parents["Barrow"] == heads[0]
    assert parents["Dunsop"] == heads[1]
    assert report.report()["rows"][0]["denominator"] == 13800


@pytest.mark.parametrize(
    "label", ["Stand 31.12.2020", "As of 31.12.2020", "Zunahme", "Increase", "Đạt tỷ lệ"]
)
def test_rows_that_date_or_compare_below_a_total_are_no_units(tmp_path, label):
    rows = [["Area", "Population", "Insured"], ["Ashby", 4100, 3800], ["Barrow", 5200, 4700], ["Coldwell", 3300, 3000],
            ["Dunsop", 1200, 1100], ["Total", 13800, 12600], [label, 13000, 12000]]  # fmt: skip
    assert compute(sheet(tmp_path, rows)).report()["rows"][0]["denominator"] == 13800


@pytest.mark.parametrize(
    "label", ["Querschnitt", "Zum Nachschlagen", "So với tỉnh bạn", "Elsewhere", "Reserve"]
)
def test_a_row_below_a_total_of_all_rows_above_it_is_no_unit(tmp_path, label):
    rows = [["Area", "Population", "Insured"], ["Ashby", 4100, 3800], ["Barrow", 5200, 4700], ["Coldwell", 3300, 3000],
            ["Total", 12600, 11500], [label, 12100, 11200]]  # fmt: skip
    report = compute(sheet(tmp_path, rows))
    assert report.report()["rows"][0]["denominator"] == 12600
    assert [
        one["severity"] for one in report.report()["findings"] if one["code"] == "rows-left-out"
    ] == ["info"]


def test_rows_below_a_subtotal_that_is_not_of_all_rows_stay_units(tmp_path):
    rows = [["Area", "Population", "Insured"], ["Ashby", 4100, 3800], ["Barrow", 5200, 4700], ["Coldwell", 3300, 3000],
            ["Total", 9300, 8500], ["Dunsop", 1200, 1100]]  # fmt: skip
    assert "Dunsop" in {row["unit"] for row in compute(sheet(tmp_path, rows)).report()["rows"]}


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("step", [1, 10])
def test_the_look_at_windows_of_running_sums_clears_no_row_that_a_run_comes_to(seed, step):
    draw = random.Random(seed)
    values = [draw.choice([None, 0, 110, 120, 230, 350, 460, 700]) for _ in range(12)]
    sums = running(values)
    reached = {head for head, _ in _reached(values, sums, step)}
    for head, value in enumerate(values):
        beside = [sums[last] - sums[head + 1] for last in range(head + 2, 13)]
        beside += [sums[head] - sums[first] for first in range(head)]
        assert (
            value is None
            or head in reached
            or all(abs(total - value) > 3 * step for total in beside if total)
        )


def test_one_column_told_for_two_measures_is_one_witness(tmp_path):
    rows = [("Alda", 551), ("Borna", 639), ("Cosel", 5), ("Delm", 38), ("Erlau", 3), ("Fulm", 46)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["Kind,Tonnes", *(f"{name},{of}" for name, of in rows)]))
    made = compute(path, "--unit", "A", "--numerator", "B", "--denominator", "B")
    assert made.row("Total")["numerator"] == sum(of for _, of in rows)


@pytest.mark.parametrize("code", ["HC.1", "A.7", "Chapter2"])
def test_a_code_that_others_go_on_from_stands_over_them(code):
    rows = [
        [f"{code} Clinics", 101576, 90100],
        [f"{code}.1 Wards", 61654, 55020],
        [f"{code}.2 Day cases", 39922, 35080],
        ["Nursing", 55388, 50010],
    ]
    names = [f"{code}.1 Wards", f"{code}.2 Day cases", "Nursing"]
    assert leaves([["Kind", "Population", "Health insured"], *rows]) == names


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ((5123, 4711), (5123, 4711), True),
        ((5100, 4700), (5100, 4700), False),  # rounded
        ((5123, 4711), (5123, 4712), False),
        ((212, 187), (212, 187), False),  # two hamlets may be alike
    ],
)
def test_a_row_that_stands_twice_one_below_the_other_is_said(tmp_path, first, second, said):
    rows = [["Alda", 6120, 5600], ["Borna", *first], ["Cosel", *second], ["Delm", 7304, 6911]]
    path = tmp_path / "t.csv"
    lines = ["Town,Population,Health insured", *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines))
    assert ("copied-down" in compute(path).codes()) is said


@pytest.mark.parametrize(
    ("typed", "bare"), [("huyện Kim Sơn", "Kim Sơn"), ("County Alda", "Alda"), ("Amt Zell", "Zell")]
)
def test_a_total_names_its_district_with_a_type_word_that_its_column_lacks(tmp_path, typed, bare):
    rows = [
        ["Huyện", "Xã", "Dân số", "BHYT"],
        [bare, "A", 1000, 900], ["", "B", 2000, 1500], [f"Cộng {typed}", "", 3000, 2400],
        ["Yên Mô", "C", 4000, 3100], ["", "D", 700, 650], ["Cộng Yên Mô", "", 4700, 3750],
    ]  # fmt: skip
    path = tmp_path / "t.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    made = compute(path)
    assert made.row(bare, "health_insurance")["numerator"] == 2400
    assert made.row("Total", "health_insurance")["denominator"] == 7700


@pytest.mark.parametrize(
    ("total", "first", "second"),
    [
        (None, "Theo vùng", "Theo xã"),
        ("Tổng", "Phân theo địa bàn", "Các xã"),
        ("Total", "By zone", "Municipalities"),
    ],
)
def test_two_lists_of_one_whole_below_labels_lack_nothing(tmp_path, total, first, second):
    rows = [
        [first, "", ""], ["Upland", 3123, 2811], ["Lowland", 4210, 3900],
        [second, "", ""], ["Alda", 3000, 2711], ["Borna", 4333, 4000],
    ]  # fmt: skip
    rows = [["Unit", "Population", "Health insured"], *[[total, 7333, 6711]][: bool(total)], *rows]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    made = compute(path)
    assert made.row(total or "Total", "health_insurance")["numerator"] == 6711
    assert made.row("Upland", "health_insurance")["numerator"] == 2811
    assert "missing-value" not in made.codes()
