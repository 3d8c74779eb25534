"""The empty workbook of `graphkb template`: a sheet for every ledger, with explanations and drop-down lists.

All of it derives from the ontology. What `write_template` writes, `graphkb load` takes: the rows of explanations and the
guide are passed over, and a sheet that nobody has filled in is no source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter  # type: ignore[import-untyped]

from graphkb.judge.choices import FLAGS
from graphkb.judge.headers import EXPLANATION
from graphkb.languages import Text
from graphkb.ontology import ONTOLOGY, Column, Dataset
from graphkb.ontology.columns import column_note, dataset_note

GUIDE = EXPLANATION  # by which the load knows that it is no ledger
HEADER_ROW, NOTE_ROW, FIRST_ROW = 0, 1, 2
LAST_ROW = 1_048_575
NARROWEST, WIDEST = 14, 34
LINE_HEIGHT = 15
_TEXT = "@"
_NUMBER_FORMATS = {"code": _TEXT, "text": _TEXT, "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}

_GUIDE_LINES = (
    Text(
        "一张工作表是一本台账，表名不要改动。没有的台账整张空着即可，空表不装载。",
        "Each sheet is a ledger; leave its name as it is. A ledger that you do not have stays empty: empty sheets "
        "are not loaded.",
    ),
    Text(
        "第 1 行是表头，带 * 的深色列必填；第 2 行是说明，从第 3 行起填写，一行一条。列的先后可以调整。",
        "Row 1 is the header, dark columns with * are required; row 2 explains, rows from 3 on are yours, one entry each. "
        "The columns may be moved.",
    ),
    Text(
        "编码列已设为文本格式，请勿改成数字，否则 Excel 会丢掉后面的位数或开头的 0。",
        "Columns of codes are formatted as text. Leave them so: as numbers Excel loses their last digits or the zeros in front.",
    ),
    Text(
        "整列删掉，表示这一列的情况不详；列留着而单元格空白，含义见各列的说明。",
        "A column that is deleted says that nobody knows; what a blank cell says stands in the explanation of its column.",
    ),
    Text(
        "一格要填几个的，用；分开。日期可以用 Excel 日期，也可以写成 2026-01-05。",
        "Several entries of a cell have ; between them. A date is a date of Excel, or written as 2026-01-05.",
    ),
    Text(
        "只填组织、场所、岗位和数量。不要填写任何个人信息（姓名、身份证号、电话、住址等），含个人信息的文件会被整份拒收。",
        "Organizations, places, posts and counts only. No personal data (names, identity numbers, telephone numbers, addresses): "
        "a file with any is refused whole.",
    ),
    Text(
        "填好后先检查：graphkb load 文件 --dry-run，按提示改正，再去掉 --dry-run 装载。",
        "Check it first with graphkb load FILE --dry-run, correct what it says, then load it without --dry-run.",
    ),
)
_LINE = Text("{number}．{line}", "{number}. {line}")
_TITLE = Text("台账模板填写说明", "How to fill in the ledgers")
_COLUMNS = (Text("工作表", "Sheet"), Text("填什么", "What stands in it"))
_NOTE = Text("{mark}：{note}", "{mark} (what to write): {note}")
_FROM_LIST = Text("请从下拉列表中选择", "Choose from the list")
_BETWEEN = Text("应为 {low} 至 {high} 的数", "It has to be a number from {low} to {high}")


@dataclass(frozen=True, slots=True)
class _Formats:
    """The workbook's cell formats."""

    title: Any
    required: Any
    optional: Any
    note: Any
    link: Any
    wrapped: Any


def write_template(path: Path) -> None:
    """Write the empty workbook; an older file of that name is replaced. OSError where the path cannot be written."""
    try:
        with xlsxwriter.Workbook(str(path)) as workbook:
            formats = _formats(workbook)
            _write_guide(workbook.add_worksheet(GUIDE), formats)
            for dataset in ONTOLOGY.datasets.values():
                _write_sheet(workbook, dataset, formats)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error


def choices_of(column: Column) -> tuple[str, ...]:
    """What the drop-down list of a column offers; empty where anything may be written."""
    if column.many:
        return ()
    return tuple(FLAGS) if column.type == "flag" else column.choices


def _formats(workbook: Any) -> _Formats:
    head = {"bold": True, "border": 1, "valign": "vcenter"}
    return _Formats(
        workbook.add_format({"bold": True, "font_size": 14}),
        workbook.add_format({**head, "bg_color": "#1F4E78", "font_color": "#FFFFFF"}),
        workbook.add_format({**head, "bg_color": "#D9E1F2"}),
        workbook.add_format({"italic": True, "font_color": "#595959", "text_wrap": True, "valign": "top", "num_format": _TEXT}),
        workbook.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"}),
        workbook.add_format({"text_wrap": True, "valign": "top"}),
    )


def _write_guide(sheet: Any, formats: _Formats) -> None:
    """How to fill the workbook in, and what each sheet is for."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _TITLE.told(), formats.title)
    for row, line in enumerate(_GUIDE_LINES, 1):
        text = str(_LINE(number=row, line=line))
        sheet.merge_range(row, 0, row, 1, text, formats.wrapped)
        sheet.set_row(row, LINE_HEIGHT * _lines(text, 108))
    first = len(_GUIDE_LINES) + 2
    for place, heading in enumerate(_COLUMNS):
        sheet.write_string(first, place, heading.told(), formats.optional)
    for row, dataset in enumerate(ONTOLOGY.datasets.values(), first + 1):
        note = dataset_note(dataset)
        sheet.write_url(row, 0, f"internal:'{dataset.sheet}'!A{FIRST_ROW + 1}", formats.link, dataset.sheet)
        sheet.write_string(row, 1, note, formats.wrapped)
        sheet.set_row(row, LINE_HEIGHT * _lines(note, 90))


def _write_sheet(workbook: Any, dataset: Dataset, formats: _Formats) -> None:
    sheet = workbook.add_worksheet(dataset.sheet)
    sheet.freeze_panes(FIRST_ROW, 1)
    heights = [1]
    for place, column in enumerate(dataset.columns):
        note = column_note(dataset, column)
        width = _width(column)
        kept = _NUMBER_FORMATS.get(column.type)
        sheet.set_column(place, place, width, workbook.add_format({"num_format": kept}) if kept else None)
        sheet.write_string(HEADER_ROW, place, *_heading(column, formats))
        sheet.write_string(NOTE_ROW, place, note if place else str(_NOTE(mark=EXPLANATION, note=note)), formats.note)
        heights.append(_lines(note, width))
        for rule in _validations(column):
            sheet.data_validation(FIRST_ROW, place, LAST_ROW, place, rule)
    sheet.set_row(NOTE_ROW, LINE_HEIGHT * (max(heights) + 1))


def _heading(column: Column, formats: _Formats) -> tuple[str, Any]:
    return (f"{column.name}*", formats.required) if column.required else (column.name, formats.optional)


def _validations(column: Column) -> Iterator[dict[str, Any]]:
    """What Excel lets a person type, at most one rule; days are left to the load, which reads more forms than Excel."""
    if choices := choices_of(column):
        yield {"validate": "list", "source": list(choices), "error_title": column.name, "error_message": _FROM_LIST.told()}
    elif column.type in {"integer", "number"} and column.minimum is not None and column.maximum is not None:
        bounds = {"criteria": "between", "minimum": column.minimum, "maximum": column.maximum}
        message = str(_BETWEEN(low=f"{column.minimum:.0f}", high=f"{column.maximum:.0f}"))
        kind = "integer" if column.type == "integer" else "decimal"
        yield {"validate": kind, **bounds, "error_title": column.name, "error_message": message}


def _width(column: Column) -> int:
    widest = max(_cells(text) for text in (f"{column.name}*", *choices_of(column)))
    return min(max(NARROWEST, 24 if column.type == "code" else 0, widest + 4), WIDEST)


def _lines(text: str, width: int) -> int:
    """How many lines of so many characters the text takes."""
    return -(-_cells(text) // width)


def _cells(text: str) -> int:
    """The width of a text, in which a Chinese character counts twice."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
