"""The sample city as workbooks: one for the city, one for each district, one for the development zone."""

from __future__ import annotations

from graphkb.ontology import ONTOLOGY
from graphkb.sample import centres, cross, duties, grids, housing, lists, means, partners, party, places, posts, society
from graphkb.sample.model import Book, Sheet, Tables, sheet
from graphkb.sample.plan import CHANGJIANG, CITY, DISTRICTS, FULIANG, PARK, PLAN, District

# Columns that a ledger does not have; what they would say is unknown.
ABSENT: dict[tuple[str, str], frozenset[str]] = {
    (CITY, "party-organizations"): frozenset({"上级党组织编码"}),
    (PARK["code"], "party-organizations"): frozenset({"上级党组织编码"}),
    (PARK["code"], "posts"): frozenset({"兼任岗位编码"}),
    (PARK["code"], "work-orders"): frozenset({"办结期限"}),
    (CHANGJIANG.code, "residential-areas"): frozenset({"楼宇管理委员会"}),
    (FULIANG.code, "tasks"): frozenset({"牵头单位"}),
}


def ledgers() -> list[Book]:
    """All workbooks of the sample city, the city's own first."""
    city, park = _book("市本级台账（合成数据）", CITY, _city()), _book("高新区台账（合成数据）", PARK["code"], _park())
    return [city, *(_district_book(d) for d in DISTRICTS), park]


def _district_book(district: District) -> Book:
    return _book(f"{district.name}台账（合成数据）", district.code, _district(district))


def _book(name: str, holder: str, tables: Tables) -> Book:
    order = [d for d in ONTOLOGY.datasets if tables.get(d)]
    return Book(name, holder, tuple(_sheet(holder, dataset, tables) for dataset in order))


def _sheet(holder: str, dataset: str, tables: Tables) -> Sheet:
    return sheet(dataset, ONTOLOGY.datasets[dataset].sheet, tables[dataset], ABSENT.get((holder, dataset), frozenset()))


def _city() -> Tables:
    return {
        "divisions": places.division_rows(),
        "party-organizations": [party.organization_row(o) for o in party.city_organizations()],
        "partner-units": [partners.unit_row(u) for u in partners.city_units()],
        "resources": [lists.resource_row(r) for r in _city_resources()],
        "social-organizations": [society.society_row(s) for s in society.city_societies()],
        "standards": means.city_standards(),
        "tasks": duties.city_tasks(),
    }


def _city_resources() -> list[lists.Item]:
    return lists.unit_resources(CITY, partners.city_units(), PLAN["city_level"]["resources"])


def _park() -> Tables:
    own = grids.park_grids()
    branches = party.park_organizations(own)
    staff = posts.grid_posts(posts.park_staffing(), own, branches) + posts.park_helpers(own)
    return {
        "grids": [grids.grid_row(g) for g in own],
        "party-organizations": [party.organization_row(o) for o in branches],
        "party-coverage": party.coverage_rows(branches),
        "posts": [posts.post_row(p) for p in staff],
        "work-orders": duties.work_orders(PARK["code"], own, PARK["work_orders"]),
    }


def _district(district: District) -> Tables:
    own = grids.district_grids(district)
    tables = {**_organized(district, own), **_shared(district), **_provided(district)}
    return {
        **tables,
        "grids": [grids.grid_row(g) for g in own],
        "work-orders": duties.work_orders(district.code, own, district.work_orders),
        "tasks": duties.county_tasks() if district is FULIANG else [],
    }


def _organized(district: District, own: list[grids.Grid]) -> Tables:
    """Who is organized how: Party organizations, posts, residential areas, companies, social organizations."""
    companies = housing.district_companies(district)
    areas = housing.district_areas(district, own, companies)
    societies = society.district_societies(district)
    organizations = party.district_organizations(district, own, companies, societies)
    staff = posts.grid_posts(posts.district_staffing(district), own, organizations)
    staff += posts.helper_posts(district, own) + cross.community_posts(district, areas, companies)
    return {
        "party-organizations": [party.organization_row(o) for o in organizations],
        "party-coverage": party.coverage_rows(organizations),
        "posts": [posts.post_row(p) for p in staff],
        "residential-areas": [housing.area_row(a) for a in areas],
        "property-companies": [housing.company_row(c) for c in companies],
        "social-organizations": [society.society_row(s) for s in societies],
    }


def _shared(district: District) -> Tables:
    """Who builds together with whom; Fuliang keeps no list of projects."""
    units = partners.district_units(district)
    agreements = partners.district_agreements(district, units)
    demands = lists.district_demands(district)
    resources = lists.unit_resources(district.code, units, district.resources)
    projects = lists.district_projects(district, agreements, demands, resources + _city_resources())
    return {
        "partner-units": [partners.unit_row(u) for u in units],
        "agreements": [partners.agreement_row(a) for a in agreements],
        "demands": [lists.demand_row(d) for d in demands],
        "resources": [lists.resource_row(r) for r in resources],
        "projects": [] if district is FULIANG else [lists.project_row(p) for p in projects],
    }


def _provided(district: District) -> Tables:
    """What communities are given: centres, money, people, standards."""
    return {
        "service-centres": [centres.centre_row(c) for c in centres.district_centres(district)],
        "standards": means.district_standards(district),
        "community-budgets": means.budget_rows(district),
        "community-workforce": means.workforce_rows(district),
    }
