// Which batches of these sheets are in, with their checksums.
MATCH (s:Statements)
WHERE s.sheet IN $sheets
RETURN s.code AS code, s.digest AS digest, s.linked AS linked
