// The area itself, and the codes of those that it lies in.
MATCH (area:Area {code: $code})
WHERE true/* inside */
RETURN area.code AS code, area.name AS name, area.kind AS kind, area.longitude AS longitude, area.latitude AS latitude,
       area.city AS city, area.district AS district, area.street AS street, area.community AS community, area.grid AS grid
