// Nodes with these labels as they were kept.
UNWIND $rows AS row
CREATE (n:Area/* labels */)
SET n = row.properties
// points
