// title_zh = "各社区某类阵地的面积"
// title_en = "floor area of venues by community"
// about = "Places of a level with their households and the open venues of a kind: how many there are, and their floor area. What is certain is told beside what is possible, where a venue may be open or may still be there. The area is not bounded above where that of a venue is unknown."
// [parameters.level]
// required = false
// default = "community"
// meaning_zh = "地点级别,如 community(默认)、village、subdistrict"
// meaning_en = "level of the places, such as community (default), village or subdistrict"
// [parameters.kind]
// required = false
// default = "service_centre"
// meaning_zh = "阵地类别,默认 service_centre(党群服务中心)"
// meaning_en = "kind of venue, service_centre by default"
// [columns]
// id = { of = "Place.name", title_zh = "编号", meaning = "id of the place" }
// name = { of = "Place.name", title_zh = "名称", meaning = "name at the date" }
// place = { of = "Place.name", title_zh = "上级编号", meaning = "id of the place above; null at the top" }
// place_name = { of = "Place.name", title_zh = "上级", meaning = "name of the place above" }
// households = { of = "Place.households", title_zh = "户数", meaning = "households at the date" }
// venues = { kind = "integer", people = false, title_zh = "开放阵地数", meaning = "venues that are surely open" }
// venues_high = { kind = "integer", people = false, title_zh = "开放阵地数(至多)", meaning = "with those that may be open" }
// area_m2 = { kind = "number", people = false, title_zh = "面积", meaning = "known floor area of those surely open, m²" }
// area_m2_high = { kind = "number", people = false, title_zh = "面积(至多)", meaning = "floor area with those that may be open, m²; null where one is unknown" }
// evidence = { kind = "texts", people = false, title_zh = "阵地编号", meaning = "ids of the venues counted" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND coalesce(@value(p.level), p.level_values[0]) = $level AND ($whole OR p.id IN $places)
OPTIONAL MATCH (p)<-[r:PART_OF|LOCATED_IN]-(v:Venue)
WHERE r.role IN ['administrative', 'place'] AND @possible(r) AND @node_possible(v)
  AND coalesce(@value(v.kind), v.kind_values[0]) = $kind AND coalesce(@value(v.opening_state), 'open') = 'open'
WITH p, v, @value(v.area_m2) AS area,
     max(CASE WHEN @liveness(r) = 'live' AND @node_liveness(v) = 'live' AND @value(v.opening_state) = 'open'
              THEN 1 ELSE 0 END) AS sure
ORDER BY v.id
WITH p, collect(v.id) AS evidence, sum(CASE WHEN v IS NULL THEN 0 ELSE sure END) AS venues, count(v) AS venues_high,
     sum(CASE WHEN sure = 1 THEN coalesce(area, 0.0) ELSE 0.0 END) AS low, sum(coalesce(area, 0.0)) AS high,
     sum(CASE WHEN v IS NOT NULL AND area IS NULL THEN 1 ELSE 0 END) AS unknown
OPTIONAL MATCH (p)-[k:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(k)
WITH p, evidence, venues, venues_high, low, high, unknown, q, k ORDER BY @liveness(k), q.id
WITH p, evidence, venues, venues_high, low, high, unknown, head(collect(q)) AS q
RETURN p.id AS id, @name(p) AS name, q.id AS place, @name(q) AS place_name, @value(p.households) AS households,
       venues AS venues, venues_high AS venues_high, low AS area_m2,
       CASE WHEN unknown = 0 THEN high END AS area_m2_high, evidence AS evidence, @node_liveness(p) AS liveness
ORDER BY id
