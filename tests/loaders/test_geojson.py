from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphkb.judge import judge
from graphkb.loaders import open_paths
from graphkb.loaders.limits import Limits
from graphkb.raw_tables import BadCell
from tests.loaders.ledger_files import Read, read_one, refusal, text_file

CENTRE = {"中心编码": "C1", "名称": "甲", "类型": "社区", "服务编码": "360203001001"}
POINT = {"type": "Point", "coordinates": [117.2, 29.3]}


def feature(geometry: Any = POINT, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"编码": "360203001001", **properties}, "geometry": geometry}


def geojson(path: Path, *features: Any, **members: Any) -> Path:
    return text_file(path, json.dumps({"type": "FeatureCollection", **members, "features": list(features)}))


def place(path: Path, coordinates: Any) -> tuple[Any, ...]:
    return read_one(geojson(path / "a.geojson", feature({"type": "Point", "coordinates": coordinates}))).rows[2][-2:]


def is_bad(cells: tuple[Any, ...], code: str) -> bool:
    return all(isinstance(cell, BadCell) and cell.code == code for cell in cells)


def test_points_become_a_ledger(tmp_path: Path) -> None:
    path = geojson(tmp_path / "区划.geojson", feature(名称="甲", 层级="社区"), feature(None, 户数=5, 名称=""))
    table = read_one(path)
    assert (table.sheet, table.dataset) == ("区划", None)
    assert table.rows == {
        1: ("编码", "名称", "层级", "户数", "经度", "纬度"),
        2: ("360203001001", "甲", "社区", None, 117.2, 29.3),
        3: ("360203001001", None, None, 5, None, None),
    }


@pytest.mark.parametrize(
    ("name", "properties", "dataset"),
    [
        ("党群服务中心", CENTRE, "service-centres"),
        ("divisions", {"名称": "甲", "层级": "社区"}, "divisions"),
        ("points", {"名称": "甲", "层级": "社区"}, "divisions"),
        ("points", CENTRE, "service-centres"),
        ("points", {}, None),
    ],
)
def test_which_dataset(tmp_path: Path, name: str, properties: dict[str, str], dataset: str | None) -> None:
    (table,) = open_paths([geojson(tmp_path / f"{name}.geojson", feature(**properties))])
    judged = judge(table)
    assert (judged.dataset.id if judged else None) == dataset


@pytest.mark.parametrize("text", ["[NaN, 29.3]", "[117.2, Infinity]", "[1e999, 29.3]", "[-Infinity, 0]"])
def test_L40_coordinates_that_are_no_number(tmp_path: Path, text: str) -> None:
    path = geojson(tmp_path / "a.geojson", feature(), feature())
    path.write_text(path.read_text().replace("[117.2, 29.3]", text, 1))
    first, second = (read_one(path).rows[row][-2:] for row in (2, 3))
    assert is_bad(first, "value.range")
    assert second == (117.2, 29.3)


def test_L40_swapped_and_out_of_range(tmp_path: Path) -> None:
    swapped = place(tmp_path, [29.3, 117.2])
    assert is_bad(swapped, "value.range")
    assert "颠倒" in swapped[0].message
    assert is_bad(place(tmp_path, [117.2, 129.3]), "value.range")
    assert is_bad(place(tmp_path, [13_046_000, 3_412_000]), "value.range")
    assert place(tmp_path, [2.35, 48.85]) == (2.35, 48.85)


def test_L40_altitude_is_accepted_and_left_out(tmp_path: Path) -> None:
    assert place(tmp_path, [117.2, 29.3, 55.0]) == (117.2, 29.3)
    assert is_bad(place(tmp_path, [117.2, 29.3, 55.0, 1]), "value.type")


@pytest.mark.parametrize("coordinates", [["117", "29"], [117.2], [], None, [True, False], [[117.2, 29.3]], {"x": 1}])
def test_L40_coordinates_of_a_wrong_kind(tmp_path: Path, coordinates: Any) -> None:
    assert is_bad(place(tmp_path, coordinates), "value.type")


@pytest.mark.parametrize("kind", ["Polygon", "MultiPoint", "LineString", "GeometryCollection"])
def test_L40_only_points_are_places(tmp_path: Path, kind: str) -> None:
    ring = [[[117 + i / 1e6, 29.0] for i in range(100_000)]]
    path = geojson(tmp_path / "a.geojson", feature({"type": kind, "coordinates": ring}))
    assert is_bad(read_one(path).rows[2][-2:], "value.type")


@pytest.mark.parametrize(
    ("crs", "good"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, True),
        ({"type": "name", "properties": {"name": "EPSG:4326"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, False),
        ({"type": "link", "properties": {"href": "x"}}, False),
        ("GCJ-02", False),
        (None, False),
    ],
)
def test_L40_other_coordinate_systems_are_refused(tmp_path: Path, crs: Any, good: bool) -> None:
    path = geojson(tmp_path / "a.geojson", feature(), crs=crs)
    if good:
        assert read_one(path).rows[2][-2:] == (117.2, 29.3)
    else:
        assert refusal(path).code == "file.type"


def test_L40_a_declared_gcj02_is_never_taken_for_wgs84(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature(坐标系="GCJ-02"), feature(坐标系="WGS-84"))
    table = read_one(path)
    assert is_bad(table.rows[2][-2:], "value.type")
    assert table.rows[3][-2:] == (117.2, 29.3)
    assert refusal(geojson(tmp_path / "b.geojson", feature(), 坐标系="火星坐标")).code == "file.type"


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '{"features":[' + '{"a":' * 100_000])
def test_L41_deep_nesting(tmp_path: Path, text: str) -> None:
    assert refusal(text_file(tmp_path / "a.geojson", text)).code == "file.type"


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"FeatureCollection","type":"x","features":[]}',
        '{"type":"FeatureCollection","features":[],"features":[]}',
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"编码":"1","编码":"2"}}]}',
    ],
)
def test_L41_duplicate_names(tmp_path: Path, text: str) -> None:
    problem = refusal(text_file(tmp_path / "a.geojson", text))
    assert problem.code == "file.type"
    assert "重复" in problem.message


def test_L41_an_integer_of_5000_digits(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature(户数="@"))
    path.write_text(path.read_text().replace('"@"', "9" * 5000))
    assert refusal(path).code == "file.type"


def test_L48_an_integer_above_63_bits_is_delivered_for_the_core_to_judge(tmp_path: Path) -> None:
    table = read_one(geojson(tmp_path / "a.geojson", feature(户数=2**70, 楼栋=[1], 率=1.5, 有=True)))
    assert table.rows[2][1] == 2**70
    assert isinstance(table.rows[2][2], BadCell)
    assert table.rows[2][3:5] == (1.5, True)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"type":"FeatureCollection"',
        '{"type":"Feature","properties":{},"geometry":null}',
        '{"type":"FeatureCollection","features":[1]}',
        '{"type":"FeatureCollection","features":[],}',
        '{"type":"FeatureCollection","features":[]} x',
        '{"type":"FeatureCollection","features":{}}',
        "{'type':1}",
        "{1:2}",
    ],
)
def test_what_is_no_feature_collection_is_refused(tmp_path: Path, text: str) -> None:
    assert refusal(text_file(tmp_path / "a.geojson", text)).code == "file.type"


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature())
    path.write_bytes(path.read_bytes() + b"\n\xff")
    problem = refusal(path)
    assert (problem.code, problem.row) == ("file.encoding", 2)


def test_properties_named_like_the_place(tmp_path: Path) -> None:
    table: Read = read_one(geojson(tmp_path / "a.geojson", feature(经度=1, 纬度=2), feature(None, 经度=117, 纬度=29)))
    assert table.rows[1] == ("编码", "经度", "纬度")
    assert [row[1:] for row in table.cells[1:]] == [(117.2, 29.3), (117, 29)]
    assert [notice.code for notice in table.notices] == ["column.unknown"]


def test_L10_too_many_properties_and_too_large_a_text(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature(**{f"p{i}": 1 for i in range(600)}))
    assert refusal(path).code == "file.unsafe"
    assert refusal(path, limits=Limits(text_bytes=100)).code == "file.unsafe"
