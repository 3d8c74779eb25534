// The mark of a restore that has begun: until it goes, what is in the store is none.
MERGE (r:Restore {code: 'restore'})
SET r.name = 'restore', r.file = $file, r.since = $since
