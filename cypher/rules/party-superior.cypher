// title = "党组织有上级"
// title_en = "The Party organization has a superior"
// why = "除党工委和行业党委外，每个党组织都要隶属上级党组织，链条不断。"
// why_en = "Every Party organization except Party working committees and Party committees of industries has to be subordinate to a superior one, so that the chain is unbroken."
// subject = "PartyOrganization"
// needs = []
// explain = ["(subject)-[:LIES_IN]->(:Area)", "(subject)-[:SUBORDINATE_TO]->(:PartyOrganization)"]
// [sentences]
// none = "{kind}“{name}”没有上级党组织。"
// unknown = "{kind}“{name}”的上级党组织不明：没有“上级党组织编码”列，或所填编码查无此组织。"
// [sentences_en]
// none = "The Party organization “{name}” ({kind}) has no superior."
// unknown = "The superior of the Party organization “{name}” ({kind}) is not known: the ledger has no column for its code, or no organization has the code filled in."

// scope
MATCH (subject:PartyOrganization)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL AND NOT subject.kind IN ['党工委', '行业党委']
WITH subject, home, 'superior' IN coalesce(subject.unknown, []) AS unknown,
     EXISTS { MATCH (subject)-[under:SUBORDINATE_TO]->(:PartyOrganization) WHERE under.closed_on IS NULL } AS found
RETURN subject, home,
       CASE WHEN found THEN true WHEN NOT unknown THEN false END AS covered,
       CASE WHEN found THEN null WHEN unknown THEN 'unknown' ELSE 'none' END AS because,
       {kind: subject.kind} AS facts
