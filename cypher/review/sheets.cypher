// The ledgers as they stand, with what was reported of each when it was last read.
MATCH (sheet:Sheet {state: 'done'})
MATCH (source:Source {code: sheet.source})
OPTIONAL MATCH (area:Area {code: source.area})
WITH sheet, source, area
WHERE sheet.current AND sheet.report IS NOT NULL AND true/* inside */
RETURN sheet.code AS code, sheet.dataset AS dataset, source.area AS area, sheet.file AS file, sheet.report AS report
ORDER BY dataset, area, code
