"""docs/report.svg: the coverage report of the loaded sample city as a picture.

`graphkb demo`, then `python -m graphkb.reference.picture [FILE]`.
"""

from __future__ import annotations

import io
import re
import sys
from datetime import date
from pathlib import Path

from rich.console import Console

from graphkb.answers.coverage import measure
from graphkb.catalogue import shipped_rules
from graphkb.cli.tables import print_coverage
from graphkb.sample.plan import EDITION
from graphkb.store import Store
from graphkb.store.open import open_store

WIDTH = 96
# Rich names a font on the net and a variant that widens digits: the picture is to show with what there is.
_ELSEWHERE = re.compile(r"@font-face \{.*?\}\s*|Fira Code, *|font-variant-east-asian: full-width;\s*", re.DOTALL)


def coverage_picture(store: Store, as_of: date) -> str:
    """The numbers of all rules for the cities of a store as an SVG text, as `graphkb coverage --level city` prints them."""
    console = Console(file=io.StringIO(), record=True, width=WIDTH, force_terminal=True, color_system="truecolor")
    known = shipped_rules()
    print_coverage(console, measure(store, list(known.values()), as_of, level="city"), known, as_of)
    command = f"graphkb coverage --level city --as-of {as_of}"
    return _ELSEWHERE.sub("", console.export_svg(title=command, unique_id="coverage"))


def main() -> None:
    """Write the picture of the store in use."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/report.svg")
    with open_store() as store:
        path.write_text(coverage_picture(store, EDITION), encoding="utf-8", newline="\n")
    print(path)


if __name__ == "__main__":
    main()
