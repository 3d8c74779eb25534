// title = "责任事项有牵头单位"
// title_en = "A department leads the task"
// why = "每件责任事项都要有牵头单位。"
// why_en = "Every task has to have a leading department."
// subject = "Task"
// needs = []
// explain = ["(subject)-[:LIES_IN]->(:Area)", "(subject)<-[:LEADS]-(:Department)"]
// [sentences]
// none = "事项“{name}”的牵头单位是空的。"
// unknown = "事项“{name}”的牵头单位没有填报（没有“牵头单位”列，或填报有误）。"
// [sentences_en]
// none = "The task “{name}” has no leading department."
// unknown = "The leading department of the task “{name}” is not reported (no such column, or an unusable entry)."

// scope
MATCH (subject:Task)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
OPTIONAL MATCH (subject)<-[leads:LEADS]-(department:Department) WHERE leads.closed_on IS NULL
WITH subject, home, count(department) AS departments
WITH subject, home, departments, 'leads' IN coalesce(subject.unknown, []) AS unknown
RETURN subject, home,
       CASE WHEN departments > 0 THEN true WHEN NOT unknown THEN false END AS covered,
       CASE WHEN departments > 0 THEN null WHEN unknown THEN 'unknown' ELSE 'none' END AS because,
       {} AS facts
