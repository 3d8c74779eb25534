// The service centres that lie in the area or below it, or serve any of that.
MATCH (area:Area {district/* level */: $code})<-[link:LIES_IN|SERVES]-(centre:ServiceCentre)
WHERE link.closed_on IS NULL AND centre.closed_on IS NULL AND true/* inside */
WITH DISTINCT centre
ORDER BY centre.code
LIMIT $centres
RETURN centre.code AS code, centre.name AS name, centre.kind AS kind, centre.area_m2 AS area_m2, centre.functions AS functions,
       centre.longitude AS longitude, centre.latitude AS latitude
