// Which of these codes a grid has.
UNWIND $codes AS code
MATCH (a:Grid {code: code})
RETURN a.code AS code
