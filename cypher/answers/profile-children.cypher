// The areas next below, with how many streets, communities and grids each holds, itself included; `$depth` is how many levels
// stand above them.
MATCH (area:Area {district/* level */: $code})
WHERE area.closed_on IS NULL AND area.code <> $code
WITH head([code IN [area.city, area.district, area.street, area.community, area.grid][$depth..] WHERE code IS NOT NULL]) AS code,
     sum(CASE WHEN area.grid IS NOT NULL THEN 1 ELSE 0 END) AS grids,
     sum(CASE WHEN area.grid IS NULL AND area.community IS NOT NULL THEN 1 ELSE 0 END) AS communities,
     sum(CASE WHEN area.grid IS NULL AND area.community IS NULL AND area.street IS NOT NULL THEN 1 ELSE 0 END) AS streets
MATCH (child:Area {code: code})
RETURN child.code AS code, child.name AS name, labels(child) AS labels, child.kind AS kind, streets, communities, grids
ORDER BY code
