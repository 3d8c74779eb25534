// Which of these codes belong to nodes that a viewer may see.
UNWIND $codes AS code
MATCH (n:Grid/* label */ {code: code})
WHERE true/* inside */
RETURN DISTINCT code
