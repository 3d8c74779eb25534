// The names of all cities and districts: few enough for every caller.
MATCH (area:City) RETURN area.code AS code, area.name AS name
UNION ALL
MATCH (area:District) RETURN area.code AS code, area.name AS name
