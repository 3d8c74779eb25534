// title = "事实的出处"
// title_en = "Where a fact comes from"
// why = "一个对象和它的每条关系，各由哪份台账、哪个文件、哪张表、哪一行说明。"
// why_en = "Which ledger, file, sheet and row states an object and each of its relationships."
// [columns]
// fact = "事实"
// other = "对方编码"
// closed_on = "关闭日期"
// source = "来源"
// dataset = "台账"
// area = "来源区域"
// area_name = "来源区域名称"
// file = "文件"
// sheet = "工作表"
// row = "行"
// edition = "版本"
// [columns_en]
// fact = "Fact"
// other = "Code at the other end"
// closed_on = "Closed on"
// source = "Source"
// dataset = "Ledger"
// area = "Area of the source"
// area_name = "Name of that area"
// file = "File"
// sheet = "Sheet"
// row = "Row"
// edition = "Edition"
// [parameters]
// code = { type = "text", title = "对象编码", title_en = "Code of the object" }
// label = { type = "text", title = "对象标签，如 Grid；不给则任一标签", title_en = "Its label, such as Grid; any label if left out", default = "" }

// node
MATCH (node {code: $code})
WHERE $label = '' OR $label IN labels(node)
WITH node, COLLECT {
  MATCH (node)-[link]-(other)
  RETURN {fact: CASE WHEN startNode(link) = node THEN '-[' + type(link) + ']->' ELSE '<-[' + type(link) + ']-' END,
          other: other.code, closed_on: link.closed_on, sources: link.sources}
} AS links
UNWIND [{fact: [label IN labels(node) WHERE label <> 'Area'][0], other: null,
         closed_on: node.closed_on, sources: node.sources}] + links AS item
UNWIND coalesce(item.sources, []) AS reference
WITH item, split(reference, ':')[-1] AS row, reference
OPTIONAL MATCH (sheet:Sheet {code: substring(reference, 0, size(reference) - size(row) - 1)})
OPTIONAL MATCH (source:Source {code: sheet.source})
OPTIONAL MATCH (place:Area {code: source.area})
RETURN item.fact AS fact, item.other AS other, item.closed_on AS closed_on, sheet.source AS source,
       source.dataset AS dataset, source.area AS area, place.name AS area_name, sheet.file AS file, sheet.sheet AS sheet,
       toInteger(row) AS row, sheet.edition AS edition
ORDER BY fact STARTS WITH '-', fact STARTS WITH '<', fact, other, source, file, sheet, row
