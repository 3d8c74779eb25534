// title = "社区工作者报酬达到比例"
// title_en = "The other workers' pay reaches its share of the secretary's"
// why = "其他社区工作者平均月报酬与书记月报酬之比不低于所在区域的标准（未设标准的按80%）。"
// why_en = "The average monthly pay of the other community workers has to reach the share of the secretary's that their area sets (80 % where none is set)."
// subject = "Community"
// needs = []
// explain = [
//   "(subject)-[:STAFFED_BY]->(:Workforce)",
//   "(subject)<-[:CONTAINS*0..4]-(:Area)",
//   """(:Standard {indicator: '报酬比例'})<-[:SETS]-(area:Area)
//      WHERE area.code IN [subject.city, subject.district, subject.street, subject.community, subject.grid]""",
// ]
// [sentences]
// few = "“{name}”{year}年其他人员平均月报酬{others}元，书记{secretary}元，低于标准{wanted}%。"
// since = "“{name}”{year}年其他人员平均月报酬{others}元，书记{secretary}元；所在区域有标准的生效日期不明，可能要求{wanted}%，不能判断是否达标。"
// figure = "“{name}”{year}年《社区队伍》缺{missing}。"
// none = "没有“{name}”截至{as_of_year}年的《社区队伍》记录。"
// [sentences_en]
// few = "In {year} the other workers of “{name}” earned {others} yuan a month on average and the secretary {secretary} yuan, a share below the standard of {wanted} %."
// since = "In {year} the other workers of “{name}” earned {others} yuan a month on average and the secretary {secretary} yuan; the area has a standard whose effective date is not known, which may require {wanted} %, so it cannot be judged."
// figure = "The ledger “Community workforce” for {year} lacks {missing} at “{name}”."
// none = "The ledger “Community workforce” has no entry for “{name}” up to {as_of_year}."
// [words]
// secretary_pay = "书记月报酬"
// others_pay = "其他人员平均月报酬"
// [words_en]
// secretary_pay = "the secretary's monthly pay"
// others_pay = "the others' average monthly pay"

// scope
MATCH (home:Community {kind: '社区'}) WHERE home.closed_on IS NULL
OPTIONAL MATCH (home)-[staffed:STAFFED_BY]->(workforce:Workforce)
WHERE staffed.closed_on IS NULL AND workforce.year <= $as_of.year
WITH home, collect(workforce) AS workforces
WITH home, reduce(latest = null, workforce IN workforces |
       CASE WHEN latest IS NULL OR workforce.year > latest.year THEN workforce ELSE latest END) AS workforce
WITH home.city AS city, collect([home, workforce]) AS rows
WITH rows, COLLECT {
  MATCH (standard:Standard {indicator: '报酬比例'})<-[sets:SETS]-(area:Area)
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
WITH row[0] AS home, row[1] AS workforce, standards
WITH home, workforce,
     [standard IN standards
           WHERE standard.area IN [home.city, home.district, home.street, home.community, home.grid]] AS near
WITH home, workforce, near,
     coalesce([standard IN near WHERE standard.certain][-1], {value: 80, depth: 0}) AS decisive
WITH home, workforce,
     [decisive.value] + [standard IN near WHERE NOT standard.certain AND standard.depth >= decisive.depth | standard.value] AS wanted
WITH home, workforce, wanted, workforce.others_pay * 100 AS others, workforce.secretary_pay AS secretary
WITH home, workforce, wanted, others, secretary, [value IN wanted WHERE others >= value * secretary] AS reached
RETURN home AS subject, home,
       CASE WHEN others IS NULL OR secretary IS NULL THEN null
            WHEN size(reached) = size(wanted) THEN true WHEN size(reached) = 0 THEN false END AS covered,
       CASE WHEN workforce IS NULL THEN 'none' WHEN others IS NULL OR secretary IS NULL THEN 'figure'
            WHEN size(reached) = size(wanted) THEN null WHEN size(reached) > 0 THEN 'since' ELSE 'few' END AS because,
       {year: workforce.year, others: workforce.others_pay, secretary: secretary, wanted: wanted, as_of_year: $as_of.year,
        missing: [field IN ['secretary_pay', 'others_pay'] WHERE workforce[field] IS NULL]} AS facts
