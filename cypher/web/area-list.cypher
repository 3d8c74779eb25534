// One page of the list of areas, those after `$after` in the order of codes, each with the area above it.
MATCH (area)/* areas */
WHERE area.closed_on IS NULL AND area.code > $after AND true/* inside */
WITH area
ORDER BY area.code
LIMIT $limit
OPTIONAL MATCH (above:Area)-[contains:CONTAINS]->(area)
WHERE contains.closed_on IS NULL
RETURN area.code AS code, area.name AS name, labels(area) AS labels, area.kind AS kind, above.code AS parent,
       area.longitude AS longitude, area.latitude AS latitude
ORDER BY code
