"""Units in two ledgers of a city, with the truth: which are the same, which have no counterpart, which no name tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from graphkb.review.scoring import Unit


def _words(text: str) -> list[str]:
    return text.split()


CITY = "景德镇市"
DISTRICTS = ("珠山区", "昌江区", "浮梁县", "乐平市")
STREETS = _words("""
石狮埠街道 新村街道 周路口街道 昌江街道 里村街道 竟成镇 吕蒙街道 西郊街道 浮梁镇 洎阳街道 塔山街道
接渡镇
""")
WORDS = _words("""
昌河 华昌 景瓷 鑫达 恒源 天宝 瑞康 明珠 金鼎 众诚 东方红 永兴 佳和 新世纪 博雅 安泰 宏图 万家
绿源 祥云 龙珠 雅居 盛世 同心
""")
FIRST, SECOND = (
    "景瑞康华昌鑫恒天宝金永佳博安宏绿祥龙雅盛同星辉正德信义泰和嘉禾丰泽",
    "达源诚兴和雅泰图家云珠居世心明光远航顺通益民福瑞生林海洋川岳峰岩",
)
TRADES = _words("""
机械 陶瓷 物业管理 房地产开发 商贸 餐饮 汽车销售 家政服务 建筑工程 电子科技 印刷 旅游 食品 医药
文化传媒 物流 养老服务
""")
PUBLIC = _words("""
市场监督管理局 人力资源和社会保障局 住房和城乡建设局 卫生健康委员会 发展和改革委员会 退役军人事务局
民政局 教育体育局 自然资源和规划局 城市管理局 文化广电旅游局 农业农村局 供电公司 中心小学 中心幼儿园
人民医院 青年志愿者协会 老年人体育协会
""")
GENERIC = _words("""
中国农业银行 中国工商银行 中国邮政储蓄银行 阳光幼儿园 惠民超市 益民大药房 老年协会 志愿服务队 派出所
社区卫生服务中心
""")
SHORT = (
    *(("市场监督管理局", "市监局"), ("人力资源和社会保障局", "人社局"), ("住房和城乡建设局", "住建局")),
    *(("卫生健康委员会", "卫健委"), ("发展和改革委员会", "发改委"), ("退役军人事务局", "退役军人局")),
    *(("中国农业银行", "农行"), ("物业管理有限公司", "物业"), ("物业管理", "物业服务"), ("有限公司", "有限责任公司")),
    *(("有限公司", "公司"), ("有限公司", ""), ("志愿者协会", "志愿协会"), ("社区卫生服务中心", "社区卫生中心")),
)
TRADITIONAL = str.maketrans("华达电东业医药学会区兴龙医务汽车销", "華達電東業醫藥學會區興龍醫務汽車銷")
WIDE = str.maketrans("()0123456789", "（）０１２３４５６７８９")
KINDS = ("企业", "机关", "事业单位", "社会组织")
SLIPS = "昌景瓷恒源达安泰信华丰和金佳新福"


@dataclass(frozen=True)
class Truth:
    """Both ledgers' units, and the pairs of codes that are one. `twins` have a namesake that nothing tells them apart from."""

    units: Sequence[Unit]
    same: frozenset[frozenset[str]]
    twins: frozenset[str]


def invented(count: int, seed: int) -> Truth:
    """About so many units: six in ten in the first ledger; a quarter of the second ledger has no counterpart."""
    chance = Random(seed)
    first: list[Unit] = []
    twins: set[str] = set()
    taken: set[tuple[str, str]] = set()
    streets = max(12, count // 100)
    while len(first) < count * 0.6:
        path, places = _place(chance, streets)
        kind, name = _name(chance, places)
        if (name, path[2]) in taken:
            continue
        taken.add((name, path[2]))
        namesakes = 2 if chance.random() < 0.03 else 1  # of one name in one place
        for _ in range(namesakes):
            first.append(Unit(f"A{len(first)}", name, kind, path, places, frozenset({"partner-units@3602"})))
            if namesakes > 1:
                twins.add(first[-1].code)
    second, same = [], set()
    for unit in chance.sample(first, int(count * 0.3)):
        second.append(_again(chance, unit, f"B{len(second)}"))
        same.add(frozenset((unit.code, second[-1].code)))
    while len(second) < count * 0.4:
        path, places = _place(chance, streets)
        kind, name = _name(chance, places)
        if (name, path[2]) not in taken:
            second.append(Unit(f"B{len(second)}", name, kind, path, places, frozenset({"partner-units@360203~2026"})))
    units = [*first, *second]
    chance.shuffle(units)
    return Truth(units, frozenset(same), frozenset(twins))


def _place(chance: Random, streets: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    street, community = chance.randrange(streets), chance.randrange(12)
    district = street * len(DISTRICTS) // streets
    street_name = STREETS[street] if street < len(STREETS) else f"{SLIPS[street % 15]}{FIRST[street // 15 % len(FIRST)]}街道"
    codes = ("3602", f"36020{district}", f"36020{district}{street:03}", f"36020{district}{street:03}{community:03}")
    return codes, (CITY, DISTRICTS[district], street_name, f"{WORDS[community]}社区")


def _name(chance: Random, places: Sequence[str]) -> tuple[str, str]:
    sort = chance.random()
    if sort < 0.62:
        brand = chance.choice(WORDS) if chance.random() < 0.15 else chance.choice(FIRST) + chance.choice(SECOND)
        brand += chance.choice(SECOND) if chance.random() < 0.4 else ""
        return "企业", f"{places[0]}{brand}{chance.choice(TRADES)}有限公司"
    if sort < 0.80:
        return "机关", f"{places[1]}{places[2]}{chance.choice(PUBLIC)}"
    if sort < 0.90:
        numeral = chance.choice("一二三四五六七八九")
        return (
            "事业单位",
            f"{places[1]}{chance.choice(FIRST)}{chance.choice(SECOND)}第{numeral}{chance.choice(('小学', '中学', '幼儿园'))}",
        )
    brand = chance.choice(FIRST) + chance.choice(SECOND)
    return "社会组织", f"{places[2]}{brand}{chance.choice(GENERIC)}"


def _again(chance: Random, unit: Unit, code: str) -> Unit:
    """The unit as another office writes it."""
    name = unit.name
    for place in unit.places[:3]:
        if name.startswith(place) and chance.random() < 0.5:
            name = name.removeprefix(place)
    if chance.random() < 0.5:
        long, short = chance.choice(SHORT)
        name = name.replace(long, short)
    if chance.random() < 0.2:
        name = name.translate(TRADITIONAL)
    if chance.random() < 0.2:
        at = chance.randrange(2, len(name))
        name = f"{name[:at]}({unit.places[1]}){name[at:]}".translate(WIDE)
    if chance.random() < 0.12:
        at = chance.randrange(len(name))
        name = name[:at] + chance.choice(SLIPS) + name[at + 1 :]
    path, places = unit.path, unit.places
    if chance.random() < 0.3:
        path, places = path[:3], places[:3]
    elif chance.random() < 0.05:
        path, places = path[:2], places[:2]
    kind = unit.kind if chance.random() < 0.9 else chance.choice(KINDS)
    return Unit(code, name, kind, path, places, frozenset({"partner-units@360203~2026"}))
