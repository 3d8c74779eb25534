"""Where nodes stand on a picture."""

from __future__ import annotations

import pytest

from graphkb.network import (
    Network,
)
from graphkb.network.places import LAYOUTS, places
from tests.network.hostile import NASTY, big, nasty


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_node_has_a_place_of_its_own(layout: str) -> None:
    found = places(big(3000), layout)
    assert len(set(found.values())) == len(found) == 3000
    assert places(big(3000), layout) == found
    assert places(Network([], []), layout) == {}
    assert len(places(nasty(), layout)) == len(NASTY)
