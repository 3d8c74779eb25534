// The sheets that a load is going to read them from.
UNWIND $rows AS row
MERGE (s:Sheet {code: row.sheet})
SET s.name = row.name, s.source = row.source, s.dataset = row.dataset, s.file = row.file, s.sheet = row.title,
    s.sha256 = row.sha256, s.given_area = row.given_area, s.edition = $edition, s.load = $load, s.state = 'loading'
