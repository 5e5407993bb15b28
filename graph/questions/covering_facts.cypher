// title_zh = "覆盖事实"
// title_en = "covering facts"
// about = "Which party organisation is that of a unit, or covers a unit, building, grid or place, in which stated mode. The mode that follows for a building is decided by the coverage analysis, not here. Before the first word of a roster, what it says first counts."
// [columns]
// organisation = { of = "PartyOrganization.name", title_zh = "党组织编号", meaning = "id of the organisation" }
// organisation_name = { of = "PartyOrganization.name", title_zh = "党组织", meaning = "name of the organisation" }
// organisation_kind = { of = "PartyOrganization.kind", title_zh = "组织类别", meaning = "kind at the date" }
// target = { of = "Unit.name", title_zh = "对象编号", meaning = "id of what is covered" }
// target_name = { of = "Unit.name", title_zh = "对象", meaning = "name of what is covered" }
// target_type = { kind = "text", people = false, title_zh = "对象类别", meaning = "Unit, Building, Grid or Place" }
// mode = { kind = "text", people = false, title_zh = "覆盖方式", meaning = "mode as stated; own or joint for an organisation of the unit itself" }
// named_by_row = { of = "COVERS.named_by_row", title_zh = "逐一列名", meaning = "a row names this very target" }
// responsible = { of = "COVERS.responsible", title_zh = "明确责任人", meaning = "the row says who is responsible" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (o:PartyOrganization)-[c:COVERS|ORGANISATION_OF]->(x)
WHERE @possible(c) AND @node_possible(o) AND @node_possible(x)
OPTIONAL MATCH (x)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE @possible(r)
OPTIONAL MATCH (x)-[m:LOCATED_IN]->(:Building)-[s:PART_OF]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH o, c, x, collect(DISTINCT p.id) + collect(DISTINCT q.id) AS around
WHERE $whole OR x.id IN $places OR any(place IN around WHERE place IN $places)
RETURN o.id AS organisation, @name(o) AS organisation_name, @value(o.kind) AS organisation_kind,
       x.id AS target, @name(x) AS target_name, head(labels(x)) AS target_type,
       CASE WHEN type(c) = 'COVERS' THEN c.role
            WHEN coalesce(@value(o.kind), o.kind_values[0]) = 'joint_branch' THEN 'joint' ELSE 'own' END AS mode,
       coalesce(@value(c.named_by_row), c.named_by_row_values[0], type(c) = 'ORGANISATION_OF') AS named_by_row,
       coalesce(@value(c.responsible), c.responsible_values[0]) AS responsible, @liveness(c) AS liveness
ORDER BY organisation, target, mode, liveness
