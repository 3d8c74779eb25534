// The communities of the area that have a place on the map.
MATCH (area:Area {district/* level */: $code})
WHERE area.closed_on IS NULL AND area.community IS NOT NULL AND area.grid IS NULL
  AND area.longitude IS NOT NULL AND area.latitude IS NOT NULL
RETURN 'Community' AS label, area.code AS code, area.name AS name, area.kind AS kind,
       area.longitude AS longitude, area.latitude AS latitude
ORDER BY code
LIMIT $points
