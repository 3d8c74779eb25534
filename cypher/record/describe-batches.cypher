// The columns of their time to the batches of a ledger that do not say theirs yet.
MATCH (s:Statements)
WHERE s.source STARTS WITH $source AND s.columns IS NULL
SET s.columns = $columns, s.kinds = $kinds, s.form = 2
