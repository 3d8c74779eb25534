// What is open one step of one type further from the nodes with these codes: nodes, or relationships.
UNWIND $codes AS code
MATCH way = (:PartyOrganization/* label */ {code: code})-[:SUBORDINATE_TO/* type */]-(:PartyOrganization/* label */)
WHERE all(link IN relationships(way) WHERE link.closed_on IS NULL) AND all(node IN nodes(way) WHERE node.closed_on IS NULL)
UNWIND nodes/* elements */(way) AS element
RETURN element
