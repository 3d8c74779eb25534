"""Personal data: by heading and by content, in every column, loaded or not.

Found are positions and counts; a value is never kept, shown or logged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from graphkb.judge.codes import is_identity_number, plausible_birth
from graphkb.judge.headings import bare_key, heading_key
from graphkb.judge.values import visible
from graphkb.raw_tables import Cell

# Parts of headings over personal data, whatever stands around them ("居民姓名", "联系电话1").
PARTS = re.compile(
    "姓名|名字|身份证|证件号|护照号|公民身份号码|手机|电话|联系方式|联系人|住址|家庭地址|居住地址|户籍地址|户籍所在地|门牌号"
    "|出生(?:日期|年月|时间|年份)|生日|微信(?!公众号|群)|邮箱|电子邮件|银行卡|银行账号|户主|房主|租户"
    "|座机|传真|籍贯|车牌|残疾证|社保卡|医保卡|^(?:性别|民族|政治面貌|入党(?:时间|日期|年月)|护照)$"
    "|^(?:qq(?:号码?)?|e-?mail|mobile|phone|tel(?:ephone)?|wechat|id_?card)$"
)
# Whole headings over the names of people.
_ORGANIZATION = (
    "(?:(?:社区|村|街道|镇|乡|网格|小区|楼栋|支部|党组织|党支部|党总支|总支|党委|党工委|两委|机关|第一|大|联合|驻村|所属)*)"
)
PEOPLE = re.compile(
    "(?:负责|责任|经办|承办|填报|填表|制表|审核|复核|审批|录入|登记|采集|报告|投诉|反映|诉求|当事|申请|报事|举报|来电|来访|代表|监护|包保|包联|法定代表)人|业主|法人代表|企业法人|法人"
    f"|{_ORGANIZATION}(?:副?书记|支书|负责人|党小组长|(?:专职|兼职)?网格员|网格长|楼栋长|单元长|民警|片警|警长|联络员|联系员|协管员|辅警|信息员)"
    "|(?:辖区|驻区|责任|包片|片区|户籍)(?:民警|片警)"
    "|(?:居委会|村委会|居民委员会|村民委员会|业委会|业主委员会|居|村)?(?:副?主任)"
    "|(?:县|市|区|街道|镇|乡|村|社区)*(?:包联|包保|包干|包片|挂点|挂联|联系|分管|带队|帮扶|结对|驻点|主管|值班)(?:县|市|区|街道|镇|乡|村|社区)*(?:级)?(?:领导|干部)"
    "|(?:物业|项目|物业项目|物业公司|物业企业)(?:项目)?(?:经理|负责人|主管)|楼长|组长|站长|(?:党建|网格)指导员|两委成员|社区干部"
)
ALONE = re.compile("(?:居民|党员|人员|联系人)?姓名|身份证(?:号码?)?|手机(?:号码?)?|联系电话|电话号码|家庭住址")
LONGEST_HEADING = 20
SENTENCE = re.compile("[，。；、！？,;!?]")

# Without digits in a row there is nothing to look for; most columns end here.
RUN = re.compile(r"[0-9０-９]{3}[\s-]?[0-9０-９]{4}[\s-]?[0-9０-９]{3}")
CODE_RUNS = re.compile(r"\d{17,}[Xx]?|\d{6}-\d{8}|\d{14}-\d{3}")
MOBILE = re.compile(
    r"(?:(?<!\d)(?<!\d\.)|(?<![\d.])(?:\+|00)86[ -]?)1[3-9]\d([ -]?)\d{4}\1\d{4}(?!\d|[0-9A-Z]{7}(?![0-9A-Za-z]))",
    re.ASCII,
)
IDENTITY = re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)", re.ASCII)
CODE_MOBILE = re.compile(r"^1[6-9]\d{9}$", re.ASCII | re.MULTILINE)
IDENTITY_LENGTH = 18
MOBILE_LENGTH = 11


def is_personal_heading(heading: str, people: bool = True) -> bool:
    """Whether a column so named holds personal data; `people`: also by the office whose holder it names."""
    key = heading_key(heading)
    if len(key) > LONGEST_HEADING or SENTENCE.search(key):
        return False
    return bool(PARTS.search(key) or (people and PEOPLE.fullmatch(bare_key(heading))))


def names_people_only(heading: str) -> bool:
    """Whether a cell that stands alone in its row is the heading of a list of people and nothing else."""
    return ALONE.fullmatch(heading_key(heading)) is not None


def personal_rows(cells: Sequence[Cell], is_code: bool) -> list[int]:
    """The positions of cells that hold a plausible identity number or a mobile number."""
    if not _worth_a_look(cells, is_code):
        return []
    found = {cell for cell in set(cells) if _may_hold(cell) and is_personal(cell, is_code)}
    return [i for i, cell in enumerate(cells) if cell in found] if found else []


def is_personal(cell: Cell, is_code: bool) -> bool:
    """Whether the cell holds a plausible identity number or a mobile number.

    In a code column a mobile number is one only where no region's code starts so, and with nothing beside it.
    """
    if isinstance(cell, str):
        return _in_text(cell, is_code)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 < cell < 10**IDENTITY_LENGTH:
        return False
    digits = str(int(cell)) if cell == int(cell) else ""
    # A number of 18 digits has lost its last ones, and with them the check digit.
    if len(digits) == IDENTITY_LENGTH and plausible_birth(digits):
        return True
    return _in_text(digits, is_code)


def long_codes(cells: Sequence[Cell]) -> int:
    """How many of the cells are codes of 18 digits (the last may be an X)."""
    return sum(
        len(cell.strip()) == IDENTITY_LENGTH and IDENTITY.fullmatch(cell.strip()) is not None
        for cell in cells
        if isinstance(cell, str)
    )


def is_mobile_code(cell: Cell) -> bool:
    """Whether a code is a mobile number."""
    text = str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell)
    return CODE_MOBILE.search("".join(text.split())) is not None


def _worth_a_look(cells: Sequence[Cell], is_code: bool) -> bool:
    """Whether any cell may hold a number long enough: one pass over the whole column."""
    long_digits = _long_digits_in_codes if is_code else _long_digits
    there = list(filter(None, cells))
    try:
        return long_digits(there)  # type: ignore[arg-type]
    except TypeError:
        texts = [cell for cell in there if isinstance(cell, str)]
        return long_digits(texts) or any(map(_is_long_number, there))


def _long_digits(texts: Sequence[str]) -> bool:
    if max(map(len, texts), default=0) < MOBILE_LENGTH:
        return False
    # Digits of two cells side by side only cost a closer look.
    together = " ".join(texts)
    return RUN.search(together) is not None or not together.isprintable()


def _long_digits_in_codes(texts: Sequence[str]) -> bool:
    lengths = set(map(len, texts))
    if max(lengths, default=0) < MOBILE_LENGTH:
        return False
    together = "\n".join(texts)
    # Cleaning takes blanks out of a code, so what stands apart here may be one number.
    if " " in together or not together.isascii() or not "".join(texts).isprintable():
        return True
    if MOBILE_LENGTH in lengths and CODE_MOBILE.search(together):
        return True
    return max(lengths) >= IDENTITY_LENGTH and any(
        len(run) == IDENTITY_LENGTH or "-" in run for run in CODE_RUNS.findall(together)
    )


def _is_long_number(cell: object) -> bool:
    return isinstance(cell, int | float) and cell >= 10 ** (MOBILE_LENGTH - 1)


def _may_hold(cell: object) -> bool:
    return len(cell) >= MOBILE_LENGTH if isinstance(cell, str) else _is_long_number(cell)


def _in_text(text: str, is_code: bool) -> bool:
    plain = visible(text if text.isascii() else unicodedata.normalize("NFKC", text))
    if is_code:
        plain = "".join(plain.split())
        return CODE_MOBILE.search(plain) is not None or _any_identity(plain)
    return MOBILE.search(plain) is not None or _any_identity(plain)


def _any_identity(text: str) -> bool:
    found: Iterable[str] = IDENTITY.findall(text)
    return any(is_identity_number(re.sub("[ -]", "", number)) for number in found)
