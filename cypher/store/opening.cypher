// What may keep a store from being used: half of a restore, and a record of a later form (null where there is none).
OPTIONAL MATCH (f:Form {code: 'record'})
RETURN EXISTS { MATCH (:Restore) } AS half, f.form AS form
