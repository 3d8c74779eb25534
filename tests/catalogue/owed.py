"""What every rule owes: its form, its example graph, its words in the documentation, a second judge and its numbers.

`python -m tests.catalogue.owed` prints all that is missing, in one list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphkb.catalogue import all_faults
from graphkb.catalogue.form import split
from graphkb.catalogue.reading import faults_of

ROOT = Path(__file__).parents[2]
EXAMPLES = "tests/cypher/rules"
# Where a rule has an entry beside its own file, by the line with which that begins, and what to do.
ENTRIES = {
    "docs/rules.md": (r"^## ([\w-]+)$", "run `make docs`"),
    "docs/judging.md": (r"^\| `([\w-]+)` \|", "define it in words"),
    "docs/sample-city.md": (r"^\| `([a-z]+-[\w-]+)` \|", "say what it shows there"),
    "tests/sample/test_verdicts.py": (r'^    "([\w-]+)": \(', "give its numbers in the sample city"),
    "tests/oracle/oracle.py": (r'^    "([\w-]+)": rules_', "judge it in plain Python"),
    "tests/oracle/statistics.py": (r'^    "([\w-]+)": ', "name its reasons"),
    "tests/oracle/cases": (r"^## ([\w-]+)$", "write verdicts by hand"),
    "tests/cypher/mutants.txt": (r"^## ([\w-]+)\.cypher$", "plant mistakes in it"),
}


def owed(root: Path = ROOT) -> list[str]:
    """Everything that is missing or wrong for the rules in `cypher/rules/` below this folder: one sentence each."""
    files = {path.stem: path for path in sorted((root / "cypher" / "rules").glob("*.cypher"))}
    found = [fault for path in files.values() for fault in _of_file(path)]
    found += [fault for name, path in files.items() for fault in _of_example(root, name, path)]
    for place, (form, todo) in ENTRIES.items():
        entries = set(re.findall(form, _text(root / place), re.MULTILINE))
        found += [f"{place}: no {name}; {todo}" for name in files if name not in entries]
        found += [f"{place}: there is no rule {name}" for name in sorted(entries - set(files))]
    examples = sorted(path.stem for path in (root / EXAMPLES).glob("*.toml"))
    return found + [f"{EXAMPLES}/{name}.toml: there is no rule {name}" for name in examples if name not in files]


def _text(path: Path) -> str:
    """What stands in a file, or in all files of a folder."""
    return "".join(one.read_text(encoding="utf-8") for one in (sorted(path.iterdir()) if path.is_dir() else [path]))


def _of_file(path: Path) -> Iterator[str]:
    """Its form, both languages, names that are not declared, ledgers and relationships that it looks at and does not say."""
    text, file = path.read_text(encoding="utf-8"), f"cypher/rules/{path.name}"
    wrong, odd = all_faults("rules", file, text)
    yield from dict.fromkeys(said.told("en") for said in (*faults_of("rules", file, text), *wrong, *odd))
    header, body = split(text)
    needs, asked = set(header.get("needs", ())), set(re.findall(r"'([\w-]+)' IN coalesce\((?:home|place)\.ledgers", body))
    yield from (f"{file}: needs lacks {name}, which the query asks for" for name in sorted(asked - needs))
    yield from (f"{file}: needs has {name}, which the query does not ask for" for name in sorted(needs - asked))
    unexplained = _types(body) - _types(" ".join(header.get("explain", ())))
    yield from (f"{file}: explain lacks {name}, which the query follows" for name in sorted(unexplained))
    yield from (f"{file}: {key} does not end with a full stop" for key, told in _sentences(header) if told[-1:] not in "。.")


def _sentences(header: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("why", "why_en"):
        yield key, str(header.get(key, ""))
    for key in ("sentences", "sentences_en"):
        yield from ((f"{key}.{name}", str(told)) for name, told in header.get(key, {}).items())


def _types(text: str) -> set[str]:
    return {name for names in re.findall(r"\[\w*:([A-Z_|]+)", text) for name in names.split("|")}


def _of_example(root: Path, name: str, rule: Path) -> Iterator[str]:
    """A graph in which it gives every reason, and is satisfied."""
    path = root / EXAMPLES / f"{name}.toml"
    if not path.exists():
        yield f"{EXAMPLES}/{name}.toml: there is no example graph"
        return
    shown = set(tomllib.loads(path.read_text(encoding="utf-8"))["expected"].values())
    wanted = {"covered", *split(rule.read_text(encoding="utf-8"))[0].get("sentences", {})}
    missing = wanted - {text.partition(": ")[2] or text for text in shown}
    yield from (f"{EXAMPLES}/{name}.toml: nobody is {one}" for one in sorted(missing))


if __name__ == "__main__":
    print("\n".join(owed()) or "Nothing is missing.")
