// title = "标准"
// title_en = "Standards"
// why = "哪些区域设了哪些标准，自何时起。"
// why_en = "Which areas set which standards, and since when."
// [columns]
// area = "区域编码"
// area_name = "区域"
// name = "名称"
// indicator = "指标"
// value = "数值"
// since = "生效日期"
// [columns_en]
// area = "Area code"
// area_name = "Area"
// name = "Name"
// indicator = "Indicator"
// value = "Value"
// since = "Since"

MATCH (area:Area)-[sets:SETS]->(standard:Standard)
WHERE sets.closed_on IS NULL
RETURN area.code AS area, area.name AS area_name, area.name AS name,
       standard.indicator AS indicator, standard.value AS value, standard.since AS since
ORDER BY indicator, area, since
