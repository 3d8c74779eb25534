// The names of the areas with these codes.
UNWIND $codes AS code
MATCH (area:Area {code: code})
RETURN area.code AS code, area.name AS name
