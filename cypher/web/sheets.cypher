// Every sheet that was loaded, with its load and what was reported of it, the latest load first.
MATCH (sheet:Sheet)
MATCH (source:Source {code: sheet.source})
MATCH (area:Area {code: source.area})
WHERE sheet.report IS NOT NULL AND true/* inside */
OPTIONAL MATCH (load:Load {code: sheet.load})
RETURN sheet.load AS load, load.started AS started, load.state AS state, sheet.sheet AS sheet, sheet.report AS report,
       sheet.code AS code
ORDER BY started DESC, load DESC, code
