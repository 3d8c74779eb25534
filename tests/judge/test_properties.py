from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkb.judge import Judgement, judge
from graphkb.judge.cells import read_column, reader_of
from graphkb.judge.code_cells import Rounded
from graphkb.judge.personal import is_personal, personal_rows
from graphkb.ontology import ONTOLOGY, Column
from graphkb.problems import Refused
from graphkb.raw_tables import BadCell, Cell
from tests.judge.raw_tables import CREDITS, GOOD, IDENTITY, MOBILE, ledger, read, table, with_cells

pytestmark = pytest.mark.slow

COLUMNS = [(dataset.id, column) for dataset in ONTOLOGY.datasets.values() for column in dataset.columns]
KINDS = {(c.type, c.format, c.many, c.end_of_day, c.minimum): c for _, c in COLUMNS}

# What people write, the edges of what is read quickly, and what breaks programs.
WRITTEN = st.sampled_from(
    [
        *(
            "是",
            "否",
            "居民网格",
            "社区",
            "市",
            "网格标配",
            "1+1+1",
            "30",
            "1,024",
            "-1",
            "2.5",
            "３０",
            "约30",
            "²",
            "0101",
            "0",
        ),
        *("360203", "360203001001", "360203001001001", "G-1", "a;b", "；", "养老；托幼", "3.60203E+11", "3E11", "360203.0", "'1"),
        *("2026-01-05", "2026/1/5", "20260105", "2026年1月5日", "2024-02-30", "1899-12-31", "2026-W01-1", "2200-12-31"),
        *("2026-01-05 14:30", "2026-01-05 25:00", "2026-01-05 14:30:61", "2026-01-05T14:30", "2026-01-05 00:00:00"),
        *(
            "#N/A",
            "####",
            "3#楼",
            "\0",
            "a\0",
            "\ufffd",
            "\ud800",
            "\u200b",
            "\u202ex",
            " x ",
            "\xa0",
            "a\nb",
            "（氵甸）",
            "１",
            "𠮷",
        ),
        *(
            "9" * 9,
            "9" * 10,
            "9" * 19,
            "x" * 64,
            "x" * 65,
            "9" * 5000,
            "长" * 32_767,
            "1" * 400,
            ".",
            "-",
            "+",
            "1e5",
            "nan",
            "inf",
        ),
        *CREDITS,
        CREDITS[0].lower(),
    ]
)
TEXTS = st.text(max_size=30) | st.text("0123456789-/.:年月日 +,;；EXx", max_size=20) | WRITTEN
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**5000, 2**63, 360203000000, 1e17, 1e300, 5e-324])
TIMES = st.dates() | st.datetimes() | st.times()
BAD = st.just(BadCell("value.text", "公式没有结果"))
CELLS: st.SearchStrategy[Cell] = st.none() | st.booleans() | TEXTS | NUMBERS | TIMES | BAD


@pytest.mark.parametrize("column", KINDS.values(), ids=lambda column: column.id)
@given(cells=st.lists(TEXTS | st.none(), max_size=8))
@settings(max_examples=150, deadline=None)
def test_the_quick_way_reads_as_the_slow_one(column: Column, cells: list[Cell]) -> None:
    """Columns of texts, as a whole and each cell by itself beside a cell that keeps the quick way out."""
    reader = reader_of(column)
    together = read_column(cells, reader)
    for i, cell in enumerate(cells):
        alone = read_column([cell, BadCell("value.text", "")], reader)
        assert together.values[i] == alone.values[0]
        assert type(together.values[i]) is type(alone.values[0])
        assert together.faults.get(i) == alone.faults.get(0)
        assert (i in together.blanks) == (0 in alone.blanks)


@pytest.mark.parametrize("column", KINDS.values(), ids=lambda column: column.id)
@given(cell=CELLS)
@settings(max_examples=150, deadline=None)
def test_a_cell_has_a_value_of_its_type_or_a_fault(column: Column, cell: Cell) -> None:
    read_one = read_column([cell], reader_of(column))
    value, fault = read_one.values[0], read_one.faults.get(0)
    if (fault and not fault.kept) or read_one.blanks:
        assert value is None or value in ("", [])
        return
    types = {"integer": (int,), "number": (int, float), "flag": (bool,), "day": (date,), "moment": (datetime,)}
    expected = (list,) if column.many else types.get(column.type, (str, int, float) if column.type == "threshold" else (str,))
    assert type(value) in expected or isinstance(value, Rounded)  # of which the row decides
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str):
            assert text
            assert text == text.strip()
            assert "\0" not in text
            assert text.encode()


@pytest.mark.parametrize("dataset_id", GOOD)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_table_raises_anything_but_refused(dataset_id: str, data: st.DataObject) -> None:
    dataset = ONTOLOGY.datasets[dataset_id]
    names = st.sampled_from([column.name for column in dataset.columns])
    changes = data.draw(st.lists(st.dictionaries(names, CELLS, max_size=4), min_size=1, max_size=4))
    try:
        judged = ledger(dataset.sheet, *with_cells(dataset_id, *changes, good=1))
    except Refused:
        return
    errors = {problem.row for problem in judged.problems if problem.severity == "error"}
    assert judged.judgement.skipped == len(errors)
    assert not errors & judged.rows.keys()
    assert all(problem.message for problem in judged.problems)


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), sheet=st.sampled_from(["网格", "标准", "别的"]))
@settings(max_examples=200, deadline=None)
def test_no_heap_of_cells_raises_anything_but_refused(rows: list[list[Cell]], sheet: str) -> None:
    try:
        judgement: Judgement | None = judge(table(sheet, rows))
        list(judgement.blocks() if judgement else ())
    except Refused:
        return


@given(cells=st.lists(CELLS | st.sampled_from([IDENTITY, MOBILE, int(MOBILE), f"x{MOBILE}", "1 3800138000"]), max_size=6))
@settings(max_examples=300, deadline=None)
def test_personal_cells_are_found_in_a_column_as_alone(cells: list[Cell]) -> None:
    for is_code in (True, False):
        assert personal_rows(cells, is_code) == [i for i, cell in enumerate(cells) if is_personal(cell, is_code)]


@given(before=st.text("甲a-，。 ", max_size=5), after=st.text("甲-，。 ", max_size=5), digits=st.integers(0, 10**9 - 1))
@settings(max_examples=200, deadline=None)
def test_a_mobile_number_is_found_within_any_text(before: str, after: str, digits: int) -> None:
    assert is_personal(f"{before}13{digits:09}{after}", is_code=False)


@given(moment=st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_every_written_form_of_a_moment_is_that_moment(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    day = f"{moment.year}{{0}}{moment.month}{{1}}{moment.day}{{2}}"
    days = [day.format(*marks) for marks in (("-", "-", ""), ("/", "/", ""), (".", ".", ""), ("年", "月", "日"))]
    forms = [moment, *(f"{written} {moment:%H:%M:%S}" for written in (*days, f"{moment:%Y%m%d}", f"{moment:%Y-%m-%d}"))]
    column = ONTOLOGY.datasets["work-orders"].column("reported")
    assert read_column(forms, reader_of(column)).values == [moment] * len(forms)


def test_a_time_of_day_alone_is_never_a_day() -> None:
    judged = read(table("需求清单", with_cells("demands", {"提出日期": time(8)})))
    assert judged.codes == ["value.type"]
