// The holder gives a sign of life.
MATCH (k:Lock {code: 'load'})
WHERE k.holder = $holder
SET k.seen = $seen
