// title = "网格配足专职网格员"
// title_en = "The grid has enough full-time members"
// why = "专职网格员人数要达到所在区域的标准（未设标准的按1人）。"
// why_en = "The number of full-time grid members has to reach the standard of their area (1 where none is set)."
// subject = "Grid"
// needs = ["posts"]
// explain = [
//   "(subject)<-[:POST_OF]-(:Post {kind: '专职网格员'})",
//   "(subject)<-[:CONTAINS*0..4]-(:Area)",
//   """(:Standard {indicator: '专职网格员人数'})<-[:SETS]-(area:Area)
//      WHERE area.code IN [subject.city, subject.district, subject.street, subject.community, subject.grid]""",
// ]
// [sentences]
// few = "“{name}”有专职网格员{people}名，标准为{wanted}名。"
// none = "“{name}”没有专职网格员，标准为{wanted}名。"
// since = "“{name}”有专职网格员{people}名；所在区域有标准的生效日期不明，可能要求{wanted}名，不能判断是否达标。"
// ledger = "“{home}”没有完整的《岗位》台账，已装载专职网格员{people}名，标准为{wanted}名，不能断定确实不足；可由{district}补报。"
// [sentences_en]
// few = "“{name}” has {people:full-time member}; the standard is {wanted}."
// none = "“{name}” has no full-time member; the standard is {wanted}."
// since = "“{name}” has {people:full-time member}; its area has a standard whose effective date is not known, which may require {wanted}, so it cannot be judged."
// ledger = "There is no complete ledger “Posts” for “{home}”; what is loaded shows {people:full-time member}, where the standard is {wanted}, which does not prove that there are too few; {district} can supply the ledger."

// scope
MATCH (home:Grid) WHERE home.closed_on IS NULL
WITH home.city AS city, collect(home) AS rows
WITH rows, COLLECT {
  MATCH (standard:Standard {indicator: '专职网格员人数'})<-[sets:SETS]-(area:Area)
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
UNWIND rows AS home
WITH home, standards,
     COUNT { MATCH (home)<-[at:POST_OF]-(:Post {kind: '专职网格员'}) WHERE at.closed_on IS NULL } AS people
WITH home, people,
     [standard IN standards
           WHERE standard.area IN [home.city, home.district, home.street, home.community, home.grid]] AS near
WITH home, people, near,
     coalesce([standard IN near WHERE standard.certain][-1], {value: 1, depth: 0}) AS decisive
WITH home, people,
     [decisive.value] + [standard IN near WHERE NOT standard.certain AND standard.depth >= decisive.depth | standard.value] AS wanted
WITH home, people, wanted, 'posts' IN coalesce(home.ledgers, []) AS complete,
     [value IN wanted WHERE people >= value] AS reached
RETURN home AS subject, home,
       CASE WHEN size(reached) = size(wanted) THEN true WHEN size(reached) > 0 THEN null WHEN complete THEN false END AS covered,
       CASE WHEN size(reached) = size(wanted) THEN null WHEN NOT complete THEN 'ledger' WHEN size(reached) > 0 THEN 'since'
            WHEN people = 0 THEN 'none' ELSE 'few' END AS because,
       {people: people, wanted: wanted} AS facts
