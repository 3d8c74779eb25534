"""`python -m graphkb`."""

from graphkb.cli import main

main()
