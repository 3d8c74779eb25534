from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from graphkb.judge import judge
from graphkb.loaders import open_paths
from graphkb.loaders.limits import Limits
from graphkb.problems import Refused
from graphkb.raw_tables import BadCell
from tests.loaders.ledger_files import read_all, read_one, refusal
from tests.quick import within


def database(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


GRIDS = ('CREATE TABLE 网格("网格编码" TEXT, "户数")', "INSERT INTO 网格 VALUES('360203001', 120), ('360203002', NULL)")

ENDLESS = "CREATE VIEW 区划 AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"


def test_tables_and_views_by_name(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", *GRIDS, "CREATE VIEW 区划 AS SELECT 网格编码 AS 编码, 1.5 AS x FROM 网格")
    views, tables = read_all(path)
    assert (tables.sheet, tables.rows) == (
        "网格",
        {1: ("网格编码", "户数"), 2: ("360203001", 120), 3: ("360203002", None)},
    )
    assert (views.sheet, views.cells[1]) == ("区划", ("360203001", 1.5))
    assert tables.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_L42_text_that_only_begins_like_a_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"SQLite format 3\0" + b"nonsense" * 100)
    assert refusal(path).code == "file.type"
    path.write_bytes(b"not a database")
    assert refusal(path).code == "file.type"


def test_L42_corrupt_pages_are_refused(tmp_path: Path) -> None:
    rows = ",".join(f"('{i}', {i})" for i in range(5000))
    path = database(tmp_path / "a.db", GRIDS[0], f"INSERT INTO 网格 VALUES {rows}")
    data = bytearray(path.read_bytes())
    data[8192:12288] = b"\xff" * 4096
    path.write_bytes(bytes(data))
    assert refusal(path).code == "file.type"
    path.write_bytes(path.read_bytes()[:9000])
    assert refusal(path).code == "file.type"


def test_L42_the_source_stays_untouched_and_its_log_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        for statement in GRIDS:
            connection.execute(statement)
        before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
        assert len(before["a.db-wal"]) > 0
        table = read_one(path)
        after = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
    finally:
        connection.close()
    assert table.cells[1] == ("360203001", 120)
    assert before == after
    assert table.sha256 != hashlib.sha256(before["a.db"]).hexdigest()


def test_L42_no_copy_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = database(tmp_path / "a.db", *GRIDS)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    read_one(path)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_L42_an_unfinished_change_is_refused(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", *GRIDS)
    (tmp_path / "a.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)
    assert refusal(path).code == "file.changed"
    (tmp_path / "a.db-journal").write_bytes(b"\0" * 512)
    assert len(read_one(path).rows) == 3


def test_L42_a_huge_view_ends_at_the_limit(tmp_path: Path) -> None:
    endless = "CREATE VIEW 区划 AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    path = database(tmp_path / "a.db", endless)
    with within(20):
        problem = refusal(path, limits=Limits(database_steps=50_000_000))
    assert problem.code == "file.unsafe"


def test_L42_a_view_of_endless_rows_ends_at_the_limit(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", f"{ENDLESS} SELECT x FROM n")
    tables = open_paths([path], limits=Limits(table_rows=50_000))
    with pytest.raises(Exception, match="50000"):
        list(next(tables).blocks)


@pytest.mark.parametrize(
    "view",
    [
        "CREATE VIEW 区划 AS SELECT load_extension('x') AS 编码",
        "CREATE VIEW 区划 AS SELECT * FROM 没有",
        "CREATE VIEW 区划 AS SELECT * FROM pragma_database_list",
    ],
)
def test_L42_views_that_reach_for_more_are_refused(tmp_path: Path, view: str) -> None:
    (table,) = open_paths([database(tmp_path / "a.db", view)])
    assert table.broken is not None
    with pytest.raises(Refused) as refused:
        judge(table)
    assert refused.value.problem.code == "file.type"


def test_case_c63_an_unrelated_broken_view_is_left_out(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", *GRIDS, "CREATE VIEW v_report AS SELECT x FROM 旧表")
    tables = {table.sheet: table for table in open_paths([path])}
    assert tables["网格"].broken is None
    assert judge(tables["v_report"]) is None
    assert [notice.code for notice in tables["v_report"].notices] == ["sheet.unknown"]


def test_case_c17_exact_integers_and_c18_the_divisions_package(tmp_path: Path) -> None:
    village = "CREATE TABLE village (name, code, streetCode, provinceCode, cityCode, areaCode)"
    row = "INSERT INTO village VALUES ('示例社区居委会', '369901001001', '369901001', '36', '3699', '369901')"
    number = "CREATE TABLE 网格 (网格编码 bigint)"
    path = database(tmp_path / "a.db", village, row, number, "INSERT INTO 网格 VALUES (36020300100201234)")
    tables = {table.sheet: table for table in read_all(path)}
    assert tables["village"].dataset == "divisions"
    assert tables["village"].cells[1] == ("369901001001", "示例社区居委会", "社区", "社区", "369901001")
    assert tables["网格"].cells[1] == (36020300100201234,)


def test_L42_triggers_do_not_run_and_virtual_tables_are_left_out(tmp_path: Path) -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON 网格 BEGIN DELETE FROM 网格; END"
    path = database(tmp_path / "a.db", *GRIDS, trigger, "CREATE VIRTUAL TABLE 全文 USING fts5(x)")
    tables = {table.sheet: table for table in read_all(path)}
    assert len(tables["网格"].rows) == 3
    assert "全文" not in tables


def test_L42_a_link_to_a_database_is_read_from_its_copy(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", *GRIDS)
    (tmp_path / "link.db").symlink_to(path)
    assert len(read_one(tmp_path / "link.db").rows) == 3


def test_L43_blobs_and_bad_text_are_bad_cells(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db",
        GRIDS[0],
        "INSERT INTO 网格 VALUES(x'00ff', 1.5), (CAST(x'e5ff41' AS TEXT), 'x'), ('', 9223372036854775807), ('𠮷', 'é')",
    )
    _, blob, bad, blank, rare = read_one(path).cells
    assert isinstance(blob[0], BadCell)
    assert (blob[0].code, blob[1]) == ("value.type", 1.5)
    assert isinstance(bad[0], BadCell)
    assert (bad[0].code, bad[1]) == ("value.text", "x")
    assert blank == (None, 9223372036854775807)
    assert rare == ("𠮷", "é")


def test_L10_too_many_columns(tmp_path: Path) -> None:
    columns = ", ".join(f"c{i}" for i in range(600))
    assert refusal(database(tmp_path / "a.db", f"CREATE TABLE 网格({columns})")).code == "file.unsafe"


def test_names_with_quotes_are_only_names(tmp_path: Path) -> None:
    table = read_one(database(tmp_path / "a.db", 'CREATE TABLE "a""; DROP TABLE x; --"("b""c")'))
    assert (table.sheet, table.cells) == ('a"; DROP TABLE x; --', [('b"c',)])
