// title_zh = "单位"
// title_en = "units"
// about = "Units of the scope with kind, state and where they are at the date. Those whose place is unknown are in the whole graph only."
// family = "records"
// [columns]
// id = { of = "Unit.name", title_zh = "编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// operating_state = { of = "Unit.operating_state", title_zh = "经营状态", meaning = "state at the date" }
// above_scale = { of = "Unit.above_scale", title_zh = "规模以上", meaning = "whether it is a firm above the scale of the statistics; null where the roster does not say" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community: its own, else that of its main building" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of that community" }
// grid = { of = "Grid.name", title_zh = "网格编号", meaning = "grid of its main building, if any" }
// building = { of = "Building.name", title_zh = "楼栋编号", meaning = "its main building, if any" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (u:Unit)
WHERE @node_possible(u)
OPTIONAL MATCH (u)-[m:LOCATED_IN {role: 'main'}]->(b:Building)
WHERE @possible(m)
WITH u, b, m ORDER BY @liveness(m), b.id
WITH u, head(collect(b)) AS b
OPTIONAL MATCH (u)-[r:LOCATED_IN {role: 'place'}]->(own:Place)
WHERE @possible(r)
WITH u, b, own, r ORDER BY @liveness(r), own.id
WITH u, b, head(collect(own)) AS own
OPTIONAL MATCH (b)-[s:PART_OF {role: 'administrative'}]->(housed:Place)
WHERE @possible(s)
WITH u, b, own, housed, s ORDER BY @liveness(s), housed.id
WITH u, b, own, head(collect(housed)) AS housed
WITH u, b, coalesce(own, housed) AS p
OPTIONAL MATCH (b)-[c:PART_OF {role: 'service'}]->(k:Place)
WHERE @possible(c)
WITH u, b, p, k, c ORDER BY @liveness(c), k.id
WITH u, b, p, head(collect(k.id)) AS compound
WHERE $whole OR p.id IN $places OR compound IN $compounds
OPTIONAL MATCH (b)-[t:PART_OF {role: 'grid'}]->(g:Grid)
WHERE @possible(t) AND @node_possible(g)
WITH u, b, p, g, t ORDER BY @liveness(t), g.id
WITH u, b, p, head(collect(g.id)) AS grid
RETURN u.id AS id, @name(u) AS name, @value(u.kind) AS kind, @value(u.operating_state) AS operating_state,
       @value(u.above_scale) AS above_scale, p.id AS place, @name(p) AS place_name, grid AS grid, b.id AS building, @node_liveness(u) AS liveness
ORDER BY id
