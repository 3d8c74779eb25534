// title = "社区与小区交叉任职"
// title_en = "Cross posts between the community and its residential areas"
// why = "小区的业委会成员或物业项目负责人中的党员兼任社区党组织兼职委员，小区的事才有人在社区里说话。"
// why_en = "Where a Party member on the owners' committee or in charge of the property project also serves as part-time committee member of the community's Party organization, the affairs of the residential area are heard in the community."
// subject = "Community"
// needs = ["party-coverage", "posts"]
// explain = [
//   "(subject)-[:CONTAINS*0..1]->(:Area)<-[:LIES_IN]-(:ResidentialArea)",
//   "(subject)-[:CONTAINS*0..1]->(:Area)<-[:LIES_IN]-(:ResidentialArea)<-[:MANAGES|REPRESENTS]-(:PropertyCompany|OwnersCommittee)",
//   "(subject)-[:CONTAINS*0..1]->(:Area)<-[:LIES_IN]-(:ResidentialArea)<-[:MANAGES|REPRESENTS*0..1]-()<-[:POST_OF]-(owner:Post) WHERE owner.kind IN ['业委会主任', '业委会委员', '物业项目负责人']",
//   "(subject)<-[:COVERS]-(:PartyOrganization)",
//   "(subject)<-[:COVERS]-(:PartyOrganization)<-[:POST_OF]-(:Post {kind: '兼职委员'})",
//   "(:Post)-[:SAME_HOLDER*]-(:Post)",
// ]
// [sentences]
// member = "“{name}”有{areas}个小区，覆盖它的党组织没有设兼职委员。"
// owners = "“{name}”有{members}个兼职委员岗位，但{areas}个小区没有党员担任的业委会主任、业委会委员或物业项目负责人。"
// different = "“{name}”的{members}个兼职委员岗位，与{areas}个小区的{owners}个业委会、物业岗位都不是同一人。"
// company = "“{name}”有{unknown}个小区的物业企业不明，不能断定没有交叉任职。"
// holder = "“{name}”的兼职委员与业委会、物业岗位是否同一人、是否党员未填明，不能断定没有交叉任职。"
// ledger = "“{home}”没有完整的《党组织覆盖》《岗位》台账，已装载的材料里没有交叉任职，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// member = "“{name}” has {areas:residential area}, and the Party organizations that cover it have no part-time committee member."
// owners = "“{name}” has {members:part-time committee post}, but in its {areas:residential area} no Party member is director or member of an owners' committee or manager of the property project."
// different = "“{name}” has {members:part-time committee post} and {owners:post} in the owners' committees and property companies of its {areas:residential area}, but nobody holds one of each."
// company = "“{name}” has {unknown:residential area} of which the property company is not known, so it cannot be said that there is no cross post."
// holder = "Whether a part-time committee member of “{name}” also holds a post in an owners' committee or a property company, and is a Party member, is not fully reported, so it cannot be said that there is no cross post."
// ledger = "There are no complete ledgers “Party coverage” and “Posts” for “{home}”; what is loaded shows no cross post, which does not prove that there is none; {district} can supply the ledgers."

// scope
MATCH (area:ResidentialArea)-[lies:LIES_IN]->(place:Area)<-[steps:CONTAINS*0..1]-(home:Community)
WHERE home.closed_on IS NULL AND lies.closed_on IS NULL AND all(step IN steps WHERE step.closed_on IS NULL)
OPTIONAL MATCH (area)<-[link:MANAGES|REPRESENTS]-(body:PropertyCompany|OwnersCommittee) WHERE link.closed_on IS NULL
WITH home, collect(DISTINCT area) AS areas, collect(DISTINCT body) AS bodies
UNWIND areas + bodies AS place
OPTIONAL MATCH (place)<-[at:POST_OF]-(owner:Post)
WHERE at.closed_on IS NULL AND owner.kind IN ['业委会主任', '业委会委员', '物业项目负责人'] AND coalesce(owner.party_member, true)
WITH home, areas, collect(owner) AS owners
OPTIONAL MATCH (home)<-[covers:COVERS]-(organization:PartyOrganization) WHERE covers.closed_on IS NULL
OPTIONAL MATCH (organization)<-[seat:POST_OF]-(member:Post {kind: '兼职委员'}) WHERE seat.closed_on IS NULL
WITH home, areas, owners, count(organization) AS organizations, collect(member) AS members
WITH home, size(areas) AS areas, owners, organizations, members,
     size([area IN areas WHERE 'company' IN coalesce(area.unknown, [])]) AS unknown,
     'party-coverage' IN coalesce(home.ledgers, []) AS coverage_complete,
     'posts' IN coalesce(home.ledgers, []) AS posts_complete,
     reduce(pairs = [], member IN members | pairs + [owner IN owners | [member, owner]]) AS pairs
WITH home, areas, owners, organizations, members, unknown, coverage_complete, posts_complete,
     size([pair IN pairs WHERE pair[0].chain = pair[1].chain AND pair[1].party_member]) AS same,
     size([pair IN pairs WHERE coalesce(pair[0].chain = pair[1].chain, false) AND pair[1].party_member IS NULL
                            OR NOT coalesce(pair[0].chain = pair[1].chain, false)
                               AND (pair[0].holder IS NULL OR pair[1].holder IS NULL)]) AS open,
     size(members) = 0 AND coverage_complete AND (organizations = 0 OR posts_complete) AS memberless,
     size(owners) = 0 AND posts_complete AND unknown = 0 AS ownerless
WITH home, areas, owners, members, unknown, same, open, memberless, ownerless,
     coverage_complete AND posts_complete AS complete
RETURN home AS subject, home,
       CASE WHEN same > 0 THEN true WHEN memberless OR ownerless THEN false
            WHEN complete AND unknown = 0 AND open = 0 THEN false END AS covered,
       CASE WHEN same > 0 THEN null WHEN memberless THEN 'member' WHEN ownerless THEN 'owners'
            WHEN NOT complete THEN 'ledger' WHEN unknown > 0 THEN 'company'
            WHEN open > 0 THEN 'holder' ELSE 'different' END AS because,
       {areas: areas, members: size(members), owners: size(owners), unknown: unknown} AS facts
