// title = "来源"
// title_en = "Sources"
// why = "装载了哪些台账，各对哪个区域完整，出自哪个文件、哪一版。"
// why_en = "Which ledgers were loaded, for which areas each is complete, from which file and edition."
// [columns]
// source = "来源"
// dataset = "台账"
// area = "区域编码"
// area_name = "区域"
// complete = "完整"
// file = "文件"
// sheet = "工作表"
// edition = "版本"
// [columns_en]
// source = "Source"
// dataset = "Ledger"
// area = "Area code"
// area_name = "Area"
// complete = "Complete"
// file = "File"
// sheet = "Sheet"
// edition = "Edition"

MATCH (source:Source)
OPTIONAL MATCH (source)-[describes:DESCRIBES]->(described:Area) WHERE describes.closed_on IS NULL
OPTIONAL MATCH (sheet:Sheet {source: source.code})
WHERE sheet.file <> ''
OPTIONAL MATCH (area:Area {code: source.area})
RETURN source.code AS source, source.dataset AS dataset, source.area AS area, area.name AS area_name,
       described IS NOT NULL AS complete, sheet.file AS file, sheet.sheet AS sheet, sheet.edition AS edition
ORDER BY dataset, area, edition, file, sheet
