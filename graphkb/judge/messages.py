"""What is said of tables, headers, rows and cells, in both languages."""

from __future__ import annotations

from graphkb.languages import Text

TOTAL = Text("小计、合计、总计或累计行，不是数据，未装载", "A row of totals is no data and was not loaded")
OTHER_TABLE = Text(
    "第 {row} 行像是另一张表的表头，缺少本台账的必填列，其下各行未装载；请把另一张表移到单独的工作表",
    "Row {row} looks like the header of another table without this ledger's required columns; the rows below it were not loaded. "
    "Move that table to a sheet of its own",
)
OTHER_UNIT = Text(
    "标题或表头写的单位是{seen}，本列的单位是{own}；整列的数未装载，请换算后改正",
    "Title or heading name the unit {seen}, the column counts in {own}; its numbers were not loaded. Convert them",
)
UNIT_BELOW = Text(
    "表下的说明写的单位是{seen}，本列的单位是{own}；各行的数已按{own}装载，请核对，单位不符的请换算后改正",
    "A note below the table names the unit {seen}, the column counts in {own}; its numbers were taken as {own}. Please check",
)
SERIALS = Text(
    "编号列有 {count} 个 18 位编号，按流水号读取（其中像身份证号的不超过四分之一）；请核对",
    "{count} codes of 18 digits were taken for serial numbers: at most one in four could be an identity number. Please check",
)
NOT_FITTING = Text(
    "工作表「{title}」没有「{sheet}」的必填列（{columns}），未装载",
    "The sheet {title} has not the required columns of {sheet} ({columns}) and was not loaded",
)
NO_LEDGER = Text(
    "工作表名不是台账名，未装载；如是台账，请改用标准表名，或装载时用 --dataset 指明",
    "The sheet has no ledger's name and was not loaded. If it is one, give it the standard name, or say --dataset",
)
MANGLED = Text(
    "{rows} 行中有 {lost} 行的编码被 Excel 改成了数字，整份未装载；请从原始资料以文本格式重新导出编码",
    "In {lost} of {rows:row} Excel made a number of the code; nothing was loaded. Export the codes again from "
    "where they come, as text",
)
MANY_PROBLEMS = Text(
    "问题过多，另有 {count} 行同类问题未逐条列出；请先改正已列出的，再重新装载",
    "Too many problems: {count} more of this kind are not listed. Correct those that are and load again",
)

UNKNOWN_HEADING = Text(
    "表头{heading}不在台账格式内，该列未装载；如需装载请改用标准表头",
    "The heading {heading} is not in the ledger format; the column was not loaded. Use the standard heading if it is to be",
)
NO_HEADING = Text(
    "{letter} 列没有文字表头，该列未装载；如需装载请补上表头",
    "Column {letter} has no heading in words and was not loaded. Give it one if it is to be",
)
MISSING_COLUMNS = Text(
    "缺少必填列 {names}；请补上这些列（表头应在前 10 行之内）",
    "Required columns are missing: {names}. Add them (the header has to be among the first 10 rows)",
)
COLUMN = Text("{letter} 列{heading}", "column {letter} {heading}")
TWICE = Text("「{name}」出现了多次：{names}；请只保留一列", "“{name}” stands several times: {names}. Keep one of these columns")

PERSONAL = Text(
    "列{names}{more}含个人信息（姓名、证件号、电话、住址等），涉及 {rows} 行，整份拒收，未保存任何内容；"
    "请删去这些列或单元格中的个人信息后重新装载",
    "The columns {names}{more} hold personal data (names, identity numbers, telephone numbers, addresses) in {rows:row}. "
    "The whole file is refused and nothing of it was kept. Delete these columns, or what is personal in their "
    "cells, and load again",
)
MORE_COLUMNS = Text("等 {count} 列", " ({count} in all)")

LEVEL_WIDTH = Text(
    "层级为 {level} 的编码应为 {width} 位数字，却是 {code}；请改正编码或层级",
    "A code of the level {level} has {width} digits, this is {code}. Correct the code or the level",
)
SCHEME_WIDTH = Text(
    "编码方案为 {scheme} 的网格编码应为 {width} 位数字，却是{code}；请改正编码或编码方案",
    "A grid code of the scheme {scheme} has {width} digits, this is {code}. Correct the code or the scheme",
)
THRESHOLD = Text("{indicator} 的数值应为{form}，请改正", "The value of {indicator} has to be {form}")
PATTERN = Text("三个人数，如 1+1+1（{unit}）", "three numbers of people such as 1+1+1 ({unit})")
ONE_NUMBER = Text("一个数字（{unit}）", "one number ({unit})")
ZEROS_LOST = Text(
    "同列编码是 {width} 位（如 {example}），这里是 {code}，可能丢了开头的 0；请从原始资料取回编码，以文本格式重填",
    "The codes of this column have {width} digits (such as {example}), this is {code}: zeros at its beginning may be lost. "
    "Take the code from where it comes and write it as text",
)
PREFIX = Text(
    "编码 {code} 应以上级编码 {parent} 开头且更长；请核对两个编码",
    "The code {code} has to begin with the code above it, {parent}, and to be longer. Check both",
)

MISSING = Text("必填，单元格为空；请补填", "Required, and the cell is empty. Fill it in")
CHOICE = Text("应为 {choices} 之一，请改正", "It has to be one of {choices}")
FLAG = Text("应为 {yes} 或 {no}，请改正", "It has to be {yes} (yes) or {no} (no)")
LOST_TEXT = Text(
    "文字中有空字符或无法识别的字符，请对照原件改正",
    "The text has null characters or some that could not be read. Correct it by the original",
)
CUT = Text(
    "文字达到 Excel 单元格上限 {most} 字，可能已被截断，请缩短后重填",
    "The text is as long as a cell of Excel can be ({most} characters) and may have been cut. Shorten it",
)
ERROR_VALUE = Text(
    "单元格是公式错误值或显示不全的 ####，请改为实际内容",
    "The cell is a formula's error value, or #### for a column too narrow. Write what it should hold",
)
INVISIBLE_TEXT = Text(
    "文字中有不可见的字符或换行，已去掉，存为{text}；请核对原表",
    "The text had invisible characters or line breaks; they were taken out and {text} was kept. Compare it with the ledger",
)
NO_TEXT = Text(
    "应为文字，却是日期或逻辑值；请把单元格设为文本格式后重填",
    "Text is expected, this is a date or a logical value. Format the cell as text and fill it in again",
)
NO_TEXT_NUMBER = Text(
    "应为文字，却是过大或不存在的数值；请把单元格设为文本格式后重填",
    "Text is expected, this is a number too large or none at all. Format the cell as text and fill it in again",
)

WHOLE, NUMBER = Text("整数", "a whole number"), Text("数字", "a number")
FRACTION = Text("应为整数，却是 {number}；请填写实际的整数", "A whole number is expected, this is {number}. Write the actual one")
NO_NUMBER = Text(
    "应为{what}，却是日期或逻辑值；请把单元格设为常规格式后重填",
    "Expected is {what}, this is a date or a logical value. Format the cell as General and fill it in again",
)
INFINITE = Text("应为{what}，却不是有限的数；请改正", "Expected is {what}, this is no finite number")
NOT_PLAIN = Text(
    "应为{what}，却是{text}；请只填数字，不带单位、约数和说明",
    "Expected is {what}, this is {text}. Write the number alone, without unit, “about” or remark",
)
LONG_NUMBER = Text("数字过长，请核对", "The number is too long. Please check")
TOO_SMALL = Text("不应小于 {bound}，请核对", "It should not be less than {bound}. Please check")
TOO_LARGE = Text("不应大于 {bound}，请核对", "It should not be more than {bound}. Please check")

DAY_FORMS = Text("2026-01-05、2026/1/5、2026.1.5、2026年1月5日、20260105", "2026-01-05, 2026/1/5, 2026.1.5 or 20260105")
NO_CLOCK = Text("应为日期，不带时刻；请写成 {forms} 之一", "A day is expected, without a time of day. Write it as {forms}")
NO_SUCH_DAY = Text("没有{text}这个日期或时刻，请核对", "There is no such day or time as {text}. Please check")
YEARS = Text("年份应在 {earliest} 至 {latest} 之间，请核对", "The year has to be between {earliest} and {latest}. Please check")
NO_ZONE = Text("应为当地时间，不带时区；请去掉时区后重填", "Local time is expected, without a time zone. Leave the zone out")
NO_DAY = Text(
    "应为日期；请用 Excel 日期，或写成 {forms} 之一（要时刻的在后面加 14:30）",
    "A day is expected. Use a date of Excel, or write it as {forms} (with 14:30 behind it where the time is asked)",
)
NO_DAY_BUT = Text(
    "应为日期，却是{text}；请用 Excel 日期，或写成 {forms} 之一（要时刻的在后面加 14:30）",
    "A day is expected, this is {text}. Use a date of Excel, or write it as {forms} (with 14:30 behind it "
    "where the time is asked)",
)

DIGITS_LOST = Text(
    "编码被 Excel 改成了数字，位数可能已丢失；请从原始资料取回编码，以文本格式重填（现为 {code}）",
    "Excel made a number of the code, and digits may be lost. Take the code from where it comes and write it "
    "as text (now {code})",
)
CODE_AS_DATE = Text(
    "编码被 Excel 改成了日期；请从原始资料取回编码，以文本格式重填",
    "Excel made a date of the code. Take the code from where it comes and write it as text",
)
NO_CODE = Text(
    "应为编码，却是逻辑值或不能作编码的数；请以文本格式重填",
    "A code is expected, this is a logical value or a number that can be none. Write it as text",
)
CODE_FRACTION = Text("应为编码，却是小数；请以文本格式重填", "A code is expected, this is a fraction. Write it as text")
CODE_CONTROL = Text("编码中有控制字符，请重新填写", "The code has control characters. Fill it in again")
CODE_DIGITS = Text(
    "编码中有上下标或带圈数字，请改为普通数字", "The code has raised, lowered or circled digits. Write ordinary ones"
)
CODE_INVISIBLE = Text(
    "编码中有不可见的字符，已去掉，存为{code}；请核对原表",
    "The code had invisible characters; they were taken out and {code} was kept. Compare it with the ledger",
)
CODE_LENGTH = Text("编码应为最多 {longest} 个可见字符，请改正", "A code has at most {longest:character}, all visible")
DIVISION_CODE = Text(
    "区划编码应为 4、6、9 或 12 位数字（市、县区、街道、社区），却是{code}；请改正",
    "A division code has 4, 6, 9 or 12 digits (city, district, street, community), this is {code}",
)
WRONG_CHECKS = Text("{code} 的{checks}不符；请按登记证书核对", "In {code} {checks} does not fit. Compare it with the certificate")
OUTER_CHECK = Text("第18位校验码（GB 32100）", "the check character at position 18 (GB 32100)")
INNER_CHECK = Text("第17位组织机构代码校验码（GB 11714）", "the check digit at position 17 (GB 11714)")
BOTH_CHECKS = Text("{first}和{second}", "{first} and {second}")
CREDIT_CODE = Text(
    "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），却是{code}；请改正",
    "A unified social credit code has 18 digits and capitals (without I, O, S, V, Z), this is {code}",
)
