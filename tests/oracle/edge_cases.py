"""Hand-written tiny cities with the verdicts that the definitions give them, kept as text in `cases/`.

A block begins with `> why | areas`, lists ledgers as `dataset@area -absent column: row / row`, and ends with
`= subjects` marked `+` covered, `-` a gap, `?` not assessable, `!` outside the rule. `## rule` names the rule of the
blocks below it, `* ` lines in front of its first block are ledgers of all of them. Cells are divided by blanks: `_` is
a blank cell, `~` a space in one, `d-1` the day before the day asked for. Codes such as `G1` are symbols that
`ledgers` turns into codes of the city's own prefix.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from .codes import credit_code
from .ledgers import DATASETS, City, Ledger
from .rules_centre import FUNCTIONS
from .sketch import AS_OF

# The columns that the blocks write, in this order; the other required ones are filled in.
WRITTEN = {
    "grids": "网格编码 所属编码 类型",
    "party-organizations": "党组织编码 类型 所属编码 上级党组织编码",
    "party-coverage": "党组织编码 对象类型 对象编码 覆盖方式",
    "posts": "岗位编码 岗位类型 所在类型 所在编码 党员 兼任岗位编码",
    "residential-areas": "小区编码 所属编码 物业企业代码 业委会 楼宇管理委员会",
    "property-companies": "统一社会信用代码 所属编码",
    "partner-units": "单位代码 所属编码",
    "agreements": "协议编号 单位代码 社区编码 签订日期 到期日期",
    "demands": "需求编号 社区编码",
    "resources": "资源编号 单位代码",
    "projects": "项目编号 协议编号 状态 需求编号 资源编号 计划完成日期 完成日期",
    "service-centres": "中心编码 类型 服务编码 面积 功能 经度 纬度",
    "social-organizations": "组织代码 所属编码",
    "standards": "区域编码 指标 数值 生效日期",
    "community-budgets": "社区编码 年度 经费",
    "community-workforce": "社区编码 年度 书记月报酬 其他人员平均月报酬",
    "tasks": "事项编号 区域编码 状态 牵头单位 完成期限 完成日期",
    "work-orders": "事项编号 网格编码 派单时间 办结期限 办结时间 反馈时间",
}
FILLED = {"人数": "9", "上报时间": "2026-01-02 08:00", "类型": "机关", "覆盖方式": "单建", "类别": "文体"}
DIVISIONS = ("编码", "名称", "层级", "上级编码", "类型", "经度", "纬度")
LEVELS = {"T": ("市", None), "D": ("县区", None), "S": ("街道", "街道"), "C": ("社区", "社区")}
# The tree that all blocks share, as symbol<parent:rest of the code; C5 has no street above it, S4 no district.
_TREE = (
    "D1<T:01 D2<T:02 S1<D1:01001 S2<D1:01002 S3<D2:02001 S4<T:80001 "
    "C1<S1:01001001 C2<S1:01001002 C3<S2:01002001 C4<S3:02001001 C5<D1:01900001 C6<S4:80001001"
)
TREE: dict[str, tuple[str | None, str]] = {
    "T": (None, ""),
    **{symbol: (parent, rest) for symbol, parent, rest in re.findall(r"(\w+)<(\w+):(\d+)", _TREE)},
}
MARKS: dict[str, bool | None] = {"+": True, "-": False, "?": None}
WORDS = {"ALL8": "；".join(sorted(FUNCTIONS)), "SEVEN": "；".join(sorted(FUNCTIONS)[1:])}


@dataclass(frozen=True)
class Case:
    """One tiny city and what one rule says of it."""

    rule: str
    why: str
    areas: tuple[str, ...]
    lines: tuple[str, ...]
    expected: tuple[str, ...]

    def ledgers(self, prefix: str) -> City:
        """The city with codes of that prefix."""
        written = [_ledger(line, prefix) for line in self.lines]
        grids = [area for area in self.areas if area.startswith("G")]
        described = (line.split()[0].rstrip(":").partition("@")[2] for line in self.lines)
        areas = (*self.areas, *(symbol for symbol in described if symbol in TREE))
        ledgers = [_divisions(areas, prefix), *([_grids(grids, prefix)] if grids else []), *written]
        return [_moved(ledger, int(prefix) % 60) for ledger in ledgers]

    def verdicts(self, prefix: str) -> dict[tuple[str, str], bool | None]:
        """Every subject of the rule; the outsiders are those that are not in it."""
        marked = {_cell(prefix, text[:-1]): text[-1] for text in self.expected}
        return {(self.rule, code or ""): MARKS[mark] for code, mark in marked.items() if mark != "!"}


def cases() -> Iterator[Case]:
    """All hand-written cases."""
    for path in sorted((Path(__file__).parent / "cases").glob("*.txt")):
        for section in path.read_text(encoding="utf-8").split("## ")[1:]:
            head, *blocks = re.split(r"^> ", section, flags=re.M)
            rule, *common = head.strip().splitlines()
            for block in blocks:
                yield _case(rule, [line[2:] for line in common], block.strip().splitlines())


def _moved(ledger: Ledger, degrees: int) -> Ledger:
    """The city further east, so that centres of neighbouring cities in one store are out of reach."""
    if "经度" not in ledger.columns:
        return ledger
    at = ledger.columns.index("经度")
    rows = tuple((*row[:at], _east(row[at], degrees), *row[at + 1 :]) for row in ledger.rows)
    return replace(ledger, rows=rows)


def _east(text: str | None, degrees: int) -> str | None:
    return f"{Decimal(text) + degrees}" if text and re.fullmatch(r"[\d.]+", text) else text


def _case(rule: str, common: list[str], block: list[str]) -> Case:
    why, _, areas = block[0].partition("|")
    *lines, expected = block[1:]
    if not expected.startswith("="):
        raise ValueError(f"{rule}, {why}: the last line must begin with =")
    return Case(rule, why.strip(), tuple(areas.split()), (*common, *lines), tuple(expected[1:].split()))


def _cell(prefix: str, text: str) -> str | None:
    if text == "_":
        return None
    return "".join(_entry(prefix, part) for part in re.split("([;；])", text.replace("~", " ")))


def _entry(prefix: str, text: str) -> str:
    text = WORDS.get(text) or _code(prefix, text)
    return re.sub(r"\bd([-+]?\d+)", lambda found: f"{AS_OF + timedelta(days=int(found[1]))}", text)


def _code(prefix: str, symbol: str) -> str:
    if symbol in TREE:
        return prefix + TREE[symbol][1]
    if re.fullmatch(r"K\d", symbol):
        return credit_code(f"{prefix}00", f"M{prefix}00{symbol[1]}")
    return f"{symbol[0]}{prefix}00{symbol[1]}" if re.fullmatch(r"[A-Z]\d", symbol) else symbol


def _ledger(line: str, prefix: str) -> Ledger:
    head, _, body = line.partition(":")
    described, *absent = head.split()
    dataset, _, area = described.partition("@")
    written = [name for name in WRITTEN[dataset].split() if f"-{name}" not in absent]
    columns = (*written, *(name for name in DATASETS[dataset][0] if name not in written))
    rows = [_row(columns, len(written), text.split(), prefix) for text in body.split(" / ") if text.strip()]
    return Ledger(dataset, _code(prefix, area), columns, tuple(rows))


def _row(columns: tuple[str, ...], written: int, words: list[str], prefix: str) -> tuple[str | None, ...]:
    cells = [_cell(prefix, word) for word in words]
    if len(cells) > written:
        raise ValueError(f"more cells than columns: {' '.join(words)}")
    # The rest of the written columns is blank, or filled where the column is required; the others are filled.
    return (
        *cells,
        *(FILLED.get(name, None if index < written else cells[0]) for index, name in enumerate(columns) if index >= len(cells)),
    )


def _parts(area: str) -> tuple[str, str | None, str | None, tuple[str, ...]]:
    found = re.fullmatch(r"([A-Z]\d?)(?:=([^<@]+))?(?:<([A-Z]\d?))?(?:@([\d.]+),([\d.]+))?", area)
    if found is None:
        raise ValueError(f"no area: {area}")
    symbol, kind, parent, *point = found.groups()
    return symbol, kind, parent, tuple(text for text in point if text)


def _divisions(areas: tuple[str, ...], prefix: str) -> Ledger:
    # A ledger's area is there even where the block does not name it; what the block says of an area goes first.
    stated = {_parts(area)[0]: _parts(area) for area in reversed(areas)}
    wanted: set[str | None] = {None}
    for symbol, (_, _, parent, _) in stated.items():
        at: str | None = symbol if symbol in TREE else parent or "C1"
        while at not in wanted:
            wanted.add(at)
            at = TREE[at or "T"][0]
    rows = []
    for symbol in (symbol for symbol in TREE if symbol in wanted):
        level, kind = LEVELS[symbol[0]]
        _, own_kind, _, point = stated.get(symbol, (symbol, None, None, ()))
        parent = TREE[symbol][0]
        code, above = _code(prefix, symbol), _code(prefix, parent) if parent else None
        kind = None if own_kind == "?" else own_kind or kind
        rows.append((code, code, level, above, kind, *(point or (None, None))))
    return Ledger("divisions", prefix, DIVISIONS, tuple(rows))


def _grids(areas: list[str], prefix: str) -> Ledger:
    rows = []
    for symbol, kind, parent, _ in map(_parts, areas):
        code = _code(prefix, symbol)
        rows.append((code, code, _code(prefix, parent or "C1"), kind or "居民网格"))
    return Ledger("grids", prefix, DATASETS["grids"][0], tuple(rows))
