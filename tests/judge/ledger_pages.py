"""The part of docs/ledger-format.md that the ontology decides. Run it to print what the page must hold."""

from __future__ import annotations

from graphkb.ontology import ONTOLOGY, Column, Dataset

KINDS = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "day": "day",
    "moment": "day with time",
    "flag": "是, 否",
    "threshold": "number; `1+1+1` for 网格标配",
}
CODES = {
    "local": "code",
    "division": "division code",
    "grid": "grid code",
    "credit": "credit code",
    "unit": "unit code",
    "reference": "code of another row",
}
BLANKS = {"unknown": "unknown", "none": "none", "not_yet": "not (yet)"}


def section(dataset: Dataset) -> str:
    """One dataset: its sheet and its columns."""
    rows = [f"| {name(c)} | {holds(c)} | {blank(c)} | {'、'.join(c.synonyms)} |" for c in dataset.columns]
    head = ["| column | holds | blank says | also headed |", "|---|---|---|---|"]
    also = f"Also: {'、'.join(dataset.synonyms)}."
    return "\n".join([f"### {dataset.sheet} (`{dataset.id}`)", "", also, "", *head, *rows])


def name(column: Column) -> str:
    return f"{column.name}*" if column.required and not column.optional_for else column.name


def holds(column: Column) -> str:
    kind = CODES[column.format] if column.type == "code" else "、".join(column.choices) or KINDS[column.type]
    several = ", several" if column.many else ""
    bounds = "" if column.maximum is None else f", {column.minimum:.12g} to {column.maximum:.12g}"
    return kind + several + bounds


def blank(column: Column) -> str:
    if column.optional_for:
        return f"{'、'.join(column.optional_for)}: none; else the row is skipped"
    return "the row is skipped" if column.required else BLANKS[column.blank]


def sections() -> list[str]:
    """All datasets, in the order of the ontology."""
    return [section(dataset) for dataset in ONTOLOGY.datasets.values()]


if __name__ == "__main__":
    print("\n\n".join(sections()))
