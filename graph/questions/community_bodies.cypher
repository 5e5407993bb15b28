// title_zh = "各社区的统筹机构"
// title_en = "coordinating bodies by community"
// about = "Places of a level with how many coordinating bodies of a kind govern them: surely, and with those that may. places_without_body lists those without any."
// [parameters.level]
// required = false
// default = "community"
// meaning_zh = "地点级别,如 community(默认)、village、subdistrict"
// meaning_en = "level of the places, such as community (default), village or subdistrict"
// [parameters.kind]
// required = false
// default = "enlarged_committee"
// meaning_zh = "机构类别,默认 enlarged_committee(大党委)"
// meaning_en = "kind of body, enlarged_committee (大党委) by default"
// [columns]
// id = { of = "Place.name", title_zh = "编号", meaning = "id of the place" }
// name = { of = "Place.name", title_zh = "名称", meaning = "name at the date" }
// place = { of = "Place.name", title_zh = "上级编号", meaning = "id of the place above; null at the top" }
// place_name = { of = "Place.name", title_zh = "上级", meaning = "name of the place above" }
// bodies = { kind = "integer", people = false, title_zh = "机构数", meaning = "bodies of the kind that surely govern it" }
// bodies_high = { kind = "integer", people = false, title_zh = "机构数(至多)", meaning = "with those that may" }
// evidence = { kind = "texts", people = false, title_zh = "机构编号", meaning = "ids of the bodies counted" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND coalesce(@value(p.level), p.level_values[0]) = $level AND ($whole OR p.id IN $places)
OPTIONAL MATCH (p)<-[g:GOVERNS]-(b:CoordinatingBody)
WHERE @possible(g) AND @node_possible(b) AND coalesce(@value(b.kind), b.kind_values[0]) = $kind
WITH p, b, max(CASE WHEN @liveness(g) = 'live' AND @node_liveness(b) = 'live' THEN 1 ELSE 0 END) AS sure
ORDER BY b.id
WITH p, collect(b.id) AS evidence, sum(CASE WHEN b IS NULL THEN 0 ELSE sure END) AS bodies, count(b) AS bodies_high
OPTIONAL MATCH (p)-[k:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(k)
WITH p, evidence, bodies, bodies_high, q, k ORDER BY @liveness(k), q.id
WITH p, evidence, bodies, bodies_high, head(collect(q)) AS q
RETURN p.id AS id, @name(p) AS name, q.id AS place, @name(q) AS place_name, bodies AS bodies,
       bodies_high AS bodies_high, evidence AS evidence, @node_liveness(p) AS liveness
ORDER BY id
