"""Rules about social organizations, superiors, tasks and work orders."""

from collections.abc import Iterator
from datetime import date

from .facts import Facts, Order
from .judging import Answer, done_on_time, existence
from .kleene import all_of
from .values import UNKNOWN


def social_organization_party(facts: Facts, as_of: date) -> Iterator[Answer]:
    """An organization covers the social organization."""
    for code, area in facts.social.items():
        found = ("社会组织", code) in facts.coverage
        yield Answer(code, area, *existence(found, facts, "party-coverage", area))


def party_superior(facts: Facts, as_of: date) -> Iterator[Answer]:
    """An organization below the working committees has a superior."""
    for organization in facts.organizations.values():
        if organization.kind not in ("党工委", "行业党委"):
            covered = None if organization.superior is UNKNOWN else organization.superior is not None
            yield Answer(organization.code, organization.area, covered, f"superior {covered}")


def task_on_time(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A task with a day is done in time or still has time."""
    for task in facts.tasks.values():
        if task.due is not None:
            yield Answer(task.code, task.area, *done_on_time(task.state, task.due, task.completed, as_of))


def task_owner(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A department leads the task."""
    for task in facts.tasks.values():
        covered = None if task.lead is UNKNOWN else task.lead is not None
        yield Answer(task.code, task.area, covered, f"lead {covered}")


def order_answered(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A dispatched order is closed in time and fed back, or still has time."""
    for order in facts.orders.values():
        if order.dispatched is not UNKNOWN and order.dispatched is not None:
            timely, answered = _in_time(order, as_of), _answered(order)
            yield Answer(order.code, order.grid, all_of((timely, answered)), f"in time {timely}, fed back {answered}")


def _in_time(order: Order, as_of: date) -> bool | None:
    if order.due is None or order.resolved is UNKNOWN:
        return None
    if order.resolved is None:
        return order.due.date() >= as_of
    return order.resolved <= order.due


def _answered(order: Order) -> bool | None:
    """Only a closed order has to be fed back."""
    if order.resolved is None:
        return True
    if order.fed_back is UNKNOWN or order.fed_back is None:
        unknown = order.fed_back is UNKNOWN or order.resolved is UNKNOWN
        return None if unknown else False
    return True
