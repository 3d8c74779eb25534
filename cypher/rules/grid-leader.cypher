// title = "网格配有网格长"
// title_en = "The grid has a leader"
// why = "每个网格要有一名网格长牵头。"
// why_en = "Every grid has to have a leader."
// subject = "Grid"
// needs = ["posts"]
// explain = ["(subject)<-[:POST_OF]-(:Post)"]
// [sentences]
// none = "“{name}”没有任何岗位，网格长空缺。"
// others = "“{name}”有{posts}个岗位（{kinds}），但没有网格长。"
// ledger = "“{home}”没有完整的《岗位》台账，已装载的材料里没有它的网格长，不能断定确实空缺；可由{district}补报。"
// [sentences_en]
// none = "“{name}” has no post at all, and so no leader."
// others = "“{name}” has {posts:post} ({kinds}), but no leader."
// ledger = "There is no complete ledger “Posts” for “{home}”; what is loaded shows no leader of this grid, which does not prove that the post is vacant; {district} can supply the ledger."

// scope
MATCH (home:Grid) WHERE home.closed_on IS NULL
WITH home, 'posts' IN coalesce(home.ledgers, []) AS complete,
     EXISTS { MATCH (home)<-[at:POST_OF]-(:Post {kind: '网格长'}) WHERE at.closed_on IS NULL } AS found
WITH home, complete, found,
     CASE WHEN found OR NOT complete THEN [] ELSE COLLECT {
       MATCH (home)<-[at:POST_OF]-(post:Post) WHERE at.closed_on IS NULL
       RETURN post.kind
     } END AS posts
RETURN home AS subject, home,
       CASE WHEN found THEN true WHEN complete THEN false END AS covered,
       CASE WHEN found THEN null WHEN NOT complete THEN 'ledger' WHEN size(posts) > 0 THEN 'others' ELSE 'none' END AS because,
       {posts: size(posts), kinds: reduce(kinds = [], kind IN posts | CASE WHEN kind IN kinds THEN kinds ELSE kinds + kind END)} AS facts
