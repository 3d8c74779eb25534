"""Ledgers as offices keep them, case by case: characters and coordinates from other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.office_kit import GOOD, GRID, Kept, ledger
from tests.loaders.ledger_files import text_file

CENTRE = {"中心编码": "C-1", "名称": "中心", "类型": "社区", "服务编码": "360203001002"}


def points(path: Path, *features: tuple[Any, dict[str, Any]]) -> Kept:
    members = [{"type": "Feature", "geometry": point, "properties": {**CENTRE, **more}} for point, more in features]
    return Kept(text_file(path / "党群服务中心.geojson", json.dumps({"type": "FeatureCollection", "features": members})))


@pytest.mark.parametrize("names", [("lng", "lat"), ("lon", "lat"), ("经度", "纬度"), ("longitude", "latitude")])
def test_case_c21_the_point_counts_whatever_stands_beside_it(tmp_path: Path, names: tuple[str, str]) -> None:
    beside = dict(zip(names, (100.0, 20.0), strict=True))
    kept = points(tmp_path, ({"type": "Point", "coordinates": [117.21, 29.29]}, beside))
    assert (kept.column("longitude"), kept.column("latitude")) == ([117.21], [29.29])
    assert kept.codes() == ["column.unknown"]


def test_case_c21_without_a_point_the_properties_count(tmp_path: Path) -> None:
    kept = points(tmp_path, (None, {"lng": 117.21, "lat": 29.29}))
    assert (kept.column("longitude"), kept.column("latitude")) == ([117.21], [29.29])


@pytest.mark.parametrize("name", ["㳇池网格", "䶮河网格", "𬱖网格", "𮯰山网格", "𰀀网格", "〇网格"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_case_c37c_rare_characters(tmp_path: Path, name: str, encoding: str) -> None:
    lines = [",".join(GRID), *(f"G-{i},第{i}网格,{GOOD[2]},{GOOD[3]},10" for i in range(9)), f"G-9,{name},{GOOD[2]},{GOOD[3]},10"]
    (tmp_path / "网格.csv").write_bytes("\n".join(lines).encode(encoding))
    kept = Kept(tmp_path / "网格.csv")
    assert kept.rows[11]["name"] == name
    assert not {"value.text", "code.format"} & set(kept.codes())


def test_case_c37c_a_private_character_is_reported(tmp_path: Path) -> None:
    kept = ledger(tmp_path, "网格", GRID, ("G-1", "\ue863河网格", "\ue863河社区", *GOOD[3:]))
    assert (kept.rows[2]["name"], kept.rows[2]["area"]) == ("\ue863河网格", "\ue863河社区")
    assert kept.codes(2) == ["value.text", "value.text"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [(b"\xfe\x59", "龴"), (b"\xfe\x61", "龵"), (b"\xfe\x66", "龶"), (b"\xfe\x67", "龷"), (b"\xfe\xa0", "龻")],
)
def test_case_c37d_characters_of_gb_18030_2022(tmp_path: Path, written: bytes, meant: str) -> None:
    head = f"{','.join(GRID)}\nG-1,".encode("gb18030")
    (tmp_path / "网格.csv").write_bytes(head + written + f"河网格,{GOOD[2]},{GOOD[3]},10\n".encode("gb18030"))
    kept = Kept(tmp_path / "网格.csv")
    assert (kept.column("name"), kept.codes()) == ([f"{meant}河网格"], ["file.encoding"])
