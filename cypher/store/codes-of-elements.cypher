// The codes of nodes by the ids that the driver gives for the ends of relationships.
UNWIND $ids AS id
MATCH (n)
WHERE elementId(n) = id
RETURN id, n.code AS code
