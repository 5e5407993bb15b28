// title_zh = "没有统筹机构的地点"
// title_en = "places without a coordinating body"
// about = "Places of a level (communities unless another is asked; villages are a level of their own) that no coordinating body, or none of the kind asked (大党委, 大工委 …), governs at the date."
// family = "gaps"
// [parameters.kind]
// required = false
// meaning_zh = "机构类别,如 enlarged_committee(大党委);不填为任一类"
// meaning_en = "kind of body, such as enlarged_committee (大党委); any if empty"
// [parameters.level]
// required = false
// default = "community"
// meaning_zh = "地点级别,如 community、village、subdistrict"
// meaning_en = "level of the places, such as community, village or subdistrict"
// [columns]
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place" }
// name = { of = "Place.name", title_zh = "地点", meaning = "name at the date" }
// above = { of = "Place.name", title_zh = "上级", meaning = "name of the place above" }
// households = { of = "Place.households", title_zh = "户数", meaning = "households at the date" }
// others = { kind = "texts", people = false, title_zh = "其他统筹机构", meaning = "bodies of other kinds that govern it" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the place itself is live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND @value(p.level) = $level AND ($whole OR p.id IN $places)
OPTIONAL MATCH (b:CoordinatingBody)-[g:GOVERNS]->(p)
WHERE @possible(g) AND @node_possible(b)
WITH DISTINCT p, b ORDER BY b.id
WITH p, collect(@name(b)) AS bodies,
     sum(CASE WHEN b IS NOT NULL AND ($kind IS NULL OR @value(b.kind) = $kind) THEN 1 ELSE 0 END) AS governing
WHERE governing = 0
OPTIONAL MATCH (p)-[r:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(r)
WITH p, bodies, q, r ORDER BY @liveness(r), q.id
WITH p, bodies, head(collect(q)) AS q
RETURN p.id AS place, @name(p) AS name, @name(q) AS above, @value(p.households) AS households, bodies AS others,
       @node_liveness(p) AS liveness
ORDER BY place
