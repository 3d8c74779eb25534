// Sources are in, in this edition.
UNWIND $rows AS row
MATCH (s:Source {code: row.source})
SET s.state = 'done', s.edition = $edition, s.load = $load
