// title_zh = "案例所述机制"
// title_en = "mechanisms that cases describe"
// about = "Standing ways of working that published cases describe, with the interval where one is printed, what they are about and the document that they rest on."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [columns]
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// name = { of = "Mechanism.name", title_zh = "机制", meaning = "what it is called" }
// interval = { of = "Mechanism.interval", title_zh = "周期", meaning = "ISO 8601 duration; null if none is printed" }
// statement = { of = "Mechanism.statement", title_zh = "内容", meaning = "what it is" }
// about = { kind = "texts", people = false, title_zh = "关于", meaning = "names of what it is about" }
// documents = { kind = "texts", people = false, title_zh = "依据", meaning = "documents that it rests on" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// mechanism = { kind = "text", people = false, title_zh = "编号", meaning = "id of the mechanism" }
MATCH (m:Mechanism)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
WITH DISTINCT m, c, q ORDER BY q.line, q.start, q.id
WITH m, c, collect(q.paragraph + ' ' + q.locator) AS passages
OPTIONAL MATCH (m)-[:BASED_ON]->(d:Instrument)
WITH DISTINCT m, c, passages, d ORDER BY d.id
WITH m, c, passages, collect(@name(d)) AS documents
OPTIONAL MATCH (m)-[:ABOUT]->(x)
WITH DISTINCT m, c, passages, documents, x ORDER BY x.id
WITH m, c, passages, documents, collect(@name(x)) AS names, collect(x) AS things
UNWIND things AS about
OPTIONAL MATCH (about)-[:LOCATED_IN|PART_OF|ABOUT]->(p:Place)
WITH m, c, passages, documents, names, collect(about.id) + collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(c) AS case, @name(m) AS name, m.interval AS interval, m.statement AS statement, names AS about,
       documents AS documents, passages AS passages, m.id AS mechanism
ORDER BY mechanism
