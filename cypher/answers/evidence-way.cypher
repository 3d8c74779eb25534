// What is open on the ways that one pattern of a rule finds around its subject: nodes, or relationships.
MATCH (subject:Community/* label */ {code: $subject})
MATCH way = (subject)/* pattern */
WHERE all(link IN relationships(way) WHERE link.closed_on IS NULL) AND all(node IN nodes(way) WHERE node.closed_on IS NULL)
  AND (true/* condition */)
UNWIND nodes/* elements */(way) AS element
RETURN element
