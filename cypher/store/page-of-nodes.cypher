// The next nodes of a label behind a code, in the order of their codes: those with an earlier label come with that one. `odd` are
// properties of a kind that does not come back as it was.
MATCH (n:Area/* label */)
WHERE n.code > $after AND NOT any(label IN labels(n) WHERE label IN $before)
WITH n ORDER BY n.code LIMIT $limit
RETURN n.code AS code, labels(n) AS labels, properties(n) AS properties,
       [key IN keys(n) WHERE any(kind IN $kinds WHERE valueType(n[key]) CONTAINS kind)] AS odd
