from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from graphkb.loaders.divisions import community_kind, street_kind
from tests.loaders.ledger_files import read_one, text_file
from tests.quick import within

TITLES = ("编码", "名称", "层级", "类型", "上级编码")


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("cities", 'code,name,provinceCode\n3602,"景德镇市",36\n', [("3602", "景德镇市", "市", None, None)]),
        (
            "areas",
            'code,name,cityCode,provinceCode\n360203,"珠山区",3602,36\n441900,"东莞市",4419,44\n',
            [("360203", "珠山区", "县区", None, "3602"), ("441900", "东莞市", "县区", None, "4419")],
        ),
        (
            "streets",
            'code,name,areaCode,provinceCode,cityCode\n360203400,"高新技术开发区",360203,36,3602\n'
            '360222100,"浮梁镇",360222,36,3602\n',
            [("360203400", "高新技术开发区", "街道", None, "360203"), ("360222100", "浮梁镇", "街道", "镇", "360222")],
        ),
        (
            "villages",
            'code,name,streetCode,provinceCode,cityCode,areaCode\r\n659012505506,"六连生活区",659012505,65,6590,659012\r\n',
            [("659012505506", "六连生活区", "社区", None, "659012505")],
        ),
    ],
)
def test_each_file_becomes_the_ledger_of_divisions(
    tmp_path: Path, name: str, text: str, rows: list[tuple[str | None, ...]]
) -> None:
    table = read_one(text_file(tmp_path / f"{name}.csv", text))
    assert table.dataset == "divisions"
    assert table.rows == dict(enumerate([TITLES, *rows], 1))


def test_provinces_are_no_level_of_the_ledger(tmp_path: Path) -> None:
    table = read_one(text_file(tmp_path / "provinces.csv", 'code,name\n36,"江西省"\n'))
    assert (table.dataset, table.rows) == ("divisions", {})
    assert [notice.severity for notice in table.notices] == ["notice"]


@pytest.mark.parametrize("header", ["code,name,provinceCode,x", "name,code,provinceCode", "Code,name,provinceCode"])
def test_only_the_exact_header_is_recognised(tmp_path: Path, header: str) -> None:
    table = read_one(text_file(tmp_path / "a.csv", f"{header}\n3602,景德镇市,36,1\n"))
    assert table.dataset is None
    assert table.rows[1][0] == header.partition(",")[0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("珠山街道", "街道"),
        ("三里街道办事处", "街道"),
        ("城市社区管理委员会街道", "街道"),
        ("庆柳社区管理委员会", "社区管理委员会"),
        ("浮梁镇", "镇"),
        ("臧湾乡", "乡"),
        ("某某畲族乡", "乡"),
        ("昌江化工园区", "园区"),
        ("工业园", "园区"),
        ("森林公园", None),
        ("昌江开发区", None),
        ("枫树山总场", None),
        ("巴彦苏木", None),
    ],
)
def test_kind_of_a_street(name: str, kind: str | None) -> None:
    assert street_kind(name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("多福巷社区居委会", "社区"),
        ("里村社区居民委员会", "社区"),
        ("瓷都社区", "社区"),
        ("湘湖村委会", "村"),
        ("湘湖村民委员会", "村"),
        ("某某嘎查", "村"),
        ("东风村居委会", "社区"),
        ("某某园区虚拟社区", None),
        ("六连生活区", None),
        ("第一管理区", None),
    ],
)
def test_kind_of_a_community(name: str, kind: str | None) -> None:
    assert community_kind(name) == kind


def test_national_size_is_read_fast(tmp_path: Path) -> None:
    lines = "".join(f'{360203001000 + i},"第{i}社区居委会",360203001,36,3602,360203\n' for i in range(300_000))
    path = text_file(tmp_path / "villages.csv", "code,name,streetCode,provinceCode,cityCode,areaCode\n" + lines)
    with within(5, process_time):
        assert len(read_one(path).rows) == 300_001
