"""The console's own connection to the sample city."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graphkb.store.bolt import BoltStore
from graphkb.store.open import open_reader
from tests.conftest import Served, at_home


@pytest.fixture(scope="session")
def reader(sampled: Served) -> Iterator[BoltStore]:
    """Credentials that can only read: to be asked, never written to."""
    with at_home(sampled.home), open_reader() as opened:
        yield opened
