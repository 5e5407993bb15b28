// title_zh = "没有服务队伍的网格"
// title_en = "grids without a team"
// about = "Grids where no party organisation that covers the grid by name has a team at the date; beside it the teams of the organisations of its community. A team is tied to a body, never to a grid itself."
// family = "gaps"
// [parameters.kind]
// required = false
// meaning_zh = "队伍类别的代码,如 volunteers;不填为全部"
// meaning_en = "code of a kind of team, such as volunteers; all if empty"
// [columns]
// grid = { of = "Grid.name", title_zh = "网格编号", meaning = "id of the grid" }
// name = { of = "Grid.name", title_zh = "网格", meaning = "name at the date" }
// organisations = { kind = "texts", people = false, title_zh = "覆盖党组织", meaning = "names of the organisations that cover the grid; none: a grid without an organisation" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "community of the grid" }
// community_teams = { kind = "integer", people = false, title_zh = "社区队伍数", meaning = "teams of the organisations located in the community" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the grid itself is live or uncertain at the date" }
MATCH (g:Grid)
WHERE @node_possible(g)
OPTIONAL MATCH (g)<-[c:COVERS]-(:PartyOrganization)<-[k:TEAM_OF]-(t:Team)
WHERE @possible(c) AND @possible(k) AND @node_possible(t) AND ($kind IS NULL OR @value(t.kind) = $kind)
WITH g, count(t) AS teams
WHERE teams = 0
OPTIONAL MATCH (g)<-[c:COVERS]-(o:PartyOrganization)
WHERE @possible(c) AND @node_possible(o)
WITH DISTINCT g, o ORDER BY o.id
WITH g, collect(@name(o)) AS organisations
OPTIONAL MATCH (g)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH g, organisations, p, r ORDER BY @liveness(r), p.id
WITH g, organisations, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (p)<-[l:LOCATED_IN]-(:PartyOrganization)<-[k:TEAM_OF]-(t:Team)
WHERE @possible(k) AND @possible(l) AND @node_possible(t) AND ($kind IS NULL OR @value(t.kind) = $kind)
WITH g, organisations, p, count(DISTINCT t) AS community_teams
RETURN g.id AS grid, @name(g) AS name, organisations AS organisations, @name(p) AS place_name,
       community_teams AS community_teams, @node_liveness(g) AS liveness
ORDER BY grid
