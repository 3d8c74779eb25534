// The batches that these sheets have recorded, with the columns their values belong to.
MATCH (s:Statements)
WHERE s.sheet IN $sheets AND s.closed IS NULL
OPTIONAL MATCH (f:Form {code: 'record'})
RETURN s.code AS code, s.source AS source, s.sheet AS sheet, s.position AS position, s.linked AS linked,
       s.columns AS columns, s.kinds AS kinds, s.closed AS closed, s.data AS data,
       f.form AS store_form
