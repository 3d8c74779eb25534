from __future__ import annotations

import hashlib
import os
import pkgutil
import re
from pathlib import Path

import pytest

import graphkb.loaders
from graphkb.loaders import formats, loaders, open_paths, suffixes, total_bytes
from graphkb.loaders.kinds import refused_suffixes
from graphkb.loaders.limits import LIMITS, MESSAGES, Limits, message
from graphkb.problems import CODES, Refused
from tests.loaders.ledger_files import raw_workbook, read_all, read_one, refusal, text_file

LEDGER = "编码,名称,层级\n360203,珠山区,县区\n"


def test_a_loader_is_found_by_its_two_verbs() -> None:
    names = {module.__name__.rpartition(".")[2] for module in loaders()}
    assert names == {"csv_file", "divisions", "foreign", "geojson", "sqlite_file", "xlsx"}
    assert loaders()[-1].__name__.endswith("csv_file")
    assert len(list(pkgutil.iter_modules(graphkb.loaders.__path__))) > len(names)


def test_every_limit_has_a_message() -> None:
    fields = set(Limits.__dataclass_fields__) - {"zip_ratio_from"}
    assert fields == set(MESSAGES)
    assert all(str(getattr(LIMITS, field)) in message(field, LIMITS) for field in fields)


def test_every_code_of_the_loaders_is_documented() -> None:
    for file in Path(graphkb.loaders.__path__[0]).glob("*.py"):
        found = re.findall(r'(?:refuse|refuse_path|_refuse_at|notice|BadCell)\((?:\w+, )?"([a-z]+\.[a-z_]+)"', file.read_text())
        assert set(found) <= set(CODES)


def test_a_folder_gives_its_ledgers_in_order_and_says_what_it_left_out(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "sub/c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text_file(tmp_path / name, LEDGER)
    for name in ("README.md", "LICENSE", "x.txt", ".hidden.csv", "~$a.xlsx"):
        text_file(tmp_path / name, "not a ledger")
    (tmp_path / ".git").mkdir()
    text_file(tmp_path / ".git" / "d.csv", LEDGER)
    first, *others = read_all(tmp_path)
    assert [table.file for table in (first, *others)] == ["a.csv", "b.csv", "sub/c.csv"]
    assert [notice.file for notice in first.notices] == ["LICENSE", "README.md", "x.txt", "~$a.xlsx"]
    assert {notice.severity for notice in first.notices} == {"notice"}
    assert all(not table.notices for table in others)


def test_a_folder_takes_what_the_loaders_say_and_names_it_in_messages(tmp_path: Path) -> None:
    for number, suffix in enumerate((*suffixes(), *refused_suffixes())):
        text_file(tmp_path / f"{number}{suffix.upper()}", LEDGER)
    text_file(tmp_path / "a.txt", LEDGER)
    tables = read_all(tmp_path)
    assert len(tables) == len(suffixes()) + len(refused_suffixes())
    (notice,) = tables[0].notices
    assert notice.file == "a.txt"
    assert [name for name in formats() if f".{name}" not in notice.message] == []
    (tmp_path / "none").mkdir()
    assert [name for name in formats() if name not in refusal(tmp_path / "none").message] == []
    assert {suffix.lower() for suffix in suffixes()} & set(refused_suffixes()) == set()


def test_names_stay_apart_where_two_folders_have_the_same(tmp_path: Path) -> None:
    for name in ("east", "west"):
        (tmp_path / name).mkdir()
        text_file(tmp_path / name / "网格.csv", LEDGER)
    names = [table.file for table in read_all(tmp_path / "east", tmp_path / "west")]
    assert names == [str(tmp_path / "east" / "网格.csv"), str(tmp_path / "west" / "网格.csv")]


def test_the_digest_and_the_dataset(tmp_path: Path) -> None:
    path = text_file(tmp_path / "x.csv", LEDGER)
    (table,) = read_all(path, dataset="divisions")
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (table.dataset, table.sheet) == ("divisions", "x")
    assert read_one(path).dataset is None


def test_progress_adds_up_to_the_size_of_the_files(tmp_path: Path) -> None:
    text_file(tmp_path / "a.csv", LEDGER * 20_000)
    raw_workbook(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    steps: list[int] = []
    for table in open_paths([tmp_path], on_bytes=steps.append):
        for _ in table.blocks:
            pass
    assert sum(steps) == total_bytes([tmp_path])
    assert len(steps) > 5


@pytest.mark.parametrize("given", ["none.csv", "../../etc/none", ":memory:", "a\0b"])
def test_L44_a_missing_path(tmp_path: Path, given: str) -> None:
    assert refusal(tmp_path / given).code == "file.type"


def test_L44_a_system_file_is_no_ledger(tmp_path: Path) -> None:
    assert refusal(tmp_path / ".." / ".." / ".." / ".." / "etc" / "passwd").code == "file.type"


def test_L44_a_file_without_rights(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", LEDGER)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert refusal(path).code == "file.type"


@pytest.mark.parametrize("inside", [False, True])
def test_L44_a_pipe_is_refused_without_waiting(tmp_path: Path, inside: bool) -> None:
    os.mkfifo(tmp_path / "a.csv")
    assert refusal(tmp_path if inside else tmp_path / "a.csv").code == "file.unsafe"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_L44_a_device_is_refused(device: str) -> None:
    assert refusal(Path(device)).code == "file.unsafe"


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.db", "a.geojson"])
def test_L44_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert refusal(tmp_path / name).code == "file.type"


def test_L44_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "file.type"


def test_L44_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = text_file(tmp_path / "secret.csv", LEDGER)
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.csv").symlink_to(outside)
    problem = refusal(folder)
    assert (problem.code, problem.file) == ("file.unsafe", "a.csv")
    (folder / "a.csv").unlink()
    text_file(folder / "b.csv", LEDGER)
    (folder / "a.csv").symlink_to(folder / "b.csv")
    assert [table.file for table in read_all(folder)] == ["a.csv", "b.csv"]


def test_L44_links_to_folders_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    text_file(folder / "b.csv", LEDGER)
    (folder / "loop").symlink_to(folder)
    assert refusal(folder).code == "file.unsafe"


def test_L44_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as handle:
        handle.truncate(LIMITS.file_bytes + 1)
    assert refusal(path).code == "file.unsafe"


@pytest.mark.parametrize("change", ["append", "same size", "replace"])
def test_L44_a_file_that_changes_while_it_is_read(tmp_path: Path, change: str) -> None:
    path = text_file(tmp_path / "a.csv", LEDGER * 10)
    tables = open_paths([path])
    for _ in next(tables).blocks:
        pass
    if change == "append":
        with path.open("a", encoding="utf-8") as handle:
            handle.write("360202,昌江区,县区\n")
    elif change == "same size":
        status = path.stat()
        path.write_bytes(path.read_bytes()[:-2] + b"X\n")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    else:
        os.replace(text_file(tmp_path / "b.csv", LEDGER * 10), path)
    with pytest.raises(Refused) as caught:
        next(tables)
    assert caught.value.problem.code == "file.changed"


def test_L44_a_file_that_vanishes_while_it_is_read(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", LEDGER)
    tables = open_paths([path])
    for _ in next(tables).blocks:
        path.unlink(missing_ok=True)
    with pytest.raises(Refused):
        next(tables)


def test_L20_a_folder_with_too_many_or_too_deep(tmp_path: Path) -> None:
    deep = tmp_path / "/".join("abcd")
    deep.mkdir(parents=True)
    for number in range(4):
        text_file(tmp_path / f"{number}.csv", LEDGER)
    assert refusal(tmp_path, limits=Limits(folder_files=3)).code == "file.unsafe"
    assert refusal(tmp_path, limits=Limits(folder_depth=2)).code == "file.unsafe"
