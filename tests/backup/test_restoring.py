"""What is restored is what was kept, whatever it holds; what is not whole is refused, and half a restore is no store."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest

from graphkb.backup.archive import BadArchive, reading
from graphkb.backup.keeping import back_up
from graphkb.backup.proof import prove
from graphkb.backup.restoring import NotEmpty, restore
from graphkb.ingest.writing.lock import LoadRunningError, held
from graphkb.store.bolt import BoltStore
from graphkb.store.open import open_store
from graphkb.store.restored import HalfRestored
from graphkb.store.rows import Unreadable
from tests.backup.kit import content, fill
from tests.conftest import Served, at_home, empty


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def kept(store: BoltStore, home: Path) -> Path:
    """A backup of a store with values of every kind."""
    empty(store)
    fill(store)
    with at_home(home):
        back_up(store, home.parent / "kept.zip", replace=True)
    return home.parent / "kept.zip"


def nothing_in(store: BoltStore) -> bool:
    return store.read("MATCH (n) RETURN count(n) AS n")[0]["n"] == 0


def test_everything_comes_back(kept: Path, home: Path, empty_store: BoltStore) -> None:
    fill(empty_store)
    before, proof = content(empty_store), prove(empty_store)
    assert len(before) == 5 + 4
    empty(empty_store)
    with at_home(home):
        found = restore(empty_store, kept, graph_only=True)
    assert content(empty_store) == before
    assert (found.hash, found.nodes, found.relationships) == (proof.hash, 5, 4)
    empty_store.write([("MATCH (n:Street) SET n.name = n.name + ' '", {})])
    assert prove(empty_store).hash != proof.hash


def test_a_file_that_is_not_whole_is_refused(kept: Path, tmp_path: Path, empty_store: BoltStore) -> None:
    whole, damaged = kept.read_bytes(), tmp_path / "damaged.zip"
    with ZipFile(kept) as archive:
        size = archive.getinfo("nodes.jsonl").compress_size
    places = [80 + size * part // 8 for part in range(7)]  # behind the header of the first member
    flipped = [whole[:n] + bytes([whole[n] ^ 0xFF]) + whole[n + 1 :] for n in places]
    for text in (b"", b"x" * 500, whole[:-1], whole[: len(whole) // 2], *flipped):
        damaged.write_bytes(text)
        with pytest.raises(BadArchive, match=r"damaged\.zip"):
            restore(empty_store, damaged, graph_only=True)
    with pytest.raises(BadArchive, match="读不到"):
        restore(empty_store, tmp_path / "none.zip")
    assert nothing_in(empty_store)


def changed(kept: Path, to: Path, member: str, change: Callable[[str], str]) -> Path:
    """The same archive, well formed, with another text in one member."""
    with ZipFile(kept) as old, ZipFile(to, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name).decode()) if name == member else old.read(name))
    return to


def test_rows_that_are_not_those_of_the_manifest_are_refused(kept: Path, tmp_path: Path, empty_store: BoltStore) -> None:
    for member, before, after in (
        ("nodes.jsonl", '"name":"c"', '"name":"d"'),
        ("relationships.jsonl", "1.5", "1.6"),
        ("manifest.json", '"what": "graphkb backup"', '"what": "something"'),
    ):
        other = changed(kept, tmp_path / "other.zip", member, partial(replaced, before, after))
        with pytest.raises(BadArchive):
            restore(empty_store, other, graph_only=True)
    assert nothing_in(empty_store)


def replaced(before: str, after: str, text: str) -> str:
    assert before in text
    return text.replace(before, after)


def test_a_later_form_says_to_upgrade(kept: Path, tmp_path: Path, empty_store: BoltStore) -> None:
    later = changed(kept, tmp_path / "later.zip", "manifest.json", lambda text: json.dumps({**json.loads(text), "form": 99}))
    with pytest.raises(BadArchive, match="请升级"):
        restore(empty_store, later)
    record = changed(kept, tmp_path / "record.zip", "manifest.json", lambda text: json.dumps({**json.loads(text), "record": 99}))
    with pytest.raises(BadArchive, match="存档是第 99 种"):
        restore(empty_store, record)


def test_no_file_is_written_outside_the_home(kept: Path, tmp_path: Path, empty_store: BoltStore, home: Path) -> None:
    for name in ("../x", "/x", "access/../../x", "neo4j-5.26/secrets.json", "access/secret", "x.sh"):
        bad = tmp_path / "bad.zip"
        bad.write_bytes(kept.read_bytes())
        with ZipFile(bad, "a") as whole:
            whole.writestr(f"files/{name}", "x")
        with at_home(home), pytest.raises(BadArchive, match="不该有"):
            restore(empty_store, bad)
    assert nothing_in(empty_store)


def test_only_an_empty_store_is_restored_to(kept: Path, empty_store: BoltStore, home: Path) -> None:
    empty_store.write([("CREATE (:Grid {code: 'mine'})", {})])
    with at_home(home):
        with pytest.raises(NotEmpty, match="--replace"):
            restore(empty_store, kept, graph_only=True)
        assert empty_store.read("MATCH (n) RETURN n.code AS code") == [{"code": "mine"}]
        assert restore(empty_store, kept, graph_only=True, replace=True).nodes == 5
    assert empty_store.read("MATCH (n:Grid) RETURN count(n) AS n")[0]["n"] == 0


def test_half_a_restore_is_no_store(kept: Path, empty_store: BoltStore, home: Path, served: Served) -> None:
    """Cut short after the nodes: every command says what to do, and the same restore begins anew."""

    def stop(done: int, _total: int) -> None:
        if done > 5:
            raise KeyboardInterrupt

    with at_home(home), pytest.raises(KeyboardInterrupt):
        restore(empty_store, kept, graph_only=True, tell=stop)
    with at_home(served.home):
        with pytest.raises(HalfRestored, match=r"store restore .*kept\.zip"):
            open_store()
        open_store(whole=False).close()
    with at_home(home):
        assert restore(empty_store, kept, graph_only=True).relationships == 4
    with at_home(served.home):
        open_store().close()


def test_a_load_that_runs_is_named_and_waited_for(empty_store: BoltStore, home: Path, tmp_path: Path) -> None:
    fill(empty_store)
    with at_home(home):
        with held(empty_store, "a load"), pytest.raises(LoadRunningError, match="另一个装载"):
            back_up(empty_store, tmp_path / "x.zip", wait=0.1)
        assert not list(tmp_path.iterdir())
        with held(empty_store, "copy-x"), pytest.raises(LoadRunningError, match="备份"):
            back_up(empty_store, tmp_path / "x.zip")
        assert back_up(empty_store, tmp_path / "x.zip").nodes == 5
    with reading(tmp_path / "x.zip") as archive:
        assert len([*archive.nodes()]) == 5


def test_what_cannot_be_carried_over_is_said(empty_store: BoltStore, home: Path, tmp_path: Path) -> None:
    with at_home(home):
        for create in (
            "CREATE (:Grid {code: '1', long: duration('P1D')})",
            "CREATE (:Grid {code: '1', at: time('12:00')})",
            "CREATE (:Grid {code: '1', at: datetime('2026-01-01T00:00Z')})",
            "CREATE (:Grid)",
            "CREATE (:Grid {code: '1'})-[:CONTAINS]->(:Grid)",
        ):
            empty(empty_store)
            empty_store.write([(create, {})])
            with pytest.raises(Unreadable):
                back_up(empty_store, tmp_path / "x.zip")
    assert not list(tmp_path.iterdir())
