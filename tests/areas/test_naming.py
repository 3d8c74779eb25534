"""Names beside codes: in rows and whatever holds rows, nothing that is there changed."""

from __future__ import annotations

from typing import Any

from graphkb.areas.naming import AT_ONCE, named, named_rows, with_names
from graphkb.store.bolt import BoltStore
from tests.areas.borders import OURS

NAMES = {"36": "省", "3602": "市", "360203": "区"}


def known(codes: Any) -> dict[str, str]:
    return {code: NAMES[code] for code in codes if code in NAMES}


def test_names_stand_behind_codes() -> None:
    row = {"rule": "r", "area": "360203", "path": ["3602", "360203"], "since": None}
    assert list(named(row, known).items()) == [
        *(("rule", "r"), ("area", "360203"), ("area_name", "区"), ("path", ["3602", "360203"]), ("path_names", ["市", "区"])),
        ("since", None),
    ]


def test_what_is_named_stays_and_what_has_no_name_is_called_by_its_code() -> None:
    whole = {"area": "36", "area_name": "江西", "ledgers": [{"area": None}, {"area": "9"}], "hidden": ({"area": "3602"},)}
    assert named(whole, known) == {
        "area": "36", "area_name": "江西", "ledgers": [{"area": None, "area_name": None}, {"area": "9", "area_name": "9"}],
        "hidden": [{"area": "3602", "area_name": "市"}],
    }  # fmt: skip
    # The path of what is found is of names already.
    assert named([{"code": "1", "path": ["市", "区"]}], known) == [{"code": "1", "path": ["市", "区"]}]


def test_nobody_is_asked_where_there_is_nothing_to_name() -> None:
    def refused(codes: Any) -> dict[str, str]:
        raise AssertionError(codes)

    assert named([{"rule": "r"}], refused) == [{"rule": "r"}]


def test_columns_have_them_at_the_same_place() -> None:
    assert with_names(("rule", "area", "path", "since")) == ("rule", "area", "area_name", "path", "path_names", "since")
    assert with_names(("area", "area_name", "level")) == ("area", "area_name", "level")
    assert with_names(("code", "path")) == ("code", "path")
    for columns in (("area", "path"), ("path", "x"), ("area", "x")):
        assert tuple(named(dict.fromkeys(columns, ()), known)) == with_names(columns)


def test_rows_are_named_as_they_come(two_districts: BoltStore) -> None:
    rows = ({"area": OURS, "path": ["3602", OURS], "number": number} for number in range(2 * AT_ONCE + 1))
    found = list(named_rows(two_districts, rows))
    assert [row["number"] for row in found] == list(range(2 * AT_ONCE + 1))
    assert {(row["area_name"], *row["path_names"]) for row in found} == {("珠山区", "景德镇市", "珠山区")}
