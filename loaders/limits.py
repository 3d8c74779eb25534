"""How much a file may hold. Every limit has its message, so that nobody meets a traceback or a full memory."""

from __future__ import annotations

from dataclasses import dataclass

from graphkb.languages import Sentence, Text, sentence

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, checked before or while reading; a file above one is refused (a cell above `cell_chars` is bad)."""

    file_bytes: int = 2048 * MEGABYTE
    text_bytes: int = 256 * MEGABYTE  # of a file that must be held in memory as one text (GeoJSON)
    zip_bytes: int = 2048 * MEGABYTE  # all members of a workbook, uncompressed
    zip_ratio: int = 200  # uncompressed to compressed, of a member above `zip_ratio_from`
    zip_ratio_from: int = 8 * MEGABYTE
    zip_members: int = 5_000
    part_bytes: int = 32 * MEGABYTE  # of one small part of a workbook (styles, list of sheets)
    columns: int = 512
    sheet_rows: int = 1_048_576
    table_rows: int = 5_000_000  # CSV, database, GeoJSON
    cell_chars: int = 32_767
    line_chars: int = 1_000_000  # one line of a CSV file
    row_chars: int = 16 * MEGABYTE  # one row of a sheet, as XML
    database_steps: int = 4_000_000_000  # instructions of the database for one table
    folder_files: int = 10_000
    folder_depth: int = 8


LIMITS = Limits()

MESSAGES: dict[str, Text] = {
    "file_bytes": Text(
        "文件超过 {limit} 字节的上限，请拆分后再装载", "The file has more than {limit} bytes, the most there may be. Split it"
    ),
    "text_bytes": Text(
        "文件超过 {limit} 字节的上限，请按区县拆成几个文件",
        "The file has more than {limit} bytes, the most there may be. Split it by districts",
    ),
    "zip_bytes": Text(
        "工作簿解压后超过 {limit} 字节，疑似压缩炸弹，请删去无关内容后另存",
        "Unpacked the workbook has more than {limit} bytes, as a zip bomb has. Delete what is not needed and save it again",
    ),
    "zip_ratio": Text(
        "工作簿中有部件的压缩比超过 {limit}，疑似压缩炸弹，请用 Excel 打开检查后另存",
        "A part of the workbook unpacks to more than {limit} times its size, as a zip bomb does. "
        "Open it with Excel, look at it and save it again",
    ),
    "zip_members": Text(
        "工作簿的部件超过 {limit} 个，不像是台账，请把数据复制到新工作簿",
        "The workbook has more than {limit} parts, unlike any ledger. Copy the data into a new workbook",
    ),
    "part_bytes": Text(
        "工作簿的结构部件超过 {limit} 字节，请把数据复制到新工作簿",
        "A part of the workbook's structure has more than {limit} bytes. Copy the data into a new workbook",
    ),
    "columns": Text("列数超过 {limit} 列的上限，请删去多余的列", "More than {limit} columns. Delete those that are not needed"),
    "sheet_rows": Text("行数超过 {limit} 行的上限，请拆分后再装载", "More than {limit} rows. Split it"),
    "table_rows": Text("行数超过 {limit} 行的上限，请拆分后再装载", "More than {limit} rows. Split it"),
    "cell_chars": Text("单元格超过 {limit} 个字符的上限，请缩短", "The cell has more than {limit} characters. Shorten it"),
    "line_chars": Text(
        "一行超过 {limit} 个字符的上限，请检查引号和换行",
        "A line has more than {limit} characters. Check quotation marks and line breaks",
    ),
    "row_chars": Text(
        "一行的内容超过 {limit} 个字符的上限，请删去多余的列",
        "A row has more than {limit} characters. Delete the columns that are not needed",
    ),
    "database_steps": Text(
        "读取这张表所需的计算超过 {limit} 步的上限，请把视图存成普通的表",
        "Reading this table takes more than {limit} steps. Save the view as an ordinary table",
    ),
    "folder_files": Text(
        "文件夹中的文件超过 {limit} 个，请只保留台账文件", "The folder has more than {limit} files. Keep the ledgers only"
    ),
    "folder_depth": Text(
        "文件夹嵌套超过 {limit} 层，请把台账文件放在上层",
        "Folders lie in one another more than {limit} deep. Put the ledgers further up",
    ),
}


def message(name: str, limits: Limits) -> Sentence:
    """The sentence for the limit called `name`: what is too large and what to do."""
    return sentence(MESSAGES[name], limit=getattr(limits, name))
