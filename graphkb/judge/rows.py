"""What must hold between the cells of one row, and between the codes of one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graphkb.judge.cells import ReadColumn
from graphkb.judge.values import Fault, Value, shown
from graphkb.ontology import ONTOLOGY, Dataset

Found = tuple[str, int, Fault]
"""Column id, position and what is wrong there."""

DIVISION_WIDTH = {"市": 4, "县区": 6, "街道": 9, "社区": 12}
SCHEME_WIDTH = {"gb30428": 15, "cjt349": 20}


def row_faults(dataset: Dataset, columns: Mapping[str, ReadColumn]) -> Iterator[Found]:
    """What does not fit together within a row. Cells that are faulty or blank are left alone."""
    for column in dataset.columns:
        check = CHECKS.get(column.format) or CHECKS.get(column.type)
        if check:
            yield from check({c: read.values for c, read in columns.items()})


def _division_faults(values: Mapping[str, Sequence[Value]]) -> Iterator[Found]:
    for i, (code, level, parent) in enumerate(zip(values["code"], values["level"], values["parent"], strict=True)):
        if not isinstance(code, str) or not code:
            continue
        width = DIVISION_WIDTH.get(str(level), len(code))
        if len(code) != width:
            message = f"层级为 {level} 的编码应为 {width} 位数字，却是 {code}；请改正编码或层级"
            yield "code", i, Fault("code.format", message)
        elif level != "市" and _is_digits(parent) and not (code.startswith(str(parent)) and len(code) > len(str(parent))):
            yield "code", i, _prefix_fault(code, str(parent))


def _grid_faults(values: Mapping[str, Sequence[Value]]) -> Iterator[Found]:
    codes, areas, schemes = values["code"], values["area"], values["code_scheme"]
    if set(schemes).isdisjoint(SCHEME_WIDTH) or _all_fit(codes, areas, schemes):
        return
    for i, (code, area, scheme) in enumerate(zip(codes, areas, schemes, strict=True)):
        width = SCHEME_WIDTH.get(scheme)  # type: ignore[arg-type]
        if width is None or not isinstance(code, str) or not code:
            continue
        if len(code) != width or not _is_digits(code):
            message = f"编码方案为 {scheme} 的网格编码应为 {width} 位数字，却是{shown(code)}；请改正编码或编码方案"
            yield "code", i, Fault("code.format", message)
        elif scheme == "gb30428" and _is_digits(area) and not code.startswith(str(area)):
            yield "code", i, _prefix_fault(code, str(area))


def _all_fit(codes: Sequence[Value], areas: Sequence[Value], schemes: Sequence[Value]) -> bool:
    """Whether all codes are of the one scheme with a prefix: one look at a whole column, since most ledgers are so."""
    if set(schemes) != {"gb30428"}:
        return False
    try:
        digits = "".join(codes)  # type: ignore[arg-type]
        begun = all(map(str.startswith, codes, areas))  # type: ignore[arg-type]
    except TypeError:
        return False
    return begun and digits.isascii() and digits.isdigit() and set(map(len, codes)) == {15}  # type: ignore[arg-type]


def _threshold_faults(values: Mapping[str, Sequence[Value]]) -> Iterator[Found]:
    for i, (indicator, value) in enumerate(zip(values["indicator"], values["value"], strict=True)):
        declared = ONTOLOGY.indicators.get(str(indicator))
        if declared is None or value is None or value == "":
            continue
        if declared.pattern != isinstance(value, str):
            form = f"三个人数，如 1+1+1（{declared.unit}）" if declared.pattern else f"一个数字（{declared.unit}）"
            yield "value", i, Fault("value.type", f"{indicator} 的数值应为{form}，请改正")


CHECKS: Mapping[str, Callable[[Mapping[str, Sequence[Value]]], Iterator[Found]]] = {
    "division": _division_faults,
    "grid": _grid_faults,
    "threshold": _threshold_faults,
}


@dataclass(slots=True)
class CodeWidths:
    """How long the all-digit codes of a key column are, seen so far: a shorter one has lost its leading zeros.

    A block's rows are judged by the codes up to its end, from the block on in which the first leading zero was seen.
    """

    widths: Counter[int] = field(default_factory=Counter)
    padded: set[int] = field(default_factory=set)
    example: str = ""

    def faults(self, column_id: str, codes: Sequence[Value]) -> Iterator[Found]:
        """The codes of this block that are shorter than the one width that codes with leading zeros have."""
        together = "\n".join(filter(None, codes))  # type: ignore[arg-type]
        if not self.padded and "\n0" not in f"\n{together}":
            return
        digits = [(i, code) for i, code in enumerate(codes) if isinstance(code, str) and _is_digits(code)]
        self._learn([code for _, code in digits])
        if len(self.padded) != 1:
            return
        width = max(self.padded)
        if 2 * self.widths[width] <= self.widths.total():
            return
        for i, code in digits:
            if len(code) < width:
                yield column_id, i, self._fault(code, width)

    def _learn(self, codes: Sequence[str]) -> None:
        self.widths.update(map(len, codes))
        padded = [code for code in codes if code[0] == "0" and len(code) > 1]
        self.padded.update(map(len, padded))
        self.example = self.example or next(iter(padded), "")

    def _fault(self, code: str, width: int) -> Fault:
        widths = f"同列编码是 {width} 位（如 {self.example}），这里是 {code}"
        return Fault("code.precision_lost", f"{widths}，可能丢了开头的 0；请从原始资料取回编码，以文本格式重填")


def _prefix_fault(code: str, parent: str) -> Fault:
    return Fault("code.prefix", f"编码 {code} 应以上级编码 {parent} 开头且更长；请核对两个编码")


def _is_digits(value: Value) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit()
