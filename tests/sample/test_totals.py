"""The published figures, in memory and in the files."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graphkb.sample.plan import PLAN
from tests.sample.reading import Ledgers, Record

Tables = dict[str, list[Record]]
PUBLISHED: dict[str, Any] = PLAN["published"]
ZHUSHAN, LEPING = "360203", "360281"


def covered(tables: Tables, kind: str) -> list[Record]:
    return [r for r in tables["party-coverage"] if r["对象类型"] == kind]


def urban(tables: Tables) -> set[str | None]:
    return {r["编码"] for r in tables["divisions"] if r["类型"] == "社区"}


def total(records: list[Record], column: str) -> int:
    return sum(int(r[column] or 0) for r in records)


def test_files_say_what_memory_says(remembered: Ledgers, reread: Ledgers) -> None:
    assert reread == remembered


def test_grids(tables: Tables) -> None:
    codes = {r["网格编码"] for r in tables["grids"]}
    assert len(codes) == len(tables["grids"]) == PUBLISHED["grids"] == 1021
    assert {r["类型"] for r in tables["grids"]} == {"居民网格", "专属网格"}


def test_grids_of_leping(tables: Tables) -> None:
    assert sum((r["所属编码"] or "").startswith(LEPING) for r in tables["grids"]) == PUBLISHED["grids_leping"] == 113


def test_branches_on_grids(tables: Tables) -> None:
    kinds = {r["党组织编码"]: r["类型"] for r in tables["party-organizations"]}
    on_grids = covered(tables, "网格")
    assert len({r["党组织编码"] for r in on_grids}) == PUBLISHED["grid_branches"] == 1021
    assert {kinds[r["党组织编码"]] for r in on_grids} == {"党支部", "党小组"}
    assert {r["对象编码"] for r in on_grids} == {r["网格编码"] for r in tables["grids"]}


def test_leaders_and_members(tables: Tables) -> None:
    kinds = Counter(r["岗位类型"] for r in tables["posts"])
    counted = kinds["网格长"] + kinds["专职网格员"] + kinds["兼职网格员"]
    assert counted == PUBLISHED["leaders_and_members"] == 1495


def test_urban_communities(tables: Tables) -> None:
    assert len(urban(tables)) == PUBLISHED["communities"] == 109


def test_every_community_has_a_partner_for_years(tables: Tables) -> None:
    lasting = [r for r in tables["agreements"] if (r["到期日期"] or "9999") >= "2030-01-01"]
    assert {r["社区编码"] for r in lasting} == urban(tables)
    assert len(urban(tables)) == PUBLISHED["communities_with_partner"]


def test_agreements_that_have_expired(tables: Tables) -> None:
    assert 0 < sum((r["到期日期"] or "9999") < "2026-06-30" for r in tables["agreements"]) < 20


def test_open_centres(tables: Tables) -> None:
    opened = [r for r in tables["service-centres"] if "开放共享" in (r["功能"] or "").split("；")]
    assert len(opened) == PUBLISHED["centres_open"] == 75


def test_centres_of_about_1000(tables: Tables) -> None:
    areas = [int(r["面积"] or 0) for r in tables["service-centres"]]
    assert sum(900 <= a <= 1100 for a in areas) == PUBLISHED["centres_about_1000"] == 46
    assert 1800 in areas


def test_community_centres(tables: Tables) -> None:
    own = [r for r in tables["service-centres"] if r["类型"] == "社区"]
    assert len(own) == PUBLISHED["community_centres"] == 109
    assert min(int(r["面积"] or 0) for r in own) >= 300
    assert {(r["服务编码"] or "").split("；")[0] for r in own} == urban(tables)


def test_companies(tables: Tables) -> None:
    codes = {r["统一社会信用代码"] for r in tables["property-companies"]}
    reached = covered(tables, "物业企业")
    assert len(codes) == PUBLISHED["companies"] == 95
    assert {r["对象编码"] for r in reached} == codes == {r["物业企业代码"] for r in tables["residential-areas"]} - {None}
    assert {r["覆盖方式"] for r in reached} == {"单建", "联建", "党建指导员"}


def test_companies_of_changjiang(tables: Tables) -> None:
    assert sum((r["所属编码"] or "").startswith("360202") for r in tables["property-companies"]) == 29


def test_serviced_areas(tables: Tables) -> None:
    areas = tables["residential-areas"]
    serviced = sum(r["物业企业代码"] is not None for r in areas)
    assert 100 * serviced == PUBLISHED["areas_serviced_percent"] * len(areas) == 48 * 625


def test_social_organizations(tables: Tables) -> None:
    assert len(tables["social-organizations"]) == PUBLISHED["social_organizations"] == 87
    couriers = [r for r in tables["social-organizations"] if r["类别"] == "新就业群体"]
    assert [r["成员数"] for r in couriers] == [str(PUBLISHED["couriers"])] == ["620"]


def test_departments_and_tasks(tables: Tables) -> None:
    leads = {r.get("牵头单位") for r in tables["tasks"]} - {None}
    others = {name for r in tables["tasks"] for name in (r["配合单位"] or "").split("；")} - {""}
    orders = {r["承办单位"] for r in tables["work-orders"]} - {None}
    assert len(leads | others | orders) == len(leads) == PUBLISHED["departments"] == 15
    assert len(tables["tasks"]) == PUBLISHED["tasks"] == 32


def test_resources(tables: Tables) -> None:
    assert len(tables["resources"]) == PUBLISHED["resources"] == 530


def test_recruits_of_zhushan(tables: Tables) -> None:
    staff = [r for r in tables["community-workforce"] if (r["社区编码"] or "").startswith(ZHUSHAN)]
    columns = ("人数", "35岁以下", "35至45岁", "45岁以上", "本科以上", "社会工作师")
    assert [total(staff, column) for column in columns] == [*PUBLISHED["recruits"].values()] == [405, 198, 116, 91, 120, 68]


def test_ages_and_degrees_fit_together(tables: Tables) -> None:
    for row in tables["community-workforce"]:
        people = int(row["人数"] or 0)
        assert sum(int(row[c] or 0) for c in ("35岁以下", "35至45岁", "45岁以上")) == people
        assert int(row["本科以上"] or 0) <= int(row["大专以上"] or 0) <= people


def test_budgets_keep_what_is_promised(tables: Tables) -> None:
    central = {r["区域编码"] for r in tables["standards"] if r["数值"] == "400000"}
    for row in tables["community-budgets"]:
        code, yuan = row["社区编码"] or "", int(row["经费"] or 0)
        assert yuan >= (400_000 if code in central else 250_000 if code.startswith(ZHUSHAN) else 150_000)


def test_pay_is_four_fifths(tables: Tables) -> None:
    pairs = [(r["书记月报酬"], r["其他人员平均月报酬"]) for r in tables["community-workforce"]]
    assert all(5 * int(others) >= 4 * int(first or 0) for first, others in pairs if others)


def test_fuliang_has_a_committee_and_no_street(tables: Tables) -> None:
    kinds = Counter(r["类型"] for r in tables["divisions"] if r["上级编码"] == "360222")
    assert kinds["街道"] == 0
    assert kinds["社区管理委员会"] == 1


def test_leaders_and_members_are_as_many_people(tables: Tables) -> None:
    kinds = {r["岗位编码"]: r["岗位类型"] for r in tables["posts"]}
    links = {frozenset((r["岗位编码"], r["兼任岗位编码"])) for r in tables["posts"] if r.get("兼任岗位编码")}
    assert max(Counter(code for link in links for code in link).values()) == 1
    counted = {"网格长", "专职网格员", "兼职网格员"}
    assert max(sum(kinds[code] in counted for code in link) for link in links) == 1
