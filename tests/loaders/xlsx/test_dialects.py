"""Our reader against the tables that were written, in every dialect; openpyxl reads the same files for comparison."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.loaders.xlsx.comparing import campaign

WORKBOOKS = 300


def test_workbooks_in_every_dialect_give_their_tables(tmp_path: Path) -> None:
    found = list(campaign(WORKBOOKS, tmp_path, ("xml", "openpyxl", "xlsxwriter")))
    assert [(writer, seed) for writer, seed, good, _ in found if not good] == []
    # What openpyxl can read it reads alike: what its own and XlsxWriter's files hold is what was meant.
    assert {verdict for writer, _, _, verdict in found if writer != "xml"} == {"same"}
    assert sum(verdict == "same" for *_, verdict in found) > WORKBOOKS // 2


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed here")
def test_workbooks_saved_by_libreoffice(tmp_path: Path) -> None:
    found = list(campaign(100, tmp_path))
    assert [(writer, seed) for writer, seed, good, _ in found if not good] == []
    assert sum(writer == "libreoffice" for writer, *_ in found) == 10
