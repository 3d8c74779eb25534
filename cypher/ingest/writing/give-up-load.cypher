// What is said of a load whose process is gone.
MATCH (l:Load {code: $load, state: 'running'})
SET l.state = 'interrupted'
