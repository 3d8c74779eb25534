// The properties that nodes of a label carry, with the kinds of their values.
MATCH (n:Area/* label */)
UNWIND keys(n) AS name
RETURN DISTINCT name, valueType(n[name]) AS kind
ORDER BY name, kind
