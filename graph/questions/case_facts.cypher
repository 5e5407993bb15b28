// title_zh = "案例事实与出处"
// title_en = "facts of a case and where they stand"
// about = "Every fact of a published case with its type, in how many passages it stands, whether one of them needed a repair, and the date that the source gives: what an audit of provenance asks."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [columns]
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// type = { kind = "text", people = false, title_zh = "类别", meaning = "node type of the fact" }
// name = { kind = "text", people = false, title_zh = "事实", meaning = "its name; of an observation the measure" }
// passage_count = { kind = "integer", people = false, title_zh = "段落数", meaning = "how many passages state it" }
// repaired = { kind = "boolean", people = false, title_zh = "经修复", meaning = "whether one of its passages needed a repair" }
// at = { kind = "text", people = false, title_zh = "时点", meaning = "date that the source gives of it; null if none" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// fact = { kind = "text", people = false, roles = ["planner", "researcher", "steward"], title_zh = "编号", meaning = "id of the fact; not for the public: of a body it tells whether a roster lists it, and its codes" }
MATCH (f)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
WITH DISTINCT f, c, q ORDER BY q.line, q.start, q.id
WITH f, c, collect(q.paragraph + ' ' + q.locator) AS passages, collect(q.repair) AS repairs
OPTIONAL MATCH (f)-[:ABOUT|LOCATED_IN|PART_OF|FOR_PLACE]->(about)
OPTIONAL MATCH (about)-[:LOCATED_IN|PART_OF|ABOUT]->(p:Place)
WITH f, c, passages, repairs, [f.id] + collect(about.id) + collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(c) AS case, head(labels(f)) AS type, @name(f) AS name, size(passages) AS passage_count,
       size(repairs) > 0 AS repaired, coalesce(f.as_of, f.issued_on) AS at, passages AS passages, f.id AS fact
ORDER BY case, type, name, fact
