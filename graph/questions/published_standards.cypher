// title_zh = "案例所述标准"
// title_en = "standards that cases state"
// about = "What published cases say is to be kept: amounts, ratios, shares, frequencies, deadlines, checklists and steps, with the document that says so. per_100 puts ratios on one scale."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [columns]
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// name = { of = "Standard.name", title_zh = "标准", meaning = "what it is called" }
// kind = { of = "Standard.kind", title_zh = "类别", meaning = "kind of standard" }
// force = { of = "Standard.force", title_zh = "约束力", meaning = "must or should" }
// applies_to = { of = "Standard.applies_to", title_zh = "适用对象", meaning = "what it is asked of" }
// statement = { of = "Standard.statement", title_zh = "内容", meaning = "what it asks" }
// comparison = { of = "Standard.comparison", title_zh = "比较", meaning = "how the figure is meant" }
// low = { of = "Standard.low", title_zh = "数值(下限)", meaning = "the figure; the lower one of two" }
// high = { of = "Standard.high", title_zh = "上限", meaning = "the upper one of two" }
// unit = { of = "Standard.unit", title_zh = "单位", meaning = "unit of the figure" }
// per = { of = "Standard.per", title_zh = "每", meaning = "size of what it is asked per" }
// per_unit = { of = "Standard.per_unit", title_zh = "每(单位)", meaning = "unit of what it is asked per" }
// per_100 = { kind = "number", people = false, title_zh = "每百单位", meaning = "a ratio's figure per 100 of its unit; null for other kinds" }
// interval = { of = "Standard.interval", title_zh = "周期", meaning = "ISO 8601 duration" }
// items = { of = "Standard.items", title_zh = "条目", meaning = "entries of a checklist or steps" }
// documents = { kind = "texts", people = false, title_zh = "依据", meaning = "documents that it rests on" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// standard = { kind = "text", people = false, title_zh = "编号", meaning = "id of the standard" }
MATCH (t:Standard)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
WITH DISTINCT t, c, q ORDER BY q.line, q.start, q.id
WITH t, c, collect(q.paragraph + ' ' + q.locator) AS passages
OPTIONAL MATCH (t)-[:BASED_ON]->(d:Instrument)
WITH DISTINCT t, c, passages, d ORDER BY d.id
WITH t, c, passages, collect(@name(d)) AS documents
OPTIONAL MATCH (t)-[:ABOUT]->(about)
OPTIONAL MATCH (about)-[:LOCATED_IN|PART_OF|ABOUT]->(p:Place)
WITH t, c, passages, documents, collect(about.id) + collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(c) AS case, @name(t) AS name, t.kind AS kind, t.force AS force, t.applies_to AS applies_to,
       t.statement AS statement, t.comparison AS comparison, t.low AS low, t.high AS high, t.unit AS unit,
       t.per AS per, t.per_unit AS per_unit, CASE WHEN t.per > 0 THEN 100.0 * t.low / t.per END AS per_100,
       t.interval AS interval, t.items AS items, documents AS documents, passages AS passages, t.id AS standard
ORDER BY standard
