// title = "责任事项按期完成"
// title_en = "The task is on time"
// why = "责任事项要在完成期限前完成。"
// why_en = "Tasks have to be completed by their deadline."
// subject = "Task"
// needs = []
// explain = ["(subject)-[:LIES_IN]->(:Area)"]
// [sentences]
// late = "事项“{name}”计划{due}完成，实际{completed}完成，逾期{days}天。"
// overdue = "事项“{name}”应于{due}完成，至今{state}，已逾期{days}天。"
// undated = "事项“{name}”填为已完成，但没有完成日期，不能判断是否按期（期限{due}）。"
// [sentences_en]
// late = "The task “{name}” was planned for {due} and completed on {completed}, {days:day} late."
// overdue = "The task “{name}” was due on {due} and its state is still “{state}”, {days:day} overdue."
// undated = "The task “{name}” is reported as completed without a date, so it cannot be judged whether it was on time (due on {due})."

// scope
MATCH (subject:Task)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL AND subject.due IS NOT NULL
WITH subject, home,
     CASE WHEN subject.completed IS NOT NULL THEN subject.completed <= subject.due
          WHEN subject.state = '已完成' THEN null
          ELSE subject.due >= $as_of END AS covered
RETURN subject, home, covered,
       CASE WHEN covered THEN null WHEN subject.completed IS NOT NULL THEN 'late'
            WHEN subject.state = '已完成' THEN 'undated' ELSE 'overdue' END AS because,
       {due: subject.due, completed: subject.completed, state: subject.state,
        days: duration.inDays(subject.due, coalesce(subject.completed, $as_of)).days} AS facts
