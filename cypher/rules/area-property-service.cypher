// title = "小区有物业企业服务"
// title_en = "A company manages the residential area"
// why = "住宅小区要有物业服务。"
// why_en = "Residential areas have to have property service."
// subject = "ResidentialArea"
// needs = []
// explain = ["(subject)-[:LIES_IN]->(:Area)", "(subject)<-[:MANAGES]-(:PropertyCompany)"]
// [sentences]
// none = "小区“{name}”没有物业企业。"
// unknown = "小区“{name}”有没有物业企业不明：没有“物业企业代码”列，或所填代码查无此企业。"
// [sentences_en]
// none = "No property company manages the residential area “{name}”."
// unknown = "Whether a property company manages the residential area “{name}” is not known: the ledger has no column for the company's code, or no company has the code filled in."

// scope
MATCH (subject:ResidentialArea)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
OPTIONAL MATCH (subject)<-[manages:MANAGES]-(company:PropertyCompany) WHERE manages.closed_on IS NULL
WITH subject, home, count(company) AS companies
WITH subject, home, companies, 'company' IN coalesce(subject.unknown, []) AS unknown
RETURN subject, home,
       CASE WHEN companies > 0 THEN true WHEN NOT unknown THEN false END AS covered,
       CASE WHEN companies > 0 THEN null WHEN unknown THEN 'unknown' ELSE 'none' END AS because,
       {} AS facts
