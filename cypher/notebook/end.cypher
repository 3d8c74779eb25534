// What tells a node apart that a query returned only as the end of a relationship.
MATCH (n)
WHERE elementId(n) = $id
RETURN labels(n) AS labels, n.code AS code
