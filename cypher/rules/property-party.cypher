// title = "物业企业有党组织覆盖"
// title_en = "A Party organization covers the property company"
// why = "管理住宅小区的物业企业，要以单建、联建或党建指导员的方式实现党组织覆盖。"
// why_en = "Property companies that manage residential areas have to be covered by a Party organization: one of their own, one with others, or a Party-building instructor."
// subject = "PropertyCompany"
// needs = ["party-coverage"]
// explain = [
//   "(subject)-[:LIES_IN]->(:Area)",
//   "(subject)-[:MANAGES]->(:ResidentialArea)",
//   "(subject)<-[:COVERS]-(:PartyOrganization)",
// ]
// [sentences]
// none = "物业企业“{name}”管理{areas}个小区，没有党组织覆盖（单建、联建、党建指导员都没有）。"
// ledger = "“{home}”没有完整的《党组织覆盖》台账，已装载的材料里没有党组织覆盖物业企业“{name}”，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// none = "The property company “{name}” manages {areas:residential area} and is covered by no Party organization (neither its own, nor one with others, nor a Party-building instructor)."
// ledger = "There is no complete ledger “Party coverage” for “{home}”; what is loaded shows no Party organization that covers the property company “{name}”, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (subject:PropertyCompany)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
MATCH (subject)-[manages:MANAGES]->(area:ResidentialArea) WHERE manages.closed_on IS NULL
WITH subject, home, count(area) AS areas
OPTIONAL MATCH (subject)<-[covers:COVERS]-(organization:PartyOrganization) WHERE covers.closed_on IS NULL
WITH subject, home, areas, count(organization) AS organizations, collect(DISTINCT covers.mode) AS modes
WITH subject, home, areas, organizations, modes, 'party-coverage' IN coalesce(home.ledgers, []) AS complete
RETURN subject, home,
       CASE WHEN organizations > 0 THEN true WHEN complete THEN false END AS covered,
       CASE WHEN organizations > 0 THEN null WHEN complete THEN 'none' ELSE 'ledger' END AS because,
       {areas: areas, modes: modes} AS facts
