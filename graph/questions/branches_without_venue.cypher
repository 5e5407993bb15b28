// title_zh = "没有阵地的网格、小区和楼宇党支部"
// title_en = "branches without a venue"
// about = "Branches that cover a grid, a place or a building at the date and run no venue. Branches of units only are left out: they meet in their units."
// family = "gaps"
// [columns]
// organisation = { of = "PartyOrganization.name", title_zh = "党组织编号", meaning = "id of the branch" }
// name = { of = "PartyOrganization.name", title_zh = "党组织", meaning = "its name" }
// kind = { of = "PartyOrganization.kind", title_zh = "组织类别", meaning = "kind at the date" }
// covers = { kind = "texts", people = false, title_zh = "覆盖", meaning = "names of the grids, places and buildings that it covers" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "place of the branch" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the branch itself is live or uncertain at the date" }
MATCH (o:PartyOrganization)-[c:COVERS]->(x)
WHERE @node_possible(o) AND @possible(c) AND (x:Grid OR x:Place OR x:Building)
  AND coalesce(@value(o.kind), o.kind_values[0]) IN ['branch', 'joint_branch', 'temporary_branch', 'functional_branch']
  AND NOT EXISTS { MATCH (o)-[t:OPERATES]->(:Venue) WHERE @possible(t) }
WITH DISTINCT o, x ORDER BY x.id
WITH o, collect(@name(x)) AS covers
OPTIONAL MATCH (o)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH o, covers, p, r ORDER BY @liveness(r), p.id
WITH o, covers, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
RETURN o.id AS organisation, @name(o) AS name, coalesce(@value(o.kind), o.kind_values[0]) AS kind, covers AS covers,
       @name(p) AS place_name, @node_liveness(o) AS liveness
ORDER BY organisation
