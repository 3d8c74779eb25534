// Where an area lies: the codes above it and its own.
MATCH (area:Area {code: $code})
RETURN area.city AS city, area.district AS district, area.street AS street, area.community AS community, area.grid AS grid
