// The holder gives the store back.
MATCH (k:Lock {code: 'load'})
WHERE k.holder = $holder
DELETE k
