"""A server whose settings leave LOAD CSV open: the console stays closed until the operator leaves that to the parser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from graphkb.guard import Refused
from graphkb.guard.console import run
from graphkb.guard.locks import DESPITE_LOAD, open_locks, why_closed
from graphkb.store import local, neo4j_server, process
from graphkb.store.bolt import BoltStore
from tests.conftest import at_home, put_away

SHUT = ("dbms.security.allow_csv_import_from_file_urls", "internal.dbms.cypher_ip_blocklist")


@pytest.fixture(scope="module")
def left_open(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoltStore]:
    """A private server of its own, started without the two settings that close LOAD CSV."""
    with at_home(tmp_path_factory.mktemp("left-open")):
        plan = neo4j_server.plan(local.directory(), local.release(), print)

        def arguments(ports: Mapping[str, int]) -> list[str]:
            found = plan.arguments(ports)
            _open(local.directory() / "conf" / "neo4j.conf")
            return found

        try:
            running = process.start(replace(plan, arguments=arguments))
            with neo4j_server.connect(local.directory(), running.ports, reader=True) as reader:
                yield reader
        finally:
            put_away()


def _open(conf: Path) -> None:
    lines = conf.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(SHUT)]
    assert len(kept) == len(lines) - len(SHUT)
    conf.write_text("\n".join([*kept, f"{SHUT[0]}=true", ""]), encoding="utf-8")


def test_c16_the_operator_may_leave_load_csv_to_the_parser(left_open: BoltStore, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("not for everybody\n", encoding="utf-8")
    load = f"LOAD CSV FROM '{secret.as_uri()}' AS row RETURN row"
    assert left_open.read(load) == [{"row": ["not for everybody"]}]  # the store itself would tell
    assert open_locks(left_open) == ["LOAD file", "LOAD http"]
    closed = why_closed(left_open, {})
    assert closed is not None
    assert DESPITE_LOAD in str(closed)
    assert DESPITE_LOAD in closed.told("en")
    assert why_closed(left_open, {DESPITE_LOAD: "yes"}) is not None
    assert why_closed(left_open, {DESPITE_LOAD: "1"}) is None
    for text in (load, load.lower(), load.replace("LOAD", "LO/**/AD"), f"CALL {{ {load} }} RETURN row", f"EXPLAIN {load}"):
        with pytest.raises(Refused):
            run(text, reader=left_open)
