// title = "单位资源得到使用"
// title_en = "A project uses the resource"
// why = "单位拿出的资源要有共建项目用上，不闲置。"
// why_en = "The resources that units offer have to be used by co-building projects and not lie idle."
// subject = "Resource"
// needs = ["projects"]
// explain = [
//   "(subject)<-[:OFFERS]-(:PartnerUnit)-[:LIES_IN]->(:Area)",
//   "(subject)<-[:USES]-(:Project)",
//   "(subject)<-[:OFFERS]-(:PartnerUnit)-[:PARTY_TO]->(:Agreement)<-[:UNDER]-(other:Project) WHERE 'resource' IN coalesce(other.unknown, [])",
// ]
// [sentences]
// none = "“{unit}”的资源“{content}”没有项目使用。"
// ended = "“{unit}”的资源“{content}”只有已终止的项目用过，现在闲置。"
// project = "“{unit}”有{doubtful}个项目的资源编号填报有误或没有该列，不能断定资源“{content}”闲置。"
// ledger = "“{home}”没有完整的《项目清单》台账，已装载的项目都没有使用“{unit}”的资源“{content}”，不能断定闲置；可由{district}补报。"
// [sentences_en]
// none = "No project uses the resource “{content}” of “{unit}”."
// ended = "Only terminated projects used the resource “{content}” of “{unit}”; it is idle now."
// project = "“{unit}” has {doubtful:project} whose resource code is unusable or not reported, so it cannot be said that the resource “{content}” is idle."
// ledger = "There is no complete ledger “Projects” for “{home}”; none of the projects loaded uses the resource “{content}” of “{unit}”, which does not prove that it is idle; {district} can supply the ledger."

// scope
MATCH (subject:Resource)<-[offers:OFFERS]-(unit:PartnerUnit)-[lies:LIES_IN]->(home:Area)
WHERE lies.closed_on IS NULL AND offers.closed_on IS NULL AND subject.closed_on IS NULL
OPTIONAL MATCH (subject)<-[uses:USES]-(project:Project) WHERE uses.closed_on IS NULL
WITH subject, home, unit, count(project) AS projects,
     sum(CASE WHEN project.state <> '已终止' THEN 1 ELSE 0 END) AS running
WITH subject, home, unit, projects, running, 'projects' IN coalesce(home.ledgers, []) AS complete,
     COUNT {
       MATCH (unit)-[signs:PARTY_TO]->(:Agreement)<-[under:UNDER]-(other:Project)
       WHERE signs.closed_on IS NULL AND under.closed_on IS NULL
         AND 'resource' IN coalesce(other.unknown, []) AND other.state <> '已终止'
     } AS doubtful
RETURN subject, home,
       CASE WHEN running > 0 THEN true WHEN doubtful = 0 AND complete THEN false END AS covered,
       CASE WHEN running > 0 THEN null WHEN doubtful > 0 THEN 'project' WHEN NOT complete THEN 'ledger'
            WHEN projects > 0 THEN 'ended' ELSE 'none' END AS because,
       {unit: unit.name, content: coalesce(subject.content, subject.name), doubtful: doubtful} AS facts
