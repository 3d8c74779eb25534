"""An oracle of the coverage rules that judges ledger rows, not the graph, and random small cities to try it on."""
