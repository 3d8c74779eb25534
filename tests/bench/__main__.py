"""`python -m tests.bench [city|nation] [--grids N]`: measures the store in use, prints rows for docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

from graphkb import catalogue
from graphkb.answers.coverage import measure
from graphkb.answers.gaps import find_gaps
from graphkb.ingest.load import load
from graphkb.judge import judge
from graphkb.loaders import open_paths
from graphkb.ontology.constraints import ensure_schema
from graphkb.sample import write_sample
from graphkb.store import Store
from graphkb.store.open import open_store
from tests.bench.figures import empty, say, seconds, spread
from tests.bench.floor import bare_facts, write_floor
from tests.bench.ledgers import write_city
from tests.bench.nation import write_nation
from tests.bench.survey import survey

ROUNDS = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("city", "nation"), default="city", nargs="?")
    parser.add_argument("--grids", type=int)
    given = parser.parse_args()
    with open_store() as store, tempfile.TemporaryDirectory(prefix="graphkb-bench-") as folder:
        print(f"\n{_machine(store)}\n\n| measured | figure |\n|---|---|")
        if given.what == "city":
            city(store, Path(folder), given.grids or 50_000)
            sample(store, Path(folder) / "sample")
        else:
            nation(store, Path(folder) / "nation", given.grids or 1_000_000)
        print(f"| peak resident memory of the client | {_peak():.0f} MB |")


def city(store: Store, folder: Path, grids: int) -> None:
    """Validation, load against its floor, and reload of one large city."""
    rows = write_city(folder / "city", grids)
    taken = median(seconds(lambda: _validate(folder / "city")) for _ in range(ROUNDS))
    say(f"validation alone, {rows:,} rows of CSV", f"{rows / taken:,.0f} rows/s")
    nodes, edges = bare_facts(folder / "city")
    ensure_schema(store)
    ratios, reloads = [], []
    for _ in range(ROUNDS):
        empty(store)
        floor = seconds(lambda: write_floor(store, nodes, edges))
        empty(store)
        full = seconds(lambda: load(store, open_paths([folder / "city"])))
        again = seconds(lambda: load(store, open_paths([folder / "city"])))
        ratios.append(full / floor)
        reloads.append(again / full)
    say(f"load of {len(nodes):,} nodes, {len(edges):,} relationships / bare floor", spread(ratios))
    say("reload of the unchanged files / first load", spread(reloads, 3))


def sample(store: Store, folder: Path) -> None:
    """All rules with roll-up on the sample city, warm."""
    write_sample(folder)
    empty(store)
    load(store, open_paths([folder]))
    times = [seconds(lambda: measure(store, _rules(), date.today(), level="community")) for _ in range(ROUNDS + 2)]
    say("all rules with roll-up to communities, sample city, warm", f"{median(times[2:]):.2f} s")


def nation(store: Store, folder: Path, grids: int) -> None:
    """Load and judge everything, then one district out of it. The first survey after a load also fills caches."""
    rows = write_nation(folder, grids)
    empty(store)
    taken = seconds(lambda: load(store, open_paths([folder])))
    say(f"load of the nation, {rows:,} rows of ledgers of grids beside the divisions", f"{taken:.0f} s")
    say("peak resident memory of the client while loading", f"{_peak():.0f} MB")
    judged = [seconds(lambda: _survey(store)) for _ in range(ROUNDS)]
    say("all rules: totals down to communities and the list of gaps; first, second, third time", _each(judged, 0))
    district = [seconds(lambda: measure(store, _rules(), date.today(), "360203", "grid")) for _ in range(ROUNDS)]
    listed = [seconds(lambda: sum(1 for _ in find_gaps(store, _rules(), date.today(), "360203"))) for _ in range(ROUNDS)]
    say("one district, totals down to grids", _each(district, 2))
    say("one district, list of gaps in words", _each(listed, 2))


def _survey(store: Store) -> None:
    counted, found = [0], [0]

    def count(*_: object) -> None:
        counted[0] += 1

    def gap(_: object) -> None:
        found[0] += 1

    survey(store, _rules(), date.today(), count, gap, level="community")
    print(f"<!-- {counted[0]:,} numbers, {found[0]:,} gaps -->", flush=True)


def _rules() -> list[catalogue.Rule]:
    return list(catalogue.rules().values())


def _validate(folder: Path) -> None:
    for table in open_paths([folder]):
        if judgement := judge(table):
            for _ in judgement.blocks():
                pass


def _each(times: list[float], digits: int) -> str:
    return ", ".join(f"{value:.{digits}f}" for value in times) + " s"


def _machine(store: Store) -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    python = ".".join(map(str, sys.version_info[:3]))
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    return f"{date.today()}, commit {commit}, Neo4j {store.version}, Python {python}, {machine}"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
