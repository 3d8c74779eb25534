// Centres to the area in which they lie now.
UNWIND $rows AS row
MATCH (c:ServiceCentre {code: row.centre})-[old:LIES_IN]->(:Area)
WHERE old.closed_on IS NULL
MATCH (a:Area {code: row.area})
WITH c, a, old, old.sources AS sources
DELETE old
CREATE (c)-[:LIES_IN {sources: sources}]->(a)
