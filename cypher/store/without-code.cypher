// How many nodes have no code.
MATCH (n)
WHERE n.code IS NULL
RETURN count(n) AS n
