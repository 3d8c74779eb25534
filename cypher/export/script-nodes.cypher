// Nodes with these labels, each with what its row holds.
// rows
CREATE (n:Area/* labels */)
SET n = row
