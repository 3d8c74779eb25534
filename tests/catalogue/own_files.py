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
