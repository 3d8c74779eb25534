// The codes of the areas above, to each of these areas.
UNWIND $rows AS row
MATCH (a:Area {code: row.code})
SET a.city = row.city, a.district = row.district, a.street = row.street, a.community = row.community, a.grid = row.grid
