"""What every engine must do behind the Store protocol."""

from __future__ import annotations

from graphkb.store.bolt import BoltStore


def test_reads_its_own_writes(empty_store: BoltStore) -> None:
    for number in range(20):
        empty_store.write([("CREATE (:Sheet {code: $code})", {"code": str(number)})])
        assert empty_store.read("MATCH (n:Sheet) RETURN count(n) AS n") == [{"n": number + 1}]
