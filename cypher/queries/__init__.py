"""The query library, one query per file."""
