// title_zh = "已办结的任务"
// title_en = "tasks done"
// about = "Tasks that were done by the date, or that a source says are solved, with who answered for them and the place."
// family = "records"
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号:只列该案例文章所说的;不填则名册和案例都列"
// meaning_en = "id of a case: only what its article tells of; rosters and cases if empty"
// [columns]
// name = { of = "Task.name", title_zh = "任务", meaning = "what had to be done" }
// origin = { of = "Task.origin", title_zh = "来源", meaning = "where it came from" }
// responsible = { kind = "texts", people = false, title_zh = "责任单位", meaning = "names of the bodies that did it" }
// place_name = { of = "Place.name", title_zh = "面向", meaning = "place that it was for" }
// closed_on = { of = "Task.closed_on", title_zh = "办结", meaning = "day on which it was done; null if no source says" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// task = { kind = "text", people = false, title_zh = "任务编号", meaning = "id of the task" }
MATCH (t:Task)
WHERE coalesce(t.closed_on, $as_of) <= $as_of AND (t.closed_on IS NOT NULL OR coalesce(@value(t.outcome), '') = 'done')
OPTIONAL MATCH (t)-[:STATED_IN]->(:Passage)-[:PASSAGE_OF]->(:Source)-[:SOURCE_OF]->(c:Case)
WHERE c.id = $case
WITH t, count(c) AS told
WHERE $case IS NULL OR told > 0
OPTIONAL MATCH (t)-[:FOR_PLACE]->(p:Place)
WITH t, p ORDER BY p.id
WITH t, collect(p.id) AS here, head(collect(p)) AS p
WHERE $whole OR any(place IN here WHERE place IN $places)
OPTIONAL MATCH (t)-[:RESPONSIBLE]->(x)
WITH DISTINCT t, p, x ORDER BY x.id
WITH t, p, collect(@name(x)) AS responsible
OPTIONAL MATCH (t)-[:STATED_IN]->(q:Passage)
WITH DISTINCT t, p, responsible, q ORDER BY q.line, q.start, q.id
WITH t, p, responsible, collect(q.paragraph + ' ' + q.locator) AS passages
RETURN @name(t) AS name, t.origin AS origin, responsible AS responsible, @name(p) AS place_name,
       t.closed_on AS closed_on, passages AS passages, t.id AS task
ORDER BY closed_on, task
