// The datasets complete for these areas, and the ledgers that say so, with the files they were last read from.
UNWIND $areas AS code
MATCH (area:Area {code: code})
WITH area, [area.city, area.district, area.street, area.community, area.grid] AS path
UNWIND path AS above
WITH area, above
WHERE above IS NOT NULL
MATCH (described:Area {code: above})<-[describes:DESCRIBES]-(source:Source)
WHERE describes.closed_on IS NULL AND source.dataset IN coalesce(area.ledgers, [])
OPTIONAL MATCH (sheet:Sheet {source: source.code})
WHERE sheet.current
RETURN area.code AS place, source.code AS source, source.dataset AS dataset, source.area AS area,
       sheet.file AS file, sheet.sheet AS sheet, sheet.edition AS edition
ORDER BY place, dataset, area, file, sheet
