// title_zh = "案例未载与存疑"
// title_en = "what a case leaves open"
// about = "What a published case does not say (unstated), says with an open meaning (ambiguous), or tells and is not to be recorded (refused): the reason that a question of it gets for an answer."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [parameters.measure]
// required = false
// meaning_zh = "指标代码,如 grids;不填为全部"
// meaning_en = "code of a measure, such as grids; all if empty"
// [columns]
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// name = { of = "DataGap.name", title_zh = "事项", meaning = "what is open" }
// kind = { of = "DataGap.kind", title_zh = "类别", meaning = "unstated, ambiguous or refused" }
// measures = { of = "DataGap.measures", title_zh = "指标", meaning = "measures that have no datum for this reason" }
// reason = { of = "DataGap.reason", title_zh = "缘由", meaning = "what is open and why" }
// reason_en = { of = "DataGap.reason_en", title_zh = "缘由(英文)", meaning = "the same in English" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// gap = { kind = "text", people = false, title_zh = "编号", meaning = "id of the gap" }
MATCH (g:DataGap)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of AND ($measure IS NULL OR $measure IN g.measures)
WITH DISTINCT g, c, q ORDER BY q.line, q.start, q.id
WITH g, c, collect(q.paragraph + ' ' + q.locator) AS passages
OPTIONAL MATCH (g)-[:ABOUT]->(about)
OPTIONAL MATCH (about)-[:LOCATED_IN|PART_OF|ABOUT]->(p:Place)
WITH g, c, passages, collect(about.id) + collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(c) AS case, @name(g) AS name, g.kind AS kind, g.measures AS measures, g.reason AS reason,
       g.reason_en AS reason_en, passages AS passages, g.id AS gap
ORDER BY gap
