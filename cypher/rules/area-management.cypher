// title = "无物业小区有楼宇管理委员会"
// title_en = "A building committee represents the area that no company manages"
// why = "没有物业企业的小区要成立楼宇管理委员会自我管理。"
// why_en = "A residential area without a property company has to set up a building committee to manage itself."
// subject = "ResidentialArea"
// needs = []
// explain = [
//   "(subject)-[:LIES_IN]->(:Area)",
//   "(subject)<-[:MANAGES]-(:PropertyCompany)",
//   "(subject)<-[:REPRESENTS]-(:BuildingCommittee)",
// ]
// [sentences]
// none = "小区“{name}”没有物业企业，也没有楼宇管理委员会。"
// unknown = "小区“{name}”没有物业企业，有没有楼宇管理委员会没有填明。"
// [sentences_en]
// none = "No property company manages the residential area “{name}”, and it has no building committee."
// unknown = "No property company manages the residential area “{name}”; whether it has a building committee is not stated."

// scope
MATCH (subject:ResidentialArea)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
OPTIONAL MATCH (subject)<-[manages:MANAGES]-(company:PropertyCompany) WHERE manages.closed_on IS NULL
WITH subject, home, count(company) AS companies, min(company.name) AS company
WHERE companies = 0 AND NOT 'company' IN coalesce(subject.unknown, [])
OPTIONAL MATCH (subject)<-[represents:REPRESENTS]-(committee:BuildingCommittee) WHERE represents.closed_on IS NULL
WITH subject, home, company, count(committee) AS committees
WITH subject, home, company, committees, 'building_committee' IN coalesce(subject.unknown, []) AS unknown
RETURN subject, home,
       CASE WHEN committees > 0 THEN true WHEN NOT unknown THEN false END AS covered,
       CASE WHEN committees > 0 THEN null WHEN unknown THEN 'unknown' ELSE 'none' END AS because,
       {company: company} AS facts
