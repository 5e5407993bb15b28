// title_zh = "逾期未办结的任务"
// title_en = "overdue tasks"
// about = "Tasks (decisions to carry out, calls to answer) that were due before the date and not done by then, with who is responsible. A task without a due date is never overdue."
// family = "due"
// [columns]
// task = { of = "Task.name", title_zh = "任务编号", meaning = "id of the task" }
// name = { of = "Task.name", title_zh = "任务", meaning = "what has to be done" }
// origin = { of = "Task.origin", title_zh = "来源", meaning = "where it came from" }
// responsible = { kind = "texts", people = false, title_zh = "责任单位", meaning = "names of the bodies that have to do it" }
// place_name = { of = "Place.name", title_zh = "面向", meaning = "place that it is for" }
// assigned_on = { of = "Task.assigned_on", title_zh = "交办", meaning = "day on which it was assigned" }
// due_on = { of = "Task.due_on", title_zh = "时限", meaning = "last day by which it was to be done" }
// meeting = { of = "Meeting.name", title_zh = "议定于", meaning = "meeting that decided it; null where it came otherwise" }
MATCH (t:Task)
WHERE t.assigned_on <= $as_of AND t.due_on < $as_of AND (t.closed_on IS NULL OR t.closed_on > $as_of)
  AND coalesce(@value(t.outcome), 'open') <> 'done'
OPTIONAL MATCH (t)-[:FOR_PLACE]->(p:Place)
WITH t, p ORDER BY p.id
WITH t, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (t)-[:RESPONSIBLE]->(x)
WITH DISTINCT t, p, x ORDER BY x.id
WITH t, p, collect(@name(x)) AS responsible
OPTIONAL MATCH (m:Meeting)<-[:DECIDED_AT]-(:Decision)-[:RESULTS_IN]->(t)
WITH t, p, responsible, m ORDER BY m.id
WITH t, p, responsible, head(collect(m)) AS m
RETURN t.id AS task, @name(t) AS name, t.origin AS origin, responsible AS responsible, @name(p) AS place_name,
       t.assigned_on AS assigned_on, t.due_on AS due_on, @name(m) AS meeting
ORDER BY due_on, task
