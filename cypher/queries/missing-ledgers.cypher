// title = "缺少的台账"
// title_en = "Missing ledgers"
// why = "每个县区还缺哪些完整的台账；缺了它们，规则里“没有”就无法判断。"
// why_en = "Which complete ledgers each district still lacks; without them the rules cannot tell absence."
// [columns]
// code = "县区编码"
// name = "县区"
// missing = "缺少的台账"
// [columns_en]
// code = "District code"
// name = "District"
// missing = "Missing ledgers"

MATCH (area:District)
WHERE area.closed_on IS NULL
WITH area, [dataset IN ['grids', 'party-coverage', 'posts', 'agreements', 'demands', 'resources', 'projects', 'service-centres']
            WHERE NOT dataset IN coalesce(area.ledgers, [])] AS missing
WHERE size(missing) > 0
RETURN area.code AS code, area.name AS name, missing
ORDER BY code
