// File, sheet and edition of these sheets.
UNWIND $sheets AS code
MATCH (s:Sheet {code: code})
RETURN s.code AS code, s.file AS file, s.sheet AS sheet, s.edition AS edition
