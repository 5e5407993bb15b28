// title_zh = "阵地"
// title_en = "venues"
// about = "Venues of the scope with kind, area and opening state at the date, where they are, and who owns, provides and runs them."
// family = "records"
// [columns]
// id = { of = "Venue.name", title_zh = "编号", meaning = "id of the venue" }
// name = { of = "Venue.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "Venue.kind", title_zh = "类别", meaning = "kind at the date" }
// area_m2 = { of = "Venue.area_m2", title_zh = "面积", meaning = "floor area at the date, m²" }
// opening_state = { of = "Venue.opening_state", title_zh = "开放状态", meaning = "whether the public could use it at the date" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place that it belongs to" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "name of that place" }
// building = { of = "Building.name", title_zh = "楼栋编号", meaning = "id of the building that it is in, if any" }
// owners = { kind = "texts", people = false, title_zh = "产权单位", meaning = "names of the bodies that it belongs to" }
// providers = { kind = "texts", people = false, title_zh = "提供单位", meaning = "names of the bodies that provide it" }
// operators = { kind = "texts", people = false, title_zh = "运营单位", meaning = "names of the bodies that run it" }
// tenure = { of = "OPERATES.tenure", title_zh = "使用方式", meaning = "by what right it is used" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (v:Venue)
WHERE @node_possible(v)
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place'] AND @possible(r)
WITH v, p, r ORDER BY @liveness(r), p.id
WITH v, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (v)-[l:LOCATED_IN]->(b:Building)
WHERE @possible(l)
WITH v, p, b, l ORDER BY @liveness(l), b.id
WITH v, p, head(collect(b.id)) AS building
OPTIONAL MATCH (o)-[t:OWNS]->(v)
WHERE @possible(t)
WITH DISTINCT v, p, building, o ORDER BY o.id
WITH v, p, building, collect(@name(o)) AS owners
OPTIONAL MATCH (o)-[t:PROVIDES]->(v)
WHERE @possible(t)
WITH DISTINCT v, p, building, owners, o ORDER BY o.id
WITH v, p, building, owners, collect(@name(o)) AS providers
OPTIONAL MATCH (o)-[t:OPERATES]->(v)
WHERE @possible(t)
WITH DISTINCT v, p, building, owners, providers, o, @value(t.tenure) AS tenure ORDER BY o.id, tenure
WITH v, p, building, owners, providers, collect(@name(o)) AS operators, head(collect(tenure)) AS tenure
RETURN v.id AS id, @name(v) AS name, @value(v.kind) AS kind, @value(v.area_m2) AS area_m2,
       @value(v.opening_state) AS opening_state, p.id AS place, @name(p) AS place_name, building AS building,
       owners AS owners, providers AS providers, operators AS operators, tenure AS tenure,
       @node_liveness(v) AS liveness
ORDER BY id
