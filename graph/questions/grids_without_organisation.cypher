// title_zh = "没有党组织的网格"
// title_en = "grids without a party organisation"
// about = "Grids that no party organisation covers at the date, by a row that names the grid."
// family = "gaps"
// [parameters.kind]
// required = false
// meaning_zh = "网格类别,如 police(警务网格);不填为全部"
// meaning_en = "kind of grid, such as police; all if empty"
// [columns]
// grid = { of = "Grid.name", title_zh = "网格编号", meaning = "id of the grid" }
// name = { of = "Grid.name", title_zh = "网格", meaning = "name at the date" }
// kind = { of = "Grid.kind", title_zh = "类别", meaning = "kind at the date" }
// households = { of = "Grid.households", title_zh = "户数", meaning = "households at the date" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "community of the grid" }
// ended = { kind = "day", people = false, title_zh = "最近一次覆盖止于", meaning = "latest day by which a former organisation had ceased; null if there was none" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the grid itself is live or uncertain at the date" }
MATCH (g:Grid)
WHERE @node_possible(g) AND ($kind IS NULL OR @value(g.kind) = $kind)
  AND NOT EXISTS { MATCH (:PartyOrganization)-[c:COVERS]->(g) WHERE @possible(c) }
OPTIONAL MATCH (g)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH g, p, r ORDER BY @liveness(r), p.id
WITH g, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (:PartyOrganization)-[former:COVERS]->(g)
WHERE former.end_latest <= $as_of
WITH g, p, max(former.end_latest) AS ended
RETURN g.id AS grid, @name(g) AS name, @value(g.kind) AS kind, @value(g.households) AS households,
       @name(p) AS place_name, ended AS ended, @node_liveness(g) AS liveness
ORDER BY grid
