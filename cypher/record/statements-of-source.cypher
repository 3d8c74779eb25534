// The batches that a source has recorded, with the columns their values belong to.
MATCH (s:Statements {source: $source})
OPTIONAL MATCH (f:Form {code: 'record'})
RETURN s.code AS code, s.source AS source, s.sheet AS sheet, s.position AS position, s.linked AS linked,
       s.columns AS columns, s.kinds AS kinds, s.closed AS closed, s.data AS data,
       f.form AS store_form
