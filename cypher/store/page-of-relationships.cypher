// What leads away from the next nodes of a label behind a code, with all it carries. `odd` are properties of a kind that does not come
// back as it was; `last` is the code of the last of these nodes.
MATCH (a:Area/* label */)
WHERE a.code > $after AND NOT any(label IN labels(a) WHERE label IN $before)
WITH a ORDER BY a.code LIMIT $limit
OPTIONAL MATCH (a)-[r]->(b)
RETURN a.code AS start, type(r) AS type, labels(b) AS labels, b.code AS end, properties(r) AS properties,
       [key IN keys(r) WHERE any(kind IN $kinds WHERE valueType(r[key]) CONTAINS kind)] AS odd
