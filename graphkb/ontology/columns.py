"""What a column of a ledger is, in words: for the empty workbook and the schema page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphkb.languages import Language, Sayable, Sentence, Text, here, sentence
from graphkb.ontology import ONTOLOGY, Column, Dataset

_FORMATS = {
    "local": Text("自编编码，全市不重复", "A code of one's own, unique within the city"),
    "division": Text(
        "统计用区划代码：市 4 位、县区 6 位、街道 9 位、社区 12 位，以上级编码开头",
        "Division code of the statistics office: 4 digits for a city, 6 district, 9 street, 12 community; begins "
        "with the code above",
    ),
    "grid": Text("网格编码，按本表“编码方案”", "Grid code, by the scheme that this sheet names"),
    "credit": Text("18 位统一社会信用代码", "Unified social credit code of 18 characters"),
    "unit": Text(
        "统一社会信用代码，或不超过 17 位的自编编码",
        "Unified social credit code, or a code of one's own of at most 17 characters",
    ),
}
_TYPES = {
    "text": Text("文字", "Text"),
    "integer": Text("整数", "Whole number"),
    "number": Text("数字", "Number"),
    "day": Text("日期", "Date"),
    "moment": Text("日期和时刻，如 2026-01-05 14:30", "Date and time, such as 2026-01-05 14:30"),
    "flag": Text("{yes} / {no}", "{yes} (yes) or {no} (no)"),
    "threshold": Text("数字，或三个人数如 1+1+1", "Number, or three numbers of people such as 1+1+1"),
}
_BLANKS = {
    "unknown": Text("空白表示不详", "Blank says unknown"),
    "none": Text("空白表示没有", "Blank says none"),
    "not_yet": Text("空白表示尚无", "Blank says not yet"),
}
_ENDS: Mapping[Language, str] = {"zh": "。", "en": ". "}
_UNIT = Text("单位：{unit}", "Unit: {unit}")
_SEVERAL = Text("可填多个，用；分隔", "Several may be given, with ; between them")
_END_OF_DAY = Text("不写时刻指当天结束", "Without a time it is the end of the day")
_REQUIRED = Text("必填", "Required")
_REQUIRED_BUT = Text("必填（{kinds}除外）", "Required, but for {kinds}")
_CODE_OF = Text("{what}的编码{made}", "Code of {what}{made}")
_MADE_FROM = Text("（{title}填其{sheet}的编码）", " (for {title} that of its row in {sheet})")
_CHOICE = Text("从列表中选一项：{choices}", "One of the list: {choices}")
_USUAL = Text("{what}，常用：{usual}", "{what}; usual: {usual}")
_AREA = Text("区域", "Area")
_DATASET = Text(
    "一行一条“{title}”，由 {key} 区分。必填：{required}", "{title}: one row for each, known by {key}. Required: {required}"
)


def column_note(dataset: Dataset, column: Column, language: Language | None = None) -> str:
    """What to write into a column and what leaving it blank means, in a few clauses of this language (None: the process's)."""
    language = language or here()
    return _ENDS[language].join(sentence(part).said.told(language) for part in _clauses(dataset, column))


def _clauses(dataset: Dataset, column: Column) -> Iterator[Sayable]:
    if column.required:
        yield _REQUIRED_BUT(kinds=column.optional_for) if column.optional_for else _REQUIRED
    yield _what(dataset, column)
    if unit := unit_of(dataset, column):
        yield _UNIT(unit=unit)
    if column.many:
        yield _SEVERAL
    if column.end_of_day:
        yield _END_OF_DAY
    if not column.required:
        yield _BLANKS[column.blank]


def dataset_note(dataset: Dataset) -> Sentence:
    """What a row of a ledger is and which columns it cannot do without."""
    required = [column.name for column in dataset.columns if column.required]
    key = [dataset.column(column).name for column in dataset.key]
    return sentence(_DATASET, title=Text(dataset.title, dataset.sheet_en), key=key, required=required)


def unit_of(dataset: Dataset, column: Column) -> Text | None:
    """The unit of the property that a column states, None where it has none."""
    declared = (p for label in dataset.node_labels for p in ONTOLOGY.properties_of(label))
    return next((Text(p.unit, p.unit_en or p.unit) for p in declared if p.name == column.states and p.unit), None)


def targets(dataset: Dataset, column: Column) -> tuple[Text, ...]:
    """The titles of what a reference may name; “area” for any area."""
    return tuple(_AREA if label == "Area" else _title(label) for label in dataset.labels_of(column))


def _title(label: str) -> Text:
    return Text(ONTOLOGY.labels[label].title, ONTOLOGY.labels[label].title_en)


def _what(dataset: Dataset, column: Column) -> Sayable:
    if column.is_reference:
        return _CODE_OF(what=targets(dataset, column), made=_made_from(dataset, column))
    if column.type == "code":
        return _FORMATS[column.format]
    if column.choices:
        return _CHOICE(choices=column.choices)
    what: Sayable = _TYPES[column.type](yes="是", no="否") if column.type == "flag" else _TYPES[column.type]
    return _USUAL(what=what, usual=column.usual) if column.usual else what


def _made_from(dataset: Dataset, column: Column) -> Sayable:
    """How to name what has no code of its own, since it is made from another ledger's cell."""
    made = [ONTOLOGY.labels[label] for label in dataset.labels_of(column) if label in ONTOLOGY.labels]
    said = _NOTHING
    for label in (label for label in made if label.suffix):
        ledger = ONTOLOGY.datasets[ONTOLOGY.node_datasets[label.name]]
        one = _MADE_FROM(title=_title(label.name), sheet=Text(ledger.sheet, ledger.sheet_en))
        said = _BOTH(first=said, second=one) if said is not _NOTHING else one
    return said


_NOTHING = Text("{nothing}", "{nothing}")(nothing="")
_BOTH = Text("{first}{second}", "{first}{second}")
