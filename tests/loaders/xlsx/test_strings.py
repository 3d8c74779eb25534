from __future__ import annotations

from pathlib import Path

import pytest

from tests.loaders.ledger_files import raw_workbook, read_one


def test_compact_strings_equal_plain_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"社区{i}𠮷" for i in range(5000)] + ["", "长" * 32768]
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    rows = "".join(f'<row r="{i + 1}"><c r="A{i + 1}" t="s"><v>{i}</v></c></row>' for i in range(len(texts)))
    path = raw_workbook(tmp_path / "a.xlsx", rows + '<row r="9999"><c r="A9999"><v>1</v></c></row>', strings=strings)
    plain = read_one(path).rows
    monkeypatch.setattr("graphkb.loaders.xlsx.strings._COMPACT_FROM", 0)
    assert read_one(path).rows == plain
    assert plain[5000] == ("社区4999𠮷",)
