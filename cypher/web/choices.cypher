// The cities and districts to choose from.
MATCH (area:Area)
WHERE (area:City OR area:District) AND area.closed_on IS NULL AND true/* inside */
RETURN area.code AS code, area.name AS name
ORDER BY code
