// Where the areas with these codes are on the map, those of which it is known.
UNWIND $codes AS code
MATCH (area:Area {code: code})
WHERE area.longitude IS NOT NULL AND area.latitude IS NOT NULL
RETURN area.code AS code, area.longitude AS longitude, area.latitude AS latitude
