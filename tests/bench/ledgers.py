"""Synthetic ledgers of any size as CSV files: communities, grids, a branch on each grid and its coverage row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

DIVISIONS = ("编码", "名称", "层级", "类型", "上级编码")
GRIDS = ("网格编码", "网格名称", "所属编码", "类型", "户数", "编码方案")
BRANCHES = ("党组织编码", "名称", "类型", "所属编码", "上级党组织编码")
COVERAGE = ("党组织编码", "对象类型", "对象编码", "覆盖方式")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """The rows as a UTF-8 CSV file; how many there are."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def city_divisions(communities: int) -> Iterator[tuple[object, ...]]:
    """A city of five districts, streets of 50 communities each."""
    yield "9901", "测试市", "市", "", ""
    for d in range(5):
        yield f"99010{d + 1}", f"第{d + 1}区", "县区", "", "9901"
    streets = -(-communities // 50)
    for s in range(streets):
        district = f"99010{s % 5 + 1}"
        street = f"{district}{s // 5 + 1:03}"
        yield street, f"第{s + 1}街道", "街道", "街道", district
        for c in range(min(50, communities - s * 50)):
            yield f"{street}{c + 1:03}", f"第{s + 1}街道第{c + 1}社区", "社区", "社区", street


def write_grids(folder: Path, communities: Sequence[str], grids: int) -> int:
    """The three ledgers of grids spread evenly over communities (nine in ten have a branch); the rows in all."""
    codes = [(f"{communities[n * len(communities) // grids]}{n % 1000:03}", n) for n in range(grids)]
    rows = write_csv(folder / "网格.csv", GRIDS, (_grid(code, n) for code, n in codes))
    rows += write_csv(folder / "党组织.csv", BRANCHES, ((f"Z{n}", f"第{n}网格党支部", "党支部", c[:12], "") for c, n in codes))
    covered = ((f"Z{n}", "网格", c, "单建") for c, n in codes if n % 10)
    return rows + write_csv(folder / "党组织覆盖.csv", COVERAGE, covered)


def _grid(code: str, n: int) -> tuple[object, ...]:
    return code, f"第{n}网格", code[:12], "居民网格" if n % 7 else "专属网格", 200 + n % 300, "gb30428"


def write_city(folder: Path, grids: int) -> int:
    """A whole city in `folder`, ten grids to a community; the rows in all."""
    folder.mkdir(parents=True, exist_ok=True)
    divisions = list(city_divisions(grids // 10))
    count = write_csv(folder / "区划.csv", DIVISIONS, divisions)
    communities = [str(code) for code, _, level, _, _ in divisions if level == "社区"]
    return count + write_grids(folder, communities, grids)
