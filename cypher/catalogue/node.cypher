// The node of one label with the code asked for, where that label or any is asked for.
MATCH (node:Community/* label */ {code: $code})
WHERE $label IN ['', 'Community'/* label */]
RETURN node
