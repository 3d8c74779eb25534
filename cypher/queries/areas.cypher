// title = "区划"
// title_en = "Areas"
// why = "某一级有哪些区域，属于哪里，哪些台账对它是完整的。"
// why_en = "Which areas there are of a level, what they belong to, and which ledgers are complete for them."
// [columns]
// code = "编码"
// name = "名称"
// level = "层级"
// kind = "类型"
// parent = "上级编码"
// ledgers = "完整的台账"
// [columns_en]
// code = "Code"
// name = "Name"
// level = "Level"
// kind = "Kind"
// parent = "Code of the area above"
// ledgers = "Complete ledgers"
// [parameters]
// level = { type = "text", title = "层级：City、District、Street、Community、Grid", title_en = "Level: City, District, Street, Community, Grid", default = "District" }
// within = { type = "text", title = "只看这个市或县区", title_en = "Only in this city or district", default = "" }

MATCH (area:Area)
WHERE area.closed_on IS NULL AND $level IN labels(area) AND ($within = '' OR area.city = $within OR area.district = $within)
OPTIONAL MATCH (area)<-[contains:CONTAINS]-(parent:Area) WHERE contains.closed_on IS NULL
RETURN area.code AS code, area.name AS name, $level AS level, area.kind AS kind, parent.code AS parent, area.ledgers AS ledgers
ORDER BY code
