// title = "社区划分了网格"
// title_en = "The community is divided into grids"
// why = "社区要划分网格，治理才能到户。"
// subject = "Community"
// needs = ["grids"]
// explain = ["(subject)-[:CONTAINS]->(:Grid)"]
// [sentences]
// none = "“{name}”没有划分网格。"
// ledger = "“{home}”没有完整的《网格》台账，已装载的材料里没有它的网格，不能断定确实没有；可由{district}补报。"

// scope
MATCH (home:Community {kind: '社区'}) WHERE home.closed_on IS NULL
WITH home, 'grids' IN coalesce(home.ledgers, []) AS complete,
     EXISTS { MATCH (home)-[contains:CONTAINS]->(:Grid) WHERE contains.closed_on IS NULL } AS found
RETURN home AS subject, home,
       CASE WHEN found THEN true WHEN complete THEN false END AS covered,
       CASE WHEN found THEN null WHEN complete THEN 'none' ELSE 'ledger' END AS because,
       {} AS facts
