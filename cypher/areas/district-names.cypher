// The names of all cities and districts, or of those of one city, or of one district and its city.
MATCH (area:City)
WHERE $city IS NULL OR area.code = $city
RETURN area.code AS code, area.name AS name
UNION ALL
MATCH (area:District)
WHERE ($city IS NULL OR area.city = $city) AND ($district IS NULL OR area.code = $district)
RETURN area.code AS code, area.name AS name
