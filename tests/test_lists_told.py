"""Lists are told like the inputs: FILE#SHEET!COL, the same columns of units, a column for each indicator, codes."""

import pytest
from openpyxl import Workbook
from program import SAMPLES, compute, run


@pytest.fixture
def put(tmp_path):
    def write(name, *rows, sheet=None):
        path = tmp_path / name
        if name.endswith(".xlsx"):
            book = Workbook()
            book.active.title = "Bìa"
            page = book.create_sheet(sheet)
            for row in rows:
                page.append(row)
            book.save(path)
        else:
            path.write_text(
                "\n".join(",".join(map(str, row)) for row in rows) + "\n", encoding="utf-8"
            )
        return path

    return write


COUNTED = [
    ["UF", "Town", "Counted"],
    ["AA", "Alda", 900],
    ["AA", "Borna", 800],
    ["BB", "Alda", 700],
    ["BB", "Cosel", 650],
]
PEOPLE = [["UF", "Town", "Census", "Estimate"], ["AA", "Alda", 5, 1000], ["AA", "Borna", 5, 1100], ["BB", "Alda", 5, 1200],
          ["BB", "Cosel", 5, 1300]]  # fmt: skip
BY_HEADING = ["--unit", "Town", "--parent", "UF", "--numerator", "Counted"]
BY_LETTER = ["--unit", "B", "--parent", "A", "--numerator", "C"]


def pairs(made):
    return {(row["parent"], row["unit"]): row["denominator"] for row in made.report()["rows"]}


@pytest.mark.parametrize("told", [BY_HEADING, BY_LETTER])
@pytest.mark.parametrize("column", ["Estimate", "D"])
def test_told_columns_of_units_serve_a_list_with_the_same_headings(put, told, column):
    made = compute(
        put("counted.csv", *COUNTED),
        *told,
        "--population",
        f"{put('people.csv', *PEOPLE)}!{column}",
    )
    assert (pairs(made)["AA", "Alda"], pairs(made)["BB", "Alda"], pairs(made)["BB", "Cosel"]) == (
        1000,
        1200,
        1300,
    )


def test_columns_that_only_share_a_letter_are_not_those_of_the_list(put):
    people = [[row[1], row[3]] for row in PEOPLE if row[0] != "BB"]
    counted = [row for row in COUNTED if row[0] != "BB"]
    made = compute(
        put("c.csv", *counted),
        "--unit",
        "B",
        "--numerator",
        "C",
        "--population",
        f"{put('p.csv', *people)}!Estimate",
    )
    assert made.row("Borna")["denominator"] == 1100


def test_a_sheet_and_a_column_of_each_list_can_be_told(put):
    counted = put("counted.csv", *COUNTED)
    book = put("lists.xlsx", ["Danh sách"], [], *PEOPLE, sheet="Dân cư")
    told = [
        "--population",
        f"{book}#Dân cư!Estimate",
        "--targets",
        f"{book}#Dân cư!Estimate",
        "--expect",
        f"{book}#Dân cư!Town",
    ]
    made = compute(counted, *BY_HEADING, *told)
    alda = [row for row in made.report()["rows"] if (row["unit"], row["parent"]) == ("Alda", "BB")]
    assert [(row["denominator"], row["target_count"]) for row in alda] == [(1200, 1200)]


def test_the_units_expected_stand_in_the_column_told(put):
    expected = put(
        "e.csv", ["Nr", "Region", "Place"], [1, "AA", "Alda"], [2, "AA", "Borna"], [3, "AA", "Delm"]
    )
    counted = put("c.csv", ["Town", "Counted", "People"], ["Alda", 900, 1000], ["Borna", 800, 1000])
    told = ["--unit", "Town", "--numerator", "Counted", "--denominator", "People"]
    made = compute(counted, *told, "--expect", f"{expected}!Place")
    assert [at["unit"] for at in made.report()["findings"] if at["code"] == "unit-missing"] == [
        "Delm"
    ]


@pytest.mark.parametrize("address", ["people.csv", "people.csv!Estimate"])
def test_a_denominator_that_only_the_list_has_is_taken_there(put, tmp_path, address):
    put("people.csv", *PEOPLE)
    made = compute(
        put("c.csv", *COUNTED),
        *BY_HEADING,
        "--denominator",
        "Estimate",
        "--population",
        tmp_path / address,
    )
    assert pairs(made)["BB", "Cosel"] == 1300


def test_a_denominator_that_nobody_has_is_refused_by_the_list_s_headings(put, tmp_path):
    people = put("people.csv", *PEOPLE)
    result = run(
        "compute",
        put("c.csv", *COUNTED),
        *BY_HEADING,
        "--denominator",
        "Residents",
        "--population",
        people,
    )
    assert (result.code, "people.csv" in result.err, "'Census'" in result.err) == (3, True, True)


def test_a_target_column_that_only_the_list_has_is_taken_there(put):
    goals = put(
        "g.csv",
        ["UF", "Town", "Aim"],
        ["AA", "Alda", 950],
        ["AA", "Borna", 1000],
        ["BB", "Alda", 900],
        ["BB", "Cosel", 990],
    )
    told = [
        *BY_HEADING,
        "--population",
        f"{put('people.csv', *PEOPLE)}!Estimate",
        "--targets",
        goals,
        "--target-column",
        "Aim",
    ]
    made = compute(put("c.csv", *COUNTED), *told)
    assert made.row("Borna")["target_count"] == 1000


REPORT = [["Xã", "Dân số", "LLLĐ", "BHXH", "BHYT"], ["Xã An", 1000, 500, 200, 900], ["Xã Bình", 2000, 1000, 450, 1900],
          ["Xã Cẩm", 1500, 700, 300, 1300]]  # fmt: skip
GOALS = [["Xã", "BHXH", "BHYT"], ["Xã An", 220, 950], ["Xã Bình", 400, 1800], ["Xã Cẩm", 310, 1450]]


@pytest.mark.parametrize("column", ["", "!BHYT", "!C"])
def test_a_column_named_by_what_is_counted_is_its_target(put, column):
    made = compute(
        put("r.csv", *REPORT),
        "-i",
        "health_insurance",
        "--targets",
        f"{put('g.csv', *GOALS)}{column}",
    )
    assert made.row("Xã An", "health_insurance")["target_count"] == 950


def test_each_indicator_takes_its_own_column(put):
    made = compute(put("r.csv", *REPORT), "--targets", put("g.csv", *GOALS))
    assert [
        made.row("Xã Cẩm", at)["target_count"] for at in ("health_insurance", "social_insurance")
    ] == [1450, 310]


def test_a_column_of_another_measure_is_no_target_of_the_one_asked_for(put):
    result = run(
        "compute",
        put("r.csv", *REPORT),
        "-i",
        "health_insurance",
        "--targets",
        f"{put('g.csv', *GOALS)}!BHXH",
        "--format",
        "json",
    )
    assert result.code == 3 or result.row("Xã An", "health_insurance")["target_count"] is None


@pytest.mark.parametrize("word", ["{} County", "City of {}", "{} Town", "Parish {}"])
def test_units_of_one_code_match_whatever_type_word_the_list_has(put, word):
    names = {"12003": "Ox", "12005": "Bay", "12007": "Bradford"}
    counted = put(
        "c.csv",
        ["fips", "county", "health_insured"],
        *([code, name, 700] for code, name in names.items()),
    )
    people = put(
        "p.csv",
        ["fips", "county", "population"],
        *([code, word.format(name), 1000] for code, name in names.items()),
    )
    made = compute(counted, "--population", people)
    assert made.report()["rows"][0]["denominator"] == 3000


@pytest.mark.parametrize(
    "names", [["Nowhere"], ["Nowhere", "Elsewhere"], [f"Station {at}" for at in range(7)]]
)
def test_who_should_report_is_said_though_the_roster_names_no_upper_unit(tmp_path, names):
    """Beside a report by districts nothing says to which of them the names of a flat roster belong."""
    roster = tmp_path / "roster.csv"
    roster.write_text("\n".join(["Ward", *names]), encoding="utf-8")
    result = compute(SAMPLES / "ninh-binh-2024-05.xlsx", "--expect", roster)
    said = [one for one in result.report()["findings"] if one["code"] == "unit-missing"]
    assert [(one["severity"], one["count"], one["unit"]) for one in said] == [
        ("error", len(names), names[0])
    ]
    assert ("and 2 more" in said[0]["message"]) == (len(names) > 5)


REPORTED = (["Unit", "Population", "Health insured"], ["Alda", 1000, 900], ["Borna", 2000, 1800])
MISSED = {
    "a heading nobody knows": ([["Reporting entity"], ["Alda"], ["Borna"], ["Cosel"]], ["Cosel"]),
    "no heading": ([["Alda"], ["Borna"], ["Cosel"]], ["Cosel"]),
    "title and heading": ([["Annex 2"], [""], ["Who reports"], ["Alda"], ["Borna"], ["Delm"]], ["Delm"]),
    "the first ones have not reported": ([["Nr", "Meldestelle"], ["a", "x"], [1, "Golm"], [2, "Alda"], [3, "Borna"]], ["Golm"]),
    "not the first column": ([["Contact", "Entity"], ["M. Orr", "Borna"], ["K. Lind", "Alda"], ["T. Vos", "Emden"]], ["Emden"]),
}  # fmt: skip


def missed(result):
    return [at["unit"] for at in result.report()["findings"] if at["code"] == "unit-missing"]


@pytest.mark.parametrize("rows, names", MISSED.values(), ids=MISSED)
@pytest.mark.parametrize("name", ["e.csv", "e.xlsx"])
def test_a_list_of_names_is_found_by_the_units_that_report(put, name, rows, names):
    made = compute(put("c.csv", *REPORTED), "--expect", put(name, *rows, sheet="Roster"))
    assert missed(made) == names


def test_type_words_tell_a_roster_s_units_from_what_stands_around_them(put):
    communes = [[f"Xã {name}"] for name in ("Pha Long", "Dìn Chin", "Tả Thàng")]
    counted = put("c.csv", ["Xã", "Dân số", "BHYT"], *([*row, 1000, 900] for row in communes[1:]))
    roster = put("e.csv", ["Kèm theo công văn số 9"], ["Tên gọi"], *communes, ["(3 đơn vị)"])
    made = compute(counted, "--expect", roster)
    assert missed(made) == ["Xã Pha Long"]
    assert "rows-left-out" not in {at["code"] for at in made.report()["findings"]}


@pytest.mark.parametrize("address", ["{}", "{}!A"])
def test_a_heading_like_the_names_below_it_is_said(put, address):
    roster = put("e.csv", ["Golm"], ["Alda"], ["Borna"], ["Cosel"])
    made = compute(put("c.csv", *REPORTED), "--expect", address.format(roster))
    said = [at for at in made.report()["findings"] if at["code"] == "rows-left-out"]
    assert [(at["severity"], at["cell"], "'Golm'" in at["message"]) for at in said] == [
        ("warning", "A1", True)
    ]


def test_a_list_that_names_no_unit_of_the_report_is_refused(put):
    counted = put("c.csv", *REPORTED)
    made = run("compute", counted, "--expect", put("e.csv", ["Remarks"], ["Late"], ["Early"]))
    assert made.code == 3
