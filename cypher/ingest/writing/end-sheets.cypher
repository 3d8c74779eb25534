// Sheets are in, with what a reload has to know of them.
UNWIND $rows AS row
MATCH (s:Sheet {code: row.sheet})
SET s.state = 'done', s.current = true, s.pending = row.pending, s.tables = row.tables, s.report = row.report,
    s.fingerprint = row.fingerprint, s.listed = row.listed, s.unkeyed = row.unkeyed
