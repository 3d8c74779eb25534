"""Ledgers to facts: references resolved over all ledgers, rows without what they need skipped.

Datasets are read in the order in which they refer to each other: a row that refers to a skipped row finds nothing.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial

from .facts import Area, Centre, Facts, Organization, Point
from .holders import join_holders
from .ledgers import Ledger
from .reading_cobuilding import read_agreement, read_demand, read_project, read_resource
from .reading_posts import link_posts, read_coverage, read_estate, read_post
from .reading_work import read_budget, read_order, read_standard, read_task, read_workforce
from .values import UNKNOWN, Record, entries, known, number, required, stated, tidy

LEVELS = {"市": "city", "县区": "district", "街道": "street", "社区": "community"}


def read(ledgers: Sequence[Ledger]) -> Facts:
    """The facts of all ledgers together, as one load of them would store."""
    facts = Facts()
    # A sheet without a data row is no source.
    facts.sources = {(ledger.dataset, ledger.area) for ledger in ledgers if ledger.rows}
    records = _by_dataset(ledgers)
    _read_areas(facts, records.get("divisions", ()))
    for dataset, reader in READERS:
        for record in records.get(dataset, ()):
            reader(facts, record)
    _link_superiors(facts, records.get("party-organizations", ()))
    link_posts(facts, records.get("posts", ()))
    join_holders(facts)
    return facts


def _by_dataset(ledgers: Sequence[Ledger]) -> dict[str, list[Record]]:
    records: dict[str, list[Record]] = {}
    for ledger in ledgers:
        records.setdefault(ledger.dataset, []).extend(ledger.records())
    return records


def _read_areas(facts: Facts, records: Iterable[Record]) -> None:
    """Parents before children, whatever the order of the rows; an area whose parent is not there is skipped."""
    waiting = list(records)
    while waiting:
        left = [record for record in waiting if not _read_area(facts, record)]
        if len(left) == len(waiting):
            return
        waiting = left


def _read_area(facts: Facts, record: Record) -> bool:
    code, level = required(record, "编码"), LEVELS.get(required(record, "层级") or "")
    parent = required(record, "上级编码") if level != "city" else None
    if code is None or level is None or (level != "city" and parent not in facts.areas):
        return False
    facts.areas[code] = Area(code, level, tidy(record.get("类型")), parent, point(record))
    return True


def point(record: Record) -> Point | None:
    """Both coordinates or none."""
    longitude, latitude = known(record, "经度", number), known(record, "纬度", number)
    return None if longitude is None or latitude is None else (float(longitude), float(latitude))


def _read_grid(facts: Facts, record: Record) -> None:
    code, parent = required(record, "网格编码"), facts.areas.get(required(record, "所属编码") or "")
    if code is not None and parent is not None and parent.level in ("community", "street"):
        facts.areas[code] = Area(code, "grid", required(record, "类型"), parent.code, None)


def _read_organization(facts: Facts, record: Record) -> None:
    code, kind = required(record, "党组织编码"), required(record, "类型")
    area = required(record, "所属编码")
    if code is not None and kind is not None and area in facts.areas:
        facts.organizations[code] = Organization(code, kind, area or "", UNKNOWN)


def _link_superiors(facts: Facts, records: Iterable[Record]) -> None:
    for record in records:
        organization = facts.organizations.get(required(record, "党组织编码") or "")
        if organization is not None:
            found = partial(_found, facts.organizations)
            organization.superior = stated(record, "上级党组织编码", found)


def _found(stored: Container[str], code: str) -> str | None:
    """The code where it finds something: an optional reference to nothing is unknown."""
    return code if code in stored else None


def _lying(code_column: str, table: str) -> Callable[[Facts, Record], None]:
    def read_lying(facts: Facts, record: Record) -> None:
        code, area = required(record, code_column), required(record, "所属编码")
        if code is not None and area in facts.areas:
            getattr(facts, table)[code] = area

    return read_lying


def _read_centre(facts: Facts, record: Record) -> None:
    code, kind = required(record, "中心编码"), required(record, "类型")
    # A required list keeps the entries that are found.
    serves = tuple(area for area in entries(required(record, "服务编码") or "") if area in facts.areas)
    if code is not None and kind is not None and serves:
        functions = known(record, "功能", lambda text: frozenset(entries(text)))
        facts.centres[code] = Centre(code, kind, serves, known(record, "面积", number), functions, point(record))


READERS: tuple[tuple[str, Callable[[Facts, Record], None]], ...] = (
    ("grids", _read_grid),
    ("party-organizations", _read_organization),
    ("property-companies", _lying("统一社会信用代码", "companies")),
    ("partner-units", _lying("单位代码", "units")),
    ("social-organizations", _lying("组织代码", "social")),
    ("residential-areas", read_estate),
    ("party-coverage", read_coverage),
    ("posts", read_post),
    ("agreements", read_agreement),
    ("demands", read_demand),
    ("resources", read_resource),
    ("projects", read_project),
    ("service-centres", _read_centre),
    ("standards", read_standard),
    ("community-budgets", read_budget),
    ("community-workforce", read_workforce),
    ("tasks", read_task),
    ("work-orders", read_order),
)
