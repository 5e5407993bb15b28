// title_zh = "一栋楼的组织链条"
// title_en = "organisation chain of a building"
// about = "Organisations that cover a building directly, through its compound, grid or community, or through its tenants; each with its superiors upwards. A building outside the scope has no rows."
// family = "records"
// [parameters.building]
// node = "Building"
// meaning_zh = "楼栋:编号或名称"
// meaning_en = "building: id or name"
// [columns]
// via = { kind = "text", people = false, title_zh = "途径", meaning = "building, compound, grid, community or tenant" }
// through = { of = "Unit.name", title_zh = "经由", meaning = "name of the compound, grid, community or tenant" }
// organisation = { of = "PartyOrganization.name", title_zh = "党组织编号", meaning = "id of the organisation" }
// organisation_name = { of = "PartyOrganization.name", title_zh = "党组织", meaning = "its name" }
// mode = { kind = "text", people = false, title_zh = "覆盖方式", meaning = "mode as stated; own or joint for an organisation of a tenant" }
// superiors = { kind = "texts", people = false, title_zh = "上级党组织", meaning = "names of the superiors, the next one first" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (b:Building {id: $building})
WHERE $whole OR EXISTS { MATCH (b)-[here:PART_OF]->(p:Place) WHERE p.id IN $places AND @possible(here) }
OPTIONAL MATCH (b)-[r:PART_OF]->(around)
WHERE @possible(r)
WITH b, collect({node: around, via: CASE r.role WHEN 'grid' THEN 'grid' WHEN 'service' THEN 'compound'
                                                ELSE 'community' END}) AS around
OPTIONAL MATCH (u:Unit)-[t:LOCATED_IN]->(b)
WHERE @possible(t)
WITH b, around, collect({node: u, via: 'tenant'}) AS tenants
UNWIND [{node: b, via: 'building'}] + around + tenants AS reached
WITH reached.node AS x, reached.via AS via
MATCH (o:PartyOrganization)-[c:COVERS|ORGANISATION_OF]->(x)
WHERE @possible(c) AND @node_possible(o)
OPTIONAL MATCH path = (o)-[:SUBORDINATE_TO*1..6]->(s:PartyOrganization)
WHERE all(step IN relationships(path) WHERE @possible(step))
WITH x, via, o, c, s, length(path) AS height ORDER BY height, s.id
WITH x, via, o, c, collect(@name(s)) AS superiors
RETURN via AS via, @name(x) AS through, o.id AS organisation, @name(o) AS organisation_name,
       CASE WHEN type(c) = 'COVERS' THEN c.role
            WHEN coalesce(@value(o.kind), o.kind_values[0]) = 'joint_branch' THEN 'joint' ELSE 'own' END AS mode,
       superiors AS superiors, @liveness(c) AS liveness
ORDER BY via, organisation, through, mode
