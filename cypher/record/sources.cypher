// Every source that a load brought to its end, with the files of its last edition and what was reported of them.
MATCH (source:Source)
WHERE source.state = 'done' OR source.state = 'forgotten'
OPTIONAL MATCH (area:Area {code: source.area})
WITH source, area
WHERE true/* inside */
OPTIONAL MATCH (source)-[describes:DESCRIBES]->(:Area)
WHERE describes.closed_on IS NULL
WITH source, count(describes) > 0 AS complete
OPTIONAL MATCH (sheet:Sheet {source: source.code})
WHERE sheet.current
WITH source, complete, sheet
ORDER BY sheet.code
OPTIONAL MATCH (load:Load {code: source.load})
RETURN source.code AS source, source.dataset AS dataset, source.area AS area, complete, source.edition AS edition,
       [file IN collect(sheet.file) WHERE file <> ''] AS files, [report IN collect(sheet.report) WHERE report IS NOT NULL] AS reports,
       source.load AS load, load.finished AS loaded
ORDER BY dataset, area, source
