"""Every problem that a load can tell, provoked by small ledgers: in English without Chinese but data, alike in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from graphkb.ingest.load import Options, load
from graphkb.ingest.report import LoadReport, refusal
from graphkb.judge import judge
from graphkb.languages import CHINESE
from graphkb.loaders import open_paths
from graphkb.ontology import ONTOLOGY
from graphkb.problems import CODES, Problem, Refused
from graphkb.review.queue import decide, queue
from graphkb.store.bolt import BoltStore
from tests.conftest import empty
from tests.ingest.load_kit import CREDIT, DIVISIONS, Sheet, sheet

NOT_OF_A_LOAD: dict[str, str] = {}  # codes that no ledger can provoke, and why
E1, E2, E3 = date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)
GRID = "网格编码,网格名称,所属编码,类型,户数"
MARKS = "；"  # a message shows the separator that the ledger format wants

GRIDS = f"{GRID}\nG1,第一网格,360203001001,居民网格,约三十户\nG2,第二网格,360203001001,居民网格,-5\n"
LEDGERS: tuple[tuple[str, str | bytes], ...] = (
    (
        "区划.csv",
        """编码,名称,层级,类型,上级编码,备注
3602,示例市,市,,,x
360203,示例区,县区,,3602,
36020,短码区,县区,,3602,
360203001,甲街道,街道,路,360203,
360204002,乙街道,街道,街道,360203,
360203003,,街道,街道,360203,
360203004,丙\u200b街道,街道,街道,360203,
合计,,,,,
""",
    ),
    ("网格.csv", f"{GRIDS}3.60203E+11,第三网格,360203001001,居民网格,1\nG4,第四网格,360203001001,居民网格,1\n"),
    ("资源清单.csv", "资源编号,单位代码,类别,内容\nR1,U1,物资,桌\n单位代码,名称,类型,所属编码\nU1,供电公司,企业,360203001\n"),
    ("物业企业.csv", f"统一社会信用代码,名称,所属编码\n{CREDIT[:-1]}4,甲物业,360203\n{CREDIT},乙物业,360203\n"),
    ("党群服务中心.csv", "中心编码,名称,类型,服务编码,功能\nC1,甲中心,社区,360203001001,党群活动、文体活动\n"),
    ("随手记.csv", "下周,开会\n甲,乙\n"),
    ("网格.csv", "网格编码,网格名称\nG1,第一网格\n"),
    ("网格.csv", f"{GRID},户数\nG1,一,360203001001,居民网格,1,1\n"),
    ("网格.csv", f"{GRID},身份证号\nG1,一,360203001001,居民网格,1,x\n"),
    ("空.csv", b""),
    ("坏.csv", "网格编码,网格名称\n".encode() + b"G1,\xe4\xb8\xff\xff\n"),
)


@dataclass
class Told:
    """What loads said, and the texts that they were given."""

    reports: list[LoadReport] = field(default_factory=list)
    given: set[str] = field(default_factory=set)

    @property
    def problems(self) -> list[Problem]:
        return [problem for report in self.reports for problem in report.problems]

    @property
    def codes(self) -> set[str]:
        return {problem.code for problem in self.problems}


def judged(path: Path, then: Callable[[], object] = lambda: None) -> LoadReport:
    """The report of a ledger read and judged without a store; `then` happens once its rows are read."""
    found = LoadReport("dry")
    try:
        for table in open_paths([path]):
            judgement = judge(table)
            for _ in judgement.blocks() if judgement is not None else ():
                then()
            found.problems += [*(judgement.problems if judgement is not None else ()), *table.notices]
    except Refused as refused:
        return refusal("dry", refused.problem, found.problems)
    return found


@pytest.fixture(scope="module")
def of_files(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What is wrong with files, sheets, columns and cells."""
    folder, told = tmp_path_factory.mktemp("ledgers"), Told()
    for number, (name, content) in enumerate(LEDGERS):
        path = folder / str(number) / name
        path.parent.mkdir()
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        told.reports.append(judged(path))
        told.given |= {path.name, path.stem, *(re.split("[,、\n]", content) if isinstance(content, str) else ())}
    told.reports += [judged(workbook(folder / "簿.xlsx")), changing(folder / "变动" / "网格.csv"), linked(folder / "链接")]
    told.given |= {"簿.xlsx", "外.csv", "我区网格情况", "丙街道"}  # the last without what cannot be seen in it
    return told


def workbook(path: Path) -> Path:
    """Two ledgers: one told by a name in its title, one on a hidden sheet with a hidden row."""
    with xlsxwriter.Workbook(str(path)) as book:
        for title in ("我区网格情况", "网格"):
            page = book.add_worksheet(title)
            page.write_row(0, 0, GRID.split(","))
            page.write_row(1, 0, ["G1", "第一网格", "360203001001", "居民网格", 5])
        page.hide()
        page.set_row(1, None, None, {"hidden": True})
    return path


def changing(path: Path) -> LoadReport:
    """A file that another program writes while it is read."""
    path.parent.mkdir()
    path.write_text(GRIDS, encoding="utf-8")
    return judged(path, then=lambda: path.write_text(GRIDS * 2, encoding="utf-8"))


def linked(folder: Path) -> LoadReport:
    """A link out of the folder that was given."""
    folder.mkdir()
    (folder / "外.csv").symlink_to(folder.parent / "0" / "区划.csv")
    return judged(folder)


@pytest.fixture(scope="module")
def of_loads(store: BoltStore) -> Told:
    """What is wrong with rows beside each other, what they refer to, and editions."""
    told = Told()
    empty(store)

    def put(*sheets: Sheet, edition: date = E2, **options: Any) -> None:
        told.reports.append(load(store, [one.table() for one in sheets], Options("360203", edition=edition, **options)))
        told.given |= {str(cell) for one in sheets for row in (one.header, *one.rows) for cell in row if cell}
        told.given |= {one.file for one in sheets}

    twins = ["360203002002,东一社区,社区,社区,360203002"]
    odd = ["S1,一,石狮阜街道,居民网格", "S2,二,东一社区,居民网格", "S3,三,完全不同的地方,居民网格", "S4,四,360281001001,居民网格"]
    rows = [f"G{n},网格{n},360203001001,居民网格,{n}" for n in range(30)]
    rings = ["A,甲党委,党委,360203,B", "B,乙党委,党委,360203,A", "C,丙党委,党委,360203,Z"]
    grids = sheet("网格", GRID, *rows, *odd, rows[0], "G90,甲,360203001001,居民网格,1", "G90,乙,360203001001,居民网格,1")
    put(
        sheet("区划", ",".join(DIVISIONS.header), *DIVISIONS.rows, *twins),
        *(grids, sheet("党组织", "党组织编码,名称,类型,所属编码,上级党组织编码", *rings)),
    )
    decide(store, "accept", [next(item.id for item in queue(store) if item.found == "石狮阜街道")], by="某人")
    told.given.add("某人")
    put(grids, dry_run=True)
    fewer = sheet("网格", GRID, *rows[:5])
    put(fewer, edition=E3, dry_run=True)
    put(fewer, edition=E1, dry_run=True)
    return told


@pytest.fixture(scope="module")
def told(of_files: Told, of_loads: Told) -> Told:
    return Told([*of_files.reports, *of_loads.reports], of_files.given | of_loads.given)


def names() -> Iterator[str]:
    """What the ledger format says may stand in a ledger: titles of sheets, headings, choices."""
    for dataset in ONTOLOGY.datasets.values():
        yield dataset.sheet
        for column in dataset.columns:
            yield from (column.name, *column.choices)
    for values in ONTOLOGY.lists.values():
        yield from values


def chinese(texts: Iterable[str], data: set[str]) -> list[str]:
    """The texts that hold Chinese once the data in them are taken away, the longest first."""
    known = sorted(filter(CHINESE.search, data), key=len, reverse=True)

    def rest(text: str) -> str:
        for word in known:
            text = text.replace(word, "")
        return text

    return [text for text in texts if CHINESE.search(rest(text))]


def test_every_code_is_provoked(told: Told) -> None:
    assert set(CODES) - told.codes == set(NOT_OF_A_LOAD)


def test_no_problem_in_english_is_chinese_but_data(told: Told) -> None:
    data = {*told.given, *names(), "是", "否", MARKS}
    english = [report.as_object("en") for report in told.reports]
    texts = [problem["message"] for report in english for problem in report["problems"]]
    texts += [report["refused"] for report in english if report["refused"] is not None]
    texts += [doubt.said.told("en") for report in told.reports for doubt in report.doubts]
    assert chinese(texts, data) == []
    chinese_told = [problem.message.said.told("zh") for problem in told.problems]
    assert len(chinese(chinese_told, data)) == len(chinese_told)  # what is looked for is found where it is


def test_codes_and_keys_are_the_same_in_both_languages(told: Told) -> None:
    for report in told.reports:
        first, second = report.as_object("zh"), report.as_object("en")
        for one in (first, second):
            one.pop("refused")
            for problem in one["problems"]:
                assert problem.pop("message")
        assert first == second
