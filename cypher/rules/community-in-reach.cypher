// title = "社区在党群服务圈内"
// title_en = "A service centre lies within reach of the community"
// why = "居民步行15分钟（默认1200米，可由区域另设）内应有党群服务中心；距离按球面大圆计算。"
// why_en = "Residents should have a service centre within 15 minutes' walk (1,200 m unless their area sets otherwise); distances are measured along great circles."
// subject = "Community"
// needs = ["service-centres"]
// explain = [
//   "(subject)<-[:SERVES]-(:ServiceCentre)",
//   """(centre:ServiceCentre) WHERE any(radius IN $facts.wanted WHERE abs(centre.latitude - subject.latitude) * 111000 <= radius
//      AND abs(centre.longitude - subject.longitude) * cos(radians(subject.latitude)) * 111000 <= radius)""",
//   "(subject)<-[:CONTAINS*0..4]-(:Area)",
//   """(:Standard {indicator: '服务圈半径'})<-[:SETS]-(area:Area)
//      WHERE area.code IN [subject.city, subject.district, subject.street, subject.community, subject.grid]""",
// ]
// [sentences]
// far = "“{name}”周围{wanted}米内没有党群服务中心。"
// served = "“{name}”周围{wanted}米内没有党群服务中心，为它服务的中心最近的在{nearest}米外。"
// since = "离“{name}”最近的党群服务中心{nearest}米；所在区域有标准的生效日期不明，可能要求{wanted}米，不能判断。"
// place = "“{name}”没有经纬度，无法计算距离。"
// centre = "“{name}”周围{wanted}米内没有已知位置的党群服务中心，而为它服务的{unplaced}没有经纬度。"
// ledger = "“{home}”没有完整的《党群服务中心》台账，已装载的中心都不在{wanted}米内，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// far = "There is no service centre within {wanted} m of “{name}”."
// served = "There is no service centre within {wanted} m of “{name}”; the nearest of those that serve it is {nearest} m away."
// since = "The service centre nearest to “{name}” is {nearest} m away; its area has a standard whose effective date is not known, which may require {wanted} m, so it cannot be judged."
// place = "“{name}” has no coordinates, so no distance can be computed."
// centre = "No service centre of known location lies within {wanted} m of “{name}”, and of {unplaced}, serving it, the coordinates are not known."
// ledger = "There is no complete ledger “Service centres” for “{home}”; none of the centres loaded lies within {wanted} m, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (home:Community {kind: '社区'}) WHERE home.closed_on IS NULL
WITH home.city AS city, collect(home) AS rows
WITH rows, COLLECT {
  MATCH (standard:Standard {indicator: '服务圈半径'})<-[sets:SETS]-(area:Area)
  WHERE area.city = city AND sets.closed_on IS NULL
    AND (standard.since IS NULL OR standard.since <= $as_of)
  WITH area, standard,
       CASE WHEN area.grid IS NOT NULL THEN 5 WHEN area.community IS NOT NULL THEN 4
            WHEN area.street IS NOT NULL THEN 3 WHEN area.district IS NOT NULL THEN 2 ELSE 1 END AS depth,
       CASE WHEN standard.since IS NULL THEN 0 ELSE 1 END AS dated
  ORDER BY depth, dated, standard.since
  RETURN {area: area.code, depth: depth, value: standard.value,
          certain: NOT 'since' IN coalesce(standard.unknown, [])}
} AS standards
UNWIND rows AS row
WITH row AS home, standards
WITH home,
     [standard IN standards
           WHERE standard.area IN [home.city, home.district, home.street, home.community, home.grid]] AS near
WITH home, near,
     coalesce([standard IN near WHERE standard.certain][-1], {value: 1200, depth: 0}) AS decisive
WITH home,
     [decisive.value] + [standard IN near WHERE NOT standard.certain AND standard.depth >= decisive.depth | standard.value] AS wanted
WITH home, wanted, reduce(widest = 0, value IN wanted | CASE WHEN value > widest THEN value ELSE widest END) AS widest
// A box around the community first: one degree of latitude is 111 195 m, so 111 000 makes the box a little too large.
OPTIONAL MATCH (centre:ServiceCentre)
WHERE centre.latitude >= home.latitude - widest / 111000.0 AND centre.latitude <= home.latitude + widest / 111000.0
  AND abs(centre.longitude - home.longitude) * cos(radians(home.latitude)) <= widest / 111000.0
  AND centre.closed_on IS NULL
WITH home, wanted,
     min(2 * 6371008.8 * asin(sqrt(sin(radians(centre.latitude - home.latitude) / 2) ^ 2
       + cos(radians(home.latitude)) * cos(radians(centre.latitude)) * sin(radians(centre.longitude - home.longitude) / 2) ^ 2))) AS nearest
WITH home, wanted, nearest, [value IN wanted WHERE nearest <= value] AS reached
OPTIONAL MATCH (home)<-[serves:SERVES]-(centre:ServiceCentre) WHERE serves.closed_on IS NULL
WITH home, wanted, nearest, reached,
     collect(CASE WHEN centre.longitude IS NULL OR centre.latitude IS NULL THEN centre.name END) AS unplaced,
     min(2 * 6371008.8 * asin(sqrt(sin(radians(centre.latitude - home.latitude) / 2) ^ 2
       + cos(radians(home.latitude)) * cos(radians(centre.latitude)) * sin(radians(centre.longitude - home.longitude) / 2) ^ 2))) AS serving
WITH home, wanted, nearest, reached, unplaced, serving, 'service-centres' IN coalesce(home.ledgers, []) AS complete,
     home.longitude IS NOT NULL AND home.latitude IS NOT NULL AS placed
RETURN home AS subject, home,
       CASE WHEN NOT placed THEN null WHEN size(reached) = size(wanted) THEN true
            WHEN size(reached) = 0 AND size(unplaced) = 0 AND complete THEN false END AS covered,
       CASE WHEN NOT placed THEN 'place' WHEN size(reached) = size(wanted) THEN null WHEN size(unplaced) > 0 THEN 'centre'
            WHEN NOT complete THEN 'ledger' WHEN size(reached) > 0 THEN 'since'
            WHEN serving IS NOT NULL THEN 'served' ELSE 'far' END AS because,
       {wanted: wanted, nearest: round(coalesce(nearest, serving)), unplaced: unplaced} AS facts
