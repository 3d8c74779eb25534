// Areas by code with their names.
UNWIND $codes AS code
MATCH (area:Area {code: code})
RETURN code, area.name AS name
