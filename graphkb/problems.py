"""What can be wrong with a ledger: one problem, its code, and the refusal of a whole input.

The codes are fixed; `docs/problems.md` lists each with its meaning, held to `CODES` by a test.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "notice"]

CODES: dict[str, str] = {
    "file.type": "不是可装载的文件，或与扩展名不符",
    "file.encoding": "文字编码无法确定或有坏字节",
    "file.unsafe": "超出限制或含危险内容",
    "file.changed": "读取过程中文件有变动",
    "sheet.unknown": "工作表名不是台账名，未装载",
    "sheet.hidden": "有隐藏的工作表或行，已照常装载",
    "column.missing": "缺少必填列",
    "column.duplicate": "表头重复",
    "column.unknown": "表头不在台账格式内，该列未装载",
    "column.personal": "含个人信息列，整份文件拒收",
    "code.precision_lost": "编码被 Excel 改成了数字，位数已丢失",
    "code.format": "编码格式不符",
    "code.check_digit": "统一社会信用代码校验位不符",
    "code.prefix": "编码与上级编码不匹配",
    "value.missing": "必填单元格为空",
    "value.type": "值的类型不符",
    "value.choice": "值不在可选范围内",
    "value.range": "值超出合理范围",
    "value.text": "文字中有不可见字符、错误值或超长",
    "row.duplicate": "与本来源内另一行完全相同",
    "row.conflict": "同一编码在本来源内内容不同，均未装载",
    "area.outside": "所述区域不在本来源的区域内，已照常装载",
    "reference.unknown": "引用的对象不存在",
    "reference.cycle": "上下级关系成环",
    "name.suggestion": "名称相近，待人工确认",
    "name.ambiguous": "名称对应多个对象，待人工确认",
    "source.shrinks": "新版台账较上一版减少过多",
    "source.older": "台账日期早于已装载的版本",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person should look at.

    `sheet` and `column` are the ledger format's own names, whatever tab and header said; `row` is
    Excel's row number or the line of the CSV, None where the problem is not about one row.
    `message` says what was expected and what to do, in Chinese, and never carries a value of a personal column.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    code: str
    severity: Severity
    message: str
    suggestion: str | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"undocumented problem code {self.code!r}")

    def as_row(self) -> dict[str, Any]:
        """The problem as a row of the load report."""
        return asdict(self)


class Refused(Exception):
    """The input cannot be trusted as a whole: nothing of it is written. Carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
