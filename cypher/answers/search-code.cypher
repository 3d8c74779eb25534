// The open nodes of one label that have one of these codes.
UNWIND $codes AS code
MATCH (n:Community/* label */ {code: code})
WHERE n.closed_on IS NULL AND true/* inside */
RETURN 'Community'/* label */ AS label, n.code AS code, coalesce(n.name, n.code) AS name, n.kind AS kind, 0 AS rank
