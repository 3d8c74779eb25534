// A load begins.
MERGE (l:Load {code: $load})
SET l.name = $load, l.started = $now, l.state = 'running'
