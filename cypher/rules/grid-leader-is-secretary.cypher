// title = "网格长由党组织书记（党小组长）担任"
// title_en = "The grid's leader is secretary of an organization that covers it"
// why = "网格长与覆盖该网格的党组织书记、党小组长由同一人担任，责任才落得到一个人。"
// subject = "Grid"
// needs = ["posts"]
// [sentences]
// none = "“{name}”有{leaders}个网格长岗位，覆盖它的党组织（{organizations}）没有书记或党小组长岗位，无人可兼任。"
// different = "“{name}”的网格长与覆盖它的党组织（{organizations}）的书记、党小组长都不是同一人。"
// holder = "“{name}”的网格长与党组织书记、党小组长是否同一人不明：有岗位的“兼任岗位编码”未填明。"
// ledger = "“{home}”没有完整的《岗位》台账，已装载的岗位中网格长未兼任书记或党小组长，不能断定确实没有；可由{district}补报。"

// scope
MATCH (home:Grid) WHERE home.closed_on IS NULL
MATCH (home)<-[at:POST_OF]-(leader:Post {kind: '网格长'}) WHERE at.closed_on IS NULL
MATCH (home)<-[covers:COVERS]-(organization:PartyOrganization) WHERE covers.closed_on IS NULL
OPTIONAL MATCH (organization)<-[seat:POST_OF]-(secretary:Post)
WHERE seat.closed_on IS NULL AND secretary.kind IN ['党组织书记', '党小组长']
WITH home, count(DISTINCT leader) AS leaders, collect(DISTINCT organization.name) AS organizations,
     sum(CASE WHEN organization.kind IN ['党支部', '党小组', '党总支', '党委'] THEN 1 ELSE 0 END) AS branches,
     count(secretary) AS pairs,
     sum(CASE WHEN leader.chain = secretary.chain THEN 1 ELSE 0 END) AS same,
     sum(CASE WHEN leader.chain = secretary.chain THEN 0
              WHEN leader.holder <> secretary.holder THEN 1 ELSE 0 END) AS different
WHERE branches > 0
WITH home, leaders, organizations, pairs, same, pairs - same - different AS open,
     'posts' IN coalesce(home.ledgers, []) AS complete
RETURN home AS subject, home,
       CASE WHEN same > 0 THEN true WHEN open = 0 AND complete THEN false END AS covered,
       CASE WHEN same > 0 THEN null WHEN open > 0 THEN 'holder' WHEN NOT complete THEN 'ledger'
            WHEN pairs > 0 THEN 'different' ELSE 'none' END AS because,
       {leaders: leaders, organizations: organizations} AS facts
