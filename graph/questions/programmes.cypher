// title_zh = "案例的项目品牌"
// title_en = "programmes of the cases"
// about = "Named programmes, brands and work methods that published cases tell of, with what each means there and in how many loaded cases the same name occurs: one name may mean different things."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [columns]
// name = { of = "Programme.name", title_zh = "名称", meaning = "as printed" }
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// kind = { of = "Programme.kind", title_zh = "类别", meaning = "kind of programme" }
// statement = { of = "Programme.statement", title_zh = "内容", meaning = "what it means there" }
// run_by = { kind = "texts", people = false, title_zh = "推行", meaning = "names of the bodies that run it" }
// cases = { kind = "integer", people = false, title_zh = "同名案例数", meaning = "loaded cases in which the name occurs" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// programme = { kind = "text", people = false, roles = ["planner", "researcher", "steward"], title_zh = "编号", meaning = "id; not for the public: it can hold the code of a body in the rosters" }
MATCH (g:Programme)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
WITH DISTINCT g, c, q ORDER BY q.line, q.start, q.id
WITH g, c, collect(q.paragraph + ' ' + q.locator) AS passages
OPTIONAL MATCH (x)-[:RUNS]->(g)
WITH DISTINCT g, c, passages, x ORDER BY x.id
WITH g, c, passages, collect(@name(x)) AS run_by
OPTIONAL MATCH (same:Programme)-[:STATED_IN]->(:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(other:Case)
WHERE same.name = g.name AND coalesce(s.published_on, $as_of) <= $as_of
WITH g, c, passages, run_by, count(DISTINCT other) AS cases
OPTIONAL MATCH (c)<-[:SOURCE_OF]-(:Source)<-[:PASSAGE_OF]-(:Passage)<-[:STATED_IN]-(here:Place)
WITH g, c, passages, run_by, cases, collect(here.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(g) AS name, @name(c) AS case, g.kind AS kind, g.statement AS statement, run_by AS run_by,
       cases AS cases, passages AS passages, g.id AS programme
ORDER BY programme, case
