"""Which ledger a sheet is: by its title, by a title that holds one ledger's name beside what says nothing, by its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from graphkb.judge.choices import nearest
from graphkb.judge.headers import Row, fits
from graphkb.judge.values import folded
from graphkb.languages import Said, Text, sentence
from graphkb.ontology import ONTOLOGY, Dataset
from graphkb.raw_tables import Table

# What may stand beside a ledger's name and says nothing: numbers, years, attachments, words for a table, brackets, areas.
_VOID = "[^()\\[\\]【】]*(?:废|旧|样|历史|停用|示例|测试|参考)"
_NOTHING = re.compile(
    rf"\((?!{_VOID})[^()]*\)|\[(?!{_VOID})[^\[\]]*\]|【(?!{_VOID})[^【】]*】"
    r"|(?:附件|附表|附|表|第)?[0-9一二三四五六七八九十]+(?:号|张|页)?(?:[.、:\-_)]|$|(?=\D))"
    r"|(?:19|20)\d\d(?:年度?|[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?)?|\d{1,2}(?:月份?|日|季度)|[上下]半年|年度?|月份?"
    r"|附件|附表|台账|台帐|清单|名单|名册|明细|信息|情况|统计|汇总|登记|基础|基本|数据|报送|上报|更新|最新|新版|终稿|定稿|副本|模板"
    r"|总表|分表|一览|表格|表|册|的|城市|全市|全区|全县|本级|版|稿|final|v\d*(?:\.\d+)*|copy|sheet|data|[\s\d.\-_、,+&()·:~]+",
    re.IGNORECASE,
)
_AREAS = re.compile(
    r"[\u3400-\u9fff]{0,8}?(?:自治区|自治县|街道办事处|街道办|街道|"
    r"开发区|高新区|新区|园区|管委会|省|市|区|县|旗|镇|乡|社区|村)"
)
_SAYS_NOTHING = re.compile(r"(?:sheet|工作表|表|table|data|数据|导出|export|query|结果)[\s_\-]*\d*(?:\(\d+\))?", re.IGNORECASE)

NO_DATASET = Text("没有名为 {named} 的台账；可选：{sheets}", "There is no ledger {named}; there are: {sheets}")
BY_TITLE = Text(
    "工作表名「{title}」不是标准表名，按其中的「{sheet}」装载；如不是，请改名",
    "The sheet's title {title} is not a standard one; it was loaded as the ledger it names ({sheet}). Rename it if it is another",
)
BY_HEADINGS = Text(
    "工作表名「{title}」看不出是哪种台账，按表头认作「{sheet}」；如不是，请改名",
    "The sheet's title {title} says nothing; by its headings it was loaded as {sheet}. Rename it if it is another",
)


@dataclass(frozen=True, slots=True)
class Found:
    """The ledger a sheet is, and what a person should know about how that was found."""

    dataset: Dataset
    remark: Said | None = None


def dataset_of(table: Table, named: str | None = None) -> Dataset | None:
    """The dataset that `named` (id or sheet name), the file's format or the sheet's title says; None if none does.

    ValueError where `named` is no dataset: a slip on the command line, not in the file.
    """
    found = find_dataset(named if named is not None else table.dataset or table.sheet)
    if named is not None and found is None:
        raise ValueError(sentence(NO_DATASET, named=named, sheets=sheet_names()))
    return found or named_within(table.sheet)


def recognised(table: Table, rows: Sequence[Row], named: str | None = None) -> Found | None:
    """The same, with a look at the first rows where the title says nothing or need not say; and how it was found."""
    dataset = dataset_of(table, named)
    if dataset is not None:
        plain = named is not None or find_dataset(table.dataset or table.sheet) is not None
        return Found(dataset, None if plain else BY_TITLE(title=table.sheet, sheet=dataset.sheet))
    if table.titled and not _says_nothing(table.sheet):
        return None
    fitting = [dataset for dataset in ONTOLOGY.datasets.values() if fits(rows, dataset)]
    if len(fitting) != 1:
        return None
    return Found(fitting[0], BY_HEADINGS(title=table.sheet, sheet=fitting[0].sheet))


def find_dataset(name: str) -> Dataset | None:
    """The dataset of that id, sheet name or synonym, however its letters are written."""
    return _by_name().get(_key(name))


def named_within(title: str) -> Dataset | None:
    """The one dataset whose name stands in the title beside nothing but numbers, years, areas and words for a table."""
    key = _key(title)
    found = {}
    for name, dataset in _by_name().items():
        start = key.find(name) if not name.isascii() else -1
        while start >= 0:
            if _is_nothing(key[:start]) and _is_nothing(key[start + len(name) :], before=False):
                found[dataset.id] = dataset
            start = key.find(name, start + 1)
    return next(iter(found.values())) if len(found) == 1 else None


def _is_nothing(text: str, before: bool = True) -> bool:
    """Whether nothing is left of the text once everything that says nothing is taken away."""
    rest = _NOTHING.sub(" ", text)
    if before:
        rest = " ".join("" if _AREAS.fullmatch(word) else _without_areas(word) for word in rest.split())
    return not rest.strip()


def _without_areas(word: str) -> str:
    found = re.fullmatch(f"(?:{_AREAS.pattern})+", word)
    return "" if found else word


def _says_nothing(title: str) -> bool:
    key = _key(title)
    return bool(_SAYS_NOTHING.fullmatch(key)) or _is_nothing(key)


def nearest_sheet(title: str) -> str | None:
    """The sheet name that was probably meant."""
    names = {dataset.sheet: dataset.sheet for dataset in ONTOLOGY.datasets.values()}
    return nearest(folded(title), names)


def sheet_names() -> list[str]:
    """The names of all ledgers."""
    return [dataset.sheet for dataset in ONTOLOGY.datasets.values()]


@cache
def _by_name() -> dict[str, Dataset]:
    datasets = ONTOLOGY.datasets.values()
    return {_key(name): d for d in datasets for name in (*d.synonyms, d.title, d.sheet, d.id)}


def _key(name: str) -> str:
    return "".join(folded(name).split()).casefold()
