// title_zh = "楼栋"
// title_en = "buildings"
// about = "Buildings of the scope with use, households, community, compound and grid at the date."
// family = "records"
// [columns]
// id = { of = "Building.name", title_zh = "编号", meaning = "id of the building" }
// name = { of = "Building.name", title_zh = "名称", meaning = "name at the date" }
// use = { of = "Building.use", title_zh = "用途", meaning = "use at the date" }
// operating = { of = "Building.operating_state", title_zh = "使用状态", meaning = "state at the date" }
// households = { of = "Building.households", title_zh = "户数", meaning = "households at the date" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of the community" }
// compound = { of = "Place.name", title_zh = "小区编号", meaning = "id of the compound, if any" }
// grid = { of = "Grid.name", title_zh = "网格编号", meaning = "id of the grid, if any; a grid that is no more does not count" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (b:Building)
WHERE @node_possible(b)
OPTIONAL MATCH (b)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH b, p, r ORDER BY @liveness(r), p.id
WITH b, head(collect(p)) AS p
OPTIONAL MATCH (b)-[s:PART_OF {role: 'service'}]->(k:Place)
WHERE @possible(s)
WITH b, p, k, s ORDER BY @liveness(s), k.id
WITH b, p, head(collect(k.id)) AS compound
WHERE $whole OR p.id IN $places OR compound IN $compounds
OPTIONAL MATCH (b)-[t:PART_OF {role: 'grid'}]->(g:Grid)
WHERE @possible(t) AND @node_possible(g)
WITH b, p, compound, g, t ORDER BY @liveness(t), g.id
WITH b, p, compound, head(collect(g.id)) AS grid
RETURN b.id AS id, @name(b) AS name, @value(b.use) AS use, @value(b.operating_state) AS operating,
       @value(b.households) AS households, p.id AS place, @name(p) AS place_name,
       compound AS compound, grid AS grid, @node_liveness(b) AS liveness
ORDER BY id
