// The areas of these cities that finished sources describe, with the ledgers complete for them.
MATCH (s:Source {state: 'done'})-[d:DESCRIBES]->(a:Area)
WHERE a.city IN $cities AND d.closed_on IS NULL
RETURN a.code AS code, labels(a) AS labels, a.city AS city, a.district AS district, a.street AS street,
       a.community AS community, collect(s.dataset) AS datasets
