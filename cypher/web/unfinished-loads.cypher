// Loads that have not come to their end and have reported nothing: under way, or ended before, with the sheets they had begun.
MATCH (load:Load)
WHERE load.state <> 'done' AND NOT EXISTS { MATCH (told:Sheet {load: load.code}) WHERE told.report IS NOT NULL }
OPTIONAL MATCH (sheet:Sheet {load: load.code})
OPTIONAL MATCH (source:Source {code: sheet.source})
OPTIONAL MATCH (area:Area {code: source.area})
WITH load, sheet, area
WHERE true/* inside */
RETURN load.code AS load, load.started AS started, load.state AS state, sheet.dataset AS dataset, area.code AS area,
       sheet.file AS file, sheet.sheet AS sheet, sheet.edition AS edition
ORDER BY started DESC, load DESC, sheet.code
