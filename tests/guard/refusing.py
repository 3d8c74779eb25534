"""What the guard says of a text; the statements that write."""

from __future__ import annotations

import pytest

from graphkb.guard import Limits, Refused, check
from graphkb.languages import CHINESE


def refusal(text: str, limits: Limits | None = None) -> Refused:
    """Why the text is refused: one sentence in each language."""
    with pytest.raises(Refused) as found:
        check(text, limits)
    message, english = str(found.value), found.value.said.told("en")
    assert message.endswith("。")
    assert message.count("。") == 1
    assert english.endswith(".")
    assert set(CHINESE.findall(english)) <= set(text)
    return found.value


def code(text: str) -> str:
    """The code of its refusal."""
    return refusal(text).code


WRITES = [
    "CREATE (n:Grid {code: 'x'})",
    "CREATE (n) RETURN n",
    "MATCH (n) CREATE (n)-[:X]->(m)",
    "MERGE (n:Grid {code: 'x'})",
    "MERGE (n:Grid {code: 'x'}) ON CREATE SET n.a = 1 ON MATCH SET n.a = 2 RETURN n",
    "MATCH (n) SET n.a = 1",
    "MATCH (n) SET n.a = 1 RETURN n",
    "MATCH (n) SET n += {a: 1} RETURN n",
    "MATCH (n) SET n = {} RETURN n",
    "MATCH (n) SET n:Grid RETURN n",
    "MATCH (n) SET n['a'] = 1 RETURN n",
    "MATCH (n) REMOVE n.a RETURN n",
    "MATCH (n) REMOVE n:Grid",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) NODETACH DELETE n",
    "MATCH (n) WITH n DELETE n RETURN 1",
    "MATCH (n) WITH n ORDER BY n.code LIMIT 1 SET n.a = 1 RETURN n",
    "MATCH (n) WHERE n.code = 'x' SET n.a = 1 RETURN n",
    "MATCH (n) RETURN n DELETE n",
    "MATCH (n) RETURN n AS x SET x.a = 1",
    "MATCH (n) RETURN n LIMIT 1 SET n.a = 1",
    "UNWIND [1] AS x CREATE (n {x: x})",
    "MATCH (n) RETURN n UNION MATCH (n) DELETE n RETURN n",
    "INSERT (n:Grid)",
]
