// What sources list no more is in.
UNWIND $codes AS code
MATCH (s:Sheet {code: code})
SET s.state = 'done', s.current = false
