// title = "共建协议有需求、资源、项目三张清单"
// title_en = "The agreement has its three lists"
// why = "签了协议还要对接：社区提需求、单位出资源、双方认领项目，缺一样就停在纸面上。"
// why_en = "Signing is not enough: the community states demands, the unit offers resources, the two take up projects; where one is missing, the agreement stays on paper."
// subject = "Agreement"
// needs = ["demands", "resources", "projects"]
// explain = [
//   "(subject)<-[:PARTY_TO]-(:Community)-[:RAISES]->(:Demand)",
//   "(subject)<-[:PARTY_TO]-(:Community)",
//   "(subject)<-[:PARTY_TO]-(:PartnerUnit)-[:LIES_IN]->(:Area)",
//   "(subject)<-[:PARTY_TO]-(:PartnerUnit)-[:OFFERS]->(:Resource)",
//   "(subject)<-[:UNDER]-(:Project)",
// ]
// [places]
// resources = "(subject)<-[:PARTY_TO]-(:PartnerUnit)-[:LIES_IN]->(place:Area)"
// [sentences]
// missing = "“{community}”与“{unit}”的共建协议缺{missing}。"
// ledger = "“{community}”与“{unit}”的共建协议：已装载的材料里缺{unknown}，而相应台账不完整，不能断定确实没有。"
// [sentences_en]
// missing = "The co-building agreement between “{community}” and “{unit}” lacks {missing}."
// ledger = "For the co-building agreement between “{community}” and “{unit}” what is loaded shows no {unknown}, but those ledgers are not complete, so there may be some."
// [words]
// demand = "社区需求（需求清单）"
// resource = "单位资源（资源清单）"
// project = "共建项目（项目清单）"
// [words_en]
// demand = "demands of the community (ledger “Demands”)"
// resource = "resources of the unit (ledger “Resources”)"
// project = "projects (ledger “Projects”)"

// scope
MATCH (subject:Agreement)<-[signs:PARTY_TO]-(home:Community)
WHERE signs.closed_on IS NULL AND subject.closed_on IS NULL
  AND subject.signed <= $as_of AND NOT 'expires' IN coalesce(subject.unknown, [])
  AND (subject.expires IS NULL OR subject.expires >= $as_of)
OPTIONAL MATCH (subject)<-[joins:PARTY_TO]-(unit:PartnerUnit) WHERE joins.closed_on IS NULL
OPTIONAL MATCH (unit)-[lies:LIES_IN]->(place:Area) WHERE lies.closed_on IS NULL
WITH subject, home, unit, place,
     EXISTS { MATCH (home)-[raises:RAISES]->(:Demand) WHERE raises.closed_on IS NULL } AS demand,
     EXISTS { MATCH (unit)-[offers:OFFERS]->(:Resource) WHERE offers.closed_on IS NULL } AS resource,
     EXISTS { MATCH (subject)<-[under:UNDER]-(:Project) WHERE under.closed_on IS NULL } AS project
WITH subject, home, unit,
     CASE WHEN demand THEN true WHEN 'demands' IN coalesce(home.ledgers, []) THEN false END AS demand,
     CASE WHEN resource THEN true WHEN 'resources' IN coalesce(place.ledgers, []) THEN false END AS resource,
     CASE WHEN project THEN true WHEN 'projects' IN coalesce(home.ledgers, []) THEN false END AS project
WITH subject, home, unit, demand AND resource AND project AS covered,
     [part IN [['demand', demand], ['resource', resource], ['project', project]] WHERE part[1] = false | part[0]] AS missing,
     [part IN [['demand', demand], ['resource', resource], ['project', project]] WHERE part[1] IS NULL | part[0]] AS unknown
RETURN subject, home, covered,
       CASE WHEN covered THEN null WHEN size(missing) > 0 THEN 'missing' ELSE 'ledger' END AS because,
       {community: home.name, unit: unit.name, missing: missing, unknown: unknown} AS facts
