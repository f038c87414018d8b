"""Labels of rows: numbering, totals, and the name of the whole in a title."""

import os
import subprocess
import sys

import pytest
from grids import VOCABULARY

from coverage_cli.locate.labels import label_of, ordinal_of, sum_of, unit_in_title


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        (1.0, "arabic"),
        ("12", "arabic"),
        ("3.", "arabic"),
        ("I", "roman"),
        ("XIV", "roman"),
        ("A", "letter"),
        ("IIII", None),
        ("Xã", None),
        (None, None),
        ("a", "small"),
    ],
)
def test_numbering_cells(cell, style):
    assert ordinal_of(cell) == style


@pytest.mark.parametrize(
    ("cell", "name", "style"),
    [
        ("1. Xã A", "Xã A", "arabic"),
        ("12/ Xã D", "Xã D", "arabic"),
        ("III - Huyện Yên Mô", "Huyện Yên Mô", "roman"),
        ("A. Tỉnh Ninh Bình", "Tỉnh Ninh Bình", "letter"),
        ("1. 5 Tháng", "5 Tháng", "arabic"),
        ("Phường 5", "Phường 5", None),
        ("Xã A*", "Xã A", None),
        ("Huyện Nho Quan:", "Huyện Nho Quan", None),
        ("1 Xã A", "1 Xã A", None),
        ("I Love", "I Love", None),
        (14.0, "14", None),
    ],
)
def test_numbering_glued_to_a_name_is_taken_off(cell, name, style):
    assert label_of(cell)[:2] == (name, style)


@pytest.mark.parametrize("cell", ["1.Xã A", "1)Xã A"])
def test_numbering_glued_without_a_blank(cell):
    assert label_of(cell)[:2] == ("Xã A", "arabic")


@pytest.mark.parametrize("cell", ["X. Đồng Phong", "H. Gia Viễn"])
def test_an_abbreviated_type_word_is_no_numbering(cell):
    assert label_of(cell)[:2] == (cell, None)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Tổng cộng", "bare"), ("TỔNG SỐ", "bare"), ("Cộng", "bare"), ("Total", "bare"), ("Grand Total", "bare"),
        ("Subtotal", "bare"), ("Summe", "bare"), ("Insgesamt", "bare"), ("Toàn tỉnh", "whole"), ("TOÀN QUỐC", "whole"),
        ("Cộng toàn huyện", "whole"), ("National", "whole"), ("Total for all 12 wards", "whole"), ("Subtotal of all areas", "whole"),
        ("Cộng của tất cả các xã", "whole"), ("Tổng số của toàn huyện", "whole"), ("Summe aller Gemeinden", "whole"),
        ("Total de todos los municipios", "whole"), ("Total pour toutes les provinces", "whole"), ("Total général", "bare"),
        ("All", "whole"), ("Tất cả", "whole"), ("ALLE", "whole"), ("Tous", "whole"), ("Todas", "whole"), ("Semua", "whole"),
    ],
)  # fmt: skip
def test_totals_without_a_name(label, kind):
    total = sum_of(label, VOCABULARY)
    assert total is not None
    assert total.kind == kind


@pytest.mark.parametrize(
    ("label", "of"),
    [
        ("Cộng Ba Đình", "ba đình"),
        ("Cộng huyện Nho Quan", "huyện nho quan"),
        ("New South Wales (Total)", "new south wales"),
        ("Catron Total", "catron"),
        ("Kreis Ahrweiler zusammen", "kreis ahrweiler"),
        ("Total for Eastshire", "eastshire"),
        ("Subtotal of the Highlands", "highlands"),
        ("Cộng của huyện Nho Quan", "huyện nho quan"),
        ("TỔNG CỦA QUẬN 7", "quận 7"),
        ("Summe für Ahrweiler", "ahrweiler"),
        ("Total de Antioquia", "antioquia"),
        ("Sous-total du Littoral", "littoral"),
        ("Total De Aar", "de aar"),
        ("Total All Saints", "all saints"),
    ],
)
def test_totals_that_name_what_they_sum(label, of):
    assert sum_of(label, VOCABULARY)[:2] == ("named", of)


@pytest.mark.parametrize(
    "name", ["Xã Cộng Hòa", "Totalán", "Sumner", "Xã Tổng Cọt", "Ninh Bình", "Các xã", "All Saints"]
)
def test_names_that_only_hold_a_word_for_totals(name):
    assert sum_of(name, VOCABULARY) is None


@pytest.mark.parametrize(
    "label", ["Toàn tỉnh Ninh Bình", "TOÀN HUYỆN NHO QUAN", "Chung toàn tỉnh", "Cả tỉnh"]
)
def test_totals_of_the_whole_in_more_words(label):
    assert sum_of(label, VOCABULARY) is not None


_SEEDED = (
    "from coverage_cli.locate.load import load_vocabulary as v; from coverage_cli.locate.labels import sum_of as s;"
    "print([tuple(s(name, v())[:2]) for name in ('TỔNG CỘNG TOÀN TỈNH', 'Tổng cộng huyện Nho Quan', 'Tổng số xã A')])"
)


def test_the_longest_word_for_a_total_wins_in_every_run():
    heard = {
        subprocess.run(
            [sys.executable, "-c", _SEEDED],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
            capture_output=True, text=True, check=True, encoding="utf-8",
        ).stdout
        for seed in range(8)
    }  # fmt: skip
    assert heard == {"[('whole', ''), ('named', 'huyện nho quan'), ('named', 'xã a')]\n"}


@pytest.mark.parametrize(
    ("lines", "words", "name"),
    [
        (["BẢO HIỂM XÃ HỘI TỈNH NINH BÌNH"], ["tỉnh"], "TỈNH NINH BÌNH"),
        (["BHXH HUYỆN NHO QUAN", "tháng 5"], ["huyện"], "HUYỆN NHO QUAN"),
        (["Tổng hợp của huyện Nho Quan năm 2024"], ["huyện"], "huyện Nho Quan"),
        (["TỔNG HỢP THEO XÃ, THỊ TRẤN"], ["xã"], None),
        (["Báo cáo của tỉnh theo huyện"], ["tỉnh"], None),
        (["BHXH THỊ XÃ TAM ĐIỆP"], ["thị xã"], "THỊ XÃ TAM ĐIỆP"),
    ],
)
def test_the_whole_is_named_by_a_type_word_in_the_title(lines, words, name):
    assert unit_in_title(lines, words) == name
