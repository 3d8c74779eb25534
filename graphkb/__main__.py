"""The command `graphkb`, also as `python -m graphkb`."""

import os
import sys

from graphkb.ending import in_one_line
from graphkb.languages import Spoken, refuse_wrong_language


def main() -> None:
    """Run the command line."""
    with in_one_line():
        try:
            refuse_wrong_language(os.environ)
        except Spoken as error:
            print(error, file=sys.stderr)
            sys.exit(2)
        # Imported here: nothing takes longer at the start of a command, and it may be ended by then.
        from graphkb.cli import app

        app()


if __name__ == "__main__":
    main()
