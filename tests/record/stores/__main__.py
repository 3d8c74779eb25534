"""Load the ledgers into a store of its own and write it down."""

import json
import sys
from pathlib import Path

from graphkb.store import local
from tests.ingest.load_kit import loaded
from tests.record.stores import LEDGERS, dump


def main(file: Path) -> None:
    """The file, whole."""
    with local.start() as store:
        report = loaded(store, *LEDGERS)
        assert report.exit_code == 0, report.problems
        file.write_text(json.dumps(dump(store), ensure_ascii=False, indent=0), encoding="utf-8")
    local.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
