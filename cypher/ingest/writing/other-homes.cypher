// Centres lie nowhere but where they lie now.
UNWIND $rows AS row
MATCH (c:ServiceCentre {code: row.centre})-[r:LIES_IN]->(a:Area)
WHERE a.code <> row.home
DELETE r
