// title = "社区有党群服务中心"
// title_en = "A service centre serves the community"
// why = "每个社区都要有党群服务中心服务。"
// why_en = "Every community has to be served by a service centre."
// subject = "Community"
// needs = ["service-centres"]
// explain = ["(subject)<-[:SERVES]-(:ServiceCentre)"]
// [sentences]
// none = "没有党群服务中心服务“{name}”。"
// ledger = "“{home}”没有完整的《党群服务中心》台账，已装载的中心都不服务它，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// none = "No service centre serves “{name}”."
// ledger = "There is no complete ledger “Service centres” for “{home}”; none of the centres loaded serves it, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (home:Community {kind: '社区'}) WHERE home.closed_on IS NULL
WITH home, 'service-centres' IN coalesce(home.ledgers, []) AS complete,
     EXISTS { MATCH (home)<-[serves:SERVES]-(:ServiceCentre) WHERE serves.closed_on IS NULL } AS found
RETURN home AS subject, home,
       CASE WHEN found THEN true WHEN complete THEN false END AS covered,
       CASE WHEN found THEN null WHEN complete THEN 'none' ELSE 'ledger' END AS because,
       {} AS facts
