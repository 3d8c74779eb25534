// Sources are complete for their areas.
UNWIND $rows AS row
MATCH (s:Source {code: row.source})
MATCH (a:Area {code: row.area})
MERGE (s)-[d:DESCRIBES]->(a)
SET d.closed_on = null
