"""The map of a page: areas find their units by names and the units above, and a doubtful pair stays white."""

from __future__ import annotations

import json
import re

import pytest
from program import SAMPLES, compute, run
from test_page import HEALTH, MAY, Tree, page

UNITS = [
    (row["unit"], row["parent"], row["code"])
    for row in compute(MAY, *HEALTH).report()["rows"]
    if row["level"] == "commune"
]


def square(at, size=1.0, origin=(105.0, 20.0)):
    x, y = origin[0] + at % 12 * size / 100, origin[1] + at // 12 * size / 100
    step = size / 100
    return [[[x, y], [x + step, y], [x + step, y + step], [x, y + step], [x, y]]]


def feature(at, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": square(at)},
    }


def bare(name):
    return re.sub("^(Xã|Phường|Thị trấn|Huyện|Thành phố) ", "", name)


def written(tmp_path, features, name="map.geojson"):
    path = tmp_path / name
    told = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def of_gadm(units=UNITS):
    """Return features as public boundary files have them: bare names, types and a running number."""
    return [
        feature(
            at, OBJECTID=at + 1, NAME_2=bare(parent), NAME_3=bare(unit), TYPE_3=unit.split(" ")[0]
        )
        for at, (unit, parent, _) in enumerate(units)
    ]


def drawn(text):
    """Return the shapes of the first map: row (None: white) and class."""
    svg = re.search(r'<div class="groups map".*?</svg>', text, re.DOTALL)[0]
    return [(has.get("data-row"), has.get("class")) for has in Tree(svg).all("path")]


def test_each_commune_is_coloured_by_its_own_figures(tmp_path):
    text = page(tmp_path, MAY, *HEALTH, "--geo", written(tmp_path, of_gadm()))
    rows = compute(MAY, *HEALTH).report()["rows"]
    shapes = drawn(text)
    assert len(shapes) == 143
    assert [rows[int(row)]["unit"] for row, _ in shapes] == [unit for unit, *_ in UNITS]
    for row, mark in shapes:
        assert (mark == "bm") == (rows[int(row)]["status"] == "met")


def test_names_that_repeat_are_told_apart_by_the_unit_above(tmp_path):
    (tmp_path / "two.csv").write_text(
        "Huyện,Xã,Dân số,Số người tham gia BHYT,Chỉ tiêu %\n"
        "Huyện A,Xã Quang Trung,1000,990,95\nHuyện B,Xã Quang Trung,1000,500,95\n",
        encoding="utf-8",
    )
    features = [
        feature(0, ten="Quang Trung", huyen="B"),
        feature(1, ten="Quang Trung", huyen="A"),
        feature(2, ten="Quang Trung", huyen="Elsewhere"),
    ]
    shapes = drawn(page(tmp_path, tmp_path / "two.csv", "--geo", written(tmp_path, features)))
    marks = [mark for row, mark in shapes if row is not None]
    assert [row for row, _ in shapes].count(None) == 1
    assert marks[0] != "bm"
    assert marks[1] == "bm"


def test_a_name_that_fits_two_areas_colours_neither_and_is_counted(tmp_path):
    features = [*of_gadm(), feature(150, NAME_3=bare(UNITS[0][0]), NAME_2=bare(UNITS[0][1]))]
    text = page(tmp_path, MAY, *HEALTH, "--geo", written(tmp_path, features))
    assert sum(row is None for row, _ in drawn(text)) == 2
    assert "Units without an area in the map: 1." in text
    assert "left white: 2." in text


def test_districts_alone_are_a_map_of_districts(tmp_path):
    names = list(dict.fromkeys(parent for _, parent, _ in UNITS))
    features = [feature(at, name=name.upper()) for at, name in enumerate(names)]
    text = page(tmp_path, MAY, *HEALTH, "--geo", written(tmp_path, features))
    assert len(drawn(text)) == len(names)
    assert "District: how far from the target" in text


def test_codes_serve_where_there_are_no_names_and_running_numbers_never_do(tmp_path):
    lines = [f"{14000 + at},Xã Số {at},1000,{900 + at},95" for at in range(20)]
    head = "Mã,Xã,Dân số,Số người tham gia BHYT,Chỉ tiêu %"
    (tmp_path / "coded.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    coded = [feature(at, ma_xa=str(14000 + at)) for at in range(20)]
    text = page(tmp_path, tmp_path / "coded.csv", "--geo", written(tmp_path, coded))
    assert all(row is not None for row, _ in drawn(text))
    numbered = written(tmp_path, [feature(at, OBJECTID=at) for at in range(20)], "other.geojson")
    result = run("compute", tmp_path / "coded.csv", "--geo", numbered, "-o", tmp_path / "x.html")
    assert result.code == 3
    assert "no area of the map is a unit of the report" in result.err
    assert "OBJECTID" in result.err
    assert not (tmp_path / "x.html").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not json", "expecting a GeoJSON file"),
        ("[" * 100_000, "expecting a GeoJSON file"),
        ('{"type": "Topology", "objects": {}}', "holds no polygon (it is a Topology)"),
        ('{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[1, 2]]}}]}', "expecting a GeoJSON file"),
        ('{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[1, 2], [NaN, 1], [2, 2]]]}}]}', "expecting a GeoJSON file"),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}', "holds no polygon"),
        ('{"features": 7}', "expecting a GeoJSON file"),
    ],
)  # fmt: skip
def test_what_is_no_map_is_refused_before_anything_is_written(tmp_path, content, said):
    (tmp_path / "map.geojson").write_text(content, encoding="utf-8")
    result = run("compute", MAY, "--geo", tmp_path / "map.geojson", "-o", tmp_path / "page.html")
    assert result.code == 3
    assert said in result.err
    assert not (tmp_path / "page.html").exists()


def test_a_map_needs_a_page(tmp_path):
    result = run("compute", MAY, "--geo", written(tmp_path, of_gadm()), "-o", tmp_path / "x.csv")
    assert result.code == 2
    assert "-o page.html" in result.err


def test_the_map_is_never_the_output(tmp_path):
    path = written(tmp_path, of_gadm(), "map.html")
    before = path.read_bytes()
    assert run("compute", MAY, "--geo", path, "-o", path).code == 4
    assert path.read_bytes() == before


def test_markup_in_a_property_is_text(tmp_path):
    features = [feature(0, name="<script>"), *of_gadm()]
    text = page(tmp_path, MAY, *HEALTH, "--geo", written(tmp_path, features))
    assert len(Tree(text).all("script")) == 2


def test_a_ranking_draws_all_units_and_opens_those_that_are_short(tmp_path):
    place = written(tmp_path, of_gadm())
    text = page(
        tmp_path, *[SAMPLES / "ninh-binh-2024-05.xlsx"], *HEALTH, "--geo", place, command="gaps"
    )
    shapes = drawn(text)
    assert len(shapes) == 143
    assert sum(mark == "bm" for _, mark in shapes) == sum(row is None for row, _ in shapes)


def test_neighbours_share_the_very_places_of_their_common_line():
    from coverage_cli.read.areas import Area
    from coverage_cli.write.page.map import _framed, _thinned

    left = [(105.0, 20.0), (105.37123, 20.0), (105.37123, 20.9), (105.0, 20.9)]
    right = [(105.37123, 20.9), (105.37123, 20.0), (106.0, 20.0), (106.0, 20.9)]
    frame, *_ = _framed([*Area({}, [left]).rings, right], 4000)
    common = set(_thinned(left, frame)) & set(_thinned(right, frame))
    assert len(common) == 2
