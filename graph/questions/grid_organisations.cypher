// title_zh = "各网格的党组织"
// title_en = "organisations of grids"
// about = "Grids with how many party organisations cover them by a row that names the grid: surely, and with those that may. grids_without_organisation lists those without any."
// [columns]
// id = { of = "Grid.name", title_zh = "编号", meaning = "id of the grid" }
// name = { of = "Grid.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "Grid.kind", title_zh = "类别", meaning = "kind at the date" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of the community" }
// organisations = { kind = "integer", people = false, title_zh = "党组织数", meaning = "organisations that surely cover it" }
// organisations_high = { kind = "integer", people = false, title_zh = "党组织数(至多)", meaning = "with those that may" }
// evidence = { kind = "texts", people = false, title_zh = "党组织编号", meaning = "ids of the organisations counted" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (g:Grid)
WHERE @node_possible(g)
OPTIONAL MATCH (g)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH g, p, r ORDER BY @liveness(r), p.id
WITH g, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (g)<-[c:COVERS]-(o:PartyOrganization)
WHERE @possible(c) AND @node_possible(o)
WITH g, p, o, max(CASE WHEN @liveness(c) = 'live' AND @node_liveness(o) = 'live' THEN 1 ELSE 0 END) AS sure
ORDER BY o.id
WITH g, p, collect(o.id) AS evidence, sum(CASE WHEN o IS NULL THEN 0 ELSE sure END) AS organisations,
     count(o) AS organisations_high
RETURN g.id AS id, @name(g) AS name, @value(g.kind) AS kind, p.id AS place, @name(p) AS place_name,
       organisations AS organisations, organisations_high AS organisations_high, evidence AS evidence,
       @node_liveness(g) AS liveness
ORDER BY id
