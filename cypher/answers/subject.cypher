// What is stored of a node.
MATCH (node:Community/* label */ {code: $code})
WHERE true/* inside */
RETURN properties(node) AS properties
