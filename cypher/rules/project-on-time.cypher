// title = "共建项目按期完成"
// title_en = "The project is on time"
// why = "认领的项目要在计划完成日期前完成。"
// why_en = "Projects that were taken up have to be completed by the planned day."
// subject = "Project"
// needs = []
// explain = ["(subject)-[:UNDER]->(:Agreement)<-[:PARTY_TO]-(:Community)"]
// [sentences]
// late = "项目“{name}”计划{due}完成，实际{completed}完成，逾期{days}天。"
// overdue = "项目“{name}”应于{due}完成，至今{state}，已逾期{days}天。"
// undated = "项目“{name}”填为已完成，但没有完成日期，不能判断是否按期（期限{due}）。"
// [sentences_en]
// late = "The project “{name}” was planned for {due} and completed on {completed}, {days:day} late."
// overdue = "The project “{name}” was due on {due} and its state is still “{state}”, {days:day} overdue."
// undated = "The project “{name}” is reported as completed without a date, so it cannot be judged whether it was on time (due on {due})."

// scope
MATCH (subject:Project)-[under:UNDER]->(agreement:Agreement)<-[signs:PARTY_TO]-(home:Community)
WHERE signs.closed_on IS NULL AND under.closed_on IS NULL AND subject.closed_on IS NULL
  AND subject.state <> '已终止' AND subject.planned IS NOT NULL
WITH subject, home,
     CASE WHEN subject.completed IS NOT NULL THEN subject.completed <= subject.planned
          WHEN subject.state = '已完成' THEN null
          ELSE subject.planned >= $as_of END AS covered
RETURN subject, home, covered,
       CASE WHEN covered THEN null WHEN subject.completed IS NOT NULL THEN 'late'
            WHEN subject.state = '已完成' THEN 'undated' ELSE 'overdue' END AS because,
       {due: subject.planned, completed: subject.completed, state: subject.state,
        days: duration.inDays(subject.planned, coalesce(subject.completed, $as_of)).days} AS facts
