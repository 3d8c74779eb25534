"""A rule and a query of one's own, without English."""

from __future__ import annotations

from pathlib import Path

RULE = """\
// title = "社区有需求"
// why = "社区要提出需求。"
// subject = "Community"
// needs = ["demands"]
// explain = ["(subject)-[:RAISES]->(:Demand)"]
// [sentences]
// none = "“{name}”没有提出需求。"

// scope
MATCH (home:Community) WHERE home.closed_on IS NULL
WITH home, EXISTS { MATCH (home)-[raises:RAISES]->(:Demand) WHERE raises.closed_on IS NULL } AS found
RETURN home AS subject, home, found AS covered,
       CASE WHEN found THEN null ELSE 'none' END AS because, {} AS facts
"""
QUERY = """\
// title = "网格数"
// why = "有多少网格。"
// columns = { grids = "网格数" }

MATCH (g:Grid) RETURN count(g) AS grids
"""


def put(home: Path, folder: str, name: str, text: str) -> Path:
    """The file, written into a folder of GRAPHKB_HOME."""
    path = home / folder / f"{name}.cypher"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


UNDEFINED = RULE.replace("found AS covered", "fund AS covered")
DIVIDING = RULE.replace("found AS covered", "1 / (size([(home)--(n) | n]) - size([(home)--(n) | n])) = 1 AS covered")
TEXTUAL = RULE.replace("found AS covered", "'yes' AS covered")
FAILING = {"own-undefined": UNDEFINED, "own-dividing": DIVIDING, "own-textual": TEXTUAL}
SAID = {  # of each in turn
    "en": (
        "rules/own-undefined.cypher:12: the store cannot run this query: the variable fund is not defined",
        "rules/own-dividing.cypher:10: the store cannot run this query: a divisor is 0",
        "rules/own-textual.cypher:12: covered is true, false or null, and the query returns STRING",
    ),
    "zh": (
        "rules/own-undefined.cypher:12: 存储执行不了这条查询：变量 fund 没有定义",
        "rules/own-dividing.cypher:10: 存储执行不了这条查询：除数是 0",
        "rules/own-textual.cypher:12: covered 只能是 true、false 或 null，查询却给出 STRING",
    ),
}
