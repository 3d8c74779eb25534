// The batches that a source has recorded from one sheet.
MATCH (s:Statements {source: $source})
WHERE s.sheet = $sheet
OPTIONAL MATCH (f:Form {code: 'record'})
RETURN s.code AS code, s.position AS position, s.columns AS columns, s.kinds AS kinds, s.closed AS closed, s.data AS data,
       f.form AS store_form
ORDER BY position
