"""Procedures and functions: three and a list, by whatever spelling (C13–C15); no store is asked."""

from __future__ import annotations

import pytest

from graphkb.guard import check
from tests.guard.refusing import code

PROCEDURES = """
    merge.node do.when refactor.mergeNodes apoc.refactor.mergeNodes apoc.create.uuids
    apoc.merge.node apoc.do.when apoc.refactor.rename.label apoc.create.node apoc.cypher.doIt apoc.periodic.iterate apoc.load.json
    apoc.export.csv.all apoc.cypher.runFile apoc.util.sleep db.awaitIndex db.awaitIndexes db.index.fulltext.queryNodes
    db.clearQueryCaches db.createLabel db.ping db.info db.schema.visualization db.stats.collect dbms.setConfigValue
    dbms.killQuery dbms.killConnection dbms.listConfig dbms.components dbms.info dbms.showCurrentUser dbms.security.createUser
    dbms.procedures dbms.queryJmx algo.shortestPath tx.setMetaData labels db.label db.labelsx xdb.labels db"""


@pytest.mark.parametrize("name", PROCEDURES.split())
def test_c13_c14_procedures(name: str) -> None:
    for text in (
        f"CALL {name}(true, 'CREATE (n) RETURN n', '', {{}})",
        f"CALL {name}()",
        f"CALL {name}",
        f"CALL {name}('x', 1) YIELD value RETURN value",
        f"MATCH (n) CALL {name.upper()}(n) RETURN n",
    ):
        assert code(text) == "cypher.procedure"


@pytest.mark.parametrize(
    "text",
    [
        "CALL `apoc`.`load`.`json`('x')",
        "CALL apoc . load . json('x')",
        "CALL/**/apoc/**/./**/load.json('x')",
        "CALL `apoc.load.json`('x')",
        "call\napoc.\nload.json('x')",
        "CALL `db`.`awaitIndexes`()",
        "CALL `db.labels\u200b`()",
        "CALL `db``.labels`()",
    ],
)
def test_c15_spelling_of_procedures(text: str) -> None:
    assert code(text) == "cypher.procedure"


@pytest.mark.parametrize(
    "text",
    [
        "CALL db.labels()",
        "CALL db.labels",
        "CALL/**/db . labels()",
        "CALL `db`.`labels`() YIELD label RETURN label",
        "CALL `db.labels`()",
        "call DB.LABELS() yield label as l where l = 'Grid' return l",
        "CALL db.relationshipTypes() YIELD *",
        "CALL db.propertyKeys()",
    ],
)
def test_c15_procedures_that_are_allowed(text: str) -> None:
    check(text)


FUNCTIONS = """
    apoc.cypher.runFirstColumnSingle apoc.load.json apoc.util.sleep apoc.text.regexGroups algo.x file linenumber graph.names
    graph.byName db.nameFromElementId genai.vector.encode dbms.x vector.similarity.cosine date.x foreach"""


@pytest.mark.parametrize("name", FUNCTIONS.split())
def test_c14_functions(name: str) -> None:
    quoted = ".".join(f"`{part}`" for part in name.split("."))
    for text in (f"RETURN {name}('x')", f"RETURN 1 + {name.upper()} ('x')", f"RETURN {quoted}('x')", f"RETURN `{name}`('x')"):
        assert code(text) in ("cypher.function", "cypher.write")
