// title = "没有党组织的网格"
// title_en = "Grids without a Party organization"
// why = "哪些网格没有任何党组织覆盖（不论台账是否完整；判断缺口用 graphkb gaps）。"
// why_en = "Which grids no Party organization covers (whether or not ledgers are complete; for gaps ask graphkb gaps)."
// [columns]
// grid = "网格编码"
// name = "网格名称"
// kind = "类型"
// district = "县区编码"
// community = "社区编码"
// [columns_en]
// grid = "Grid code"
// name = "Grid"
// kind = "Kind"
// district = "District code"
// community = "Community code"
// [parameters]
// within = { type = "text", title = "只看这个市或县区", title_en = "Only in this city or district", default = "" }

MATCH (grid:Grid)
WHERE grid.closed_on IS NULL AND ($within = '' OR grid.city = $within OR grid.district = $within)
  AND NOT EXISTS { MATCH (grid)<-[covers:COVERS]-(:PartyOrganization) WHERE covers.closed_on IS NULL }
RETURN grid.code AS grid, grid.name AS name, grid.kind AS kind, grid.district AS district, grid.community AS community
ORDER BY grid
