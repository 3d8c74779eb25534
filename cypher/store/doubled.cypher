// How many codes of one label stand on more than one node.
MATCH (n:Area/* label */)
WHERE n.code IS NOT NULL
WITH n.code AS code, count(n) AS copies
WHERE copies > 1
RETURN count(code) AS n
