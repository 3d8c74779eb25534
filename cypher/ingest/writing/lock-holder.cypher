// Who holds the store.
MATCH (k:Lock {code: 'load'})
RETURN k.holder AS holder, k.pid AS pid, k.host AS host, k.since AS since, k.seen AS seen
