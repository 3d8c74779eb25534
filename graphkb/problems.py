"""What can be wrong with a ledger: one problem, its code, and the refusal of a whole input.

The codes are fixed; `docs/problems.md` lists each with its meaning, held to `CODES` by a test.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from graphkb.languages import Language, Sentence, Text

Severity = Literal["error", "warning", "notice"]

CODES: dict[str, Text] = {
    "file.type": Text("不是可装载的文件，或与扩展名不符", "No file that can be loaded, or not what its extension says"),
    "file.encoding": Text("文字编码无法确定或有坏字节", "The encoding cannot be told, or bytes are broken"),
    "file.unsafe": Text("超出限制或含危险内容", "Beyond the limits, or with dangerous content"),
    "file.changed": Text("读取过程中文件有变动", "The file changed while it was read"),
    "sheet.unknown": Text("工作表名不是台账名，未装载", "The sheet has no ledger's name and was not loaded"),
    "sheet.recognised": Text(
        "工作表名不是标准表名，按其中的名称或表头认出",
        "The sheet's title is not a standard one; told by a name in it or its headings",
    ),
    "sheet.hidden": Text("有隐藏的工作表或行，已照常装载", "Hidden sheets or rows, loaded as usual"),
    "column.missing": Text("缺少必填列", "A required column is missing"),
    "column.duplicate": Text("表头重复", "A heading stands twice"),
    "column.unknown": Text(
        "表头不在台账格式内，该列未装载", "A heading that is not in the ledger format; the column was not loaded"
    ),
    "column.personal": Text("含个人信息列，整份文件拒收", "Columns with personal data; the whole file is refused"),
    "code.precision_lost": Text("编码被 Excel 改成了数字，位数已丢失", "Excel made a number of the code, and digits are lost"),
    "code.format": Text("编码格式不符", "The code has the wrong form"),
    "code.check_digit": Text("统一社会信用代码校验位不符", "The check digit of the unified social credit code is wrong"),
    "code.prefix": Text("编码与上级编码不匹配", "The code does not fit the code of the area above"),
    "value.missing": Text("必填单元格为空", "A required cell is empty"),
    "value.type": Text("值的类型不符", "The value is of the wrong type"),
    "value.choice": Text("值不在可选范围内", "The value is not one of the choices"),
    "value.range": Text("值超出合理范围", "The value is out of any reasonable range"),
    "value.text": Text("文字中有不可见字符、错误值或超长", "The text has invisible characters or an error value, or is too long"),
    "value.separator": Text("列表用了其他分隔符，已照常拆分", "A list with other separators; split as usual"),
    "row.duplicate": Text("与本来源内另一行完全相同", "The same as another row of this source"),
    "row.conflict": Text(
        "同一编码在本来源内内容不同，均未装载", "One code with different contents in this source; none was loaded"
    ),
    "row.total": Text("小计、合计行，未装载", "A row of totals; not loaded"),
    "row.header": Text("数据中间又有表头", "Another header among the data"),
    "area.outside": Text("所述区域不在本来源的区域内，已照常装载", "About an area outside the source's; loaded as usual"),
    "reference.unknown": Text("引用的对象不存在", "What is referred to does not exist"),
    "reference.cycle": Text("上下级关系成环", "The hierarchy runs in a circle"),
    "name.suggestion": Text("名称相近，待人工确认", "A name is similar; a person has to confirm"),
    "name.ambiguous": Text("名称对应多个对象，待人工确认", "A name stands for several; a person has to confirm"),
    "name.decided": Text("名称按已有的人工决定读取", "A name was read as a person had decided"),
    "source.shrinks": Text("新版台账较上一版减少过多", "The new edition has far less than the last"),
    "source.older": Text("台账日期早于已装载的版本", "The edition is older than the one loaded"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person should look at.

    `sheet` and `column` are the ledger format's own names, whatever tab and header said; `row` is
    Excel's row number or the line of the CSV, None where the problem is not about one row.
    `message` says what was expected and what to do, and never carries a value of a personal column.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    code: str
    severity: Severity
    message: Sentence
    suggestion: str | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"undocumented problem code {self.code!r}")

    def as_row(self, language: Language | None = None) -> dict[str, Any]:
        """The problem as a row of the load report, told in this language (None: the process's)."""
        return {**asdict(self), "message": self.message.said.told(language)}


class Refused(Exception):
    """The input cannot be trusted as a whole: nothing of it is written. Carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
