"""Everything that the release can be asked about its label: `python -m tests.invented.walk LEDGERS OUT`, where `graphkb` is it.

Writes an object to OUT: what was asked, and `[status, text]` of the answer; the status of a command is its exit code.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from typer.testing import CliRunner

from graphkb import catalogue
from graphkb.cli import app as commands
from graphkb.web.endpoints import Endpoint
from tests.conftest import Served
from tests.web.kit import browser, header, whole

LABEL, CODE, RULE, AREA = "Building", "B1", "building-inhabited", "360203001001"
ASKED = {
    "search_list": ("q=B1", f"q={quote('东一')}", f"q={quote('一号楼')}&label={LABEL}", f"q=B&label={LABEL}"),
    "explain": (f"rule={RULE}&subject={CODE}", f"rule={RULE}&subject=B2"),
    "path": (f"from={LABEL}:{CODE}&to=City:3602", f"from={LABEL}:{CODE}&to={LABEL}:B3&layout=hierarchical"),
    "network": ("", "depth=3", "depth=2&layout=hierarchical", f"depth=2&label={LABEL}", "type=STANDS_IN"),
    "gaps": ("", f"rule={RULE}&not_assessable=true"),
    "history": (f"rule={RULE}",),
    "coverage": ("level=grid", f"rule={RULE}"),
}
COMMANDS = (
    "coverage --level grid --format json", f"gaps --rule {RULE} --not-assessable --format json", "rules --format json",
    f"explain {RULE} {CODE} --format json", f"explain {RULE} B2 --format table", "cobuilding pairs --format json",
    f"network {CODE} --depth 2 --out {{out}}.html", f"network {CODE} --out {{out}}.graphml", "template --out {out}.xlsx",
    "store check --format json", f"query provenance --param code={CODE} --format json",
    f"query provenance --param code={CODE} --param label={LABEL} --format json",
)  # fmt: skip


def walked(app: Flask) -> Iterator[tuple[str, tuple[int, str]]]:
    """Every page and every route of the API in every form, and the console."""
    person, program, key = browser(app), app.test_client(), header(app)
    for address in addresses(app):
        asker, headers = (program, key) if address.startswith("/api/") else (person, {})
        answer = asker.get(address, headers=headers)
        yield address, (answer.status_code, answer.get_data().decode("utf-8", "replace"))
    asked = {"query": f"MATCH (b:{LABEL})-[:STANDS_IN]->(a) RETURN b.code AS code, b.households AS households ORDER BY code"}
    answer = program.post("/api/v1/cypher", json=asked, headers=key)
    yield "POST /api/v1/cypher", (answer.status_code, answer.text)


def addresses(app: Flask) -> Iterator[str]:
    """What can be asked for with GET: as page in both languages and in every form of the API; what is no endpoint once."""
    endpoints: list[Endpoint] = app.extensions["graphkb_endpoints"]
    for endpoint in endpoints:
        for path in filled(app, endpoint.path):
            for asked in asked_of(endpoint, path):
                mark = "&" if asked else ""
                if endpoint.page:
                    yield from (f"{path}?{asked}{mark}lang={language}" for language in ("zh", "en"))
                forms = endpoint.forms if endpoint.api else ()
                yield from (f"/api/v1{path}?{asked}{mark}format={form}" for form in forms)
    known = {endpoint.path for endpoint in endpoints} | {f"/api/v1{endpoint.path}" for endpoint in endpoints}
    others = (one.rule for one in app.url_map.iter_rules() if "GET" in (one.methods or ()) and one.rule not in known)
    yield from (path for rule in others for path in filled(app, rule))


def asked_of(endpoint: Endpoint, path: str) -> Sequence[str]:
    """The parameters to ask with: a query of the library takes its own."""
    if endpoint.name != "query":
        return ASKED.get(endpoint.name, ("",))
    known = {one.name for one in catalogue.queries()[path.rpartition("/")[2]].parameters}
    return ["&".join(f"{name}={value}" for name, value in (("code", CODE), ("label", LABEL)) if name in known)]


def filled(app: Flask, path: str) -> Iterator[str]:
    """The path with what there is in the places of its variables."""
    load = app.extensions["graphkb"].store.read("MATCH (l:Load) RETURN l.code AS code")[0]["code"]
    values = {"label": LABEL, "code": AREA if path.startswith("/areas") else CODE, "rule": RULE, "load": quote(load)}
    values |= {"upload": "none", "name": "vis-network.min.js", "filename": "style.css"}
    for query in catalogue.queries() if "<query>" in path else [""]:
        yield re.sub(r"<(?:\w+:)?(\w+)>", lambda place, query=query: {**values, "query": query}[place[1]], path)


def main(ledgers: str, out: str) -> None:
    """Load, walk, write down."""
    told: dict[str, tuple[int, str]] = {}
    os.environ["GRAPHKB_WEB_FOLDER"] = str(Path(out).parent / "web")  # pages and commands judge once
    for line in ("load {ledgers} --edition 2026-06-30 --format json", *COMMANDS):
        done = CliRunner().invoke(commands, line.format(ledgers=ledgers, out=out).split())
        told[f"graphkb {line}"] = done.exit_code, done.output + (repr(done.exception) if done.exception else "")
    with whole(Served(Path(os.environ["GRAPHKB_HOME"])), Path(out).parent / "web") as app:
        told |= walked(app)
    Path(out).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
