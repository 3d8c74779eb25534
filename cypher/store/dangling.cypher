// How many relationships have an end without a code.
MATCH (a)-[r]->(b)
WHERE a.code IS NULL OR b.code IS NULL
RETURN count(r) AS n
