// The node of one label with this code, open or closed.
MATCH (n:Community/* label */ {code: $code})
WHERE true/* seen */
RETURN 'Community'/* label */ AS label, n.code AS code, coalesce(n.name, n.code) AS name, n.kind AS kind
