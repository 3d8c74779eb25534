from __future__ import annotations

from pathlib import Path

import pytest

from tests.loaders.ledger_files import raw_workbook, read_one


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="inlineStr"><v>H70-</v><is><t>H70-1</t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>H70-1</t></is><v>0</v></c>',
        '<c r="A1" t="inlineStr"><is><r><t>H70</t></r><r><t>-1</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>',
    ],
)
def test_case_c70_an_inline_text_counts_before_a_value(tmp_path: Path, cell: str) -> None:
    assert read_one(raw_workbook(tmp_path / "a.xlsx", f'<row r="1">{cell}</row>')).cells == [("H70-1",)]
