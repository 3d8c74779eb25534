"""What every sheet of the sample keeps to."""

from __future__ import annotations

import csv
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from graphkb.ontology import ONTOLOGY
from graphkb.sample import write_sample
from graphkb.sample.chance import chosen, shares
from graphkb.sample.codes import ALPHABET, credit_code
from graphkb.sample.dress import BANNER, NOTE, REAL, styles
from graphkb.sample.model import Book
from graphkb.sample.plan import COMMITTEE, EDITION
from tests.quick import within
from tests.sample.reading import Ledgers, Record, column_of, dataset_of, raw_rows
from tests.sample.sources import Sources

pytestmark = pytest.mark.slow

Tables = dict[str, list[Record]]
STABLE_UNTIL = date(2030, 1, 1)
CREDIT = re.compile(f"[{ALPHABET}]{{18}}")


def cells(ledgers: Ledgers) -> set[str]:
    return {cell for records in ledgers.values() for r in records for cell in r.values() if cell}


def test_same_bytes_each_time(written: list[Path], tmp_path: Path) -> None:
    with within(5):
        again = write_sample(tmp_path / "new" / "folder")
    assert [p.name for p in again] == [p.name for p in written]
    assert [p.read_bytes() for p in again] == [p.read_bytes() for p in written]


def test_workbooks(written: list[Path]) -> None:
    places = ("市本级", "昌江区", "珠山区", "浮梁县", "乐平市", "高新区")
    names = [f"{place}台账（合成数据）" for place in places]
    assert [p.name for p in written] == [f"{name}.xlsx" for name in names]


def test_every_sheet_says_that_it_is_synthetic(written: list[Path]) -> None:
    for path in written:
        for title, rows in raw_rows(path).items():
            assert str(rows[0][0]).startswith(BANNER), (path.name, title)
            assert set(rows[0][1:]) == {None}


def test_every_heading_is_declared(written: list[Path]) -> None:
    for path in written:
        for title, rows in raw_rows(path).items():
            dataset = dataset_of(title)
            columns = [column_of(dataset, heading).id for heading in rows[1]]
            assert len(columns) == len(set(columns))
            assert {c.id for c in dataset.columns if c.required} <= set(columns)


def test_notes_stand_under_the_header(written: list[Path]) -> None:
    notes = [rows[2][0] for path in written for rows in raw_rows(path).values() if str(rows[2][0]).startswith("说明")]
    assert set(notes) == {NOTE, f"说明：{REAL}"}


def test_styles_name_what_there_is(books: list[Book]) -> None:
    kept = {book.holder: {s.dataset: s.header for s in book.sheets} for book in books}
    for holder, style in styles().items():
        for dataset, column in style.merged.items():
            assert column in kept[holder][dataset]
        for dataset, other in style.headers.items():
            assert set(other) <= set(kept[holder][dataset])
        assert set(style.titles) <= set(kept[holder])


def test_districts_write_differently(written: list[Path]) -> None:
    headers = {tuple(raw_rows(path)["网格"][1]) for path in written if path.stem != "市本级台账（合成数据）"}
    assert len(headers) >= 4


def test_nothing_looks_personal(sample: Ledgers) -> None:
    identity, phone = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
    for cell in cells(sample):
        assert not identity.search(cell), cell
        assert not phone.search(cell), cell


def test_every_reference_resolves(sources: Sources) -> None:
    for dataset, column, labels, code in sources.references():
        assert any(code in sources.codes[label] for label in labels), (dataset, column, code)


def test_owners_posts_are_at_committees_known_to_exist(tables: Tables) -> None:
    known = {r["小区编码"] for r in tables["residential-areas"] if r["业委会"] == "是"}
    assert {r["所在编码"] for r in tables["posts"] if r["所在类型"] == "业委会"} <= known


def test_keys_are_unique(tables: Tables) -> None:
    for name, records in tables.items():
        keys = [tuple(r.get(ONTOLOGY.datasets[name].column(k).name) for k in ONTOLOGY.datasets[name].key) for r in records]
        assert len(keys) == len(set(keys)), name


def test_area_codes_are_unique_among_all_areas(tables: Tables) -> None:
    codes = [r["编码"] for r in tables["divisions"]] + [r["网格编码"] for r in tables["grids"]]
    assert len(codes) == len(set(codes))


def test_names_in_one_place_differ(tables: Tables) -> None:
    for dataset in (
        "divisions",
        "grids",
        "party-organizations",
        "property-companies",
        "partner-units",
        "social-organizations",
    ):
        names = [(r.get("名称") or r.get("网格名称"), r.get("上级编码") or r.get("所属编码")) for r in tables[dataset]]
        assert len(names) == len(set(names)), dataset


def test_codes_start_with_their_parents(tables: Tables) -> None:
    assert all((r["编码"] or "").startswith(r["上级编码"] or "") for r in tables["divisions"])
    lengths = {r["层级"]: len(r["编码"] or "") for r in tables["divisions"]}
    assert lengths == {"市": 4, "县区": 6, "街道": 9, "社区": 12}


def test_grid_codes_follow_their_scheme(tables: Tables) -> None:
    for row in tables["grids"]:
        code, parent = row["网格编码"] or "", row["所属编码"] or ""
        if row["编码方案"] != "local":
            assert len(code) == {"gb30428": 15, "cjt349": 20}[row["编码方案"] or ""]
            assert code.startswith(parent)
            assert len(parent) == 12


def test_divisions_are_the_real_ones(tables: Tables) -> None:
    text = files("graphkb.sample").joinpath("divisions-3602.csv").read_text(encoding="utf-8")
    real = {(r["code"], r["name"]) for r in csv.DictReader(text.splitlines())}
    assert len(real) == 782
    ours = {(r["编码"], r["名称"]) for r in tables["divisions"]}
    local = {(c, n) for c, n in ours - real}
    assert {c for c, _ in local} == {COMMITTEE["code"], *(COMMITTEE["code"] + c[-3:] for c in COMMITTEE["communities"])}
    assert {c for c, _ in real - ours} == set(COMMITTEE["communities"])


def test_credit_codes(tables: Tables) -> None:
    columns = {
        "property-companies": "统一社会信用代码",
        "partner-units": "单位代码",
        "social-organizations": "组织代码",
    }
    codes = [r[column] or "" for dataset, column in columns.items() for r in tables[dataset]]
    assert len(codes) == len(set(codes))
    long = [code for code in codes if len(code) == 18]
    assert all(len(code) <= 17 for code in set(codes) - set(long))
    for code in long:
        assert CREDIT.fullmatch(code)
        assert "XXXX" in code
        assert code == credit_code(code[:2], code[2:8], int(code[12:16]))


@pytest.mark.parametrize("code", ["91350100M000100Y43", "51420000MJH200408C", "52420000MJH23339XT"])
def test_check_digits_of_known_codes(code: str) -> None:
    from graphkb.sample import codes

    assert codes.organization_code(code[8:16]) == code[8:17]
    total = sum(ALPHABET.index(c) * 3**i for i, c in enumerate(code[:17]))
    assert ALPHABET[-total % 31] == code[17]


def test_no_day_between_the_edition_and_2030(books: list[Book]) -> None:
    days = {cell for b in books for s in b.sheets for row in s.rows for cell in row if isinstance(cell, date)}
    plain = {date(d.year, d.month, d.day) for d in days}
    assert not [d for d in plain if EDITION < d < STABLE_UNTIL]
    assert max(d for d in plain if d <= EDITION) >= date(2026, 5, 1)


def test_orders_follow_the_clock(tables: Tables) -> None:
    for row in tables["work-orders"]:
        times = [row[c] for c in ("上报时间", "派单时间", "办结时间", "反馈时间") if row[c]]
        assert times == sorted(times, key=str), row["事项编号"]
        assert not (row["反馈时间"] and not row["办结时间"])


def test_projects_fit_their_agreements(tables: Tables) -> None:
    agreements = {r["协议编号"]: r for r in tables["agreements"]}
    demands = {r["需求编号"]: r["社区编码"] for r in tables["demands"]}
    resources = {r["资源编号"]: r["单位代码"] for r in tables["resources"]}
    for row in tables["projects"]:
        agreement = agreements[row["协议编号"]]
        assert demands.get(row["需求编号"], agreement["社区编码"]) == agreement["社区编码"]
        assert resources.get(row["资源编号"], agreement["单位代码"]) == agreement["单位代码"]
        assert (row["完成日期"] or "9999") >= (agreement["签订日期"] or "")


def test_choices_are_exact() -> None:
    assert len(chosen(50, 17, "any")) == 17
    assert sum(shares(405, 50, "any", least=4)) == 405
    with pytest.raises(ValueError, match="any: 3 of 2"):
        chosen(2, 3, "any")
