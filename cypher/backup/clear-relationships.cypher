// Some of the relationships are taken away.
MATCH ()-[r]->()
WITH r LIMIT $limit
DELETE r
