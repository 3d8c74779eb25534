// The store is claimed for one load, unless somebody else has claimed it meanwhile.
MERGE (k:Lock {code: 'load'})
SET k.name = '装载锁', k.claims = coalesce(k.claims, 0) + 1
WITH k
WHERE k.holder IS NULL OR k.holder = $replaces
SET k.holder = $holder, k.pid = $pid, k.host = $host, k.since = $since, k.seen = $since
