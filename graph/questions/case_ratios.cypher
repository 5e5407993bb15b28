// title_zh = "案例数字之比"
// title_en = "ratios of figures of a case"
// about = "Ratios that a reader of a case will want: derived only where both figures are of the same things, else the reason why not; both operands with what they are of. The bounds are those of the closed intervals."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [columns]
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// title = { of = "MEASURED_AGAINST.title", title_zh = "比率", meaning = "what the ratio is called" }
// low = { kind = "number", people = false, title_zh = "下限", meaning = "lower bound of the ratio; null where it is not derived" }
// high = { kind = "number", people = false, title_zh = "上限", meaning = "upper bound; null where it is not derived or nothing bounds it" }
// same_scope = { of = "MEASURED_AGAINST.same_scope", title_zh = "口径一致", meaning = "whether both figures are of the same things" }
// why = { of = "MEASURED_AGAINST.why", title_zh = "缘由", meaning = "why they are, or are not" }
// numerator = { of = "Observation.raw", title_zh = "分子", meaning = "the figure measured, as printed" }
// numerator_of = { of = "Observation.scope_text", title_zh = "分子口径", meaning = "what it is of" }
// denominator = { of = "Observation.raw", title_zh = "分母", meaning = "the figure it is measured against, as printed" }
// denominator_of = { of = "Observation.scope_text", title_zh = "分母口径", meaning = "what it is of" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// numerator_id = { kind = "text", people = false, title_zh = "分子编号", meaning = "id of the one observation" }
// denominator_id = { kind = "text", people = false, title_zh = "分母编号", meaning = "id of the other" }
MATCH (a:Observation)-[r:MEASURED_AGAINST]->(b:Observation)
MATCH (a)-[:STATED_IN]->(:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
WITH DISTINCT a, r, b, c
MATCH (x)-[:STATED_IN]->(q:Passage)
WHERE x.id = a.id OR x.id = b.id
WITH DISTINCT a, r, b, c, q ORDER BY q.line, q.start, q.id
WITH a, r, b, c, collect(q.paragraph + ' ' + q.locator) AS passages
OPTIONAL MATCH (a)-[:ABOUT]->(about)
OPTIONAL MATCH (about)-[:LOCATED_IN|PART_OF|ABOUT]->(p:Place)
WITH a, r, b, c, passages, collect(about.id) + collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(c) AS case, r.title AS title,
       CASE WHEN r.same_scope AND b.high > 0 THEN a.low / b.high END AS low,
       CASE WHEN r.same_scope AND b.low > 0 THEN a.high / b.low END AS high,
       r.same_scope AS same_scope, r.why AS why, a.raw AS numerator, a.scope_text AS numerator_of,
       b.raw AS denominator, b.scope_text AS denominator_of, passages AS passages,
       a.id AS numerator_id, b.id AS denominator_id
ORDER BY numerator_id, denominator_id
