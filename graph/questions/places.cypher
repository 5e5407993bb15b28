// title_zh = "地点及其上级"
// title_en = "places and what they belong to"
// about = "Every place in the scope with its level, households and the place above it."
// family = "records"
// roles = ["public", "planner", "researcher", "steward"]
// [columns]
// id = { of = "Place.name", title_zh = "编号", meaning = "id of the place" }
// name = { of = "Place.name", title_zh = "名称", meaning = "name at the date" }
// level = { of = "Place.level", title_zh = "级别", meaning = "level at the date" }
// parent = { of = "Place.name", title_zh = "上级编号", meaning = "id of the place above; null at the top" }
// households = { of = "Place.households", title_zh = "户数", meaning = "households at the date" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND ($whole OR p.id IN $places)
OPTIONAL MATCH (p)-[r:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(r)
WITH p, q, r ORDER BY @liveness(r), q.id
WITH p, head(collect(q.id)) AS parent
RETURN p.id AS id, @name(p) AS name, @value(p.level) AS level, parent AS parent,
       @value(p.households) AS households, @node_liveness(p) AS liveness
ORDER BY id
