"""Runs the command line once for each list of arguments that standard input holds as JSON, and prints what was said.

Settings may stand in front of the arguments, as `GRAPHKB_HEAP=x`.

A process of its own, since a process speaks one language: `GRAPHKB_LANG=en python tests/cli/speaking.py`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from typer.testing import CliRunner

from graphkb.cli import app

WIDE = {"COLUMNS": "4000"}  # no line is broken within a name


def said(arguments: Sequence[str]) -> dict[str, object]:
    """The exit code of one command, and all it printed."""
    settings = dict(one.split("=", 1) for one in arguments if one.startswith("GRAPHKB_"))
    done = CliRunner(env={**WIDE, **settings}).invoke(app, [one for one in arguments if not one.startswith("GRAPHKB_")])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return {"arguments": arguments, "code": done.exit_code, "output": done.output}


if __name__ == "__main__":
    sys.stdout.write(json.dumps([said(one) for one in json.load(sys.stdin)]))
