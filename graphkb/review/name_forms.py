"""One spelling for the ways in which a unit's name is written. Characters are compared, never how they are pronounced."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from graphkb.ingest.resolving.similar_names import normal_form

# Characters of units' names in traditional writing, and in simplified writing in the same order.
_TRADITIONAL = (
    "會業區縣鎮鄉電務醫藥學園廠廣場質監財稅銀農資產發開設計劃環衛檢審統貿黨團體聯協組織機關辦處館書圖藝術愛國興華東鋼鐵鋁礦陽"
    "隊訊網絡動車運輸實驗長龍騰飛達鵬遠創優樂慶寶豐義護養復勞職專際險證樓飯飾紡製磚漁飼種氣燈燒壓輪軸軟點線綠紅藍黃億萬貝貨賓"
    "歡勝馬鳳鷺鶴嶺島嶼灣濱澤瀾潔淨濟滬漢寧遼鄭閩贛貴雲蘇吳閣閱單個眾條隻雙歲歷聖見觀規親覺說話語識課調諾謝議記許評試詩誠該認"
    "讀變讓買賣費賀賢賴贊趙趕軍轉輔邊適選還郵鄰醬釀針釣鈔鈴錢錦鍋鍵鎖鏡鐘門閉問間"
)
_SIMPLIFIED = (
    "会业区县镇乡电务医药学园厂广场质监财税银农资产发开设计划环卫检审统贸党团体联协组织机关办处馆书图艺术爱国兴华东钢铁铝矿阳"
    "队讯网络动车运输实验长龙腾飞达鹏远创优乐庆宝丰义护养复劳职专际险证楼饭饰纺制砖渔饲种气灯烧压轮轴软点线绿红蓝黄亿万贝货宾"
    "欢胜马凤鹭鹤岭岛屿湾滨泽澜洁净济沪汉宁辽郑闽赣贵云苏吴阁阅单个众条只双岁历圣见观规亲觉说话语识课调诺谢议记许评试诗诚该认"
    "读变让买卖费贺贤赖赞赵赶军转辅边适选还邮邻酱酿针钓钞铃钱锦锅键锁镜钟门闭问间"
)
_SIMPLER = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_SIGNS = re.compile(r"[^\w\u3400-\u9fff\U00020000-\U0003ffff]|_")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
# What is written in several ways at the end of names, or anywhere in them: the way that is kept comes last.
_STYLES = (
    *(("集团股份有限公司", "集团公司"), ("集团有限责任公司", "集团公司"), ("集团有限公司", "集团公司")),
    *(("股份有限公司", "公司"), ("有限责任公司", "公司"), ("有限公司", "公司"), ("个体工商户", "")),
    *(("街道办事处", "街道"), ("街道办", "街道"), ("镇人民政府", "镇"), ("镇政府", "镇"), ("乡人民政府", "乡"), ("乡政府", "乡")),
    *(("人民政府", "政府"), ("市场监督管理", "市场监管"), ("市监局", "市场监管局"), ("市监所", "市场监管所")),
    *(("人力资源和社会保障", "人社"), ("人力资源社会保障", "人社"), ("住房和城乡建设", "住建"), ("住房城乡建设", "住建")),
    *(("发展和改革委员会", "发改委"), ("发展改革委", "发改委"), ("卫生健康委员会", "卫健委"), ("卫生健康委", "卫健委")),
    *(("城市管理局", "城管局"), ("城市管理行政执法局", "城管局"), ("综合行政执法局", "综合执法局")),
    *(("退役军人事务", "退役军人"), ("自然资源和规划", "自然资源"), ("教育体育局", "教体局")),
    *(("文化广电新闻出版旅游局", "文旅局"), ("文化广电旅游局", "文旅局"), ("文化和旅游局", "文旅局")),
    *(("党群服务中心", "党群中心"), ("社区卫生服务中心", "社区卫生中心"), ("新时代文明实践", "文明实践")),
    *(("居民委员会", "居委会"), ("村民委员会", "村委会"), ("物业服务", "物业"), ("物业管理", "物业")),
    *(("中国工商银行", "工商银行"), ("中国农业银行", "农业银行"), ("中国建设银行", "建设银行"), ("中国邮政储蓄银行", "邮储银行")),
    *(("工行", "工商银行"), ("农行", "农业银行"), ("建行", "建设银行"), ("邮政储蓄银行", "邮储银行")),
    *(("志愿者协会", "志愿协会"), ("志愿服务协会", "志愿协会")),
)
_ORDINAL = re.compile(r"第([一二三四五六七八九十]+)")
_SCHOOL = re.compile(r"([一二三四五六七八九十])(小|中|幼)$")
_SCHOOLS = {"小": "小学", "中": "中学", "幼": "幼儿园"}
_LEVEL = re.compile(r"(?:街道办事处|街道办|街道|市|区|县|镇|乡|社区|村)$")
SHORTEST = 2
"""So many characters of a name have to be left when the place at its beginning is cut off."""


def spelt(name: str, places: Iterable[str] = ()) -> str:
    """A name in one spelling, without the `places` (names of the areas that it lies in) it begins with or has in brackets."""
    text = written(name, places)
    for style, plain in _STYLES:
        if style in text:
            text = text.replace(style, plain)
    return _schools(normal_form(text))


def written(name: str, places: Iterable[str] = ()) -> str:
    """The same with all that was written but signs: plain characters, no abbreviations."""
    known = _known(tuple(places))
    return _bare(_without_brackets(_plain(name, keep="()"), known), known)


def named_place(name: str, places: Iterable[str]) -> str | None:
    """The lowest of the `places` (names of areas from the city down) that the name names."""
    text = _plain(name)
    return next((place for place in reversed([*places]) if len(short := _stem(place)) >= SHORTEST and short in text), None)


def _stem(place: str) -> str:
    return _LEVEL.sub("", _plain(place))


@lru_cache(maxsize=100_000)
def _known(places: tuple[str, ...]) -> list[str]:
    """The places in full and without what kind of place they are, the longest first."""
    full = [_plain(place) for place in places]
    full += [f"{place}{office}" for place in full if place.endswith("街道") for office in ("办事处", "办")]
    short = [_LEVEL.sub("", place) for place in full]
    return sorted({place for place in (*full, *short) if len(place) >= SHORTEST}, key=len, reverse=True)


def _plain(text: str, keep: str = "") -> str:
    """Simplified characters and digits in Chinese, no signs but those to `keep`."""
    told = unicodedata.normalize("NFKC", text).lower().translate(_SIMPLER).translate(_DIGITS)
    return "".join(c for c in told if c in keep or not _SIGNS.match(c))


def _without_brackets(text: str, places: Iterable[str]) -> str:
    """The words in brackets stay, unless they only name a place that is known."""
    return re.sub(r"\(([^()]*)\)", lambda found: "" if found[1] in places else found[1], text).replace("(", "").replace(")", "")


def _bare(text: str, places: Iterable[str]) -> str:
    for _ in range(3):  # city, district, street
        place = next((place for place in places if text.startswith(place)), "")
        if not place or len(text) - len(place) < SHORTEST:
            break
        text = text.removeprefix(place)
    return text


def _schools(text: str) -> str:
    text = _ORDINAL.sub(r"\1", text)
    return _SCHOOL.sub(lambda found: found[1] + _SCHOOLS[found[2]], text)
