"""How long it takes until there is something to see: on an empty machine, and after a restart.

`python -m tests.bench.start` uses a home and a cache of its own, fetches the jars, and prints the rows of docs/benchmarks.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path

GRAPHKB = str(Path(sys.executable).with_name("graphkb"))


def main() -> None:
    """All rows."""
    with tempfile.TemporaryDirectory(prefix="graphkb-start-") as folder:
        os.environ.update(GRAPHKB_HOME=f"{folder}/home", GRAPHKB_CACHE=f"{folder}/cache")
        try:
            measure(Path(folder))
        finally:
            command("store", "stop")


def measure(folder: Path) -> None:
    """In the order in which somebody would meet them."""
    say(
        "`graphkb demo --no-serve` in an empty home, with an empty cache: fetch, start, sample city, report",
        command("demo", "--no-serve"),
    )
    say("`graphkb coverage` afterwards, from the run kept", command("coverage"))
    say("`graphkb store stop`, which leaves the archive of classes", command("store", "stop"))
    with_archive = command("store", "start")
    say("start with the archive", with_archive)
    command("store", "stop")
    say("`graphkb coverage` after a restart, server started by it", command("coverage"))
    command("store", "stop")
    say("first page after a restart, from `graphkb serve` to its last byte", first_page())
    days = [str(date.today() + timedelta(days=n)) for n in (1, 2)]
    command("store", "stop")
    command("store", "start")
    cold, warm = (command("coverage", "--as-of", day) for day in days)
    say("all rules judged for a day of which no run is kept, the first time after a start", cold)
    say("the same for another day, the plans made", warm)
    command("store", "stop")
    for archive in (folder / "cache").glob("classes-*/server.jsa"):
        archive.unlink()
    say("start without the archive / with it", command("store", "start") / with_archive, unit="")


def command(*words: str) -> float:
    """The seconds that a command takes."""
    began = time.monotonic()
    subprocess.run([GRAPHKB, *words], check=True, capture_output=True)
    return time.monotonic() - began


def first_page() -> float:
    """The seconds from the start of the server of pages until the overview is there whole."""
    began = time.monotonic()
    server = subprocess.Popen([GRAPHKB, "serve", "--port", "18431"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urllib.request.urlopen("http://127.0.0.1:18431/", timeout=60) as answer:
                    answer.read()
                return time.monotonic() - began
            except OSError:
                if server.poll() is not None or time.monotonic() - began > 120:
                    raise
                time.sleep(0.1)
    finally:
        server.terminate()
        server.wait(30)


def say(what: str, figure: float, unit: str = " s") -> None:
    """One row."""
    print(f"| {what} | {figure:.1f}{unit} |", flush=True)


if __name__ == "__main__":
    main()
