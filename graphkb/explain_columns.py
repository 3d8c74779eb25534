"""What a column of a ledger is, in words: for the empty workbook and the schema page."""

from __future__ import annotations

from graphkb.ontology import ONTOLOGY, Column, Dataset

_FORMATS = {
    "local": "自编编码，全市不重复",
    "division": "统计用区划代码：市 4 位、县区 6 位、街道 9 位、社区 12 位，以上级编码开头",
    "grid": "网格编码，按本表“编码方案”",
    "credit": "18 位统一社会信用代码",
    "unit": "统一社会信用代码，或不超过 17 位的自编编码",
}
_TYPES = {
    "text": "文字",
    "integer": "整数",
    "number": "数字",
    "day": "日期",
    "moment": "日期和时刻，如 2026-01-05 14:30",
    "flag": "是 / 否",
    "threshold": "数字，或三个人数如 1+1+1",
}
_BLANKS = {"unknown": "空白表示不详", "none": "空白表示没有", "not_yet": "空白表示尚无"}


def column_note(dataset: Dataset, column: Column) -> str:
    """What to write into a column and what leaving it blank means, in a few clauses."""
    parts = [_required(column), _what(dataset, column)]
    if unit := unit_of(dataset, column):
        parts.append(f"单位：{unit}")
    if column.many:
        parts.append("可填多个，用；分隔")
    if column.end_of_day:
        parts.append("不写时刻指当天结束")
    if not column.required:
        parts.append(_BLANKS[column.blank])
    return "。".join(part for part in parts if part)


def dataset_note(dataset: Dataset) -> str:
    """What a row of a ledger is and which columns it cannot do without."""
    required = "、".join(column.name for column in dataset.columns if column.required)
    key = "、".join(dataset.column(column).name for column in dataset.key)
    return f"一行一条“{dataset.title}”，由 {key} 区分。必填：{required}"


def unit_of(dataset: Dataset, column: Column) -> str | None:
    """The unit of the property that a column states, None where it has none."""
    declared = (p for label in dataset.node_labels for p in ONTOLOGY.properties_of(label))
    return next((p.unit for p in declared if p.name == column.states and p.unit), None)


def targets(dataset: Dataset, column: Column) -> tuple[str, ...]:
    """The titles of what a reference may name; ("区域",) for any area."""
    labels = dataset.labels_of(column)
    return tuple("区域" if label == "Area" else ONTOLOGY.labels[label].title for label in labels)


def _required(column: Column) -> str:
    if column.optional_for:
        return f"必填（{'、'.join(column.optional_for)}除外）"
    return "必填" if column.required else ""


def _what(dataset: Dataset, column: Column) -> str:
    if column.is_reference:
        return f"{'、'.join(targets(dataset, column))}的编码" + _made_from(dataset, column)
    if column.type == "code":
        return _FORMATS[column.format]
    if column.choices:
        return f"从列表中选一项：{'、'.join(column.choices)}"
    usual = f"，常用：{'、'.join(column.usual)}" if column.usual else ""
    return _TYPES[column.type] + usual


def _made_from(dataset: Dataset, column: Column) -> str:
    """How to name what has no code of its own, since it is made from another ledger's cell."""
    made = [ONTOLOGY.labels[label] for label in dataset.labels_of(column) if label in ONTOLOGY.labels]
    sheets = {label.title: ONTOLOGY.datasets[ONTOLOGY.node_datasets[label.name]].sheet for label in made if label.suffix}
    return "".join(f"（{title}填其{sheet}的编码）" for title, sheet in sheets.items())
