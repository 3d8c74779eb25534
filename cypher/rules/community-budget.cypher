// title = "社区经费达到标准"
// title_en = "The community's budget reaches the standard"
// why = "社区党组织要有钱办事：最近年度的社区经费不低于所在区域的标准（未设标准的按每年15万元）。"
// why_en = "A community's Party organization needs money to get things done: the community's latest annual budget has to reach the standard of its area (150,000 yuan a year where none is set)."
// subject = "Community"
// needs = []
// explain = [
//   "(subject)-[:FUNDED_BY]->(:Budget)",
//   "(subject)<-[:CONTAINS*0..4]-(:Area)",
//   """(:Standard {indicator: '社区经费'})<-[:SETS]-(area:Area)
//      WHERE area.code IN [subject.city, subject.district, subject.street, subject.community, subject.grid]""",
// ]
// [sentences]
// few = "“{name}”{year}年社区经费{yuan}元，低于标准{wanted}元。"
// since = "“{name}”{year}年社区经费{yuan}元；所在区域有标准的生效日期不明，可能要求{wanted}元，不能判断是否达标。"
// none = "没有“{name}”截至{as_of_year}年的《社区经费》记录。"
// [sentences_en]
// few = "The budget of “{name}” for {year} is {yuan} yuan, less than the standard of {wanted} yuan."
// since = "The budget of “{name}” for {year} is {yuan} yuan; its area has a standard whose effective date is not known, which may require {wanted} yuan, so it cannot be judged."
// none = "The ledger “Community budgets” has no entry for “{name}” up to {as_of_year}."

// scope
MATCH (home:Community {kind: '社区'}) WHERE home.closed_on IS NULL
OPTIONAL MATCH (home)-[funded:FUNDED_BY]->(budget:Budget)
WHERE funded.closed_on IS NULL AND budget.year <= $as_of.year
WITH home, collect(budget) AS budgets
WITH home, reduce(latest = null, budget IN budgets |
       CASE WHEN latest IS NULL OR budget.year > latest.year THEN budget ELSE latest END) AS budget
WITH home.city AS city, collect([home, budget]) AS rows
WITH rows, COLLECT {
  MATCH (standard:Standard {indicator: '社区经费'})<-[sets:SETS]-(area:Area)
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
WITH row[0] AS home, row[1] AS budget, standards
WITH home, budget,
     [standard IN standards
           WHERE standard.area IN [home.city, home.district, home.street, home.community, home.grid]] AS near
WITH home, budget, near,
     coalesce([standard IN near WHERE standard.certain][-1], {value: 150000, depth: 0}) AS decisive
WITH home, budget,
     [decisive.value] + [standard IN near WHERE NOT standard.certain AND standard.depth >= decisive.depth | standard.value] AS wanted
WITH home, budget, wanted, [value IN wanted WHERE budget.yuan >= value] AS reached
RETURN home AS subject, home,
       CASE WHEN budget.yuan IS NULL THEN null WHEN size(reached) = size(wanted) THEN true WHEN size(reached) = 0 THEN false END AS covered,
       CASE WHEN budget.yuan IS NULL THEN 'none' WHEN size(reached) = size(wanted) THEN null
            WHEN size(reached) > 0 THEN 'since' ELSE 'few' END AS because,
       {year: budget.year, yuan: budget.yuan, wanted: wanted, as_of_year: $as_of.year} AS facts
