// title_zh = "地点坐标"
// title_en = "positions of places"
// about = "Every place of the scope with its own point, if it has one, its level, households and the place above it; with its residents for stewards."
// [columns]
// id = { of = "Place.name", title_zh = "编号", meaning = "id of the place" }
// name = { of = "Place.name", title_zh = "名称", meaning = "name at the date" }
// level = { of = "Place.level", title_zh = "级别", meaning = "level at the date" }
// parent = { of = "Place.name", title_zh = "上级编号", meaning = "id of the place above; null at the top" }
// households = { of = "Place.households", title_zh = "户数", meaning = "households at the date" }
// population = { of = "Place.population", roles = ["steward"], title_zh = "常住人口", meaning = "residents at the date" }
// longitude = { of = "Place.longitude", title_zh = "经度", meaning = "WGS-84 longitude of its own point, °" }
// latitude = { of = "Place.latitude", title_zh = "纬度", meaning = "WGS-84 latitude of its own point, °" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND ($whole OR p.id IN $places)
OPTIONAL MATCH (p)-[r:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(r)
WITH p, q, r ORDER BY @liveness(r), q.id
WITH p, head(collect(q.id)) AS parent
RETURN p.id AS id, @name(p) AS name, @value(p.level) AS level, parent AS parent,
       @value(p.households) AS households, @value(p.population) AS population,
       p.longitude AS longitude, p.latitude AS latitude, @node_liveness(p) AS liveness
ORDER BY id
