// title = "社区需求有项目满足"
// title_en = "A project meets the demand"
// why = "社区提出的需求要有共建项目认领，有求必应。"
// why_en = "Every demand that a community raises has to be taken up by a co-building project."
// subject = "Demand"
// needs = ["projects"]
// explain = [
//   "(subject)<-[:RAISES]-(:Community)",
//   "(subject)<-[:MEETS]-(:Project)",
//   "(subject)<-[:RAISES]-(:Community)-[:PARTY_TO]->(:Agreement)<-[:UNDER]-(other:Project) WHERE 'demand' IN coalesce(other.unknown, [])",
// ]
// [sentences]
// none = "“{home}”的需求“{content}”没有项目认领。"
// ended = "“{home}”的需求“{content}”只有已终止的项目，没有项目在满足它。"
// project = "“{home}”有{doubtful}个项目的需求编号填报有误或没有该列，不能断定需求“{content}”无人认领。"
// ledger = "“{home}”没有完整的《项目清单》台账，已装载的项目都不满足需求“{content}”，不能断定无人认领；可由{district}补报。"
// [sentences_en]
// none = "No project meets the demand “{content}” of “{home}”."
// ended = "The demand “{content}” of “{home}” has only terminated projects; none is meeting it."
// project = "“{home}” has {doubtful:project} whose demand code is unusable or not reported, so it cannot be said that no project meets the demand “{content}”."
// ledger = "There is no complete ledger “Projects” for “{home}”; none of the projects loaded meets the demand “{content}”, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (subject:Demand)<-[raises:RAISES]-(home:Community)
WHERE raises.closed_on IS NULL AND subject.closed_on IS NULL
OPTIONAL MATCH (subject)<-[meets:MEETS]-(project:Project) WHERE meets.closed_on IS NULL
WITH subject, home, count(project) AS projects,
     sum(CASE WHEN project.state <> '已终止' THEN 1 ELSE 0 END) AS running
WITH subject, home, projects, running, 'projects' IN coalesce(home.ledgers, []) AS complete,
     COUNT {
       MATCH (home)-[signs:PARTY_TO]->(:Agreement)<-[under:UNDER]-(other:Project)
       WHERE signs.closed_on IS NULL AND under.closed_on IS NULL
         AND 'demand' IN coalesce(other.unknown, []) AND other.state <> '已终止'
     } AS doubtful
RETURN subject, home,
       CASE WHEN running > 0 THEN true WHEN doubtful = 0 AND complete THEN false END AS covered,
       CASE WHEN running > 0 THEN null WHEN doubtful > 0 THEN 'project' WHEN NOT complete THEN 'ledger'
            WHEN projects > 0 THEN 'ended' ELSE 'none' END AS because,
       {content: coalesce(subject.content, subject.name), doubtful: doubtful} AS facts
