"""The ontology: what the graph may hold and what a ledger looks like, declared once; everything else derives from it."""

from graphkb.ontology.reading import LEVELS, ONTOLOGY, load_ontology, parse
from graphkb.ontology.types import (
    Column,
    Dataset,
    Indicator,
    Label,
    Link,
    Ontology,
    OntologyError,
    Property,
    Relationship,
)

__all__ = [
    "LEVELS",
    "ONTOLOGY",
    "Column",
    "Dataset",
    "Indicator",
    "Label",
    "Link",
    "Ontology",
    "OntologyError",
    "Property",
    "Relationship",
    "load_ontology",
    "parse",
]
