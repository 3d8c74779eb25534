"""Makes ledgers as offices keep them, and reads them from the file to the judged rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from graphkb.judge import judge
from graphkb.languages import Sentence
from graphkb.loaders import open_paths
from graphkb.problems import Problem

GRID = ("网格编码", "网格名称", "所属编码", "类型", "户数")
GOOD = ("G-1", "一网格", "360203001002", "居民网格", 10)
TASK = ("事项编号", "名称", "区域编码", "牵头单位", "配合单位", "完成期限", "状态", "完成日期")

Formats = Mapping[tuple[int, int], str]


class Kept:
    """The rows of a ledger file by row number, and its problems by code."""

    def __init__(self, path: Path, dataset: str | None = None) -> None:
        self.rows: dict[int, dict[str, Any]] = {}
        self.problems: list[Problem] = []
        self.counts = (0, 0)
        for table in open_paths([path]):
            judgement = judge(table, dataset)
            if judgement is not None:
                for block in judgement.blocks():
                    for i, number in enumerate(block.numbers):
                        self.rows[number] = {name: cells[i] for name, cells in block.columns.items()}
                self.problems += judgement.problems
                self.counts = (judgement.rows_read, judgement.skipped)
            self.problems += table.notices
        new = [p.message for p in self.problems if isinstance(p.message, Sentence)]
        assert all(message.said.told("en") for message in new)

    def codes(self, row: int | None = None) -> list[str]:
        return [p.code for p in self.problems if row is None or p.row == row]

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows.values()]


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], formats: Formats | None = None, merges: str = "") -> Path:
    """A workbook; `formats` are the number formats of cells (row and column from 0) of its first sheet."""
    written = xlsxwriter.Workbook(str(path / "a.xlsx"))
    for number, (title, rows) in enumerate(sheets.items()):
        sheet = written.add_worksheet(title)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                code = (formats or {}).get((r, c)) if number == 0 else None
                style = written.add_format({"num_format": code}) if code else None
                if cell is not None:
                    sheet.write(r, c, cell, style)
        for area in merges.split() if number == 0 else ():
            first = area.split(":")[0]
            r, c = int(first[1:]) - 1, ord(first[0]) - 65
            sheet.merge_range(area, rows[r][c] if c < len(rows[r]) else None)
    written.close()
    return path / "a.xlsx"


def ledger(path: Path, sheet: str, *rows: Sequence[Any], formats: Formats | None = None, merges: str = "") -> Kept:
    return Kept(book(path, {sheet: rows}, formats, merges))
