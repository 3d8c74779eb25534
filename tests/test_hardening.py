"""Every number of the hardening list has tests that carry it, and the page about it says which."""

from __future__ import annotations

from tests.hardening import IDS, PAGE, files_by_id, rows, with_tests


def test_every_number_has_a_test() -> None:
    assert [name for name in IDS if not files_by_id().get(name)] == []
    assert sorted(set(files_by_id()) - set(IDS)) == [], "no such number"


def test_every_number_has_its_row_with_its_tests() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert rows(page) == IDS
    assert page == with_tests(page), "python -m tests.hardening"
