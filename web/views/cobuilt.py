"""Who builds with whom."""

from __future__ import annotations

from typing import Annotated, Any

from flask import g
from pydantic import Field

from graphkb.answers.gaps import Gap
from graphkb.cobuilding import pairs as links
from graphkb.network.drawing import vis_data
from graphkb.web.asking import Ask, Dated, field
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.kinds import DIGITS, Code
from graphkb.web.language import chosen
from graphkb.web.lists import paged
from graphkb.web.services import services
from graphkb.web.views.judged import GAP_COLUMNS, placed

cobuilt = Subject("cobuilt")
COLUMNS = (
    *("unit", "unit_name", "unit_kind", "community", "community_name", "agreement", "signed", "expires", "in_force"),
    *("demands", "resources", "projects", "completed"),
)


class PairsAsk(Ask, Dated):
    """Where and on which day."""

    area: Code | None = field("区域", "area", default=None)


class ExpiringAsk(PairsAsk):
    """Agreements that end soon."""

    days: Annotated[int, Field(ge=0, le=36_500), DIGITS] = field("多少天内到期", default=links.EXPIRING_DAYS)


@cobuilt.list("/cobuilding/pairs", title="共建结对", name="pairs", ask=PairsAsk, row=links.Pair, columns=COLUMNS,
              place="community", template="pairs.html")  # fmt: skip
def pairs(ask: PairsAsk) -> Listing:
    """Units and communities that build together: each agreement with its lists and projects."""
    placed(ask.area)
    found = links.pairs(services().store, ask.day, ask.area, g.within)
    return paged([pair.as_row() for pair in found], ask, lambda row: row["agreement"])


@cobuilt.list("/cobuilding/expiring", title="即将到期的协议", name="expiring", ask=ExpiringAsk, row=links.Pair,
              columns=COLUMNS, place="community", api=False, template="pairs.html")  # fmt: skip
def expiring(ask: ExpiringAsk) -> Listing:
    """Agreements in force that end within so many days."""
    placed(ask.area)
    found = links.expiring(services().store, ask.day, ask.days, ask.area, g.within)
    return paged([pair.as_row() for pair in found], ask, lambda row: [str(row["expires"]), row["agreement"]])


@cobuilt.list("/cobuilding/communities", title="没有共建单位的社区", name="communities_alone", ask=PairsAsk, row=Gap,
              columns=GAP_COLUMNS, place="area", api=False, template="gaps.html")  # fmt: skip
def communities_alone(ask: PairsAsk) -> Listing:
    """Communities without an agreement in force."""
    placed(ask.area)
    found = links.communities_without_partner(services().store, ask.day, ask.area, g.within, chosen())
    return paged([gap.as_row() for gap in found], ask, lambda row: row["subject"])


@cobuilt.list("/cobuilding/units", title="没有结对社区的单位", name="units_alone", ask=PairsAsk, row=Gap,
              columns=GAP_COLUMNS, place="area", api=False, template="gaps.html")  # fmt: skip
def units_alone(ask: PairsAsk) -> Listing:
    """Partner units without an agreement in force."""
    placed(ask.area)
    found = links.units_without_community(services().store, ask.day, ask.area, g.within, chosen())
    return paged([gap.as_row() for gap in found], ask, lambda row: row["subject"])


class PairsNetworkAsk(Dated):
    """Where and on which day."""

    area: Code | None = field("区域", "area", default=None)


@cobuilt.one("/cobuilding/network", title="共建网络", name="pairs_network", ask=PairsNetworkAsk, api=False,
             template="network.html")  # fmt: skip
def pairs_network(ask: PairsNetworkAsk) -> dict[str, Any]:
    """Units and communities as a network with two sides."""
    placed(ask.area)
    most = services().settings.network_nodes
    found = links.pairs_network(services().store, ask.day, ask.area, g.within, most, chosen())
    return {**found.as_object(), "view": vis_data(found, "sides", chosen()), "start": None, "sides": True}
