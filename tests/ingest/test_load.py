"""What a load is called."""

from __future__ import annotations

import time

from graphkb.ingest.load import new_load_id


def test_loads_of_one_second_stand_in_the_order_they_began() -> None:
    """Which of two loads came last decides what changed between them (graphkb/record/between.py)."""
    made = []
    for _ in range(200):
        made.append(new_load_id())
        time.sleep(0.0001)
    assert made == sorted(made)
    assert len({len(code) for code in made}) == 1
