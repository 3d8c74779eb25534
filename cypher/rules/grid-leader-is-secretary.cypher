// title = "网格长由党组织书记（党小组长）担任"
// title_en = "The grid's leader is secretary of an organization that covers it"
// why = "网格长与覆盖该网格的党组织书记、党小组长由同一人担任，责任才落得到一个人。"
// why_en = "The grid's leader and the secretary or group leader of a Party organization that covers the grid have to be the same person, so that one person is answerable."
// subject = "Grid"
// needs = ["posts"]
// explain = [
//   "(subject)<-[:POST_OF]-(:Post {kind: '网格长'})",
//   "(subject)<-[:COVERS]-(:PartyOrganization)",
//   "(subject)<-[:COVERS]-(:PartyOrganization)<-[:POST_OF]-(secretary:Post) WHERE secretary.kind IN ['党组织书记', '党小组长']",
//   "(:Post)-[:SAME_HOLDER*]-(:Post)",
// ]
// [sentences]
// none = "“{name}”有{leaders}个网格长岗位，覆盖它的党组织（{organizations}）没有书记或党小组长岗位，无人可兼任。"
// different = "“{name}”的网格长与覆盖它的党组织（{organizations}）的书记、党小组长都不是同一人。"
// holder = "“{name}”的网格长与党组织书记、党小组长是否同一人不明：有岗位的“兼任岗位编码”未填明。"
// ledger = "“{home}”没有完整的《岗位》台账，已装载的岗位中网格长未兼任书记或党小组长，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// none = "“{name}” has {leaders:leader's post|leaders' posts}, but the Party organizations that cover it ({organizations}) have no post of secretary or group leader, so nobody can hold both."
// different = "No leader of “{name}” is also secretary or group leader of a Party organization that covers it ({organizations})."
// holder = "Whether a leader of “{name}” is also secretary or group leader of a Party organization that covers it is not known: of some posts it is not reported which others their holder has."
// ledger = "There is no complete ledger “Posts” for “{home}”; in the posts loaded no leader of the grid is also secretary or group leader, which does not prove that none is; {district} can supply the ledger."

// scope
MATCH (home:Grid)
WHERE home.closed_on IS NULL
  AND EXISTS { MATCH (home)<-[at:POST_OF]-(:Post {kind: '网格长'}) WHERE at.closed_on IS NULL }
  AND EXISTS {
    MATCH (home)<-[covers:COVERS]-(branch:PartyOrganization)
    WHERE covers.closed_on IS NULL AND branch.kind IN ['党支部', '党小组', '党总支', '党委']
  }
// One word for each pair of a leader and a secretary.
WITH home, 'posts' IN coalesce(home.ledgers, []) AS complete, COLLECT {
  MATCH (home)<-[covers:COVERS]-(:PartyOrganization)<-[seat:POST_OF]-(secretary:Post)
  WHERE covers.closed_on IS NULL AND seat.closed_on IS NULL AND secretary.kind IN ['党组织书记', '党小组长']
  MATCH (home)<-[at:POST_OF]-(leader:Post {kind: '网格长'})
  WHERE at.closed_on IS NULL
  RETURN CASE WHEN leader.chain = secretary.chain THEN 'same'
              WHEN leader.holder <> secretary.holder THEN 'different' ELSE 'open' END
} AS pairs
RETURN home AS subject, home,
       CASE WHEN 'same' IN pairs THEN true WHEN NOT 'open' IN pairs AND complete THEN false END AS covered,
       CASE WHEN 'same' IN pairs THEN null WHEN 'open' IN pairs THEN 'holder' WHEN NOT complete THEN 'ledger'
            WHEN size(pairs) > 0 THEN 'different' ELSE 'none' END AS because,
       {leaders: CASE WHEN 'same' IN pairs THEN 0 ELSE COUNT {
          MATCH (home)<-[at:POST_OF]-(:Post {kind: '网格长'}) WHERE at.closed_on IS NULL
        } END,
        organizations: CASE WHEN 'same' IN pairs THEN [] ELSE COLLECT {
          MATCH (home)<-[covers:COVERS]-(organization:PartyOrganization) WHERE covers.closed_on IS NULL
          RETURN organization.name
        } END} AS facts
