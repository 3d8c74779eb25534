"""What `graphkb export neo4j-admin` writes, Neo4j's own bulk import takes, and the graph is the same."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from graphkb.backup.proof import prove
from graphkb.export.whole import Form, export
from graphkb.store import local
from graphkb.store.bolt import BoltStore
from graphkb.store.jars import jars_of
from graphkb.store.java import find_java
from tests.backup.kit import fill
from tests.export.test_whole import run


@pytest.mark.campaign  # a server of its own, started twice
def test_neo4j_admin_imports_the_same_graph(empty_store: BoltStore, home: Path, tmp_path: Path) -> None:
    fill(empty_store)
    wanted = prove(empty_store)
    folder = tmp_path / "bulk"
    export(empty_store, Form.neo4j_admin, folder)
    local.start().close()
    local.stop()
    place = local.directory()
    command = [str(find_java(17)), "-cp", f"{jars_of('5.26', print)}/*", "-Dapp.name=neo4j-admin"]
    command += ["org.neo4j.server.startup.Neo4jAdminCommand", "database", "import", "full", "--overwrite-destination"]
    given = {**os.environ, "NEO4J_HOME": str(place), "NEO4J_CONF": str(place / "conf")}
    done = subprocess.run([*command, "@import.args", "neo4j"], cwd=folder, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with local.start() as store:
        run(store, folder / "after.cypher")
        assert prove(store).as_object() == wanted.as_object()
