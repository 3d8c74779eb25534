// Which of these codes an area that is no grid has.
UNWIND $codes AS code
MATCH (a:Area {code: code})
WHERE NOT a:Grid
RETURN a.code AS code
