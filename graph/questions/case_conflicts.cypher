// title_zh = "案例中口径不一的数字"
// title_en = "figures of a case that do not agree"
// about = "Pairs of figures that a published case prints of one thing and that cannot both hold (口径不一), each with its passages; both stay."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [columns]
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// measure = { of = "Observation.measure", title_zh = "指标", meaning = "what was counted" }
// first = { of = "Observation.raw", title_zh = "一处", meaning = "one figure, as printed" }
// first_of = { of = "Observation.scope_text", title_zh = "一处口径", meaning = "what it is of" }
// first_passages = { kind = "texts", people = false, title_zh = "一处段落", meaning = "its passages" }
// second = { of = "Observation.raw", title_zh = "另一处", meaning = "the other figure, as printed" }
// second_of = { of = "Observation.scope_text", title_zh = "另一处口径", meaning = "what it is of" }
// second_passages = { kind = "texts", people = false, title_zh = "另一处段落", meaning = "its passages" }
// why = { of = "CONFLICTS_WITH.why", title_zh = "缘由", meaning = "in what they do not agree" }
// first_id = { kind = "text", people = false, title_zh = "一处编号", meaning = "id of the one observation" }
// second_id = { kind = "text", people = false, title_zh = "另一处编号", meaning = "id of the other" }
MATCH (a:Observation)-[r:CONFLICTS_WITH]->(b:Observation)
MATCH (a)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
WITH DISTINCT a, r, b, c, q ORDER BY q.line, q.start, q.id
WITH a, r, b, c, collect(q.paragraph + ' ' + q.locator) AS of_first
MATCH (b)-[:STATED_IN]->(q:Passage)
WITH DISTINCT a, r, b, c, of_first, q ORDER BY q.line, q.start, q.id
WITH a, r, b, c, of_first, collect(q.paragraph + ' ' + q.locator) AS of_second
OPTIONAL MATCH (a)-[:ABOUT]->(about)
OPTIONAL MATCH (about)-[:LOCATED_IN|PART_OF|ABOUT]->(p:Place)
WITH a, r, b, c, of_first, of_second, collect(about.id) + collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(c) AS case, a.measure AS measure, a.raw AS first, a.scope_text AS first_of, of_first AS first_passages,
       b.raw AS second, b.scope_text AS second_of, of_second AS second_passages, r.why AS why,
       a.id AS first_id, b.id AS second_id
ORDER BY first_id, second_id
