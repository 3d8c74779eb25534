"""Rules about agreements, the three lists and partner units."""

from collections.abc import Iterator
from datetime import date

from .facts import Agreement, Facts, Project
from .judging import Answer, done_on_time, existence
from .kleene import all_of, any_of
from .values import UNKNOWN


def in_force(agreement: Agreement, as_of: date) -> bool | None:
    """Signed by the day and not expired, the last day included; an unreadable expiry is unknown."""
    if agreement.signed > as_of:
        return False
    if agreement.expires is UNKNOWN:
        return None
    return agreement.expires is None or agreement.expires >= as_of


def unit_partner(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A unit has an agreement in force."""
    for unit, area in facts.units.items():
        own = (agreement for agreement in facts.agreements.values() if agreement.unit == unit)
        partnered = any_of(in_force(agreement, as_of) for agreement in own)
        if partnered is None:
            yield Answer(unit, area, None, "expiry unknown")
        else:
            yield Answer(unit, area, *existence(partnered, facts, "agreements", area))


def agreement_lists(facts: Facts, as_of: date) -> Iterator[Answer]:
    """An agreement in force has all three lists; each ledger counts for its own part."""
    for agreement in facts.agreements.values():
        if in_force(agreement, as_of):
            covered, reason = _lists(facts, agreement)
            yield Answer(agreement.code, agreement.community, covered, reason)


def _lists(facts: Facts, agreement: Agreement) -> tuple[bool | None, str]:
    community, unit_area = agreement.community, facts.units[agreement.unit]
    asked = community in facts.demands.values()
    offered = agreement.unit in facts.resources.values()
    worked = any(project.agreement.code == agreement.code for project in facts.projects.values())
    parts = {
        "demands": existence(asked, facts, "demands", community)[0],
        "resources": existence(offered, facts, "resources", unit_area)[0],
        "projects": existence(worked, facts, "projects", community)[0],
    }
    covered = all_of(parts.values())
    return covered, "all three" if covered else next(f"{name} {covered}" for name in parts if parts[name] is covered)


def _running(facts: Facts) -> list[Project]:
    return [project for project in facts.projects.values() if project.state != "已终止"]


def demand_met(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A project that was not given up meets the demand."""
    running = _running(facts)
    met = {project.demand for project in running}
    doubtful = {project.agreement.community for project in running if project.demand is UNKNOWN}
    for demand, community in facts.demands.items():
        if demand not in met and community in doubtful:
            yield Answer(demand, community, None, "a project's demand is unknown")
        else:
            yield Answer(demand, community, *existence(demand in met, facts, "projects", community))


def resource_used(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A project that was not given up uses the resource."""
    running = _running(facts)
    used = {project.resource for project in running}
    doubtful = {project.agreement.unit for project in running if project.resource is UNKNOWN}
    for resource, unit in facts.resources.items():
        home = facts.units[unit]
        if resource not in used and unit in doubtful:
            yield Answer(resource, home, None, "a project's resource is unknown")
        else:
            yield Answer(resource, home, *existence(resource in used, facts, "projects", home))


def project_on_time(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A planned project is done in time or still has time."""
    for project in _running(facts):
        if project.planned is not None:
            verdict = done_on_time(project.state, project.planned, project.completed, as_of)
            yield Answer(project.code, project.agreement.community, *verdict)
