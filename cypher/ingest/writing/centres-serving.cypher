// The centres that serve these areas, with all areas they serve.
UNWIND $codes AS code
MATCH (c:ServiceCentre)-[serves:SERVES]->(:Area {code: code})
WHERE serves.closed_on IS NULL
WITH DISTINCT c
MATCH (c)-[serves:SERVES]->(a:Area)
WHERE serves.closed_on IS NULL
RETURN c.code AS centre, a.code AS area
