"""`python -m tests.bench.serving [--rate N] [--seconds N]`: how long answers take while a load runs.

Open loop: requests are sent at times drawn beforehand (a Poisson process of the given rate), whether or not earlier ones
have been answered, and their time counts from the moment they were due. The sample city, the product's own server.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import local as thread_local

from graphkb.sample import write_sample
from tests.bench.ledgers import write_city

PORT = 8097
GRIDS = 200_000
KINDS = {
    "overview": ["/"],
    "gaps": ["/api/v1/gaps?limit=50", "/api/v1/gaps?area=360203&limit=50", "/gaps?limit=50"],
    "coverage": ["/api/v1/coverage?limit=200", "/api/v1/coverage?area=360281&level=community"],
    "area": ["/api/v1/areas/360203", "/api/v1/areas/360281001"],
    "search": ["/api/v1/search?q=360202", "/api/v1/search?q=%E6%A3%AE%E6%9E%97"],
    "network": ["/api/v1/network/District/360203?depth=2&limit=500", "/api/v1/network/Grid/360202001001-W02"],
}
_mine = thread_local()


def main() -> None:
    """Measure twice, at rest and while a load runs, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=5)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="graphkb-serving-") as folder, served(Path(folder)):
        for path in (path for paths in KINDS.values() for path in paths):
            ask(path)
        print(f"\n{given.rate:g} requests a second for {given.seconds:g} s, sample city, {os.cpu_count()} cores\n")
        print("| answers | p50 | p95 | p99 | p99 while a load runs | errors |\n|---|---|---|---|---|---|")
        quiet = arrivals(given.rate, given.seconds)
        with loading(Path(folder)):
            busy = arrivals(given.rate, given.seconds)
        for kind in KINDS:
            times, others = sorted(t for t, _ in quiet[kind]), sorted(t for t, _ in busy[kind])
            wrong = sum(status != 200 for _, status in quiet[kind] + busy[kind])
            shares = " | ".join(f"{share(times, p):.0f} ms" for p in (50, 95, 99))
            print(f"| {kind} | {shares} | {share(others, 99):.0f} ms | {wrong} |", flush=True)


def arrivals(rate: float, seconds: float) -> dict[str, list[tuple[float, int]]]:
    """Milliseconds and status of each answer by kind."""
    chance = random.Random(7)
    due, moment = [], 0.0
    while (moment := moment + chance.expovariate(rate)) < seconds:
        kind = chance.choice(list(KINDS))
        due.append((moment, kind, chance.choice(KINDS[kind])))
    found: dict[str, list[tuple[float, int]]] = defaultdict(list)
    begin = time.perf_counter()

    def one(moment: float, kind: str, path: str) -> None:
        status = ask(path)
        found[kind].append(((time.perf_counter() - begin - moment) * 1000, status))

    with ThreadPoolExecutor(64) as pool:
        for moment, kind, path in due:
            time.sleep(max(0.0, begin + moment - time.perf_counter()))
            pool.submit(one, moment, kind, path)
    return found


def ask(path: str) -> int:
    """The status of an answer, read whole; connections are kept open."""
    if not hasattr(_mine, "connection"):
        _mine.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    try:
        _mine.connection.request("GET", path)
        answer = _mine.connection.getresponse()
        answer.read()
        return int(answer.status)
    except (OSError, http.client.HTTPException):
        del _mine.connection
        return 0


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """`graphkb serve` on the sample city in a home of its own."""
    os.environ["GRAPHKB_HOME"] = str(folder / "home")
    os.environ["GRAPHKB_WEB_REQUESTS_A_MINUTE"] = os.environ["GRAPHKB_WEB_REQUESTS_AT_ONCE"] = "1000000"
    write_sample(folder / "sample")
    command(["load", str(folder / "sample"), "--edition", "2026-06-30"])
    server = subprocess.Popen([sys.executable, "-m", "graphkb", "serve", "--port", str(PORT)], stderr=subprocess.DEVNULL)
    try:
        while ask("/readyz") != 200:
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait()
        command(["store", "stop"])


@contextmanager
def loading(folder: Path) -> Iterator[None]:
    """Another city, far larger than the sample, is being loaded into the same store meanwhile."""
    write_city(folder / "other", GRIDS)
    words = [sys.executable, "-m", "graphkb", "load", str(folder / "other")]
    worker = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(5)  # reading and judging come first; then it writes
    try:
        yield
        print(f"<!-- the load was {'still running' if worker.poll() is None else 'over before the end'} -->")
    finally:
        worker.terminate()
        worker.wait()


def command(words: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "graphkb", *words], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def share(values: list[float], percent: float) -> float:
    """The value that so many per cent do not exceed."""
    return values[min(len(values) - 1, int(len(values) * percent / 100))] if values else float("nan")


if __name__ == "__main__":
    main()
