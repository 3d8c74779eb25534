// The sources that a load is going to write.
UNWIND $rows AS row
MERGE (s:Source {code: row.source})
ON CREATE SET s.name = row.name, s.dataset = row.dataset, s.area = row.area, s.state = 'loading'
