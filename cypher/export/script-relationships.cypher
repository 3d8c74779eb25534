// Relationships of one type between nodes of two labels, each with what its row holds.
// rows
MATCH (a:Area/* start */ {code: row[0]})
MATCH (b:Area/* end */ {code: row[1]})
CREATE (a)-[r:CONTAINS/* type */]->(b)
SET r = row[2]
