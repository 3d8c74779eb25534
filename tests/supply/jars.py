"""The lock files of the private server's jars: `python -m tests.supply.jars` (part of `make lock`) asks Maven which they are.

Maven is needed here only. What it resolves from the two roots is written down with sizes and SHA-256; whoever runs the server
fetches just that.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

STORE = Path(__file__).parents[2] / "graphkb" / "store"
VERSIONS = {"5.26": "5.26.30", "current": "2026.09.0"}
# log-test-utils is named by the server's own description, but not published.
POM = """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>graphkb</groupId><artifactId>private-server</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
    <dependency>
      <groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{version}</version>
      <exclusions><exclusion><groupId>org.neo4j</groupId><artifactId>log-test-utils</artifactId></exclusion></exclusions>
    </dependency>
  </dependencies>
</project>
"""
HEAD = """# The jars of Neo4j Community {version} (GPL 3) and what it needs, each under its own licence. No part of this product:
# whoever runs the server fetches them. Made by `make lock`: coordinates, bytes, SHA-256.
"""


def resolved(version: str, folder: Path) -> list[str]:
    """A line for each jar that Maven resolves."""
    (folder / "pom.xml").write_text(POM.format(version=version), encoding="utf-8")
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", "-Dmdep.useRepositoryLayout=true"]
    command = ["mvn", "-q", "-B", "-f", str(folder / "pom.xml"), *goal, f"-DoutputDirectory={folder / 'jars'}"]
    subprocess.run(command, check=True)
    return sorted(line(path.relative_to(folder / "jars"), path.read_bytes()) for path in (folder / "jars").rglob("*.jar"))


def line(path: Path, content: bytes) -> str:
    """Coordinates, size and digest of a jar at its place in a repository."""
    *group, artifact, version, name = path.parts
    classifier = name.removeprefix(f"{artifact}-{version}").removesuffix(".jar").removeprefix("-")
    coordinates = ":".join([".".join(group), artifact, version, *([classifier] if classifier else [])])
    return f"{coordinates} {len(content)} {hashlib.sha256(content).hexdigest()}"


def main(releases: list[str]) -> None:
    """Write the lock of each release."""
    for release in releases or [*VERSIONS]:
        with TemporaryDirectory() as folder:
            lines = resolved(VERSIONS[release], Path(folder))
        text = HEAD.format(version=VERSIONS[release]) + "".join(f"{one}\n" for one in lines)
        (STORE / f"neo4j-{release}.lock").write_text(text, encoding="ascii")
        print(f"neo4j-{release}.lock: {len(lines)} jars")


if __name__ == "__main__":
    main(sys.argv[1:])
