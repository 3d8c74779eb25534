// title = "有物业小区有业主委员会"
// title_en = "An owners' committee represents the area that a company manages"
// why = "有物业企业的小区要成立业主委员会，与物业企业相互监督。"
// why_en = "Where a property company manages a residential area an owners' committee has to be set up, so that the two keep each other in check."
// subject = "ResidentialArea"
// needs = []
// explain = [
//   "(subject)-[:LIES_IN]->(:Area)",
//   "(subject)<-[:MANAGES]-(:PropertyCompany)",
//   "(subject)<-[:REPRESENTS]-(:OwnersCommittee)",
// ]
// [sentences]
// none = "小区“{name}”由{company}管理，没有业主委员会。"
// unknown = "小区“{name}”由{company}管理，有没有业主委员会没有填明。"
// [sentences_en]
// none = "The residential area “{name}” is managed by {company} and has no owners' committee."
// unknown = "The residential area “{name}” is managed by {company}; whether it has an owners' committee is not stated."

// scope
MATCH (subject:ResidentialArea)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
OPTIONAL MATCH (subject)<-[manages:MANAGES]-(company:PropertyCompany) WHERE manages.closed_on IS NULL
WITH subject, home, count(company) AS companies, min(company.name) AS company
WHERE companies > 0
OPTIONAL MATCH (subject)<-[represents:REPRESENTS]-(committee:OwnersCommittee) WHERE represents.closed_on IS NULL
WITH subject, home, company, count(committee) AS committees
WITH subject, home, company, committees, 'owners_committee' IN coalesce(subject.unknown, []) AS unknown
RETURN subject, home,
       CASE WHEN committees > 0 THEN true WHEN NOT unknown THEN false END AS covered,
       CASE WHEN committees > 0 THEN null WHEN unknown THEN 'unknown' ELSE 'none' END AS because,
       {company: company} AS facts
