// An area and all below it, each with the area above.
MATCH way = (a:Area {code: $code})-[:CONTAINS*0..4]->(b:Area)
WHERE b.closed_on IS NULL AND all(link IN relationships(way) WHERE link.closed_on IS NULL)
OPTIONAL MATCH (p:Area)-[above:CONTAINS]->(b)
WHERE above.closed_on IS NULL
RETURN b.code AS code, labels(b) AS labels, p.code AS parent
