// title = "吹哨派单按期办结并反馈"
// title_en = "The dispatched order is answered in time"
// why = "网格吹哨派出的事项，要在办结期限前办结，办结后要反馈。"
// why_en = "What grids call for and is dispatched has to be resolved by its deadline, and answered once it is resolved."
// subject = "WorkOrder"
// needs = []
// explain = ["(subject)-[:RAISED_IN]->(:Grid)"]
// [sentences]
// late = "事项“{name}”期限{due}，{resolved}才办结，超期。"
// overdue = "事项“{name}”应于{due}办结，至今未办结。"
// silent = "事项“{name}”已于{resolved}办结，没有反馈。"
// due = "事项“{name}”没有办结期限，不能判断是否按期。"
// resolved = "事项“{name}”办结时间不明（没有“办结时间”列，或填报有误），不能判断是否按期。"
// fed_back = "事项“{name}”已按期办结，是否反馈不明（没有“反馈时间”列，或填报有误）。"
// [sentences_en]
// late = "The work order “{name}” was due {due} and resolved only {resolved}, past its deadline."
// overdue = "The work order “{name}” was due {due} and is still not resolved."
// silent = "The work order “{name}” was resolved {resolved}, without feedback."
// due = "The work order “{name}” has no deadline, so it cannot be judged whether it is on time."
// resolved = "When the work order “{name}” was resolved is not known (no such column, or an unusable entry), so it cannot be judged whether it is on time."
// fed_back = "The work order “{name}” was resolved in time; whether there was feedback is not known (no such column, or an unusable entry)."

// scope
MATCH (subject:WorkOrder)-[raised:RAISED_IN]->(home:Grid)
WHERE raised.closed_on IS NULL AND subject.closed_on IS NULL AND subject.dispatched IS NOT NULL
WITH subject, home, 'resolved' IN coalesce(subject.unknown, []) AS unresolved,
     'fed_back' IN coalesce(subject.unknown, []) AS unheard
WITH subject, home, unresolved,
     CASE WHEN unresolved OR subject.due IS NULL THEN null
          WHEN subject.resolved IS NULL THEN date(subject.due) >= $as_of
          ELSE subject.resolved <= subject.due END AS timely,
     CASE WHEN unresolved THEN null WHEN subject.resolved IS NULL OR subject.fed_back IS NOT NULL THEN true
          WHEN NOT unheard THEN false END AS answered
WITH subject, home, unresolved, timely, answered, timely AND answered AS covered
RETURN subject, home, covered,
       CASE WHEN covered THEN null
            WHEN timely = false THEN CASE WHEN subject.resolved IS NULL THEN 'overdue' ELSE 'late' END
            WHEN answered = false THEN 'silent' WHEN unresolved THEN 'resolved'
            WHEN timely IS NULL THEN 'due' ELSE 'fed_back' END AS because,
       {due: subject.due, resolved: subject.resolved} AS facts
