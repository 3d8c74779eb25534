"""Reading queries at random: over the guard's own grammar, the names of the ontology and the codes of the sample city."""
