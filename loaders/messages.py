"""What is said of files that are refused, left out or read with a remark, in both languages; of workbooks in `xlsx/`."""

from __future__ import annotations

from graphkb.languages import Text

CHANGED = Text(
    "读取过程中文件有变动，请关闭正在编辑它的程序后重新装载",
    "The file changed while it was read. Close the program that edits it and load again",
)
EMPTY = Text("空文件（0 字节），请重新导出", "The file is empty (0 bytes). Export it again")
NO_KIND = Text("认不出文件内容，请另存为 {formats} 之一", "What the file holds is not recognised. Save it as one of {formats}")
NOT_FOUND = Text("找不到这个文件，请检查路径", "There is no such file. Check the path")
NOT_OPENED = Text(
    "打不开这个文件（{error}），请检查权限和文件类型", "The file cannot be opened ({error}). Check its rights and its kind"
)
NO_FILE = Text("不是普通文件（管道、设备等），请换成台账文件", "No regular file (a pipe, a device). Take the ledger's file")

NO_LEDGERS = Text("文件夹中没有台账文件（{formats}），请检查路径", "The folder holds no ledger ({formats}). Check the path")
LITTER = Text("系统或办公软件留下的文件，不是台账，未装载", "Left by the system or an office program; no ledger, not loaded")
LEFT_OUT = Text(
    "不是台账文件，未装载；确是台账的请改用 {suffixes} 之一作扩展名，或单独指定这个文件",
    "No ledger by its name, not loaded. If it is one, name it with one of {suffixes}, or name the file itself in the command",
)
LINK_OUTSIDE = Text(
    "符号链接指向所给文件夹之外，请把文件本身放进文件夹",
    "The symbolic link leads out of the folder given. Put the file itself into the folder",
)
LINK_TO_FOLDER = Text(
    "符号链接指向文件夹，请把文件夹本身放进来", "The symbolic link leads to a folder. Put the folder itself there"
)

_SAVE_TEXT = ("请用 Excel 或编辑器另存为“CSV UTF-8”", "Save it as “CSV UTF-8” with Excel or an editor")
UTF32 = Text(f"UTF-32 编码不受支持，{_SAVE_TEXT[0]}", f"UTF-32 cannot be read. {_SAVE_TEXT[1]}")
UNMARKED_UTF16 = Text(
    f"像是没有 BOM 标记的 UTF-16，{_SAVE_TEXT[0]}", f"This seems to be UTF-16 without its mark. {_SAVE_TEXT[1]}"
)
NOT_VALID = Text(f"不是有效的 {{encoding}}，{_SAVE_TEXT[0]}", f"No valid {{encoding}}. {_SAVE_TEXT[1]}")
MIXED = Text(
    f"文件混用了 UTF-8 和其他编码，{_SAVE_TEXT[0]}并检查这一行",
    f"The file mixes UTF-8 with another encoding. {_SAVE_TEXT[1]} and check this row",
)
NEITHER = Text(f"既不是 UTF-8 也不是 GB18030，{_SAVE_TEXT[0]}", f"Neither UTF-8 nor GB18030. {_SAVE_TEXT[1]}")
NOT_CHINESE = Text(
    f"按 GB18030 解码得不到正常的中文，{_SAVE_TEXT[0]}", f"Read as GB18030 it gives no sensible Chinese. {_SAVE_TEXT[1]}"
)
AT_BYTE = Text("第 {row} 行（第 {offset} 字节）：{what}", "Row {row} (byte {offset}): {what}")
READ_AS = Text("按 {encoding} 编码读取", "Read as {encoding}")

DELIMITERS = Text("逗号、分号、制表符、竖线或全角逗号", "comma, semicolon, tab, vertical bar or full-width comma")
OTHER_DELIMITER = Text(
    "首行 sep= 指定的分隔符不受支持，请用 {delimiters}",
    "The delimiter that sep= names in the first row cannot be used. Use {delimiters}",
)
NO_DELIMITER = Text(
    "看不出列的分隔符，请用 {delimiters} 之一分隔，首行为表头",
    "No delimiter of columns can be made out. Use {delimiters}, with the header in the first row",
)
PLAIN_TEXT = Text(
    "这是普通文本，不是工作簿（扩展名 {suffix} 不可信），请用 Excel 或 WPS 打开后另存为 xlsx",
    "This is plain text and no workbook, whatever {suffix} says. Open it with Excel or WPS and save it as xlsx",
)
BAD_RECORD = Text("从第 {row} 行开始的记录读不出来：{what}", "The record that begins in row {row} cannot be read: {what}")
OPEN_QUOTE = Text("引号没有闭合，请补上或删去引号", "a quotation mark is not closed. Close it or take it out")
LONG_QUOTE = Text("{what}，并检查引号是否闭合", "{what}, and check whether a quotation mark is not closed")
AFTER_QUOTE = Text(
    "引号之后还有文字，请把其中的引号写成两个", "text follows a quotation mark. Write quotation marks within it twice"
)
OTHER_ERROR = Text("{error}，请用 Excel 打开后另存为 CSV UTF-8", "{error}. Open it with Excel and save it as CSV UTF-8")

_SAVE = ("请用 Excel 或 WPS 打开后另存为 xlsx", "Open it with Excel or WPS and save it as xlsx")
OLD_EXCEL = Text(f"这是旧版 Excel 文件（xls），{_SAVE[0]}", f"This is an old Excel file (xls). {_SAVE[1]}")
PDF = Text("这是 PDF 文件，请装载它的原始表格", "This is a PDF. Load the table it was made from")
GZIP = Text("这是 gzip 压缩文件，请解压后再装载", "This is compressed with gzip. Unpack it first")
SEVEN_ZIP = Text("这是 7z 压缩文件，请解压后再装载", "This is a 7z archive. Unpack it first")
RAR = Text("这是 rar 压缩文件，请解压后再装载", "This is a rar archive. Unpack it first")
PICTURE = Text("这是图片，请装载表格文件", "This is a picture. Load the table's file")
PARQUET = Text("这是 Parquet 文件，请导出为 CSV", "This is a Parquet file. Export it as CSV")
RTF = Text(f"这是 RTF 文档，{_SAVE[0]}", f"This is an RTF document. {_SAVE[1]}")
LOCKED = Text("工作簿有打开密码，请去掉密码后再装载", "The workbook has a password. Take it off first")
OLD_OFFICE = Text(f"这是旧版 Office 文件（xls 等），{_SAVE[0]}", f"This is an old Office file (xls or the like). {_SAVE[1]}")
MARKUP = Text(
    f"这是网页或 XML 文件，不是工作簿（扩展名不可信），{_SAVE[0]}",
    f"This is a web page or XML and no workbook, whatever its extension says. {_SAVE[1]}",
)

NO_UTF8 = Text(
    "第 {row} 行（第 {offset} 字节）不是 UTF-8，请另存为 UTF-8", "Row {row} (byte {offset}) is no UTF-8. Save it as UTF-8"
)
BAD_JSON = Text("不是正确的 JSON：{error}，请重新导出", "No correct JSON: {error}. Export it again")
SAME_NAMES = Text("对象里有重复的名称，无法确定取哪一个", "an object has one name twice, so it is not clear which counts")
BAD_NAME = Text("第 {line} 行的名称重复或不是文字", "a name in line {line} is there twice or is no text")
MORE = Text("结尾之后还有内容", "something follows the end")
DEEP = Text("第 {line} 行起嵌套过深", "nested too deep from line {line} on")
BAD_WRITING = Text("第 {line} 行第 {column} 个字符处写法有误", "wrong at character {column} of line {line}")
LONG_NUMBER = Text("第 {line} 行起有位数过长的数字", "a number has too many digits, from line {line} on")
COMMA = Text("第 {line} 行多了一个逗号", "one comma too many in line {line}")
EXPECTED = Text("第 {line} 行应当是“{sign}”", "expected is {sign} in line {line}")
OTHER_DATUM = Text(
    "坐标系不是 WGS 84（或 CGCS2000），请转换坐标后再装载",
    "The coordinates are not of WGS 84 (or CGCS2000). Convert them first",
)
NO_COLLECTION = Text(
    "不是 GeoJSON 的 FeatureCollection，请导出为点要素的 GeoJSON", "No FeatureCollection of GeoJSON. Export points as GeoJSON"
)
NO_FEATURE = Text("features 里有不是 Feature 的内容，请重新导出", "Something in features is no Feature. Export it again")
PLACE_TWICE = Text(
    "经度、纬度取自几何坐标，同名的属性只在没有几何坐标时使用",
    "Longitude and latitude are those of the geometry; properties of these names count only where there is none",
)
NESTED = Text("属性里是列表或对象，请改为文字或数字", "The property is a list or an object. Make it a text or a number")
INFINITE = Text("不是有限的数字，请重新填写", "No finite number. Fill it in again")
NOT_A_POINT = Text("几何类型不是 Point，请改为代表点", "The geometry is no Point. Take a point that stands for it")
NOT_TWO_NUMBERS = Text(
    "坐标应当是经度和纬度两个数字（可带高程），请重新导出",
    "Coordinates are two numbers, longitude and latitude (an altitude may follow). Export them again",
)
INFINITE_PLACE = Text("坐标不是有限的数字，请重新填写", "The coordinates are no finite numbers. Fill them in again")
OUT_OF_RANGE = Text(
    "经度应在 -180 到 180 之间、纬度应在 -90 到 90 之间，请重新填写",
    "Longitude lies between -180 and 180, latitude between -90 and 90. Fill them in again",
)
SWAPPED = Text(
    "经度和纬度像是颠倒了（GeoJSON 先写经度），请检查后重新导出",
    "Longitude and latitude seem to be swapped (GeoJSON writes longitude first). Check and export again",
)

BINARY = Text("这里是二进制数据，不是文字或数字，请改填文字", "This is binary data and neither text nor number. Fill in text")
BAD_TEXT = Text("这里的文字不是有效的 UTF-8，请重新填写", "The text is no valid UTF-8. Fill it in again")
DAMAGED = Text(
    "数据库已损坏或读不出来，请用原来的程序检查后重新导出",
    "The database is damaged or cannot be read. Check it with its own program and export it again",
)
UNFINISHED = Text(
    "数据库有未完成的修改（-journal 文件），请关闭正在使用它的程序后重新装载",
    "The database is in the middle of a change (its -journal file). Close the program that uses it and load again",
)
NOT_WHOLE = Text(
    "数据库没有通过完整性检查，请用原来的程序修复后重新导出",
    "The database fails its check of integrity. Repair it with its own program and export it again",
)
VIRTUAL = Text("虚拟表不装载，请存成普通的表", "Virtual tables are not loaded. Save it as an ordinary one")
BROKEN_VIEW = Text(
    "视图读不出来（引用了不存在或不允许的内容），请存成普通的表",
    "The view cannot be read, since it names what is not there or not allowed. Save it as a table",
)
VIEW_LEFT_OUT = Text(
    "视图读不出来（引用了不存在或不允许的内容），未装载；需要的请存成普通的表",
    "The view cannot be read, since it names what is not there or not allowed; not loaded. Save it as a table if it is needed",
)
PROVINCES = Text("省级不在台账的层级内，未装载", "Provinces are no level of the ledgers; not loaded")
