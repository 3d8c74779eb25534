// The open neighbours of nodes of one label, by relationships of these types.
UNWIND $codes/* codes */ AS code
MATCH (n:Community/* label */ {code: code})-[link:CONTAINS|LIES_IN/* types */]-(m)
WHERE link.closed_on IS NULL AND m.closed_on IS NULL
RETURN 'Community'/* label */ AS label, n.code AS code, type(link) AS type, startNode(link) = n AS outgoing, link.mode AS mode,
       null AS agreement, m
