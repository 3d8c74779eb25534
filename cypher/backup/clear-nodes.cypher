// Some of the nodes are taken away, all but those that say who is at work.
MATCH (n)
WHERE NOT n:Lock AND NOT n:Restore
WITH n LIMIT $limit
DETACH DELETE n
