// title = "社区划分了网格"
// title_en = "The community is divided into grids"
// why = "社区要划分网格，治理才能到户。"
// why_en = "A community has to be divided into grids, so that governance reaches every household."
// subject = "Community"
// needs = ["grids"]
// explain = ["(subject)-[:CONTAINS]->(:Grid)"]
// [sentences]
// none = "“{name}”没有划分网格。"
// ledger = "“{home}”没有完整的《网格》台账，已装载的材料里没有它的网格，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// none = "“{name}” is not divided into grids."
// ledger = "There is no complete ledger “Grids” for “{home}”; what is loaded shows no grid of it, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (home:Community {kind: '社区'}) WHERE home.closed_on IS NULL
WITH home, 'grids' IN coalesce(home.ledgers, []) AS complete,
     EXISTS { MATCH (home)-[contains:CONTAINS]->(:Grid) WHERE contains.closed_on IS NULL } AS found
RETURN home AS subject, home,
       CASE WHEN found THEN true WHEN complete THEN false END AS covered,
       CASE WHEN found THEN null WHEN complete THEN 'none' ELSE 'ledger' END AS because,
       {} AS facts
