// The sheets of the loads behind one load ('' for the beginning) up to another, itself included.
MATCH (upto:Load {code: $upto})
OPTIONAL MATCH (after:Load {code: $after})
MATCH (load:Load)
WHERE (after IS NULL OR load.started > after.started OR (load.started = after.started AND load.code > after.code))
  AND (load.started < upto.started OR (load.started = upto.started AND load.code <= upto.code))
MATCH (s:Sheet {load: load.code})
RETURN s.code AS code, s.source AS source, s.file AS file, s.sheet AS sheet, s.edition AS edition
ORDER BY load.started, load.code, code
