// The batches of rows that sources of one ledger state no more.
MATCH (s:Statements {closed: true})
WHERE s.source STARTS WITH $source
OPTIONAL MATCH (f:Form {code: 'record'})
RETURN s.code AS code, s.source AS source, s.columns AS columns, s.kinds AS kinds, s.data AS data,
       f.form AS store_form
