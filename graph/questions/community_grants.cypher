// title_zh = "各社区某年某项经费"
// title_en = "grants of a year by community"
// about = "Places of a level with the money granted by the date for one year: that for the place itself, for bodies there and for venues there, each grant counted once; of grants whose name or purpose contains a word if one is asked. A grant for several places is left out. The amount is null where none is recorded."
// [parameters.level]
// required = false
// default = "community"
// meaning_zh = "地点级别,如 community(默认)、village、subdistrict"
// meaning_en = "level of the places, such as community (default), village or subdistrict"
// [parameters.year]
// kind = "integer"
// meaning_zh = "经费所属年度,如 2018"
// meaning_en = "year that the money is for, such as 2018"
// [parameters.word]
// required = false
// meaning_zh = "经费名称或用途中的字,如 服务群众;不填为全部"
// meaning_en = "part of the name or purpose of a grant, such as 服务群众; all if empty"
// [columns]
// id = { of = "Place.name", title_zh = "编号", meaning = "id of the place" }
// name = { of = "Place.name", title_zh = "名称", meaning = "name at the date" }
// place = { of = "Place.name", title_zh = "上级编号", meaning = "id of the place above; null at the top" }
// place_name = { of = "Place.name", title_zh = "上级", meaning = "name of the place above" }
// grants = { kind = "integer", people = false, title_zh = "笔数", meaning = "grants counted" }
// amount_yuan = { kind = "number", people = false, title_zh = "金额(元)", meaning = "sum of the grants, yuan; null where none is recorded" }
// evidence = { kind = "texts", people = false, title_zh = "经费编号", meaning = "ids of the grants" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND coalesce(@value(p.level), p.level_values[0]) = $level AND ($whole OR p.id IN $places)
OPTIONAL MATCH (p)<-[r:LOCATED_IN|GOVERNS|PART_OF]-(x)
WHERE @possible(r) AND NOT r.role = 'service' AND NOT x:Place
WITH p, [p] + collect(DISTINCT x) AS recipients
UNWIND recipients AS x
OPTIONAL MATCH (x)<-[:FUNDS]-(f:Funding)
WHERE f.period STARTS WITH toString($year) AND coalesce(f.granted_on, $as_of) <= $as_of AND f.amount_yuan IS NOT NULL
  AND ($word IS NULL OR @name(f) CONTAINS $word OR f.purpose CONTAINS $word)
  AND NOT EXISTS { MATCH (f)-[:FUNDS]->(other:Place) WHERE other.id <> p.id }
  AND (x.id = p.id OR NOT EXISTS { MATCH (f)-[:FUNDS]->()-[w:LOCATED_IN|GOVERNS|PART_OF]->(away:Place)
                                   WHERE @possible(w) AND NOT w.role = 'service' AND away.id <> p.id })
WITH DISTINCT p, f ORDER BY f.id
WITH p, count(f) AS grants, sum(f.amount_yuan) AS amount, collect(f.id) AS evidence
OPTIONAL MATCH (p)-[k:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(k)
WITH p, grants, amount, evidence, q, k ORDER BY @liveness(k), q.id
WITH p, grants, amount, evidence, head(collect(q)) AS q
RETURN p.id AS id, @name(p) AS name, q.id AS place, @name(q) AS place_name, grants AS grants,
       CASE WHEN grants > 0 THEN amount END AS amount_yuan, evidence AS evidence, @node_liveness(p) AS liveness
ORDER BY id
