// What of one label lies in the area or below it by one way home, and has a place on the map.
MATCH way = (one:ServiceCentre/* label */)-[:LIES_IN]->/* way */(area:Area {district/* level */: $code})
WHERE one.closed_on IS NULL AND all(link IN relationships(way) WHERE link.closed_on IS NULL)
  AND one.longitude IS NOT NULL AND one.latitude IS NOT NULL
RETURN DISTINCT 'ServiceCentre'/* label */ AS label, one.code AS code, one.name AS name, one.kind AS kind,
       one.longitude AS longitude, one.latitude AS latitude
ORDER BY code
LIMIT $points
