// The standards that these areas set, and who sets them as far as that may be seen.
UNWIND $areas AS code
MATCH (area:Area {code: code})-[sets:SETS]->(standard:Standard)
WHERE sets.closed_on IS NULL
WITH area, standard, $within IS NULL OR $within IN [area.city, area.district, area.street, area.community, area.grid] AS seen
RETURN area.code AS setter, CASE WHEN seen THEN area.code END AS area, CASE WHEN seen THEN area.name END AS area_name,
       standard.indicator AS indicator, standard.value AS value, standard.since AS since,
       NOT 'since' IN coalesce(standard.unknown, []) AS certain
ORDER BY setter, indicator, since
