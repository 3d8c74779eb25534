// How many nodes there are without those of some labels, and how many relationships.
MATCH (n)
WHERE NOT any(label IN labels(n) WHERE label IN $beside)
WITH count(n) AS nodes
CALL () {
  MATCH ()-[r]->()
  RETURN count(r) AS relationships
}
RETURN nodes, relationships
