// title_zh = "逾期的议定事项"
// title_en = "overdue decisions"
// about = "Decisions of meetings that were due before the date and are not carried out: a task of theirs is not done by then, or there is no task at all. A decision without a due date is never overdue. The tasks one by one, from wherever they come: tasks_overdue."
// family = "due"
// [columns]
// decision = { of = "Decision.name", title_zh = "议定事项编号", meaning = "id of the decision" }
// name = { of = "Decision.name", title_zh = "议定事项", meaning = "what was decided" }
// meeting = { of = "Meeting.name", title_zh = "会议", meaning = "meeting that decided it" }
// conveners = { kind = "texts", people = false, title_zh = "召集单位", meaning = "names of the bodies that called the meeting" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "place that its tasks are for, else that of who called the meeting" }
// decided_on = { of = "Decision.decided_on", title_zh = "议定", meaning = "day of the meeting" }
// due_on = { of = "Decision.due_on", title_zh = "时限", meaning = "last day by which it was to be carried out" }
// days_overdue = { kind = "integer", people = false, title_zh = "逾期天数", meaning = "days from then to the date" }
// tasks = { kind = "integer", people = false, title_zh = "任务数", meaning = "tasks that it resulted in; 0: nobody was given it" }
// open_tasks = { kind = "integer", people = false, title_zh = "未办结任务", meaning = "those of them not done by the date" }
// responsible = { kind = "texts", people = false, title_zh = "责任单位", meaning = "names of the bodies responsible for the open tasks" }
MATCH (d:Decision)
WHERE d.decided_on <= $as_of AND d.due_on < $as_of
OPTIONAL MATCH (d)-[:RESULTS_IN]->(t:Task)
WHERE t.assigned_on IS NULL OR t.assigned_on <= $as_of
WITH DISTINCT d, t
WITH d, count(t) AS tasks,
     collect(CASE WHEN (t.closed_on IS NULL OR t.closed_on > $as_of) AND coalesce(@value(t.outcome), 'open') <> 'done'
                  THEN t.id END) AS open
WHERE tasks = 0 OR size(open) > 0
OPTIONAL MATCH (d)-[:RESULTS_IN]->(:Task)-[:FOR_PLACE]->(p:Place)
WITH d, tasks, open, p ORDER BY p.id
WITH d, tasks, open, head(collect(p)) AS p
OPTIONAL MATCH (d)-[:DECIDED_AT]->(m:Meeting)
WITH d, tasks, open, p, m ORDER BY m.id
WITH d, tasks, open, p, head(collect(m)) AS m
OPTIONAL MATCH (m)<-[:TOOK_PART {role: 'convener'}]-(b)
WITH DISTINCT d, tasks, open, p, m, b ORDER BY b.id
WITH d, tasks, open, p, m, collect(@name(b)) AS conveners
OPTIONAL MATCH (m)<-[:TOOK_PART {role: 'convener'}]-()-[r:LOCATED_IN|GOVERNS]->(q:Place)
WHERE @possible(r)
WITH d, tasks, open, p, m, conveners, q ORDER BY q.id
WITH d, tasks, open, p, m, conveners, head(collect(q)) AS q
WITH d, tasks, open, m, conveners, coalesce(p, q) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (d)-[:RESULTS_IN]->(t:Task)-[:RESPONSIBLE]->(x)
WHERE t.id IN open
WITH DISTINCT d, tasks, open, p, m, conveners, x ORDER BY x.id
WITH d, tasks, open, p, m, conveners, collect(@name(x)) AS responsible
RETURN d.id AS decision, @name(d) AS name, @name(m) AS meeting, conveners AS conveners, @name(p) AS place_name,
       d.decided_on AS decided_on, d.due_on AS due_on, duration.inDays(d.due_on, $as_of).days AS days_overdue,
       tasks AS tasks, size(open) AS open_tasks, responsible AS responsible
ORDER BY due_on, decision
