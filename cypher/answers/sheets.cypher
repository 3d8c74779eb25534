// Where rows come from: the sheets with these codes. File and sheet only of sources whose area may be seen or lies above.
UNWIND $sheets AS code
MATCH (sheet:Sheet {code: code})
OPTIONAL MATCH (source:Source {code: sheet.source})
OPTIONAL MATCH (area:Area {code: source.area})
WITH sheet, source, $within IS NULL OR source.area IN $above
     OR $within IN [area.city, area.district, area.street, area.community, area.grid] AS seen
RETURN sheet.code AS code, sheet.edition AS edition, source.dataset AS dataset,
       CASE WHEN seen THEN source.code END AS source, CASE WHEN seen THEN source.area END AS area,
       CASE WHEN seen THEN sheet.file END AS file, CASE WHEN seen THEN sheet.sheet END AS sheet
