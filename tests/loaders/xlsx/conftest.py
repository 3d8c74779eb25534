from __future__ import annotations

from collections.abc import Iterator

import openpyxl
import pytest


@pytest.fixture
def book() -> Iterator[openpyxl.Workbook]:
    workbook = openpyxl.Workbook()
    workbook.active.title = "网格"
    yield workbook
    workbook.close()
