// title = "社区（村）建有党组织"
// title_en = "A Party organization covers the community"
// why = "每个社区和村都要有党委、党总支或党支部。"
// why_en = "Every community and village has to have a Party committee, general branch or branch."
// subject = "Community"
// needs = ["party-coverage"]
// explain = ["(subject)<-[:COVERS]-(:PartyOrganization)"]
// [sentences]
// none = "“{name}”没有党委、党总支或党支部覆盖。"
// others = "“{name}”只有{others}覆盖，不是党委、党总支或党支部，不计入。"
// ledger = "“{home}”没有完整的《党组织覆盖》台账，已装载的材料里没有党委、党总支或党支部覆盖它，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// none = "No Party committee, general branch or branch covers “{name}”."
// others = "“{name}” is covered by {others} only; a Party committee, general branch or branch is required."
// ledger = "There is no complete ledger “Party coverage” for “{home}”; what is loaded shows no Party committee, general branch or branch that covers it, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (home:Community) WHERE home.closed_on IS NULL
WITH home, 'party-coverage' IN coalesce(home.ledgers, []) AS complete,
     EXISTS {
       MATCH (home)<-[covers:COVERS]-(organization:PartyOrganization)
       WHERE covers.closed_on IS NULL AND organization.kind IN ['党委', '党总支', '党支部']
     } AS found
WITH home, complete, found,
     CASE WHEN found OR NOT complete THEN [] ELSE COLLECT {
       MATCH (home)<-[covers:COVERS]-(organization:PartyOrganization) WHERE covers.closed_on IS NULL
       RETURN organization.name
     } END AS others
RETURN home AS subject, home,
       CASE WHEN found THEN true WHEN complete THEN false END AS covered,
       CASE WHEN found THEN null WHEN NOT complete THEN 'ledger' WHEN size(others) > 0 THEN 'others' ELSE 'none' END AS because,
       {others: others} AS facts
