"""One unit under two upper units, and two units that only look like one."""

import pytest
from grids import TYPE_WORDS, counts, found, grid, observations

from coverage_cli.units import join, settle_duplicates
from coverage_cli.words import load_words

HEAD = ["TT", "Đơn vị", "Dân số", "BHYT"]
CODES = ["Huyện", "Mã xã", "Xã", "Dân số", "BHYT"]


def settled(rows):
    return settle_duplicates(observations(rows), TYPE_WORDS)


def province(*last):
    rows = [
        HEAD,
        ["I", "Huyện X", None, None],
        [1, "Xã Tân Thành", 4000, 3500],
        [2, "Xã A", 5000, 4700],
    ]
    return [*rows, ["II", "Huyện Y", None, None], [1, "Xã B", 8000, 7600], [2, *last]]


def test_one_name_and_all_the_same_figures_in_two_districts_are_one_unit():
    made, said = settled(province("Xã Tân Thành", 4000, 3500))
    assert found(said) == [("wrong-parent.once", "error", ("B7", "B3"))]
    assert [(unit.name, value) for unit, value in zip(made.units, made.counts["population"], strict=True)][1:] == [
        ("Huyện X", None), ("Xã Tân Thành", 4000), ("Xã A", 5000), ("Huyện Y", None), ("Xã B", 8000),
    ]  # fmt: skip
    assert load_words("en").finding(said[0]) == (
        "Xã Tân Thành stands under Huyện Y here and under Huyện X in B3, with the same figures; "
        "counted once, under Huyện X: delete the row that is wrong"
    )


@pytest.mark.parametrize(
    "row",
    [
        ("Xã Tân Thành", 4000, 3501),
        ("Xã Tân Thành", 7000, 6500),
        ("Xã Tân Thành", None, None),
        ("Thị trấn Tân Thành", 4000, 3500),
        ("Xã Tân Thanh", 4000, 3500),
    ],
)
def test_two_communes_of_one_name_are_no_fault(row):
    made, said = settled(province(*row))
    assert (said, len(made.units)) == ([], 7)


def test_a_code_under_two_districts_counts_once_or_not_at_all():
    rows = [CODES, ["X", "1", "Xã A", 10, 9], ["X", "2", "Xã B", 20, 18], ["Y", "3", "Xã C", 5, 4]]
    made, said = settled([*rows, ["Y", "2", "Xã B", 20, 18]])
    assert found(said) == [("wrong-parent.once", "error", ("C5", "C3"))]
    assert counts(made, "population")["Xã B"] == 20
    made, said = settled([*rows, ["Y", "2", "Xã B", 21, 18]])
    assert found(said) == [("wrong-parent.neither", "error", ("C5", "C3"))]
    assert counts(made, "population")["Xã B"] is None


def test_codes_that_begin_anew_in_every_district_tell_no_unit():
    rows = [CODES, ["X", "01", "Xã A", 10, 9], ["X", "02", "Xã B", 20, 18]]
    rows += [["Y", "01", "Xã C", 5, 4], ["Y", "02", "Xã D", 7, 6]]
    made, said = settled(rows)
    assert said == []
    assert [
        value
        for unit, value in zip(made.units, made.counts["population"], strict=True)
        if unit.leaf
    ] == [
        10,
        20,
        5,
        7,
    ]


def district(name, rows, source):
    title = [[f"BHYT HUYỆN {name} THÁNG 5 NĂM 2024"], [], CODES[1:]]
    return observations(grid([*title, *rows], sheet=name), source=source, period="2024-05")


def test_files_of_districts_whose_codes_begin_anew_are_joined():
    x = district("X", [["01", "Xã A", 10, 9], ["02", "Xã B", 20, 18]], 0)
    y = district("Y", [["01", "Xã Quỳnh Lưu", 5, 4], ["02", "Xã Lạc Vân", 7, 6]], 1)
    made, said = join([x, y], type_words=TYPE_WORDS)
    made, more = settle_duplicates(made, TYPE_WORDS)
    assert (said, more) == ([], [])
    assert (
        sum(
            value
            for unit, value in zip(made.units, made.counts["population"], strict=True)
            if unit.leaf
        )
        == 42
    )


def test_a_unit_sent_by_two_districts_is_said_with_both_places():
    head = [["BHYT HUYỆN X THÁNG 5 NĂM 2024"], [], HEAD]
    rows = [[1, "Xã Tân Thành", 4000, 3500], [2, "Xã A", 5000, 4700]]
    x = observations(grid([*head, *rows], sheet="X"), source=0, period="2024-05")
    y = [["BHYT HUYỆN Y THÁNG 5 NĂM 2024"], [], HEAD, [1, "Xã B", 8000, 7600], rows[0]]
    made, said = join(
        [x, observations(grid(y, sheet="Y"), source=1, period="2024-05")], type_words=TYPE_WORDS
    )
    made, more = settle_duplicates(made, TYPE_WORDS)
    assert said == []
    assert found(more) == [("wrong-parent.once", "error", ("B5",))]
    assert (more[0].sheet, more[0].values["place"]) == ("Y", "report.xlsx [X] B4")
    assert (
        sum(
            value or 0
            for unit, value in zip(made.units, made.counts["population"], strict=True)
            if unit.leaf
        )
        == 17000
    )
