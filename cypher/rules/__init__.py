"""The coverage rules, one query per file."""
