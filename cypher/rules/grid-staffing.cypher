// title = "网格力量达到标配"
// title_en = "The grid is staffed as its area's standard asks"
// why = "设了“网格标配”（如1+1+1：专职网格员+城管队员+志愿者）的区域，三类力量都要配齐。"
// why_en = "Where an area sets a standard of grid staffing (such as 1+1+1: full-time members + urban management officers + volunteers), all three have to be complete."
// subject = "Grid"
// needs = ["posts"]
// explain = [
//   "(subject)<-[:POST_OF]-(post:Post) WHERE post.kind IN ['专职网格员', '城管队员', '志愿者']",
//   "(subject)<-[:CONTAINS*0..4]-(:Area)",
//   """(:Standard {indicator: '网格标配'})<-[:SETS]-(area:Area)
//      WHERE area.code IN [subject.city, subject.district, subject.street, subject.community, subject.grid]""",
// ]
// [sentences]
// few = "“{name}”现有专职网格员{members}名、城管队员{officers}名、志愿者{volunteers}名，未达到标配{wanted}。"
// since = "“{name}”现有专职网格员{members}名、城管队员{officers}名、志愿者{volunteers}名；所设标配中有生效日期不明的（{wanted}），不能判断是否达标。"
// ledger = "“{home}”没有完整的《岗位》台账，已装载专职网格员{members}名、城管队员{officers}名、志愿者{volunteers}名，标配{wanted}，不能断定确实不足；可由{district}补报。"
// [sentences_en]
// few = "“{name}” has {members:full-time member}, {officers:urban management officer} and {volunteers:volunteer}, short of the standard {wanted}."
// since = "“{name}” has {members:full-time member}, {officers:urban management officer} and {volunteers:volunteer}; the effective date of some standard set for it is not known ({wanted}), so it cannot be judged."
// ledger = "There is no complete ledger “Posts” for “{home}”; what is loaded shows {members:full-time member}, {officers:urban management officer} and {volunteers:volunteer}, where the standard is {wanted}, which does not prove that there are too few; {district} can supply the ledger."

// scope
MATCH (home:Grid) WHERE home.closed_on IS NULL
WITH home.city AS city, collect(home) AS rows
WITH rows, COLLECT {
  MATCH (standard:Standard {indicator: '网格标配'})<-[sets:SETS]-(area:Area)
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
WHERE size(standards) > 0
UNWIND rows AS home
WITH home,
     [standard IN standards
           WHERE standard.area IN [home.city, home.district, home.street, home.community, home.grid]] AS near
WITH home, near, [standard IN near WHERE standard.certain][-1] AS decisive
WHERE decisive IS NOT NULL
WITH home,
     [decisive.value] + [standard IN near WHERE NOT standard.certain AND standard.depth >= decisive.depth | standard.value] AS wanted
OPTIONAL MATCH (home)<-[at:POST_OF]-(post:Post) WHERE at.closed_on IS NULL
WITH home, wanted,
     sum(CASE post.kind WHEN '专职网格员' THEN 1 ELSE 0 END) AS members,
     sum(CASE post.kind WHEN '城管队员' THEN 1 ELSE 0 END) AS officers,
     sum(CASE post.kind WHEN '志愿者' THEN 1 ELSE 0 END) AS volunteers
WITH home, wanted, members, officers, volunteers, 'posts' IN coalesce(home.ledgers, []) AS complete,
     [value IN wanted WHERE members >= toInteger(split(value, '+')[0])
                        AND officers >= toInteger(split(value, '+')[1])
                        AND volunteers >= toInteger(split(value, '+')[2])] AS reached
RETURN home AS subject, home,
       CASE WHEN size(reached) = size(wanted) THEN true WHEN size(reached) > 0 THEN null WHEN complete THEN false END AS covered,
       CASE WHEN size(reached) = size(wanted) THEN null WHEN NOT complete THEN 'ledger'
            WHEN size(reached) > 0 THEN 'since' ELSE 'few' END AS because,
       {wanted: wanted, members: members, officers: officers, volunteers: volunteers} AS facts
