"""What must hold between the cells of one row, and between the codes of one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graphkb.judge import messages
from graphkb.judge.cells import ReadColumn
from graphkb.judge.code_cells import Rounded, lost_digits
from graphkb.judge.codes import is_padded, unpadded
from graphkb.judge.other_units import of_another
from graphkb.judge.units import is_other, other_of
from graphkb.judge.values import Fault, Measured, Value, shown
from graphkb.languages import Text, sentence
from graphkb.ontology import ONTOLOGY, Dataset, Indicator

FoundFault = tuple[str, int, Fault]
"""Column id, position and what is wrong there."""

DIVISION_WIDTH = {"市": 4, "县区": 6, "街道": 9, "社区": 12}
WIDTH_ABOVE = {"市": 2, "县区": 4, "街道": 6}  # a community's street has digits where a rounded number has zeros
SCHEME_WIDTH = {"gb30428": 15, "cjt349": 20}


def row_faults(dataset: Dataset, columns: Mapping[str, ReadColumn]) -> Iterator[FoundFault]:
    """What does not fit together within a row. Cells that are faulty or blank are left alone."""
    for column in dataset.columns:
        check = CHECKS.get(column.format) or CHECKS.get(column.type)
        if check:
            yield from check({c: read.values for c, read in columns.items()})


PADDED = Text(
    "编码 {code} 是 12 位写法，按层级 {level} 读作 {short}",
    "The code {code} is written with 12 digits; read as {short}, since its level is {level}",
)


def settle_padded(dataset: Dataset, columns: Mapping[str, ReadColumn]) -> None:
    """Division codes of 12 digits at every level, as the statistics office prints them, cut to the width of their level.

    One that has been a number may be cut only where the zeros are its level's own: others Excel may have put there.
    """
    if not dataset.node_by or dataset.id != "divisions":
        return
    codes, levels, parents = columns["code"], columns["level"], columns["parent"]
    for i, (code, level) in enumerate(zip(codes.values, levels.values, strict=True)):
        width, above = DIVISION_WIDTH.get(str(level), 12), WIDTH_ABOVE.get(str(level), 0)
        if isinstance(code, str) and len(code) == 12 and width < 12 and is_padded(code, width):
            codes.values[i] = str(code[:width])
            remark = Fault("code.format", sentence(PADDED, code=str(code), level=str(level), short=code[:width]), kept=True)
            codes.faults.setdefault(i, remark)
        elif isinstance(code, Rounded):
            codes.values[i], codes.faults[i] = None, lost_digits(code)
        parent = parents.values[i]
        short = unpadded(str(parent), width) if parent else parent
        if isinstance(parent, Rounded) and len(str(short)) != above:
            parents.values[i], parents.faults[i] = None, lost_digits(parent)
        elif parent:
            parents.values[i] = short


def _division_faults(values: Mapping[str, Sequence[Value]]) -> Iterator[FoundFault]:
    for i, (code, level, parent) in enumerate(zip(values["code"], values["level"], values["parent"], strict=True)):
        if not isinstance(code, str) or not code:
            continue
        width = DIVISION_WIDTH.get(str(level), len(code))
        if len(code) != width:
            message = sentence(messages.LEVEL_WIDTH, level=level, width=width, code=code)
            yield "code", i, Fault("code.format", message)
        elif level != "市" and _is_digits(parent) and not (code.startswith(str(parent)) and len(code) > len(str(parent))):
            yield "code", i, _prefix_fault(code, str(parent))


def _grid_faults(values: Mapping[str, Sequence[Value]]) -> Iterator[FoundFault]:
    codes, areas, schemes = values["code"], values["area"], values["code_scheme"]
    if set(schemes).isdisjoint(SCHEME_WIDTH) or _all_fit(codes, areas, schemes):
        return
    for i, (code, area, scheme) in enumerate(zip(codes, areas, schemes, strict=True)):
        width = SCHEME_WIDTH.get(scheme)  # type: ignore[arg-type]
        if width is None or not isinstance(code, str) or not code:
            continue
        if len(code) != width or not _is_digits(code):
            message = sentence(messages.SCHEME_WIDTH, scheme=scheme, width=width, code=shown(code))
            yield "code", i, Fault("code.format", message)
        elif scheme == "gb30428" and _is_digits(area) and not code.startswith(unpadded(str(area))):
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


NO_PLACE = Text("经纬度 0,0 不是实际位置，位置按不详处理；请补填实际坐标", "0,0 is no real place. Fill in the coordinates")


def settle_places(columns: Mapping[str, ReadColumn]) -> None:
    """Points at 0,0 are what programs write for unknown: both coordinates are."""
    if not {"longitude", "latitude"} <= columns.keys():
        return
    longitudes, latitudes = columns["longitude"], columns["latitude"]
    for i, (longitude, latitude) in enumerate(zip(longitudes.values, latitudes.values, strict=True)):
        if longitude == 0 and latitude == 0:
            for read in (longitudes, latitudes):
                read.values[i], read.faults[i] = None, Fault("value.range", sentence(NO_PLACE))


def _threshold_faults(values: Mapping[str, Sequence[Value]]) -> Iterator[FoundFault]:
    for i, (indicator, value) in enumerate(zip(values["indicator"], values["value"], strict=True)):
        declared = ONTOLOGY.indicators.get(str(indicator))
        if declared is None or value is None or value == "":
            continue
        if declared.pattern != isinstance(value, str):
            form = (messages.PATTERN if declared.pattern else messages.ONE_NUMBER)(unit=Text(declared.unit, declared.unit_en))
            yield "value", i, Fault("value.type", sentence(messages.THRESHOLD, indicator=indicator, form=form))


SHARE = Text(
    "{indicator} 的单位是{unit}，单元格显示为{shown}；请按{unit}填写数字",
    "{indicator} is in {unit}, the cell shows {shown}. Write the number in {unit}",
)


SMALL = Text(
    "{indicator}写的是 {value}，按 {value}% 装载；如指百分之几十，请改写为百分数",
    "{indicator} says {value} and was taken as {value} %. If a share of one is meant, write it as a percentage",
)


def settle_shares(dataset: Dataset, columns: Mapping[str, ReadColumn], units: Sequence[str], heading: Sequence[str]) -> None:
    """Numbers that came with a unit, where the row's indicator says in which it counts.

    `units` are those of the title, which may be meant for other rows; `heading` are those of the column's own heading.
    """
    if not any(column.type == "threshold" for column in dataset.columns):
        return
    read = columns["value"]
    for i, value in enumerate(read.values):
        declared = ONTOLOGY.indicators.get(str(columns["indicator"].values[i]))
        own = declared.unit if declared else None
        if isinstance(value, Measured):
            _settle(read, i, value, own, declared)
        elif declared and isinstance(value, int | float) and (seen := of_another(heading, own) or other_of(units, own)):
            _unknown(read, i, SHARE, declared.name, own, seen)
        elif own == "%" and isinstance(value, int | float) and 0 < value <= 1:
            fault = Fault("value.range", sentence(SMALL, indicator=str(columns["indicator"].values[i]), value=value), kept=True)
            read.faults.setdefault(i, fault)


def _settle(read: ReadColumn, i: int, value: Measured, own: str | None, declared: Indicator | None) -> None:
    same = (value.unit == own == "%") or (value.unit != "%" and own != "%" and not is_other(value.unit, own))
    if declared is not None and not same:
        _unknown(read, i, SHARE, declared.name, own, value.text)
    else:
        read.values[i] = value.number


def _unknown(read: ReadColumn, i: int, text: Text, indicator: str, own: str | None, seen: str) -> None:
    read.values[i] = None
    read.faults[i] = Fault("value.type", sentence(text, indicator=indicator, unit=own or "", shown=shown(seen, 20)))


CHECKS: Mapping[str, Callable[[Mapping[str, Sequence[Value]]], Iterator[FoundFault]]] = {
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

    def faults(self, column_id: str, codes: Sequence[Value]) -> Iterator[FoundFault]:
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
        message = sentence(messages.ZEROS_LOST, width=width, example=self.example, code=code)
        return Fault("code.precision_lost", message)


def _prefix_fault(code: str, parent: str) -> Fault:
    return Fault("code.prefix", sentence(messages.PREFIX, code=code, parent=parent))


def _is_digits(value: Value) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit()
