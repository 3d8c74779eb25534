"""What is said of rows that do not stand, and of references that find nothing, in both languages."""

from __future__ import annotations

from graphkb.languages import Text

AREA_CODE_TAKEN = Text(
    "编码 {code} 已是另一级区域的编码，本行未装载；各级区域和网格的编码不得相同，请改正",
    "The code {code} is that of an area of another level; the row was not loaded. Areas and grids cannot share a code",
)
PREFIX = Text(
    "编码 {code} 应以上级编码 {parent} 开头且更长；请核对两个编码；该行未装载",
    "The code {code} has to begin with the code above it, {parent}, and to be longer. Check both; the row was not loaded",
)
CYCLE = Text(
    "{code} 的上级 {superior} 逐级向上又回到它自己，上级按未知处理；请核对上级党组织编码",
    "From {code} upwards over {superior} one comes back to it; what is above it counts as unknown. Check the code above",
)
NOT_FOUND = Text(
    "“{column}”中的 {text} 在本次装载和已有数据中都找不到；该项按未知处理，请核对编码或先装载它所在的台账",
    "{column}: {text} is neither in this load nor in the store and counts as unknown. Check the code, or load its ledger first",
)
NOT_FOUND_SKIPPED = Text(
    "“{column}”{text} 在本次装载和已有数据中都找不到，本行未装载；请核对编码或先装载它所在的台账",
    "{column}: {text} is neither in this load nor in the store; the row was not loaded. Check the code, or load its ledger first",
)
CLOSED = Text(
    "“{column}”中的 {text} 已于 {day} 关闭（来源的新版不再列出）；该项按未知处理，请核对编码",
    "{column}: {text} is closed since {day} (no edition lists it any more) and counts as unknown. Check the code",
)
CLOSED_SKIPPED = Text(
    "“{column}”{text} 已于 {day} 关闭（来源的新版不再列出），本行未装载；请核对编码",
    "{column}: {text} is closed since {day} (no edition lists it any more); the row was not loaded. Check the code",
)
ABOVE_CITY = Text(
    "“{column}”{text}：市以上没有层级，该项未装载；请留空",
    "{column} {text}: there is no level above a city; not loaded. Leave it blank",
)
UNRELATED = Text(
    "“{column}”中的区域没有共同的上级，无法确定所在区域，本行未装载；请按市分开填写",
    "{column}: nothing is above all these areas, so it is not clear where this belongs; the row was not "
    "loaded. Write a row for each city",
)
REPEATED = Text(
    "与第 {row} 行完全相同，只装载一次；请删去多余的一行", "The same as row {row}; loaded once. Delete the row that is not needed"
)
CONFLICT = Text(
    "同一编码在第 {rows} 行另有不同内容，各行均未装载；请核对后只保留正确的一行",
    "The same code has other contents in row {rows}; none of them was loaded. Keep the one that is right",
)
OUTSIDE = Text(
    "本行说的是 {code}，不在本来源的区域 {area} 内；已照常装载，请核对是否放错了台账",
    "The row is about {code}, which is not in this source's area {area}; loaded as usual. Check whether it is "
    "in the wrong ledger",
)
CANDIDATE = Text("{name}（{code}）", "{name} ({code})")
DECIDED = Text(
    "“{column}”写的是名称 {text}，按 {by} {day} 的决定读作 {name}（{code}），共 {rows} 行；可用 graphkb review undo {item} 撤回",
    "{column} holds the name {text}; read as {name} ({code}) in {rows:row}, as {by} decided on {day}. "
    "graphkb review undo {item} takes it back",
)
AMBIGUOUS = Text(
    "“{column}”写的是名称 {text}，对应多个对象：{listed}；请改填编码",
    "{column} holds the name {text}, which several bear: {listed}. Write the code",
)
SIMILAR = Text(
    "“{column}”写的是名称 {text}，没有同名对象，相近的有 {listed}；请改填编码，或在审核（graphkb review list）中确认",
    "{column} holds the name {text}, which nobody bears; similar are {listed}. Write the code, or confirm it "
    "under review (graphkb review list)",
)
