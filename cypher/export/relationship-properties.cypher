// The properties that relationships of a type carry, with the kinds of their values.
MATCH ()-[r:CONTAINS/* type */]->()
UNWIND keys(r) AS name
RETURN DISTINCT name, valueType(r[name]) AS kind
ORDER BY name, kind
