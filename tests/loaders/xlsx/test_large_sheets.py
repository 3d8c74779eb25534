from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from time import process_time

import pytest

from tests.loaders.ledger_files import raw_workbook, read_one, workbook_parts
from tests.quick import within

LAST_ROW = 1_048_576
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    '<numFmt numFmtId="165" formatCode="[$-804]yyyy/m/d\\ h:mm"/><numFmt numFmtId="166" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="167" formatCode="[Red]0.00&quot;d&quot;"/>'
    '<numFmt numFmtId="168" formatCode="mm:ss.0"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="20"/><xf numFmtId="31"/></cellXfs>'
)


def test_a_hundred_thousand_rows_are_read_fast_and_in_bounded_memory(tmp_path: Path) -> None:
    """One row in three has a blank, some have an odd form: the fast way and the parser together."""
    path = tmp_path / "a.xlsx"
    strings = "".join(f"<si><t>3602030010{i:05d}</t></si><si><t>第{i}网格</t></si>" for i in range(100_000))
    kind = '<c r="C{0}" t="inlineStr"><is><t>居民网格</t></is></c>'
    rows = "".join(
        f'<row r="{i + 1}"><c r="A{i + 1}" t="s"><v>{2 * i}</v></c><c r="B{i + 1}" t="s"><v>{2 * i + 1}</v></c>'
        f"{kind.format(i + 1) if i % 3 else ''}<c r='D{i + 1}'><v>{i % 500}</v></c></row>".replace("'", '"' if i % 50 else "'")
        for i in range(100_000)
    )
    raw_workbook(path, rows, strings=strings)
    with within(6, process_time):
        table = read_one(path)
    assert len(table.rows) == 100_000
    assert table.rows[100_000] == ("360203001099999", "第99999网格", None, 499)
    assert table.rows[99_999][2] == "居民网格"


def write_full_sheet(path: Path) -> None:
    """1,048,576 rows of 10 columns with 2 million different texts, written piece by piece."""
    row = "".join(f'<c r="{c}{{0}}"><v>7</v></c>' for c in "CDEFGHIJ")
    row = '<row r="{0}"><c r="A{0}" t="s"><v>{1}</v></c><c r="B{0}" t="s"><v>{2}</v></c>' + row + "</row>"
    parts = workbook_parts("@", strings="@")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            head, _, tail = content.partition("@")
            with archive.open(name, "w") as member:
                member.write(head.encode())
                for start in range(0, LAST_ROW if tail else 0, 4096):
                    rows = range(start + 1, start + 4097)
                    texts = (f"<si><t>景德镇市社区{i}</t></si><si><t>网格{i}</t></si>" for i in rows)
                    cells = (row.format(i, 2 * i - 2, 2 * i - 1) for i in rows)
                    member.write("".join(texts if "sst" in head else cells).encode())
                member.write(tail.encode())


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_L11_a_full_sheet_stays_within_the_memory(tmp_path: Path) -> None:
    write_full_sheet(tmp_path / "a.xlsx")
    code = (
        "import sys; from pathlib import Path; from graphkb.loaders import open_paths;"
        "print(sum(len(b.numbers) for t in open_paths([Path(sys.argv[1])]) for b in t.blocks));"
        "print(Path('/proc/self/status').read_text())"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout.partition("\n")[0]) == LAST_ROW
    assert int(done.stdout.partition("VmHWM:")[2].split()[0]) < 500 * 1024
