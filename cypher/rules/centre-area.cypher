// title = "社区党群服务中心面积达标"
// title_en = "The community's service centre is large enough"
// why = "社区党群服务中心面积不低于所服务区域中最高的标准（未设标准的按300平方米）。"
// why_en = "The floor area of a community's service centre has to reach the highest standard of the areas it serves (300 m² where none is set)."
// subject = "ServiceCentre"
// needs = []
// explain = [
//   "(subject)-[:LIES_IN]->(:Area)",
//   "(subject)-[:SERVES]->(:Area)<-[:CONTAINS*0..4]-(:Area)",
//   """(:Standard {indicator: '社区党群服务中心面积'})<-[:SETS]-(area:Area)
//      WHERE EXISTS { MATCH (subject)-[serves:SERVES]->(served:Area) WHERE serves.closed_on IS NULL
//        AND area.code IN [served.city, served.district, served.street, served.community, served.grid] }""",
// ]
// [places]
// "社区党群服务中心面积" = "(subject)-[:SERVES]->(place:Area)"
// [sentences]
// small = "“{name}”面积{area_m2}平方米，低于标准{wanted}平方米。"
// since = "“{name}”面积{area_m2}平方米；所服务区域有标准的生效日期不明，可能要求{wanted}平方米，不能判断是否达标。"
// blank = "“{name}”没有填报面积（标准{wanted}平方米）。"
// [sentences_en]
// small = "“{name}” has {area_m2} m², less than the standard of {wanted} m²."
// since = "“{name}” has {area_m2} m²; an area it serves has a standard whose effective date is not known, which may require {wanted} m², so it cannot be judged."
// blank = "The floor area of “{name}” is not reported (standard: {wanted} m²)."

// scope
MATCH (subject:ServiceCentre {kind: '社区'})-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
OPTIONAL MATCH (subject)-[serves:SERVES]->(served:Area) WHERE serves.closed_on IS NULL
WITH home.city AS city, collect([subject, home, served]) AS rows
WITH rows, COLLECT {
  MATCH (standard:Standard {indicator: '社区党群服务中心面积'})<-[sets:SETS]-(area:Area)
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
WITH row[0] AS subject, row[1] AS home, row[2] AS served, standards
WITH subject, home, served,
     [standard IN standards
           WHERE standard.area IN [served.city, served.district, served.street, served.community, served.grid]] AS near
WITH subject, home, served, near,
     coalesce([standard IN near WHERE standard.certain][-1], {value: 300, depth: 0}) AS decisive
WITH subject, home, served,
     [decisive.value] + [standard IN near WHERE NOT standard.certain AND standard.depth >= decisive.depth | standard.value] AS wanted
UNWIND wanted AS value
WITH subject, home, served, min(value) AS least, max(value) AS most
WITH subject, home, max(least) AS least, max(most) AS most
RETURN subject, home,
       CASE WHEN subject.area_m2 >= most THEN true WHEN subject.area_m2 < least THEN false END AS covered,
       CASE WHEN subject.area_m2 IS NULL THEN 'blank' WHEN subject.area_m2 >= most THEN null
            WHEN subject.area_m2 < least THEN 'small' ELSE 'since' END AS because,
       {area_m2: subject.area_m2, wanted: most} AS facts
