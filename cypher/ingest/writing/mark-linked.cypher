// The relationships of these batches are in too.
UNWIND $codes AS code
MATCH (s:Statements {code: code})
SET s.linked = true
