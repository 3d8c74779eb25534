// title = "街道有街道党群服务中心"
// title_en = "A street's service centre serves the street"
// why = "每个街道都要有街道级的党群服务中心。"
// why_en = "Every street has to have a service centre of its own level."
// subject = "Street"
// needs = ["service-centres"]
// explain = ["(subject)<-[:SERVES]-(:ServiceCentre)"]
// [sentences]
// none = "没有党群服务中心服务“{name}”。"
// others = "服务“{name}”的只有{others}，不是街道党群服务中心。"
// ledger = "“{home}”没有完整的《党群服务中心》台账，已装载的中心里没有服务它的街道中心，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// none = "No service centre serves “{name}”."
// others = "“{name}” is served by {others} only; a street's service centre is required."
// ledger = "There is no complete ledger “Service centres” for “{home}”; none of the centres loaded is a street's centre that serves it, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (home:Street {kind: '街道'}) WHERE home.closed_on IS NULL
OPTIONAL MATCH (home)<-[serves:SERVES]-(centre:ServiceCentre) WHERE serves.closed_on IS NULL
WITH home, sum(CASE centre.kind WHEN '街道' THEN 1 ELSE 0 END) AS centres,
     collect(CASE WHEN centre.kind <> '街道' THEN centre.name END) AS others
WITH home, centres, others, 'service-centres' IN coalesce(home.ledgers, []) AS complete
RETURN home AS subject, home,
       CASE WHEN centres > 0 THEN true WHEN complete THEN false END AS covered,
       CASE WHEN centres > 0 THEN null WHEN NOT complete THEN 'ledger'
            WHEN size(others) > 0 THEN 'others' ELSE 'none' END AS because,
       {others: others} AS facts
