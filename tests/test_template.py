"""The empty workbook: everything the ontology declares is in it, and what people fill in loads."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graphkb.judge import Judgement, judge
from graphkb.loaders import open_paths
from graphkb.ontology import ONTOLOGY, Column, Dataset
from graphkb.ontology.columns import column_note
from graphkb.problems import Problem
from graphkb.template import FIRST_ROW, GUIDE, choices_of, write_template
from tests.judge.raw_tables import GOOD

DATASETS = [pytest.param(dataset, id=dataset.id) for dataset in ONTOLOGY.datasets.values()]
LONGEST_LIST = 255


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "台账模板.xlsx"
    write_template(path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def judged(path: Path) -> tuple[dict[str, Judgement], list[Problem], int]:
    """The judgements by dataset, all problems and notices, and how many rows stand."""
    judgements, problems, rows = {}, [], 0
    for table in open_paths([path]):
        judgement = judge(table)
        if judgement is not None:
            rows += sum(len(block.numbers) for block in judgement.blocks())
            problems += judgement.problems
            judgements[judgement.dataset.id] = judgement
        problems += table.notices
    return judgements, problems, rows


def headings(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


def validation_of(sheet: Worksheet, letter: str) -> DataValidation | None:
    found = [v for v in sheet.data_validations.dataValidation if f"{letter}{FIRST_ROW + 1}" in v.sqref]
    assert len(found) <= 1
    return found[0] if found else None


def test_guide_comes_first_and_then_a_sheet_for_every_ledger(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [GUIDE, *(dataset.sheet for dataset in ONTOLOGY.datasets.values())]
    told = {cell.value for cell in book[GUIDE]["A"]}
    assert told.issuperset(dataset.sheet for dataset in ONTOLOGY.datasets.values())


@pytest.mark.parametrize("dataset", DATASETS)
def test_sheet_has_every_column_marked_and_explained(book: openpyxl.Workbook, dataset: Dataset) -> None:
    sheet = book[dataset.sheet]
    assert headings(sheet) == [f"{c.name}*" if c.required else c.name for c in dataset.columns]
    fills = {c.required: cell.fill.start_color.rgb for c, cell in zip(dataset.columns, sheet[1], strict=True)}
    assert len(set(fills.values())) == len(fills)
    notes = [str(cell.value) for cell in sheet[2]]
    assert notes[0].startswith("说明")
    assert [note.removeprefix("说明：") for note in notes] == [column_note(dataset, c) for c in dataset.columns]
    assert sheet.freeze_panes == "B3"


@pytest.mark.parametrize("dataset", DATASETS)
def test_lists_offer_what_the_ontology_allows(book: openpyxl.Workbook, dataset: Dataset) -> None:
    sheet = book[dataset.sheet]
    for cell, column in zip(sheet[1], dataset.columns, strict=True):
        rule = validation_of(sheet, cell.column_letter)
        if not choices_of(column):
            assert rule is None or rule.type in {"whole", "decimal"}
            continue
        assert rule is not None
        assert rule.type == "list"
        assert str(rule.formula1).strip('"').split(",") == list(choices_of(column))
        assert len(str(rule.formula1)) <= LONGEST_LIST
        assert not rule.showDropDown


def test_every_closed_set_of_answers_has_a_list() -> None:
    columns = [c for dataset in ONTOLOGY.datasets.values() for c in dataset.columns if not c.many]
    without = [c for c in columns if c.type in {"choice", "type", "flag"} and not choices_of(c)]
    assert without == []
    assert {choices_of(c) for c in columns if c.type == "flag"} == {("是", "否")}


@pytest.mark.parametrize("dataset", DATASETS)
def test_numbers_are_bounded_as_the_ontology_says(book: openpyxl.Workbook, dataset: Dataset) -> None:
    sheet = book[dataset.sheet]
    for cell, column in zip(sheet[1], dataset.columns, strict=True):
        if column.type in {"integer", "number"}:
            rule = validation_of(sheet, cell.column_letter)
            assert rule is not None
            assert (float(str(rule.formula1)), float(str(rule.formula2))) == (column.minimum, column.maximum)


@pytest.mark.parametrize("dataset", DATASETS)
def test_excel_leaves_codes_alone(book: openpyxl.Workbook, dataset: Dataset) -> None:
    sheet = book[dataset.sheet]
    wanted = {"code": "@", "text": "@", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}
    for cell, column in zip(sheet[1], dataset.columns, strict=True):
        assert sheet.column_dimensions[cell.column_letter].number_format == wanted.get(column.type, "General")


def test_empty_workbook_is_no_source_and_no_problem(path: Path) -> None:
    judgements, problems, rows = judged(path)
    assert set(judgements) == set(ONTOLOGY.datasets)
    assert problems == []
    assert rows == 0
    assert {judgement.rows_read for judgement in judgements.values()} == {0}
    assert all(j.present == {c.id for c in j.dataset.columns} for j in judgements.values())


def fill(book: openpyxl.Workbook, dataset: Dataset, row: int, values: dict[str, object]) -> None:
    sheet = book[dataset.sheet]
    for place, column in enumerate(dataset.columns, 1):
        sheet.cell(row, place, values.get(column.name))


def test_filled_in_workbook_loads_without_a_problem(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for dataset in ONTOLOGY.datasets.values():
        fill(book, dataset, FIRST_ROW + 1, dict(GOOD[dataset.id]))
    book.save(tmp_path / "填好.xlsx")
    judgements, problems, rows = judged(tmp_path / "填好.xlsx")
    assert problems == []
    assert rows == len(ONTOLOGY.datasets)
    assert {judgement.rows_read for judgement in judgements.values()} == {1}


def listed(dataset: Dataset, column: Column, choice: str) -> dict[str, object]:
    """A good row with this choice; of a division also the code that goes with its level."""
    values: dict[str, object] = {**GOOD[dataset.id], column.name: choice}
    if column.id == "level":
        code = "360203001001"[: {"市": 4, "县区": 6, "街道": 9, "社区": 12}[choice]]
        values |= {"编码": code, "上级编码": {4: None, 6: "3602", 9: "360203", 12: "360203001"}[len(code)]}
    if column.id == "indicator":
        values["数值"] = "1+1+1" if ONTOLOGY.indicators[choice].pattern else 1
    if column.id == "code_scheme":
        width = {"gb30428": 15, "cjt349": 20}.get(choice, 5)
        values["网格编码"] = "36020300100100000001"[:width]
    return values


def test_every_entry_of_every_list_loads(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path)
    expected = 0
    for dataset in ONTOLOGY.datasets.values():
        row = FIRST_ROW
        for column in dataset.columns:
            for choice in choices_of(column):
                row += 1
                fill(book, dataset, row, listed(dataset, column, choice))
        expected += row - FIRST_ROW
    book.save(tmp_path / "各项.xlsx")
    _, problems, rows = judged(tmp_path / "各项.xlsx")
    assert [problem for problem in problems if problem.severity != "notice"] == []
    assert rows == expected > len(ONTOLOGY.datasets)


def test_path_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="没有的文件夹"):
        write_template(tmp_path / "没有的文件夹" / "台账模板.xlsx")
