"""A type is one value, a rule one file, a loader one module: a release with one more of each shows it wherever others are."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from graphkb.store.bolt import BoltStore
from tests import releases
from tests.conftest import Served, empty
from tests.ingest.load_kit import DIVISIONS
from tests.invented.walk import AREA, CODE, LABEL, RULE

pytestmark = pytest.mark.timeout(1200)
HERE = Path(__file__).parent / "invented"
LEDGER = """#lines
楼栋编码|名称|类型|所属编码|户数|经度|纬度
B1|东一社区一号楼|住宅楼|360203001001|24|117.201|29.301
B2|东一社区二号楼|商务楼|360203001001|0|117.202|29.302
B3|西一社区一号楼|住宅楼|360203002001|||
"""
Answers = dict[str, tuple[int, str]]


def release(folder: Path) -> Path:
    """The release with the label, its relationship, properties and ledger, a rule about it and a loader."""
    product = releases.copied(folder)
    ontology = product / "ontology" / "ontology.toml"
    declared, sections = ontology.read_text(encoding="utf-8"), (HERE / "declared.toml").read_text(encoding="utf-8").split("\n\n")
    for section in sections:
        head, _, entries = section[section.index("[") :].partition("\n")
        joins = f"\n{head}\n" in declared
        declared = declared.replace(f"\n{head}\n", f"\n{head}\n{entries}\n", 1) if joins else f"{declared}\n{head}\n{entries}\n"
    ontology.write_text(declared, encoding="utf-8")
    shutil.copy(HERE / f"{RULE}.cypher", product / "cypher" / "rules")
    shutil.copy(HERE / "lines_file.py", product / "loaders")
    return folder


@pytest.fixture(scope="module")
def answers(served: Served, store: BoltStore, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What that release answers."""
    empty(store)
    folder = tmp_path_factory.mktemp("invented")
    ledgers = folder / "ledgers"
    ledgers.mkdir()
    lines = [",".join("" if cell is None else str(cell) for cell in line) for line in (DIVISIONS.header, *DIVISIONS.rows)]
    (ledgers / "区划.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (ledgers / "楼栋台账.lines").write_text(LEDGER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRAPHKB_HOME", str(served.home))
        out = folder / "answers.json"
        done = releases.run(release(folder / "release"), "tests.invented.walk", str(ledgers), str(out), seconds=900)
    assert done.returncode == 0, done.stderr[-3000:]
    found: Answers = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_nothing_fails(answers: Answers) -> None:
    assert {asked: told for asked, (status, told) in answers.items() if asked[0] == "g" and status != 0} == {}
    assert {asked: told for asked, (status, told) in answers.items() if asked[0] in "/P" and status >= 400} == {}


def told(answers: Answers, asked: str) -> str:
    """The text of the one answer to this."""
    assert asked in answers, sorted(answers)
    return answers[asked][1]


def read(answers: Answers, asked: str) -> Any:
    """What a route of the API answered."""
    return json.loads(told(answers, f"/api/v1{asked}{'&' if '?' in asked else '?'}format=json"))


def test_search_finds_it(answers: Answers) -> None:
    (found,) = [one for one in read(answers, "/search?q=B1")["data"] if one["label"] == LABEL]
    assert (found["name"], found["title"], found["path"][-1]) == ("东一社区一号楼", "楼栋", "东一社区")
    assert {one["code"] for one in read(answers, f"/search?q=B&label={LABEL}")["data"]} == {"B1", "B2", "B3"}


def test_the_area_counts_lists_and_draws_it(answers: Answers) -> None:
    area = read(answers, f"/areas/{AREA}")
    assert area["counts"][LABEL] == 2
    assert [one["code"] for one in area["residents"][LABEL]] == ["B1", "B2"]
    assert {one["code"] for one in area["points"] if one["label"] == LABEL} == {"B1", "B2"}
    for language, title in (("zh", "楼栋"), ("en", "Building")):
        page = told(answers, f"/areas/{AREA}?lang={language}")
        assert f"<h2>{title}</h2>" in page
        assert f'<circle class="point {LABEL.lower()}"' in page
        assert f">{title}</li>" in page  # the legend


def test_the_network_draws_it_and_hands_it_on(answers: Answers) -> None:
    network = read(answers, f"/network/{LABEL}/{CODE}")
    assert network["start"]["name"] == "东一社区一号楼"
    assert [(edge["type"], edge["end"]) for edge in network["edges"]] == [("STANDS_IN", AREA)]
    colours = {node["id"]: node["color"]["background"] for node in network["view"]["nodes"]}
    assert re.fullmatch("#[0-9a-f]{6}", colours[f"{LABEL}:{CODE}"])
    for asked in (f"/api/v1/network/{LABEL}/{CODE}?format=graphml", f"/network/{LABEL}/{CODE}?lang=en"):
        assert "STANDS_IN" in told(answers, asked)
    assert read(answers, f"/path?from={LABEL}:{CODE}&to=City:3602")["found"]
    assert LABEL in told(answers, "/console/words")


def test_every_fact_says_where_it_comes_from(answers: Answers) -> None:
    asked = f"/queries/provenance?code={CODE}&label={LABEL}"
    rows = [(row["fact"], row["other"], row["file"], row["row"]) for row in read(answers, asked)["data"]]
    assert rows == [(LABEL, None, "楼栋台账.lines", 3), ("-[STANDS_IN]->", AREA, "楼栋台账.lines", 3)]
    assert "楼栋台账.lines" in told(answers, f"graphkb query provenance --param code={CODE} --format json")
    assert "楼栋台账.lines" in told(answers, f"/subjects/{LABEL}/{CODE}?lang=zh")
    facts = read(answers, f"/explain?rule={RULE}&subject={CODE}")["facts"]
    assert {(one["type"], one["sources"][0]["file"]) for one in facts} >= {
        (LABEL, "楼栋台账.lines"),
        ("STANDS_IN", "楼栋台账.lines"),
    }


def test_the_rule_judges_it(answers: Answers) -> None:
    gaps = read(answers, f"/gaps?rule={RULE}&not_assessable=true")["data"]
    assert [(gap["subject"], gap["subject_label"], gap["verdict"]) for gap in gaps] == [
        ("B2", LABEL, "gap"),
        ("B3", LABEL, "not_assessable"),
    ]
    assert gaps[0]["path"][-1] == AREA
    assert "“东一社区二号楼” has no households." in told(answers, f"/gaps?rule={RULE}&not_assessable=true&lang=en")
    assert json.loads(told(answers, f"graphkb explain {RULE} {CODE} --format json"))[0]["verdict"] == "covered"


def test_the_ledger_and_its_format_are_there(answers: Answers) -> None:
    assert ".lines" in re.findall(r'accept="([^"]+)"', told(answers, "/loads?lang=zh"))[0].split(",")
    assert "楼栋台账" in told(answers, "/loads?lang=zh")
    assert {row["label"]: row["nodes"] for row in read(answers, "/queries/node-counts")["data"]}[LABEL] == 3
    assert json.loads(told(answers, "POST /api/v1/cypher"))["data"] == [["B1", 24], ["B2", 0], ["B3", None]]
