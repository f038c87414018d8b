"""The formulas of our workbooks, calculated by LibreOffice, come to the values that the program stored with them."""

import pytest
from office import assert_same_when_recalculated, formulas, needs_soffice, opened, records
from program import SAMPLES, run
from reports import load_test_words, province_report

from coverage_cli.model import Figure
from coverage_cli.write.workbook import workbook_bytes
from coverage_cli.write.workbook.formulas import Place, sum_of_cells, with_formulas
from coverage_cli.write.workbook.rows import Formula

MAY = SAMPLES / "ninh-binh-2024-05.xlsx"
MONTHS = sorted(SAMPLES.glob("ninh-binh-202[34]-??.xlsx"))
JOBS = {
    "month": ("compute", MAY),
    "month-vi": ("compute", MAY, "--lang", "vi"),
    "targets-of-all-kinds": (
        *("compute", MAY, "--target", "social_insurance=24.6", "--lang", "de"),
        *("--target", "unemployment_insurance=70544:count", "--target", "@commune=94.6#NTM"),
    ),
    "districts": ("compute", MAY, "--level", "district"),
    "months": ("compute", *MONTHS, "-i", "health_insurance"),
    "gaps": ("gaps", *MONTHS, "-i", "health_insurance", "--lang", "vi"),
    "trend": ("trend", *MONTHS, "-i", "health_insurance", "-i", "social_insurance"),
    "split": ("allocate", MAY, "-i", "health_insurance", "--amount", "940057", "--rule", "uninsured"),
}  # fmt: skip


@needs_soffice
@pytest.mark.parametrize("job", JOBS)
def test_libreoffice_comes_to_the_stored_values(job, tmp_path):
    out = tmp_path / "out.xlsx"
    assert run(*JOBS[job], "-q", "-o", out).code == 0
    assert_same_when_recalculated(out.read_bytes())


@needs_soffice
def test_libreoffice_comes_to_the_values_of_a_province_that_lacks_a_part():
    assert_same_when_recalculated(workbook_bytes(province_report(), load_test_words()))


def test_every_rate_gap_target_and_verdict_of_a_month_is_a_formula(tmp_path):
    out = tmp_path / "out.xlsx"
    assert run("compute", MAY, "-q", "-o", out).code == 0
    derived = (
        "Coverage %",
        "Target, people",
        "Attainment %",
        "Gap, people",
        "Gap, points",
        "Status",
    )
    for row in records(opened(out, values=False)["Health insurance"]):
        assert [str(row[name])[:1] for name in derived] == ["="] * len(derived), row["Unit"]
        is_upper = row["Level"] != "Commune"
        for name in ("People", "People with health insurance", "Units complete"):
            assert str(row[name]).startswith("=") == is_upper, (row["Unit"], name)


def test_no_formula_is_newer_than_excel_2010(tmp_path):
    out = tmp_path / "out.xlsx"
    assert run(*JOBS["targets-of-all-kinds"], "-q", "-o", out).code == 0
    assert not [text for text in formulas(out).values() if "_xlfn" in text or "LET(" in text]


def table_of(*figures):
    names = Figure._fields[: Figure._fields.index("depth")]
    columns = zip(*figures, strict=True)
    return {
        name: [_plain(cell) for cell in column]
        for name, column in zip(names, columns, strict=False)
    }


def _plain(cell):
    return float(cell) if type(cell).__name__ == "Quotient" else cell


LETTERS = {name: chr(65 + at) for at, name in enumerate(Figure._fields[:20])}


def test_a_figure_that_does_not_follow_from_its_cells_stays_a_value():
    whole, _, commune, *_ = province_report().figures
    figures = [commune._replace(target_count=4_751), whole._replace(numerator=None, depth=0)]
    made = with_formulas(figures, table_of(*figures), Place(LETTERS, 5))
    assert made["target_count"][0] == 4_751
    assert made["gap_people"][0] == commune.gap_people  # 50, and 4,751 - 4,700 are 51
    assert isinstance(made["coverage_pct"][0], Formula)


def test_a_target_of_94_6_percent_of_1000_people_is_946():
    """A machine holds 94.6 as a little more; rounded up bare, the formula would say 947."""
    from reports import figure

    from coverage_cli.model import Quotient

    one = figure("A", 900, 1_000)._replace(target_pct=Quotient(946, 10), target_count=946)
    made = with_formulas([one], table_of(one), Place(LETTERS, 2), nested=False)
    assert isinstance(made["target_count"][0], Formula)
    assert "ROUND(" in made["target_count"][0].text


def test_new_people_are_in_no_column_so_nothing_is_made_of_them():
    one = province_report().figures[2]._replace(target_kind="new", gap_people=7)
    made = with_formulas([one], table_of(one), Place(LETTERS, 2), nested=False)
    assert made["gap_people"] == [7]
    assert not isinstance(made["attainment_pct"][0], Formula)


def test_sums_of_many_parts_are_such_as_excel_takes():
    """Excel takes 255 arguments and 8,192 letters."""
    text = sum_of_cells("C", range(2, 1_000, 2))
    assert text.count("SUM(") == 2
    assert text.startswith("SUM(C2,C4,")
    assert sum_of_cells("C", range(2, 10_000, 2)) is None
    assert sum_of_cells("AB", [4, 5, 6]) == "SUM(AB4:AB6)"
