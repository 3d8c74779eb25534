"""Tests speak Chinese whatever the machine's locale is; those of the English say so (tests/test_languages.py)."""

import os

os.environ["GRAPHKB_LANG"] = "zh"  # before anything of the product is imported
