// Relationships of one type between nodes of two labels as they were kept.
UNWIND $rows AS row
MATCH (a:Area/* start */ {code: row.start})
MATCH (b:Area/* end */ {code: row.end})
CREATE (a)-[r:CONTAINS/* type */]->(b)
SET r = row.properties
// points
