// How many nodes carry a label.
MATCH (n:Area/* label */)
RETURN count(n) AS n
