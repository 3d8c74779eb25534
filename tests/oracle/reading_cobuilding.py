"""Agreements and the three lists."""

from .facts import Agreement, Facts, Project
from .values import Record, day, known, required, stated


def read_agreement(facts: Facts, record: Record) -> None:
    """One unit, one community; a blank or absent expiry is none, an unreadable one unknown."""
    code, unit, community = (required(record, name) for name in ("协议编号", "单位代码", "社区编码"))
    signed = known(record, "签订日期", day)
    if code is None or signed is None or unit not in facts.units or not _is_community(facts, community):
        return
    expires = stated(record, "到期日期", day) if "到期日期" in record else None
    facts.agreements[code] = Agreement(code, unit or "", community or "", signed, expires)


def _is_community(facts: Facts, code: str | None) -> bool:
    area = facts.areas.get(code or "")
    return area is not None and area.level == "community"


def read_demand(facts: Facts, record: Record) -> None:
    """What a community asks for."""
    code, community = required(record, "需求编号"), required(record, "社区编码")
    if code is not None and _is_community(facts, community):
        facts.demands[code] = community or ""


def read_resource(facts: Facts, record: Record) -> None:
    """What a unit offers."""
    code, unit = required(record, "资源编号"), required(record, "单位代码")
    if code is not None and unit in facts.units:
        facts.resources[code] = unit or ""


def read_project(facts: Facts, record: Record) -> None:
    """A project under an agreement; a demand or resource that is not found is unknown, a blank one none."""
    code, state = required(record, "项目编号"), required(record, "状态")
    agreement = facts.agreements.get(required(record, "协议编号") or "")
    if code is None or state is None or agreement is None:
        return
    demand = stated(record, "需求编号", lambda text: text if text in facts.demands else None)
    resource = stated(record, "资源编号", lambda text: text if text in facts.resources else None)
    planned, completed = known(record, "计划完成日期", day), stated(record, "完成日期", day)
    facts.projects[code] = Project(code, agreement, state, demand, resource, planned, completed)
