// title_zh = "网格员数"
// title_en = "officers of grids"
// about = "Grids of the scope, of a kind if one is asked, with the number of their officers at the date, so that those with too few or too many are seen. For stewards: so small a count tells of single people."
// family = "figures"
// roles = ["steward"]
// [parameters.kind]
// required = false
// meaning_zh = "网格类别,如 police(警务网格);不填为全部"
// meaning_en = "kind of grid, such as police; all if empty"
// [columns]
// grid = { of = "Grid.name", title_zh = "网格编号", meaning = "id of the grid" }
// name = { of = "Grid.name", title_zh = "网格", meaning = "name at the date" }
// kind = { of = "Grid.kind", title_zh = "类别", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "community of the grid" }
// officers = { of = "Grid.officers", roles = ["steward"], title_zh = "网格员数", meaning = "full- and part-time officers at the date; null where no roster says" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the grid itself is live or uncertain at the date" }
MATCH (g:Grid)
WHERE @node_possible(g) AND ($kind IS NULL OR @value(g.kind) = $kind)
OPTIONAL MATCH (g)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH g, p, r ORDER BY @liveness(r), p.id
WITH g, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
RETURN g.id AS grid, @name(g) AS name, @value(g.kind) AS kind, @name(p) AS place_name,
       @value(g.officers) AS officers, @node_liveness(g) AS liveness
ORDER BY grid
