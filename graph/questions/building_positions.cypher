// title_zh = "楼栋坐标"
// title_en = "positions of buildings"
// about = "Every building of the scope with its own point, if it has one; null where its roster gives none."
// [columns]
// id = { of = "Building.name", title_zh = "编号", meaning = "id of the building" }
// longitude = { of = "Building.longitude", title_zh = "经度", meaning = "WGS-84 longitude of its own point, °" }
// latitude = { of = "Building.latitude", title_zh = "纬度", meaning = "WGS-84 latitude of its own point, °" }
MATCH (b:Building)
WHERE @node_possible(b)
OPTIONAL MATCH (b)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH b, p, r ORDER BY @liveness(r), p.id
WITH b, head(collect(p.id)) AS place
OPTIONAL MATCH (b)-[s:PART_OF {role: 'service'}]->(k:Place)
WHERE @possible(s)
WITH b, place, k, s ORDER BY @liveness(s), k.id
WITH b, place, head(collect(k.id)) AS compound
WHERE $whole OR place IN $places OR compound IN $compounds
RETURN b.id AS id, b.longitude AS longitude, b.latitude AS latitude
ORDER BY id
