// title_zh = "阵地坐标"
// title_en = "positions of venues"
// about = "Every venue of the scope with its own point, if it has one, and the building, compound and community that it is in; with its kind, area and opening state at the date."
// [columns]
// id = { of = "Venue.name", title_zh = "编号", meaning = "id of the venue" }
// name = { of = "Venue.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "Venue.kind", title_zh = "类别", meaning = "kind at the date" }
// opening_state = { of = "Venue.opening_state", title_zh = "开放状态", meaning = "whether the public could use it at the date" }
// area_m2 = { of = "Venue.area_m2", title_zh = "面积", meaning = "floor area at the date, m²" }
// longitude = { of = "Venue.longitude", title_zh = "经度", meaning = "WGS-84 longitude of its own point, °" }
// latitude = { of = "Venue.latitude", title_zh = "纬度", meaning = "WGS-84 latitude of its own point, °" }
// building = { of = "Building.name", title_zh = "楼栋编号", meaning = "id of the building that it is in, if any" }
// compound = { of = "Place.name", title_zh = "小区编号", meaning = "id of the compound that it is in, if any" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place that it belongs to" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (v:Venue)
WHERE @node_possible(v)
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place'] AND @possible(r)
WITH v, p, r ORDER BY @liveness(r), p.id
WITH v, head(collect(p.id)) AS place
OPTIONAL MATCH (v)-[s:PART_OF {role: 'service'}]->(k:Place)
WHERE @possible(s)
WITH v, place, k, s ORDER BY @liveness(s), k.id
WITH v, place, head(collect(k.id)) AS compound
WHERE $whole OR place IN $places OR compound IN $compounds
OPTIONAL MATCH (v)-[l:LOCATED_IN]->(b:Building)
WHERE @possible(l)
WITH v, place, compound, b, l ORDER BY @liveness(l), b.id
WITH v, place, compound, head(collect(b.id)) AS building
RETURN v.id AS id, @name(v) AS name, @value(v.kind) AS kind, @value(v.opening_state) AS opening_state,
       @value(v.area_m2) AS area_m2, v.longitude AS longitude, v.latitude AS latitude, building AS building,
       compound AS compound, place AS place, @node_liveness(v) AS liveness
ORDER BY id
