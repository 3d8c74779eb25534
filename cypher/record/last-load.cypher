// Which store this is, its last load, how many there were, and whether one is under way: one that failed stays running, a load
// under way holds the lock. `half`: a restore has not come to its end. `form`: that of the record, null where there is none.
CALL db.info() YIELD id
OPTIONAL MATCH (last:Load)
WITH id, last ORDER BY last.started DESC, last.code DESC LIMIT 1
OPTIONAL MATCH (f:Form {code: 'record'})
RETURN id AS store, coalesce(last.code, '') AS code, COUNT { MATCH (:Load) } AS loads,
       last IS NOT NULL AND (last.state = 'running'
         OR EXISTS { MATCH (lock:Lock) MATCH (:Load {code: lock.holder, state: 'running'}) }) AS running,
       EXISTS { MATCH (:Restore) } AS half, f.form AS form
