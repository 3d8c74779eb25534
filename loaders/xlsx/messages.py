"""What is said of workbooks, in both languages."""

from __future__ import annotations

from graphkb.languages import Text

_SAVE = ("请用 Excel 打开后另存", "Open it with Excel and save it again")
_LOOK = ("请用 Excel 打开检查后另存", "Open it with Excel, look at it and save it again")

NO_WORKSHEET = Text("不是数据工作表（图表等），未装载", "No worksheet with data (a chart or the like); not loaded")
HIDDEN_SHEET = Text("工作表是隐藏的，已照常装载", "The sheet is hidden; loaded as usual")
HIDDEN_ROWS = Text("有 {rows} 行是隐藏或筛选掉的，已照常装载", "{rows:row} hidden or filtered out; loaded as usual")
HIDDEN_COLUMNS = Text("有隐藏的列，已照常装载", "Columns are hidden; loaded as usual")
ROW_NUMBERS = Text(f"工作表的行号错乱，{_SAVE[0]}", f"The numbers of the rows are out of order. {_SAVE[1]}")
PLACES = Text(f"工作表的行号或单元格位置错乱，{_SAVE[0]}", f"Rows or cells of the sheet are out of order. {_SAVE[1]}")
BAD_SHEET = Text(f"工作表的 XML 已损坏，{_SAVE[0]}", f"The XML of the sheet is damaged. {_SAVE[1]}")
CUT_SHEET = Text(f"工作表不完整，{_SAVE[0]}", f"The sheet is not complete. {_SAVE[1]}")
ODD_SHEET = Text(f"工作表的结构读不懂，{_SAVE[0]}", f"The structure of the sheet cannot be understood. {_SAVE[1]}")
NO_SHEET = Text(f"工作表在文件中找不到，{_SAVE[0]}", f"The sheet is not in the file. {_SAVE[1]}")

NO_ZIP = Text("工作簿已损坏（不是完整的 zip 文件），请重新导出", "The workbook is damaged (no whole zip file). Export it again")
OVERLAPPING = Text(f"工作簿内部有重名或重叠的部件，{_LOOK[0]}", f"Parts of the workbook share a name or overlap. {_LOOK[1]}")
NESTED = Text(
    "压缩包里还有压缩包，请解开后只装载台账文件", "There is an archive in the archive. Unpack it and load the ledgers only"
)
LOCKED = Text("压缩包有密码，请去掉密码后再装载", "The archive has a password. Take it off first")
METHOD = Text(
    "压缩方式不受支持，请用 Excel 打开后另存为 xlsx",
    "Packed in a way that cannot be read. Open it with Excel and save it as xlsx",
)
ENTITIES = Text(
    f"工作簿的 XML 含有 DTD 或实体定义，{_LOOK[0]}", f"The XML of the workbook has a DTD or defines entities. {_LOOK[1]}"
)
BAD_PART = Text(f"工作簿的部件 {{part}} 已损坏，{_SAVE[0]}", f"The part {{part}} of the workbook is damaged. {_SAVE[1]}")
NO_UTF8 = Text(f"工作簿的 XML 不是 UTF-8，{_SAVE[0]}", f"The XML of the workbook is no UTF-8. {_SAVE[1]}")
BAD_STRINGS = Text(f"工作簿的文字表已损坏，{_SAVE[0]}", f"The workbook's table of texts is damaged. {_SAVE[1]}")
FEW_STRINGS = Text(f"工作簿的文字表不完整，{_SAVE[0]}", f"The workbook's table of texts is not complete. {_SAVE[1]}")

NO_WORKBOOK = Text(
    "是 zip 文件，但不是 xlsx 工作簿，请解开后装载其中的台账文件",
    "A zip file and no workbook. Unpack it and load the ledgers in it",
)
OPEN_DOCUMENT = Text(
    "这是 OpenDocument 文件，请用 Excel 或 WPS 另存为 xlsx", "This is an OpenDocument file. Save it as xlsx with Excel or WPS"
)
BINARY = Text("这是二进制工作簿（xlsb），请另存为 xlsx", "This is a binary workbook (xlsb). Save it as xlsx")
MACROS = Text("工作簿含有宏，请另存为不含宏的 xlsx", "The workbook has macros. Save it as an xlsx without")
OTHER_OFFICE = Text(
    "是 Office 文件，但不是 Excel 工作簿，请另存为 xlsx", "An Office file and no workbook of Excel. Save it as xlsx"
)

NO_RESULT = Text(
    "公式没有结果值，请在 Excel 中重新计算并保存，或改填数值",
    "The formula has no result. Calculate and save it in Excel, or write the value",
)
NO_NUMBER = Text("单元格里的数字无法识别，请重新填写", "The number in the cell cannot be made out. Fill it in again")
NO_DAY = Text(
    "日期超出范围（1900-01-01 至 9999-12-31），请重新填写",
    "The date is out of range (1900-01-01 to 9999-12-31). Fill it in again",
)
ERROR_VALUE = Text(
    "单元格是错误值 {text}，请改正公式或填写内容", "The cell is the error value {text}. Correct the formula or fill it in"
)
