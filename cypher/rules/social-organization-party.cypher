// title = "社会组织有党组织覆盖"
// title_en = "A Party organization covers the social organization"
// why = "社会组织要有党组织覆盖。"
// why_en = "Social organizations have to be covered by a Party organization."
// subject = "SocialOrganization"
// needs = ["party-coverage"]
// explain = ["(subject)-[:LIES_IN]->(:Area)", "(subject)<-[:COVERS]-(:PartyOrganization)"]
// [sentences]
// none = "社会组织“{name}”没有党组织覆盖。"
// ledger = "“{home}”没有完整的《党组织覆盖》台账，已装载的材料里没有党组织覆盖社会组织“{name}”，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// none = "No Party organization covers the social organization “{name}”."
// ledger = "There is no complete ledger “Party coverage” for “{home}”; what is loaded shows no Party organization that covers the social organization “{name}”, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (subject:SocialOrganization)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
OPTIONAL MATCH (subject)<-[covers:COVERS]-(organization:PartyOrganization) WHERE covers.closed_on IS NULL
WITH subject, home, count(organization) AS organizations
WITH subject, home, organizations, 'party-coverage' IN coalesce(home.ledgers, []) AS complete
RETURN subject, home,
       CASE WHEN organizations > 0 THEN true WHEN complete THEN false END AS covered,
       CASE WHEN organizations > 0 THEN null WHEN complete THEN 'none' ELSE 'ledger' END AS because,
       {} AS facts
