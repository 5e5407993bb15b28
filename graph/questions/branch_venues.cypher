// title_zh = "网格、小区和楼宇党支部的阵地"
// title_en = "venues of branches"
// about = "Branches that cover a grid, a place or a building at the date, with how many venues they run: surely, and with those that may. Closed venues do not count. Branches of units only are left out, as in branches_without_venue."
// [columns]
// id = { of = "PartyOrganization.name", title_zh = "编号", meaning = "id of the branch" }
// name = { of = "PartyOrganization.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "PartyOrganization.kind", title_zh = "组织类别", meaning = "kind at the date" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the place of the branch" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its name" }
// venues = { kind = "integer", people = false, title_zh = "阵地数", meaning = "venues that it surely runs" }
// venues_high = { kind = "integer", people = false, title_zh = "阵地数(至多)", meaning = "with those that it may run" }
// evidence = { kind = "texts", people = false, title_zh = "阵地编号", meaning = "ids of the venues counted" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (o:PartyOrganization)-[c:COVERS]->(x)
WHERE @node_possible(o) AND @possible(c) AND (x:Grid OR x:Place OR x:Building)
  AND coalesce(@value(o.kind), o.kind_values[0]) IN ['branch', 'joint_branch', 'temporary_branch', 'functional_branch']
WITH DISTINCT o
OPTIONAL MATCH (o)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH o, p, r ORDER BY @liveness(r), p.id
WITH o, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (o)-[t:OPERATES]->(v:Venue)
WHERE @possible(t) AND @node_possible(v) AND coalesce(@value(v.opening_state), 'open') <> 'closed'
WITH o, p, v, max(CASE WHEN @liveness(t) = 'live' AND @node_liveness(v) = 'live' THEN 1 ELSE 0 END) AS sure
ORDER BY v.id
WITH o, p, collect(v.id) AS evidence, sum(CASE WHEN v IS NULL THEN 0 ELSE sure END) AS venues, count(v) AS venues_high
RETURN o.id AS id, @name(o) AS name, coalesce(@value(o.kind), o.kind_values[0]) AS kind, p.id AS place,
       @name(p) AS place_name, venues AS venues, venues_high AS venues_high, evidence AS evidence,
       @node_liveness(o) AS liveness
ORDER BY id
