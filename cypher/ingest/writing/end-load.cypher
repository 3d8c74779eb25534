// A load has come to its end.
MATCH (l:Load {code: $load})
SET l.finished = $now, l.state = 'done'
