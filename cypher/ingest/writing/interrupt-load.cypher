// The load that holds the store has been ended from outside, unless it had come to its end by then.
MATCH (:Lock {code: 'load', holder: $load})
MERGE (l:Load {code: $load})
ON CREATE SET l.name = $load, l.started = $now
WITH l WHERE coalesce(l.state, '') <> 'done'
SET l.finished = $now, l.state = 'interrupted'
