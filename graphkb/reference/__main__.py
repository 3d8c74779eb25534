"""`python -m graphkb.reference [FOLDER]`: write the derived pages into a folder, docs/ by default."""

from __future__ import annotations

import sys
from pathlib import Path

from graphkb.reference import write_pages

for path in write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs")):
    print(path)
