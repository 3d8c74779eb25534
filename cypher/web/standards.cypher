// The standards set for each indicator, by the areas that set them.
MATCH (area:Area)-[sets:SETS]->(standard:Standard)
WHERE sets.closed_on IS NULL AND true/* inside */
RETURN standard.indicator AS indicator, area.code AS area, area.name AS area_name, standard.value AS value,
       standard.since AS since
ORDER BY indicator, area, since
