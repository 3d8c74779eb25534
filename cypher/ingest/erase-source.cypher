// The record of a source, with its sheets and itself.
MATCH (n)
WHERE (n:Statements OR n:Sheet) AND n.source = $source OR n:Source AND n.code = $source
DETACH DELETE n
