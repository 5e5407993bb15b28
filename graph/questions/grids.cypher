// title_zh = "网格"
// title_en = "grids"
// about = "Grids of the scope with kind, households and community."
// family = "records"
// [columns]
// id = { of = "Grid.name", title_zh = "编号", meaning = "id of the grid" }
// name = { of = "Grid.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "Grid.kind", title_zh = "类别", meaning = "kind at the date" }
// households = { of = "Grid.households", title_zh = "户数", meaning = "households at the date" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of the community" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (g:Grid)
WHERE @node_possible(g)
OPTIONAL MATCH (g)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH g, p, r ORDER BY @liveness(r), p.id
WITH g, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
RETURN g.id AS id, @name(g) AS name, @value(g.kind) AS kind, @value(g.households) AS households,
       p.id AS place, @name(p) AS place_name, @node_liveness(g) AS liveness
ORDER BY id
