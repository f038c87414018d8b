"""The last guard: a whole that is a multiple of the printed one, or a group of rows off, is refused and not printed."""

import pytest
from program import compute, run

HEADS = {
    "vi": ("Đơn vị", "Dân số", "BHYT", "Tổng cộng"),
    "en": ("Unit", "Population", "Enrolled", "Total"),
    "de": ("Gemeinde", "Einwohner", "Versicherte", "Insgesamt"),
}
UNITS = [("Alda", 5000, 4500), ("Borna", 4000, 3300), ("Cosel", 6100, 5200), ("Delm", 7000, 6310)]


def sheet(folder, rows, lang="en", total=None, numbers=None):
    *head, label = HEADS[lang]
    sums = total or tuple(sum(row[at] for row in rows) for at in (1, 2))
    rows = [*rows, (label, *sums)]
    if numbers:
        head, rows = (
            ["No", *head],
            [(number, *row) for number, row in zip([*numbers, ""], rows, strict=True)],
        )
    path = folder / "t.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in [head, *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", HEADS)
@pytest.mark.parametrize("factor", [2, 3])
def test_a_whole_that_is_a_multiple_of_the_printed_one_is_refused(tmp_path, lang, factor):
    sums = [sum(row[at] for row in UNITS) for at in (1, 2)]
    whole, part = (
        sheet(tmp_path, UNITS, lang, [factor * at for at in sums]),
        f"one part in {factor}",
    )
    refused = run("compute", whole)
    assert (refused.code, refused.out) == (3, "")
    assert part in refused.err
    assert "--figures printed" in refused.err
    many = [(name, factor * people, factor * insured) for name, people, insured in UNITS]
    assert f"{factor} times as much" in run("compute", sheet(tmp_path, many, lang, sums)).err


def test_units_of_more_than_twice_the_whole_in_every_column_are_refused(tmp_path):
    total = [round(0.3 * sum(row[at] for row in UNITS)) for at in (1, 2)]
    total[1] += 41  # no part of it to the person
    refused = run("compute", sheet(tmp_path, UNITS, total=total))
    assert (refused.code, refused.out) == (3, "")
    assert "more than twice" in refused.err
    told = compute(sheet(tmp_path, UNITS, total=total), "--figures", "printed")
    assert told.report()["rows"][0]["numerator"] == total[1]


def test_a_page_of_a_list_below_its_whole_is_read(tmp_path):
    total = [round(5.6 * sum(row[at] for row in UNITS)) for at in (1, 2)]
    result = compute(sheet(tmp_path, UNITS, total=total))
    assert result.codes().count("total-mismatch") == 2


def test_a_whole_far_from_its_parts_in_one_column_stays_a_total_mismatch(tmp_path):
    people, insured = (sum(row[at] for row in UNITS) for at in (1, 2))
    said = compute(sheet(tmp_path, UNITS, total=(9 * people, insured)))
    assert said.report()["rows"][0]["denominator"] == people
    assert said.codes().count("total-mismatch") == 1


@pytest.mark.parametrize("at", [0, 2, 4])
@pytest.mark.parametrize("name", ["Omsk", "Altan", "Xã Ý Lan"])
def test_a_row_half_as_large_as_the_whole_that_the_total_leaves_out_is_refused(tmp_path, at, name):
    rows = [*UNITS[:at], (name, 20900, 17900), *UNITS[at:]]
    refused = run("compute", sheet(tmp_path, rows, total=(22100, 19310)))
    assert refused.code == 3
    assert f"without rows {at + 2} '{name}'" in refused.err


def test_a_row_without_a_number_among_numbered_ones_is_refused(tmp_path):
    rows = [*UNITS, ("Reserve X", 900, 700)]
    refused = run(
        "compute", sheet(tmp_path, rows, total=(22100, 19310), numbers=("1", "2", "3", "4", ""))
    )
    assert refused.code == 3
    assert "6 'Reserve X'" in refused.err


@pytest.mark.parametrize("numbers", [None, ("1", "2", "3", "4")])
def test_a_total_that_forgets_a_unit_stays_a_total_mismatch(tmp_path, numbers):
    result = run(
        "compute", sheet(tmp_path, UNITS, total=(15100, 13000), numbers=numbers), "--format", "json"
    )
    assert result.code == 0
    assert result.codes().count("total-mismatch") == 2
    assert result.report()["rows"][0]["numerator"] == 19310


@pytest.mark.parametrize("total", [(44200, 19310), (22100, 38620), (22100, 9655), (21000, 18300)])
def test_a_total_typed_wrong_in_a_column_stays_a_total_mismatch(tmp_path, total):
    result = run("compute", sheet(tmp_path, UNITS, total=total), "--format", "json")
    assert result.code == 0
    assert "total-mismatch" in result.codes()


@pytest.mark.parametrize(
    "options", [("--figures", "printed"), ("--rows", "2-6"), ("--level", "commune")]
)
def test_what_the_hint_names_works(tmp_path, options):
    path = sheet(tmp_path, UNITS, total=(44200, 38620))
    assert run("compute", path).code == 3
    assert run("compute", path, *options).code == 0


def test_check_and_inspect_still_tell_what_is_there(tmp_path):
    path = sheet(tmp_path, UNITS, total=(44200, 38620))
    said = run("check", path)
    assert said.code == 1
    assert "total-mismatch" in said.out
    assert "the units add up to" in said.out
    assert run("inspect", path).code == 0


LEFT_OUT = {
    "en": ("Average", "Urban", "Change", "Last year"),
    "vi": ("Thành thị", "Nam", "Bình quân", "Kế hoạch"),
    "de": ("Durchschnitt", "Vorjahr"),
}


@pytest.mark.parametrize(
    ("lang", "name"), [(lang, name) for lang, names in LEFT_OUT.items() for name in names]
)
@pytest.mark.parametrize("at", [1, 3])
def test_a_row_that_the_total_counts_is_a_unit_whatever_it_is_called(tmp_path, lang, name, at):
    rows = [*UNITS[:at], (name, 3100, 2600), *UNITS[at:]]
    made = compute(sheet(tmp_path, rows, lang), "--denominator", "B", "--numerator", "C")
    report = made.report()
    assert (report["rows"][0]["numerator"], report["rows"][0]["denominator"]) == (21910, 25200)
    assert made.row(name)["numerator"] == 2600
    assert [at["cell"] for at in report["findings"] if at["code"] == "layout-repaired"] == [
        f"A{at + 2}"
    ]
    assert report["sources"][0]["evidence"]["totals_confirmed"] == 2


@pytest.mark.parametrize("lang", ["en", "vi", "de"])
def test_a_row_that_the_total_leaves_out_is_none(tmp_path, lang):
    name = LEFT_OUT[lang][0]
    rows = [*UNITS, (name, 5525, 4827)]
    made = compute(sheet(tmp_path, rows, lang, total=(22100, 19310)))
    assert made.report()["rows"][0]["numerator"] == 19310
    assert "layout-repaired" not in made.codes()


def test_a_row_that_fits_in_one_column_alone_stays_left_out(tmp_path):
    rows = [*UNITS, ("Average", 3100, 2600)]
    made = compute(sheet(tmp_path, rows, total=(25200, 21900)))
    assert (made.report()["rows"][0]["numerator"], "total-mismatch" in made.codes()) == (
        19310,
        True,
    )
